// The catalog that a command uses.
#pragma once

#include "azcl/CatalogFiles/LoadCatalog.h"
#include "azcl/Emit/Emit.h"

namespace azcl {

/// The built-in catalog, or one that a folder overrides.
class Facts {
public:
  /// Reads the data files of `folder`, or uses the built-in data for "". An error has one line for
  /// each problem.
  static llvm::Expected<Facts> open(llvm::vfs::FileSystem &files, llvm::StringRef folder);

  const Catalog &catalog() const { return loaded ? loaded->catalog() : Catalog::builtin(); }
  /// The files that replace built-in data.
  llvm::ArrayRef<std::string> files() const;
  /// The same files for the manifest, without local paths but with the name of the folder.
  std::vector<InputFile> inputs() const;

private:
  std::string folder;
  std::unique_ptr<LoadedCatalog> loaded;
};

} // namespace azcl
