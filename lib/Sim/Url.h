// Parses URLs of requests.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace azcl::sim {

struct Url {
  std::string origin;                ///< for example "https://management.azure.com"
  std::string host;                  ///< without the port
  std::string path;                  ///< not decoded
  std::string query;                 ///< not decoded, without `?`
  std::vector<std::string> segments; ///< decoded
  std::vector<std::pair<std::string, std::string>> parameters; ///< decoded

  /// The value of a query parameter, whose name is compared without regard to case; "" if absent.
  llvm::StringRef parameter(llvm::StringRef name) const;
};

Url parseUrl(llvm::StringRef text);
std::string percentDecoded(llvm::StringRef text, bool plusIsSpace = false);
std::string percentEncoded(llvm::StringRef text);

} // namespace azcl::sim
