// The options of azcl-armsim.
#pragma once

#include "llvm/Support/Error.h"
#include <string>

namespace azcl::armsim {

struct Options {
  int port = 8443;     ///< HTTPS: Azure Resource Manager, login and blobs
  int httpPort = 8444; ///< HTTP: metadata service and App Service identity; 0 for none
  std::string scenario, state, certificate, key;
  double timeScale = 60; ///< virtual seconds for each second
  bool advanceOnPoll = false;
};

/// Reads the command line; exits for --help and for a wrong option.
Options readOptions(int argc, char **argv);

} // namespace azcl::armsim
