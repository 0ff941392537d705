// The possible instance counts of a tier, at any time of day and for any parameter values. All
// passes, lowerings and views use this calculation.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Program/Program.h"
#include "llvm/ADT/SmallVector.h"

namespace azcl {

/// The bounds of one `instances` attribute: that of the tier or of a schedule.
struct CountBounds {
  const Expr *low, *high;
  SourceRange place;
  const Schedule *schedule; ///< null for the `instances` of the tier itself
};
/// All bounds, the tier's own first. Empty if one of them is missing or in error; checks then skip
/// the tier.
llvm::SmallVector<CountBounds, 2> countBoundsOf(const Tier &tier);

/// Proves a statement about the bounds of each scale set of the tier, under every assignment that
/// deploys `scaled`.
Proof proveBounds(const CountBounds &bounds, const Tier &tier, const Block &scaled,
                  llvm::function_ref<bool(int64_t low, int64_t high)> holds);
/// The same, together with the value of another expression.
Proof proveBounds(const CountBounds &bounds, const Tier &tier, const Block &scaled,
                  const Expr &other,
                  llvm::function_ref<bool(int64_t low, int64_t high, int64_t value)> holds);

/// The number of scale sets of a tier: one for each zone with `per = zone`, otherwise one.
int64_t setsOf(const Tier &tier);
/// How many of the tier's `count` instances belong to scale set `index` of `sets`. The first scale
/// sets take the remainder.
inline int64_t shareOf(int64_t count, int64_t index, int64_t sets) {
  return (count + sets - 1 - index) / sets;
}
/// Whether a stop removes all instances. A stopped scale set has none until it resumes; stopped VMs
/// remain, deallocated.
bool isEmptiedByShutdown(const Tier &tier);

/// The minimum number of instances while the tier is not stopped, over all schedules and all
/// parameter values; nullopt if unknown.
std::optional<int64_t> leastInstances(const Tier &tier);
/// The maximum number of instances; nullopt if unknown. Another check reports numbers above Azure's
/// limit of 1000.
std::optional<int64_t> greatestInstances(const Tier &tier);

/// The instance counts of a tier under one assignment of the parameters.
struct InstanceCount {
  const Tier *tier = nullptr;
  bool deployed = false;  ///< whether the tier's `when` holds; if not, all counts are 0
  int64_t least = 0;      ///< the minimum while the tier is not stopped
  int64_t leastInUse = 0; ///< the same without schedules that allow no instances
  int64_t greatest = 0;
  int64_t idle = 0;     ///< in the scale set that serves no clients, beside `greatest`
  int64_t canary = 0;   ///< in the scale set of `release rolling`, during a release
  int64_t surge = 0;    ///< added to `greatest` while an upgrade or a release replaces instances,
                        ///< with `canary`
  int64_t spare = 0;    ///< added to `greatest` while an overprovisioned set starts; uses no quota
  int64_t pooled = 0;   ///< the VMs of the standby pool beside `greatest`, at its maximum
  int64_t reserved = 0; ///< the instances for which the program itself reserves capacity
  int64_t leastRegular = 0; ///< the instances in `least` that are not Spot
  int64_t mostRegular = 0,
          mostSpot = 0;                 ///< what uses quota of all these; VMs
                                        ///< on dedicated hosts do not
  llvm::StringRef size;                 ///< the VM size; empty if a parameter allows any size
  const CountBounds *mostBy = nullptr;  ///< the bounds that determine `greatest`
  const CountBounds *leastBy = nullptr; ///< the bounds that determine `least`

  /// Assumes that an upgrade and a scale-out do not happen at the same time.
  int64_t extra() const { return std::max(surge, spare); }
  /// The instances and the VMs of the standby pool.
  int64_t machines() const { return greatest + idle + pooled; }
};

/// The largest number of instances and VMs of the standby pool together.
std::optional<int64_t> greatestMachines(const Tier &tier);

/// The number of zones that have instances; 1 in a region without zones. Single VMs are in the
/// first zones.
int64_t zonesInUse(const Tier &tier);

/// The instance counts of several tiers, assignment by assignment. Tiers whose conditions exclude
/// each other are never added up.
class InstanceCounts {
public:
  /// The tiers can belong to several clusters.
  explicit InstanceCounts(llvm::ArrayRef<const Tier *> tiers);
  explicit InstanceCounts(const Tier &tier) : InstanceCounts(llvm::ArrayRef<const Tier *>{&tier}) {}

  /// Leaves out the instances that a rolling upgrade adds for a time.
  void ignoreUpgrades() { upgrades = false; }
  /// Considers only assignments that deploy the block and all enclosing blocks.
  void onlyWith(const Block &block);
  /// Whether a count of a tier is missing or in error, so that nothing can be proved.
  bool inError() const { return error; }

  /// Proves a statement about the counts of all tiers, in the order given, under every assignment.
  Proof prove(llvm::function_ref<bool(llvm::ArrayRef<InstanceCount>)> holds) const;
  /// The same, together with the values of other expressions.
  Proof prove(
      llvm::ArrayRef<const Expr *> others,
      llvm::function_ref<bool(llvm::ArrayRef<InstanceCount>, llvm::ArrayRef<Scalar>)> holds) const;
  /// The counts under one assignment; empty if one of the expressions has no value there.
  llvm::SmallVector<InstanceCount, 2> at(const Assignment &values) const;

  /// The contribution of one tier to a sum.
  using Weigh = llvm::function_ref<int64_t(const InstanceCount &)>;
  struct Peak {
    int64_t value = 0;
    bool exact = true; ///< if false, `value` is an upper bound
  };
  /// The greatest sum under any single assignment.
  Peak greatestSum(Weigh weigh) const;
  /// An assignment that reaches the greatest sum, which must be exact.
  Assignment witnessOf(Weigh weigh) const;
  /// Adds the contributions of one tier to several sums.
  using AddTo = llvm::function_ref<void(const InstanceCount &, llvm::MutableArrayRef<int64_t>)>;
  /// The greatest value of each of `count` sums, in one search.
  std::vector<Peak> greatestSums(size_t count, AddTo add) const;
  /// An upper bound of the greatest sum, computed without trying assignments.
  int64_t boundOfSum(Weigh weigh) const;
  /// The smallest contribution of one tier under any assignment that deploys it; a lower bound if
  /// the assignments cannot be tried.
  int64_t smallestOf(size_t tier, Weigh weigh) const;

private:
  static constexpr size_t none = SIZE_MAX;
  /// The positions of one tier's expressions in `exprs`.
  struct Slots {
    size_t when = none, scaling = none, counts = 0, batch = none, base = none, regular = none,
           size = none, pool = none, poolSize = none, poolLeast = none, reserved = none;
  };
  size_t add(const Expr &expr);
  size_t addIfSet(const Setting &setting);
  InstanceCount countOf(size_t tier, llvm::ArrayRef<Scalar> values) const;
  /// A bound of the contribution, with each number at an extreme of its own. No single assignment
  /// needs to reach it.
  int64_t boundOf(size_t tier, Weigh weigh, bool greatest, std::vector<Scalar> &values) const;
  bool isExcluded(llvm::ArrayRef<Scalar> values) const;
  /// The positions in `exprs` after the last expression of a tier.
  size_t endOf(size_t tier) const;
  size_t beginOf(size_t tier) const;
  /// The tiers in groups that share no parameters, so that they reach their maximums independently.
  std::vector<llvm::SmallVector<size_t, 2>> independentGroups() const;
  InstanceCounts part(llvm::ArrayRef<size_t> indexes) const;

  llvm::SmallVector<const Tier *, 2> tiers;
  llvm::SmallVector<llvm::SmallVector<CountBounds, 2>, 2> bounds;
  llvm::SmallVector<Slots, 2> slots;
  std::vector<const Expr *> exprs;
  llvm::SmallVector<const Expr *, 2> conditions;
  bool error = false, upgrades = true;
};

} // namespace azcl
