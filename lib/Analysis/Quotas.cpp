// Calculates the vCPU quotas that tiers need.
#include "azcl/Analysis/Quotas.h"
#include "azcl/Analysis/DedicatedHosts.h"
#include "azcl/Analysis/Sizes.h"

using namespace azcl;
using llvm::StringRef;

llvm::SmallVector<const Tier *, 8> azcl::tiersOfRegion(const Program &program,
                                                       const Cluster &cluster) {
  llvm::SmallVector<const Tier *, 8> tiers;
  bool first = true;
  for (const Cluster &each : program.clusters()) {
    if (!each.region.known() || each.region.value() != cluster.region.value())
      continue;
    if (first && &each != &cluster)
      return {};
    first = false;
    for (const Tier &tier : each.tiers)
      tiers.push_back(&tier);
  }
  return tiers;
}

static InstanceCounts countsFor(llvm::ArrayRef<const Tier *> tiers, QuotaNeeds::Upgrades upgrades) {
  InstanceCounts counts(tiers);
  if (upgrades == QuotaNeeds::Upgrades::Ignored)
    counts.ignoreUpgrades();
  return counts;
}

QuotaNeeds::QuotaNeeds(llvm::ArrayRef<const Tier *> all, const Catalog &catalog, Upgrades upgrades)
    : tiers(all), catalog(catalog), upgrades(upgrades), counts(countsFor(all, upgrades)) {
  if (counts.inError())
    return;
  SourceRange regular, spot, hosted; // the first tier of each kind
  for (const Tier *tier : tiers) {
    SourceRange &first = tier->hosts ? hosted : tier->spot ? spot : regular;
    if (!first.valid())
      first = tier->head;
    for (const VmSize *size : possibleSizes(*tier, catalog)) {
      size_t family = familyOf(size->family);
      if (family == keys.size()) {
        keys.push_back(quotaKey(size->family));
        needs.push_back({size->family, tier->head, {}});
      }
      sizes.try_emplace(size->name, family, size->vCpus);
    }
  }
  needs.push_back({"cores", regular.valid() ? regular : spot, {}});
  needs.push_back({"lowPriorityCores", spot, {}});
  needs.push_back({"dedicatedVCpus", hosted, {}});
  std::vector<InstanceCounts::Peak> peaks = counts.greatestSums(
      needs.size(),
      [&](const InstanceCount &count, llvm::MutableArrayRef<int64_t> sums) { add(count, sums); });
  for (size_t i = 0; i < needs.size(); ++i)
    needs[i].vCpus = peaks[i];
}

size_t QuotaNeeds::familyOf(StringRef family) const {
  return llvm::find(keys, quotaKey(family)) - keys.begin();
}

void QuotaNeeds::add(const InstanceCount &count, llvm::MutableArrayRef<int64_t> sums) const {
  const size_t regular = keys.size(), spot = regular + 1, hosted = spot + 1;
  int64_t most = 0;
  // Azure can create all instances of a mix with the same size.
  llvm::SmallDenseMap<size_t, int64_t, 4> processors;
  auto use = [&](StringRef name) {
    if (auto size = sizes.find(name); size != sizes.end()) {
      int64_t &own = processors[size->second.first];
      own = std::max(own, size->second.second);
      most = std::max(most, own);
    }
  };
  use(count.size);
  for (const VmSize *each : mixedSizes(*count.tier))
    use(each->name);
  for (auto [family, each] : processors)
    sums[family] += count.mostRegular * each;
  sums[regular] += count.mostRegular * most;
  sums[spot] += count.mostSpot * most;
  std::optional<NewHosts> hosts = newHostsOf(*count.tier);
  if (!hosts || !count.deployed)
    return;
  sums[hosted] += hosts->count * hosts->sku->vCpus;
  if (size_t family = familyOf(hosts->sku->family); family < keys.size())
    sums[family] += hosts->count * hosts->sku->vCpus;
}

int64_t QuotaNeeds::vCpusOf(const InstanceCount &count, size_t quota) const {
  std::vector<int64_t> sums(needs.size());
  add(count, sums);
  return sums[quota];
}

std::optional<QuotaNeeds::Excess> QuotaNeeds::over(size_t quota, int64_t most) const {
  const InstanceCounts::Peak &peak = needs[quota].vCpus;
  if (peak.value <= most) // also an upper bound proves it
    return std::nullopt;
  auto weigh = [&](const InstanceCount &count) { return vCpusOf(count, quota); };
  Excess excess;
  if (peak.exact) {
    excess.witness = counts.witnessOf(weigh);
  } else {
    Proof proof = counts.prove([&](llvm::ArrayRef<InstanceCount> each) {
      int64_t sum = 0;
      for (const InstanceCount &count : each)
        sum += weigh(count);
      return sum <= most;
    });
    if (proof.answer != Proof::Answer::Fails)
      return std::nullopt;
    excess.witness = proof.witness;
  }
  // The witness does not name the parameters of tiers that need nothing.
  for (const Tier *tier : tiers) {
    InstanceCounts own = countsFor(tier, upgrades);
    for (const InstanceCount &count : own.at(excess.witness))
      if (int64_t vCpus = weigh(count)) {
        SourceRange place = tier->hosts    ? tier->hosts->head
                            : count.mostBy ? count.mostBy->place
                                           : tier->head;
        excess.shares.push_back({tier, place, vCpus});
        excess.vCpus += vCpus;
      }
  }
  llvm::stable_sort(excess.shares,
                    [](const Share &a, const Share &b) { return a.vCpus > b.vCpus; });
  if (excess.vCpus <= most)
    return std::nullopt;
  return excess;
}
