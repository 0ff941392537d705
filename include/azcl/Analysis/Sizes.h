// The VM sizes that a tier can have, and what depends on which one it is.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// Each size once. A parameter without a list of sizes counts as its default and its values in
/// environments.
llvm::SmallVector<const VmSize *, 4> possibleSizes(const Tier &tier, const Catalog &catalog);

using SizeTest = llvm::function_ref<bool(const VmSize &)>;

/// Whether the size of a tier passes a test.
struct SizeAnswer {
  enum class Kind : uint8_t { Yes, No, Depends } kind;
  /// A size that the tier can have and that fails the test; null for Yes.
  const VmSize *fails = nullptr;
};
/// Over every size that the tier can have, whatever its parameters are; nullopt if `size` has no
/// valid value.
std::optional<SizeAnswer> bySize(const Tier &tier, const Catalog &catalog, SizeTest test);

/// The same as a Boolean expression over the parameters that `size` mentions. A size that the
/// catalog does not know fails the test. Only if bySize() has an answer.
const Expr *answerBySize(const Tier &tier, const Catalog &catalog, Arena &arena, SizeTest test);

/// Whether the tier has Trusted Launch if its size is `size`: a derived setting can depend on the
/// size.
bool hasTrustedLaunch(const Tier &tier, const VmSize &size);

/// The size most like another that can take its place in the tier: it has the same capabilities,
/// its region offers it, and no retirement is announced for it. Null if there is none.
const VmSize *replacementFor(const VmSize &size, const Tier &tier, const Catalog &catalog);

/// Whether sizes are known to be for sale in a region, and to this subscription.
bool isOffered(const VmSize &size, const Region &region, const Catalog &catalog);

} // namespace azcl
