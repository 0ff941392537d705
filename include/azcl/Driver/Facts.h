// The facts that a command works with.
#pragma once

#include "azcl/CatalogFiles/LoadCatalog.h"
#include "azcl/Emit/Emit.h"

namespace azcl {

/// The catalog that is compiled in, or that of a folder.
class Facts {
public:
  /// Reads the data files of `folder`; "" for what is compiled in. An error has a line for each
  /// problem.
  static llvm::Expected<Facts> open(llvm::vfs::FileSystem &files, llvm::StringRef folder);

  const Catalog &catalog() const { return loaded ? loaded->catalog() : Catalog::builtin(); }
  /// The files that replace ours.
  llvm::ArrayRef<std::string> files() const;
  /// The same for the manifest: without a path of this machine, but with the name of the folder.
  std::vector<InputFile> inputs() const;

private:
  std::string folder;
  std::unique_ptr<LoadedCatalog> loaded;
};

} // namespace azcl
