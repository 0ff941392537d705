# Installs the compiler, the libraries with their headers, and the package for find_package(azcl).
include(CMakePackageConfigHelpers)
set(AZCL_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/azcl)

install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/azcl DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${AZCL_GENERATED}/azcl/Parse/Tokens.def
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/azcl/Parse)
install(FILES ${AZCL_GENERATED}/azcl/Catalog/Limits.def
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/azcl/Catalog)
install(TARGETS azcl_llvm azcl_antlr azcl_zstd azclc azcl-import EXPORT azcl)
install(EXPORT azcl NAMESPACE azcl:: DESTINATION ${AZCL_PACKAGE_DIR} FILE azclTargets.cmake)

configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/azclConfig.cmake.in
                              ${CMAKE_BINARY_DIR}/azclConfig.cmake
                              INSTALL_DESTINATION ${AZCL_PACKAGE_DIR})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/azclConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/azclConfig.cmake ${CMAKE_BINARY_DIR}/azclConfigVersion.cmake
              ${CMAKE_SOURCE_DIR}/cmake/AzclTemplates.cmake
        DESTINATION ${AZCL_PACKAGE_DIR})
