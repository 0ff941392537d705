// Finds alternatives to an unsuitable VM size or region.
#pragma once
#include "azcl/Catalog/Catalog.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace azcl {

/// Among the sizes that `willDo` accepts, the size most similar to `like` in vCPUs, memory and
/// category.
const VmSize *nearestSize(const Catalog &catalog, const VmSize &like,
                          llvm::function_ref<bool(const VmSize &)> willDo);
/// A size that differs from an unknown name only in its version: the one with the most similar
/// name, of several the newest. For `Standard_D2s_v55` that is `Standard_D2s_v5`, for
/// `Standard_D2s_v9` or `Standard_D2s` the newest. Null if there is none.
const VmSize *similarVersion(const Catalog &catalog, llvm::StringRef name);
/// Among the regions that `willDo` accepts, the open region of the same cloud that is nearest to
/// `like`. Prefers regions of the same geography.
const Region *nearestRegion(const Catalog &catalog, const Region &like,
                            llvm::function_ref<bool(const Region &)> willDo);

} // namespace azcl
