# cmake -DFOLDER=examples -DOUTPUT=Examples.inc -P EmbedPrograms.cmake
# Writes the programs in a folder as rows: {"name", "description", "text"}.
file(GLOB files ${FOLDER}/*.azc)
list(SORT files)
set(rows "")
foreach(file ${files})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  # The first sentence of the comment at the top of the file.
  string(REGEX MATCH "^(//[^\n]*\n)+" header "${text}")
  string(REGEX REPLACE "(^|\n)// ?" " " header "${header}")
  string(REGEX REPLACE "[ \n]+" " " header "${header}")
  string(REGEX MATCH "^[^.]*" header "${header}")
  string(STRIP "${header}" header)
  string(APPEND rows "{\"${name}\", R\"azcl(${header})azcl\", R\"azcl(${text})azcl\"},\n")
endforeach()
file(WRITE ${OUTPUT} "${rows}")
