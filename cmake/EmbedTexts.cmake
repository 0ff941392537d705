# cmake -DFILES=a.py;b.sh -DOUTPUT=Texts.inc -P EmbedTexts.cmake
# Writes the texts of files as rows: {"a.py", "text"}.
set(rows "")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(APPEND rows "{\"${name}\", R\"azcl(${text})azcl\"},\n")
endforeach()
file(WRITE ${OUTPUT} "${rows}")
