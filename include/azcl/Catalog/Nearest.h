// What would do instead.
#pragma once
#include "azcl/Catalog/Catalog.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace azcl {

/// The size most like another among those that will do: as many processors, as much memory, of the
/// same kind.
const VmSize *nearestSize(const Catalog &catalog, const VmSize &like,
                          llvm::function_ref<bool(const VmSize &)> willDo);
/// The open region of the same cloud that is nearest to another; of the same geography if any will
/// do there.
const Region *nearestRegion(const Catalog &catalog, const Region &like,
                            llvm::function_ref<bool(const Region &)> willDo);

} // namespace azcl
