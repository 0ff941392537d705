// The catalog compiled in. All of it is constant data: no line here runs at start-up.
#include "azcl/Catalog/Catalog.h"
using namespace azcl;

namespace {
#include "images.inc"
#include "private-links.inc"
#include "regions.inc"
#include "vm-sizes.inc"

constexpr CatalogFile files[] = {imagesFile, privateLinksFile, regionsFile, vmSizesFile};
constexpr Catalog catalog({
    .regions = regionsRows,
    .vmSizes = vmSizesRows,
    .images = imagesRows,
    .privateLinks = privateLinksRows,
    .files = files,
});
} // namespace

const Catalog &Catalog::builtin() {
  return catalog;
}
