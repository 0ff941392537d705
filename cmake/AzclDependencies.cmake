# External dependencies; all of them are Debian packages.
find_package(LLVM 19.1 REQUIRED CONFIG)
llvm_map_components_to_libnames(AZCL_LLVM_SUPPORT support)
add_library(azcl_llvm INTERFACE)
target_include_directories(azcl_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
target_compile_definitions(azcl_llvm INTERFACE ${LLVM_DEFINITIONS})
target_link_libraries(azcl_llvm INTERFACE ${AZCL_LLVM_SUPPORT})

# zstd is linked statically: each shared library makes the compiler start more slowly.
find_library(AZCL_ZSTD NAMES libzstd.a REQUIRED)
find_path(AZCL_ZSTD_INCLUDE zstd.h REQUIRED)
add_library(azcl_zstd INTERFACE)
target_include_directories(azcl_zstd SYSTEM INTERFACE ${AZCL_ZSTD_INCLUDE})
target_link_libraries(azcl_zstd INTERFACE ${AZCL_ZSTD})

find_package(fmt 9 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(Threads REQUIRED)

# ANTLR: the tool generates the lexer and the parser at build time; the runtime is linked statically.
find_program(AZCL_ANTLR antlr4 REQUIRED)
find_library(AZCL_ANTLR_RUNTIME NAMES libantlr4-runtime.a antlr4-runtime REQUIRED)
find_path(AZCL_ANTLR_INCLUDE antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
add_library(azcl_antlr INTERFACE)
target_include_directories(azcl_antlr SYSTEM INTERFACE ${AZCL_ANTLR_INCLUDE})
target_link_libraries(azcl_antlr INTERFACE ${AZCL_ANTLR_RUNTIME} Threads::Threads)

set(AZCL_GENERATED ${CMAKE_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${AZCL_GENERATED})
set(AZCL_LEXER_SOURCES ${AZCL_GENERATED}/AzclLexer.cpp ${AZCL_GENERATED}/AzclLexer.h)
set(AZCL_PARSER_SOURCES ${AZCL_GENERATED}/AzclParser.cpp ${AZCL_GENERATED}/AzclParser.h)
add_custom_command(
  OUTPUT ${AZCL_LEXER_SOURCES} ${AZCL_GENERATED}/AzclLexer.tokens
  COMMAND ${AZCL_ANTLR} -Werror -Dlanguage=Cpp -Xexact-output-dir -o ${AZCL_GENERATED} AzclLexer.g4
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/grammar
  DEPENDS ${CMAKE_SOURCE_DIR}/grammar/AzclLexer.g4
  COMMENT "ANTLR: lexer" VERBATIM)
add_custom_command(
  OUTPUT ${AZCL_PARSER_SOURCES}
  COMMAND ${AZCL_ANTLR} -Werror -Dlanguage=Cpp -no-listener -Xexact-output-dir -lib ${AZCL_GENERATED} -o ${AZCL_GENERATED}
          AzclParser.g4
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/grammar
  DEPENDS ${CMAKE_SOURCE_DIR}/grammar/AzclParser.g4 ${AZCL_GENERATED}/AzclLexer.tokens
  COMMENT "ANTLR: parser" VERBATIM)
add_custom_target(azcl_grammar DEPENDS ${AZCL_LEXER_SOURCES} ${AZCL_PARSER_SOURCES})

# The generated code contains u8 literals, which need -fno-char8_t, and causes warnings that cannot be fixed here.
set(AZCL_GENERATED_FLAGS -fno-char8_t -w)
