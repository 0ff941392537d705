# azcl_add_templates(target file.azc...
#                    [OUTPUT_DIRECTORY dir] [ENVIRONMENT name] [DEFINES name=value...] [OPTIONS flag...])
#
# Adds a target that compiles each file into OUTPUT_DIRECTORY/STEM (or CURRENT_BINARY_DIR/target/STEM). It
# recompiles a file when the file, a file that it imports or reads, or the compiler changes.
function(azcl_add_templates target)
  cmake_parse_arguments(ARG "" "OUTPUT_DIRECTORY;ENVIRONMENT" "DEFINES;OPTIONS" ${ARGN})
  if(NOT ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "azcl_add_templates(${target}): no files")
  endif()
  if(NOT ARG_OUTPUT_DIRECTORY)
    set(ARG_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/${target})
  endif()
  set(flags ${ARG_OPTIONS})
  list(TRANSFORM ARG_DEFINES PREPEND -D)
  list(APPEND flags ${ARG_DEFINES})
  if(ARG_ENVIRONMENT)
    list(APPEND flags --env=${ARG_ENVIRONMENT})
  endif()

  set(stamps)
  foreach(file IN LISTS ARG_UNPARSED_ARGUMENTS)
    get_filename_component(input ${file} ABSOLUTE)
    get_filename_component(stem ${file} NAME_WE)
    set(folder ${ARG_OUTPUT_DIRECTORY}/${stem})
    # An unchanged template keeps its modification time, so the rule's output is a stamp that is always touched.
    set(stamp ${CMAKE_CURRENT_BINARY_DIR}/${target}.dir/${stem}.stamp)
    file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/${target}.dir)
    add_custom_command(
      OUTPUT ${stamp} BYPRODUCTS ${folder}/manifest.json
      COMMAND azcl::azclc ${input} -o ${folder} -MF ${stamp}.d -MT ${stamp} ${flags}
      COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
      DEPENDS ${input} azcl::azclc
      DEPFILE ${stamp}.d
      COMMENT "azclc ${stem}" VERBATIM)
    list(APPEND stamps ${stamp})
  endforeach()
  add_custom_target(${target} ALL DEPENDS ${stamps})
endfunction()
