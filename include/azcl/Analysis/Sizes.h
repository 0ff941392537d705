// The VM sizes that a tier can have, and properties that depend on them.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// Without duplicates, and with the sizes of an instance mix. A parameter without a list of sizes
/// contributes its default and its values in environments.
llvm::SmallVector<const VmSize *, 4> possibleSizes(const Tier &tier, const Catalog &catalog);

/// For example "Standard_D2s_v5 and Standard_D4s_v5".
std::string namesOfSizes(const Tier &tier, const Catalog &catalog);

/// The other sizes of an instance mix.
llvm::SmallVector<const VmSize *, 4> mixedSizes(const Tier &tier);
/// Where the program writes a possible size: in the mix, or else in `size`.
SourceRange placeOf(const Tier &tier, const VmSize &size);
/// Whether the program writes this size itself, so that it can be replaced there.
bool isWritten(const Tier &tier, const VmSize &size);

using SizeTest = llvm::function_ref<bool(const VmSize &)>;

/// Whether the VM size of a tier passes a test.
struct SizeAnswer {
  enum class Kind : uint8_t { Yes, No, Depends } kind;
  /// A possible size that fails the test; null for Yes.
  const VmSize *fails = nullptr;
};
/// The answer over all sizes that the tier can have. In an instance mix, a size passes together
/// with all others, because they share one model. nullopt if `size` has no valid value.
std::optional<SizeAnswer> testSizes(const Tier &tier, const Catalog &catalog, SizeTest test);

/// Whether a parameter without a list of sizes decides the size.
bool canBeAnySize(const Tier &tier);

/// A size that fails the test and that the tier can have while `user`, a block in it, exists; null
/// if there is none.
const VmSize *sizeFailing(const Tier &tier, const Catalog &catalog, const Block &user,
                          SizeTest test);

/// The answer as a Boolean expression over the parameters in `size`. A size that is not in the
/// catalog fails the test. Call this only if testSizes() has an answer.
const Expr *sizeTestExpr(const Tier &tier, const Catalog &catalog, Arena &arena, SizeTest test);

/// Whether the tier uses Trusted Launch if its VM size is `size`. A derived setting can depend on
/// the size.
bool hasTrustedLaunch(const Tier &tier, const VmSize &size);

/// The OS disk of the instances if it is ephemeral; otherwise null.
const Disk *ephemeralOsDisk(const Tier &tier);

/// The confidential VM settings of the tier; null if its VMs are not confidential.
const ConfidentialVm *confidentialOf(const Tier &tier);

/// The setting of Secure Boot that applies if the VM size of the tier is `size`; null if there is
/// none.
const Fixed<bool> *secureBootOf(const Tier &tier, const VmSize &size);

/// How many GiB of an ephemeral OS disk fit into the local storage that `disk` chooses, less what
/// Trusted Launch or the state of a confidential VM takes; nullopt if that is not known.
std::optional<unsigned> ephemeralRoom(const Tier &tier, const Disk &disk, const VmSize &size);

/// The most similar size that can replace `size` in the tier: it has the same capabilities, the
/// region offers it, and no retirement is announced for it. Null if there is none.
const VmSize *replacementFor(const VmSize &size, const Tier &tier, const Catalog &catalog);

/// Whether the subscription can use the size in the region and in all zones of a cluster. True if
/// the region is not known, or the catalog does not know the sizes of the region.
bool isOffered(const VmSize &size, const Cluster &cluster, const Catalog &catalog);

/// Whether VMs of a size can use ultra disks.
struct UltraSupport {
  /// In all zones of the tier, or outside of zones if the cluster has none.
  Support support = Support::Unknown;
  /// Where it does according to Azure's list for the subscription, as in Availability; empty if
  /// only the documentation of the series is known.
  llvm::StringRef listed;
};
UltraSupport ultraSupport(const VmSize &size, const Tier &tier, const Catalog &catalog);
/// Whether Azure's list for the subscription has the answer for each possible size of the tier.
bool isUltraListed(const Tier &tier, const Catalog &catalog);

} // namespace azcl
