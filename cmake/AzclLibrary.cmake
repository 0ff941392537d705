# The flags that every target of ours is built with, and nobody else's.
add_library(azcl_flags INTERFACE)
target_compile_options(azcl_flags INTERFACE -Wall -Wextra -Werror -Werror=unused-result
                       -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # False alarms of g++ 12 in its own strings, and under sanitizers in LLVM's headers.
  target_compile_options(azcl_flags INTERFACE -Wno-restrict -Wno-stringop-overflow)
  if(AZCL_SANITIZE)
    target_compile_options(azcl_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
else()
  target_compile_options(azcl_flags INTERFACE -Wno-deprecated-declarations) # in libstdc++ itself
endif()
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
  target_include_directories(azcl${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(azcl${name} PUBLIC cxx_std_20)
  list(TRANSFORM ARG_LINKS PREPEND azcl)
  target_link_libraries(azcl${name} PUBLIC ${ARG_LINKS} azcl_llvm fmt::fmt
                        PRIVATE $<BUILD_INTERFACE:azcl_flags> ${ARG_PRIVATE})
  if(NOT name STREQUAL Support)
    target_precompile_headers(azcl${name} REUSE_FROM azclSupport)
  endif()
  install(TARGETS azcl${name} EXPORT azcl ARCHIVE)
endfunction()
