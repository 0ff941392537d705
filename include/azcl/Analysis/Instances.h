// How many instances a tier can have: at any hour, under any values of the parameters. Every pass,
// lowering and view that needs such a number asks here.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Program/Program.h"
#include "llvm/ADT/SmallVector.h"

namespace azcl {

/// One statement about the number of instances: the tier's own `instances`, or that of a schedule.
struct CountBounds {
  const Expr *low, *high;
  SourceRange place;
  const Schedule *schedule; ///< null: of the tier itself
};
/// All of them, the tier's own first. Empty if one of them is missing or in error; then no check
/// can judge the tier.
llvm::SmallVector<CountBounds, 2> countBoundsOf(const Tier &tier);

/// A statement about the bounds of each scale set of the tier, under every assignment that deploys
/// `scaled`.
Proof proveBounds(const CountBounds &bounds, const Tier &tier, const Block &scaled,
                  llvm::function_ref<bool(int64_t low, int64_t high)> holds);
/// The same together with the value of another expression.
Proof proveBounds(const CountBounds &bounds, const Tier &tier, const Block &scaled,
                  const Expr &other,
                  llvm::function_ref<bool(int64_t low, int64_t high, int64_t value)> holds);

/// With `per = zone` the tier becomes one scale set in each zone, otherwise one scale set.
int64_t setsOf(const Tier &tier);
/// How many of the tier's `count` instances the scale set `index` of `sets` has: the first ones
/// take the remainder.
inline int64_t shareOf(int64_t count, int64_t index, int64_t sets) {
  return (count + sets - 1 - index) / sets;
}
/// A stopped scale set has no instances until it resumes; stopped VMs remain, deallocated.
bool isEmptiedAtNight(const Tier &tier);

/// The least number of instances while the tier is not stopped, over all schedules and all values
/// of the parameters; nullopt if nothing is known.
std::optional<int64_t> leastInstances(const Tier &tier);
/// The greatest number; nullopt if nothing is known. Greater numbers than Azure's 1000 are reported
/// elsewhere.
std::optional<int64_t> greatestInstances(const Tier &tier);

/// The instances of a tier under one assignment of the parameters.
struct InstanceCount {
  bool deployed = false;  ///< the tier's `when` holds; otherwise all numbers are 0
  int64_t least = 0;      ///< while it is not stopped
  int64_t leastInUse = 0; ///< the same, apart from schedules that allow no instance at all
  int64_t greatest = 0;
  int64_t surge = 0; ///< added to `greatest` while a rolling upgrade replaces instances
  int64_t spare = 0; ///< added to `greatest` while an overprovisioned set starts; Azure counts no
                     ///< quota for them
  int64_t leastRegular = 0; ///< of `least`, those that are not Spot
  int64_t mostRegular = 0,
          mostSpot = 0; ///< of `greatest` and `surge`, by price; each at its greatest
  llvm::StringRef size; ///< the VM size; empty if a parameter allows any
  const CountBounds *mostBy = nullptr; ///< the statement that gives `greatest`
  const CountBounds *leastBy = nullptr;

  /// An upgrade and a scale-out at the same time are not expected.
  int64_t extra() const { return std::max(surge, spare); }
};

/// The instance counts of several tiers, assignment by assignment: tiers whose conditions exclude
/// each other are never added up.
class InstanceCounts {
public:
  /// They may belong to several clusters.
  explicit InstanceCounts(llvm::ArrayRef<const Tier *> tiers);
  explicit InstanceCounts(const Tier &tier) : InstanceCounts(llvm::ArrayRef<const Tier *>{&tier}) {}

  /// Considers only assignments in which the block and all blocks around it are deployed.
  void onlyWith(const Block &block);
  /// A number of a tier is missing or in error: no statement is possible.
  bool inError() const { return error; }

  /// A statement about the counts of all tiers, in their order, under every assignment.
  Proof prove(llvm::function_ref<bool(llvm::ArrayRef<InstanceCount>)> holds) const;
  /// The same together with the values of other expressions.
  Proof prove(
      llvm::ArrayRef<const Expr *> others,
      llvm::function_ref<bool(llvm::ArrayRef<InstanceCount>, llvm::ArrayRef<Scalar>)> holds) const;
  /// The counts under one assignment; empty if a number has no value there.
  llvm::SmallVector<InstanceCount, 2> at(const Assignment &values) const;

  /// What one instance count contributes to a sum.
  using Weigh = llvm::function_ref<int64_t(const InstanceCount &)>;
  struct Peak {
    int64_t value = 0;
    bool exact = true;  ///< otherwise an upper bound
    Assignment witness; ///< of an exact value
  };
  /// The greatest sum under any one assignment.
  Peak greatestSum(Weigh weigh) const;
  /// An upper bound of that, found without trying assignments.
  int64_t boundOfSum(Weigh weigh) const;
  /// The least that one tier contributes in any assignment that deploys it; a lower bound where
  /// they cannot be tried.
  int64_t smallestOf(size_t tier, Weigh weigh) const;

private:
  static constexpr size_t none = SIZE_MAX;
  /// Where the expressions of one tier are in `exprs`.
  struct Slots {
    size_t when = none, scaling = none, counts = 0, batch = none, base = none, regular = none,
           size = none;
  };
  size_t add(const Expr &expr);
  size_t addIfSet(const Setting &setting);
  InstanceCount countOf(size_t tier, llvm::ArrayRef<Scalar> values) const;
  /// The greatest or least contribution with each number at an extreme of its own: a bound, of no
  /// one assignment.
  int64_t boundOf(size_t tier, Weigh weigh, bool greatest, std::vector<Scalar> &values) const;
  bool isExcluded(llvm::ArrayRef<Scalar> values) const;

  llvm::SmallVector<const Tier *, 2> tiers;
  llvm::SmallVector<llvm::SmallVector<CountBounds, 2>, 2> bounds;
  llvm::SmallVector<Slots, 2> slots;
  std::vector<const Expr *> exprs;
  llvm::SmallVector<const Expr *, 2> conditions;
  bool error = false;
};

} // namespace azcl
