// A folder that azclc wrote: templates, parameter files and the manifest.
#pragma once

#include "../Support/Json.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>

namespace azcl::deploy {

struct Bundle {
  std::string folder;
  std::string digest; ///< of the templates, in hexadecimal digits
  Json manifest;
  std::map<std::string, std::string> files; ///< all outputs by path, with the manifest

  const std::string &file(llvm::StringRef path) const { return files.at(path.str()); }
  /// The root template with all linked templates in it.
  llvm::Expected<Json> inlined() const;
  /// The paths of the linked templates; empty if azclc has written one template.
  std::vector<std::string> linked() const;
};

/// Reads a bundle and compares each file with its digest in the manifest.
llvm::Expected<Bundle> readBundle(llvm::StringRef folder);
/// Writes all files of a bundle to another folder.
llvm::Error storeBundle(const Bundle &bundle, llvm::StringRef folder);

std::string digestOf(llvm::StringRef text);

} // namespace azcl::deploy
