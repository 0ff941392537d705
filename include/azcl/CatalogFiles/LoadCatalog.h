// --catalog: loads data files from a folder, which replace built-in tables of the catalog.
#pragma once

#include "azcl/Catalog/Catalog.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <memory>

namespace azcl {

/// A catalog that owns its rows.
class LoadedCatalog {
public:
  ~LoadedCatalog();
  const Catalog &catalog() const;
  /// The paths of the files that were read, in order.
  llvm::ArrayRef<std::string> files() const;
  /// The contents of these files.
  llvm::ArrayRef<std::unique_ptr<llvm::MemoryBuffer>> texts() const;

private:
  struct Parts;
  explicit LoadedCatalog(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts;
  friend llvm::Expected<std::unique_ptr<LoadedCatalog>>
  loadCatalog(llvm::vfs::FileSystem &, llvm::StringRef, const Catalog &);
};

/// Reads and checks the data files of a folder, with the checks of the build. A table without a
/// file comes from `base`. An error has one line per problem.
llvm::Expected<std::unique_ptr<LoadedCatalog>>
loadCatalog(llvm::vfs::FileSystem &files, llvm::StringRef folder,
            const Catalog &base = Catalog::builtin());

} // namespace azcl
