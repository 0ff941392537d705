// The vCPU quotas that a program needs in a region. The preconditions of a deployment and
// CheckQuotas use this calculation.
#pragma once

#include "azcl/Analysis/Instances.h"
#include "llvm/ADT/DenseMap.h"
#include <optional>

namespace azcl {

/// The tiers of all clusters in the region of `cluster`: Azure has quotas by subscription and
/// region. Empty unless `cluster` is the first cluster of the region.
llvm::SmallVector<const Tier *, 8> tiersOfRegion(const Program &program, const Cluster &cluster);

/// What tiers need of each quota, at the maximum number of instances. Azure has a vCPU quota for
/// each VM family, one for the region, and a separate one for all Spot vCPUs, which the other
/// quotas do not count (MicrosoftDocs/azure-docs, quotas/per-vm-quota-requests and spot-quota).
/// Dedicated hosts use the quota of their family and one for all hosts, but not that of the region
/// (MicrosoftDocs/azure-compute-docs, dedicated-hosts.md).
class QuotaNeeds {
public:
  /// Whether the instances that rolling upgrades add for a time count.
  enum class Upgrades : uint8_t { Counted, Ignored };
  QuotaNeeds(llvm::ArrayRef<const Tier *> tiers, const Catalog &catalog,
             Upgrades upgrades = Upgrades::Counted);

  struct Need {
    llvm::StringRef quota; ///< "standardDSv5Family", "cores", "lowPriorityCores", "dedicatedVCpus"
    SourceRange place;     ///< the first tier that uses it
    InstanceCounts::Peak vCpus;
  };
  /// Always the same quotas in the same order for the same tiers; some have no vCPUs. Empty if an
  /// instance count is in error.
  llvm::ArrayRef<Need> all() const { return needs; }

  /// What one tier needs.
  struct Share {
    const Tier *tier;
    SourceRange place; ///< what determines the number of its instances or hosts
    int64_t vCpus;
  };
  /// A need that is greater than allowed.
  struct Excess {
    Assignment witness;
    int64_t vCpus = 0;
    llvm::SmallVector<Share, 4> shares; ///< the greatest first, without those of 0 vCPUs
  };
  /// The greatest need of the quota at this index, if it is more than `most`. nullopt also if the
  /// assignments are too many and none of those tried needs more.
  std::optional<Excess> over(size_t quota, int64_t most) const;

private:
  int64_t vCpusOf(const InstanceCount &count, size_t quota) const;
  void add(const InstanceCount &count, llvm::MutableArrayRef<int64_t> sums) const;
  size_t familyOf(llvm::StringRef family) const;

  llvm::SmallVector<const Tier *, 8> tiers;
  const Catalog &catalog;
  Upgrades upgrades;
  InstanceCounts counts;
  std::vector<std::string> keys; ///< of the families, which are the first quotas
  llvm::DenseMap<llvm::StringRef, std::pair<size_t, int64_t>> sizes; ///< their family and vCPUs
  std::vector<Need> needs;
};

} // namespace azcl
