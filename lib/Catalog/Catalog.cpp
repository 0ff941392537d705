#include "azcl/Catalog/Catalog.h"

#include <algorithm>
#include <type_traits>
using namespace azcl;

template <class Row> static const Row *find(llvm::ArrayRef<Row> rows, llvm::StringRef name) {
  static_assert(std::is_trivially_destructible_v<Row> && std::is_trivially_copyable_v<Row>);
  const Row *found =
      std::lower_bound(rows.begin(), rows.end(), name,
                       [](const Row &row, llvm::StringRef n) { return row.name < n; });
  return found != rows.end() && found->name == name ? found : nullptr;
}

const Region *Catalog::region(llvm::StringRef name) const {
  return find(tables.regions, name);
}
const VmSize *Catalog::vmSize(llvm::StringRef name) const {
  return find(tables.vmSizes, name);
}
const Image *Catalog::image(llvm::StringRef name) const {
  return find(tables.images, name);
}
const PrivateLink *Catalog::privateLink(llvm::StringRef name) const {
  return find(tables.privateLinks, name);
}
