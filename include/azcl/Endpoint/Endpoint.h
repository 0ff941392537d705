// The command that installs the health endpoint of a VM. The programs are in lib/Endpoint.
#pragma once

#include <string>

namespace azcl {

/// The command is `start`, the base64 text of the configuration, and `end`. It stops with exit code
/// 1 if the installation fails. The command of a program can follow `end` and `then`.
struct EndpointInstaller {
  std::string start, end, then;
};
const EndpointInstaller &endpointInstaller(bool windows);

} // namespace azcl
