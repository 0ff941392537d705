// --catalog: facts from files of a folder, in place of those that are compiled in.
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
  /// The paths that were read, in order.
  llvm::ArrayRef<std::string> files() const;
  /// What stood in them.
  llvm::ArrayRef<std::unique_ptr<llvm::MemoryBuffer>> texts() const;

private:
  struct Parts;
  explicit LoadedCatalog(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts;
  friend llvm::Expected<std::unique_ptr<LoadedCatalog>>
  loadCatalog(llvm::vfs::FileSystem &, llvm::StringRef, const Catalog &);
};

/// Reads the data files of a folder, each checked as the build checks ours; a table without a file
/// is that of `base`. An error has a line for each problem.
llvm::Expected<std::unique_ptr<LoadedCatalog>>
loadCatalog(llvm::vfs::FileSystem &files, llvm::StringRef folder,
            const Catalog &base = Catalog::builtin());

} // namespace azcl
