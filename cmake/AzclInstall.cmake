# install() of headers, libraries and the CMake package.
