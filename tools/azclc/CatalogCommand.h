// The facts that a command works with, and what --catalog-info says of them.
#pragma once

#include "Options.h"
#include "azcl/CatalogFiles/LoadCatalog.h"

namespace azcl {

/// The catalog that is compiled in, or that of a folder.
class Facts {
public:
  /// Reads the folder of --catalog, if there is one. Says what is wrong with it; nullopt then.
  static std::optional<Facts> open(llvm::StringRef folder);

  const Catalog &catalog() const { return loaded ? loaded->catalog() : Catalog::builtin(); }
  /// The files that stand in place of ours.
  llvm::ArrayRef<std::string> files() const;
  /// The same for the manifest: no path of this machine, but the name of the folder.
  std::vector<InputFile> inputs() const;

private:
  std::string folder;
  std::unique_ptr<LoadedCatalog> loaded;
};

ExitCode printCatalogInfo(const Facts &facts, bool asJson);

} // namespace azcl
