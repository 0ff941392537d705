# Compiler flags for AZCL's own targets only, and the function that defines its libraries.
add_library(azcl_flags INTERFACE)
target_compile_options(azcl_flags INTERFACE -Wall -Wextra -Werror -Werror=unused-result
                       -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # False positives of g++ 12 in libstdc++ strings and, with sanitizers, in LLVM headers.
  target_compile_options(azcl_flags INTERFACE -Wno-restrict -Wno-stringop-overflow)
  if(AZCL_UNITY) # it takes a source file for a header
    target_compile_options(azcl_flags INTERFACE -Wno-subobject-linkage)
  endif()
  if(AZCL_SANITIZE)
    target_compile_options(azcl_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
else()
  target_compile_options(azcl_flags INTERFACE -Wno-deprecated-declarations) # in libstdc++ itself
endif()
if(AZCL_SANITIZE)
  target_compile_options(azcl_flags INTERFACE -fsanitize=${AZCL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(azcl_flags INTERFACE -fsanitize=${AZCL_SANITIZE})
endif()
if(AZCL_FUZZ)
  target_compile_options(azcl_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Precompiled for every file: without this, fmt and ADT cost more than a second per file. Includes fmt only together
# with the formatters for LLVM strings; without them, `fmt::format<StringRef>` would have a different meaning.
set(AZCL_PRECOMPILED
  <azcl/Support/Format.h> <llvm/ADT/ArrayRef.h> <llvm/ADT/SmallVector.h> <llvm/ADT/StringRef.h>
  <llvm/ADT/StringExtras.h> <llvm/ADT/DenseMap.h> <llvm/ADT/StringMap.h> <llvm/Support/Casting.h>
  <llvm/Support/raw_ostream.h> <optional> <string> <vector>)

# The areas of the language: the second folder level of libraries that are divided by area.
set(AZCL_AREAS Compute Scaling Network Access Balancing Gateway Security Operations Regions)

# azcl_library(Name LINKS Other...): defines the library azcl::Name from lib/Name/*.cpp. A test compares every
# include of azcl/X/ with the LINKS line. PRECOMPILE adds precompiled headers for this library. AREAS adds the
# sources in the folder of each area.
function(azcl_library name)
  cmake_parse_arguments(ARG "AREAS" "" "LINKS;SOURCES;PRIVATE;PRECOMPILE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(ARG_AREAS)
    foreach(area IN LISTS AZCL_AREAS)
      file(GLOB each CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${area}/*.cpp)
      list(APPEND sources ${each})
    endforeach()
  endif()
  add_library(azcl${name} STATIC ${sources} ${ARG_SOURCES})
  add_library(azcl::${name} ALIAS azcl${name})
  set_target_properties(azcl${name} PROPERTIES EXPORT_NAME ${name} UNITY_BUILD ${AZCL_UNITY})
  target_include_directories(azcl${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(azcl${name} PUBLIC cxx_std_20)
  list(TRANSFORM ARG_LINKS PREPEND azcl)
  target_link_libraries(azcl${name} PUBLIC ${ARG_LINKS} azcl_llvm fmt::fmt
                        PRIVATE $<BUILD_INTERFACE:azcl_flags> ${ARG_PRIVATE})
  if(ARG_PRECOMPILE)
    target_precompile_headers(azcl${name} PRIVATE ${AZCL_PRECOMPILED} ${ARG_PRECOMPILE})
  elseif(NOT name STREQUAL Support)
    target_precompile_headers(azcl${name} REUSE_FROM azclSupport)
  endif()
  install(TARGETS azcl${name} EXPORT azcl ARCHIVE)
endfunction()
