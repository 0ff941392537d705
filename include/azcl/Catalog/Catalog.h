// What Azure has: tables of facts, each sorted by name. A new kind of row is a header beside this
// one, a table and an accessor here, a data file, and its columns in tools/azcl-tblgen/kinds/.
#pragma once
#include "azcl/Catalog/Image.h"
#include "azcl/Catalog/PrivateLink.h"
#include "azcl/Catalog/Provenance.h"
#include "azcl/Catalog/Region.h"
#include "azcl/Catalog/VmSize.h"

namespace azcl {

/// An immutable set of tables, cheap to copy: it refers to rows that outlive it. Names are matched
/// exactly; a lookup of an unknown one gives nullptr.
class Catalog {
public:
  /// Each table strictly ascending by name.
  struct Tables {
    llvm::ArrayRef<Region> regions;
    llvm::ArrayRef<VmSize> vmSizes;
    llvm::ArrayRef<Image> images;
    llvm::ArrayRef<PrivateLink> privateLinks;
    llvm::ArrayRef<CatalogFile> files;
  };

  constexpr explicit Catalog(const Tables &tables) : tables(tables) {}

  /// The facts compiled in from lib/Catalog/data.
  static const Catalog &builtin();

  const Region *region(llvm::StringRef name) const;
  const VmSize *vmSize(llvm::StringRef name) const;
  const Image *image(llvm::StringRef name) const;
  const PrivateLink *privateLink(llvm::StringRef name) const;

  constexpr llvm::ArrayRef<Region> regions() const { return tables.regions; }
  constexpr llvm::ArrayRef<VmSize> vmSizes() const { return tables.vmSizes; }
  constexpr llvm::ArrayRef<Image> images() const { return tables.images; }
  constexpr llvm::ArrayRef<PrivateLink> privateLinks() const { return tables.privateLinks; }

  /// Where the facts come from, one entry for each data file.
  constexpr llvm::ArrayRef<CatalogFile> files() const { return tables.files; }

private:
  Tables tables;
};

} // namespace azcl
