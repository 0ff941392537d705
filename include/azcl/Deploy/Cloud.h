// The clouds of Azure and their hosts.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace azcl::deploy {

/// The hosts of one cloud. No request goes to a host of another one.
struct Cloud {
  std::string name;          ///< as `az cloud list` prints it
  std::string login;         ///< for example "https://login.microsoftonline.com"
  std::string manager;       ///< for example "https://management.azure.com"
  std::string storageSuffix; ///< for example "core.windows.net"
  std::string portal;        ///< for example "https://portal.azure.com"
};

/// A cloud by its name, or nullptr.
const Cloud *findCloud(llvm::StringRef name);
/// Reads a cloud from a file with the members of Cloud, for a private cloud or a test.
llvm::Expected<Cloud> readCloud(llvm::StringRef file);

} // namespace azcl::deploy
