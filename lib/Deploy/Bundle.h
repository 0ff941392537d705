// A folder that azclc wrote: templates, parameter files and the manifest.
#pragma once

#include "../Support/Json.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>

namespace azcl::deploy {

/// The template that creates the resource groups and deploys main.json to them.
inline constexpr llvm::StringRef subscriptionRoot = "subscription.json";

struct Bundle {
  std::string folder;
  std::string root = "main.json"; ///< the template to deploy
  std::string digest;             ///< of the templates, in hexadecimal digits
  Json manifest;
  std::map<std::string, std::string> files; ///< all outputs by path, with the manifest

  const std::string &file(llvm::StringRef path) const { return files.at(path.str()); }
  /// The root template with all linked templates in it.
  llvm::Expected<Json> inlined() const;
  /// The paths of all templates.
  std::vector<std::string> templates() const;
  /// The root template as JSON.
  Json rootTemplate() const { return Json::parse(file(root), nullptr, false); }
};

/// Reads a bundle and compares each file with its digest in the manifest.
llvm::Expected<Bundle> readBundle(llvm::StringRef folder, llvm::StringRef root = "main.json");
/// Writes all files of a bundle to another folder.
llvm::Error storeBundle(const Bundle &bundle, llvm::StringRef folder);

/// Whether a path that comes from elsewhere stays inside its folder.
bool isInside(llvm::StringRef file);
std::string digestOf(llvm::StringRef text);

} // namespace azcl::deploy
