// The sizes that the machines of a tier may have.
#pragma once

#include "azcl/Catalog/Catalog.h"
#include "azcl/Program/Program.h"
#include "azcl/Analysis/Prove.h"

namespace azcl {

/// Each once. A parameter that may hold any size at all counts as its default.
inline llvm::SmallVector<const VmSize *, 4> possibleSizes(const Tier &tier, const Catalog &catalog) {
  llvm::SmallVector<const VmSize *, 4> sizes;
  if (!tier.size.set() || tier.size.poisoned())
    return sizes;
  if (tier.size.known())
    return {tier.size.value()};
  auto add = [&](llvm::StringRef name) {
    const VmSize *size = catalog.vmSize(name);
    if (size && !llvm::is_contained(sizes, size))
      sizes.push_back(size);
  };
  const Expr &expr = *tier.size.expr;
  if (expr.kind == ExprKind::Param && expr.param->domain.choices.empty()) {
    if (expr.param->initial && !expr.param->initial->isError())
      add(expr.param->initial->text);
    return sizes;
  }
  const Expr *only[] = {&expr};
  (void)proveEach(only, [&](llvm::ArrayRef<Scalar> values) {
    add(values[0].text);
    return true;
  });
  return sizes;
}

} // namespace azcl
