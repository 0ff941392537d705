# The flags that every target of ours is built with.
add_library(azcl_flags INTERFACE)
target_include_directories(azcl_flags INTERFACE $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include>)
target_compile_options(azcl_flags INTERFACE -Wall -Wextra -Werror -Werror=unused-result
                       -Wno-missing-field-initializers
                       # False alarms of g++ 12 in its own strings.
                       -Wno-restrict -Wno-stringop-overflow)
if(AZCL_SANITIZE)
  target_compile_options(azcl_flags INTERFACE -fsanitize=${AZCL_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(azcl_flags INTERFACE -fsanitize=${AZCL_SANITIZE})
endif()
if(AZCL_FUZZ)
  target_compile_options(azcl_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# azcl_library(Name LINKS Other...): the library azcl::Name from lib/Name/*.cpp. A test holds every
# include of azcl/X/ against the LINKS line.
function(azcl_library name)
  cmake_parse_arguments(ARG "" "" "LINKS;SOURCES;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(azcl${name} STATIC ${sources} ${ARG_SOURCES})
  add_library(azcl::${name} ALIAS azcl${name})
  set_target_properties(azcl${name} PROPERTIES EXPORT_NAME ${name})
  list(TRANSFORM ARG_LINKS PREPEND azcl)
  target_link_libraries(azcl${name} PUBLIC ${ARG_LINKS} azcl_flags azcl_llvm fmt::fmt
                        PRIVATE ${ARG_PRIVATE})
  if(NOT name STREQUAL Support)
    target_precompile_headers(azcl${name} REUSE_FROM azclSupport)
  endif()
endfunction()
