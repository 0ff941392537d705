// Checks the regions of applications, and the names that their clusters get.
#include "azcl/Analysis/Regions.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct RegionChecker {
  const RegionalApplication &application;
  PassContext &ctx;
  bool faulty = false;

  void run() {
    llvm::StringMap<const RegionBlock *> locations;
    for (const RegionBlock &region : application.regions) {
      if (region.clusters.empty())
        ctx.diags.report(region.head, diag::RegionWithoutCluster, region.label.text);
      if (region.label.text.equals_insensitive(globalGroup))
        ctx.diags.report(region.label.range, diag::RegionReserved, region.label.text);
      if (region.capacity.set() && !region.isStandby())
        ctx.diags.report(region.capacity.range, diag::CapacityUnused, region.label.text);
      capacity(region);
      used(region);
      if (!region.location.known())
        continue;
      auto [first, isNew] = locations.try_emplace(region.location.value()->name, &region);
      if (!isNew)
        ctx.diags.report(region.location.place(), diag::RegionsAlike, region.location.value()->name)
            .label(first->second->location.place(), note::GivenHere);
    }
    if (!application.regions.empty() &&
        llvm::all_of(application.regions.blocks,
                     [](const Block *each) { return llvm::cast<RegionBlock>(each)->isStandby(); }))
      ctx.diags.report(application.head, diag::AllStandby, application.label.text);
    addresses();
    existingNetworks();
    disks();
  }

private:
  void fault(SourceRange place, std::string address, std::string why) {
    ctx.diags.report(place, diag::RegionAddresses, std::move(address), std::move(why));
  }

  /// Only some of the services in front of the regions use these settings.
  void used(const RegionBlock &region) {
    bool doors = !application.frontDoors.empty();
    if (region.host.set() && !doors)
      ctx.diags.report(region.host.range, diag::RegionSettingUnused, region.label.text, "host",
                       "`front-door`");
    bool weighted = llvm::any_of(application.trafficManagers.blocks, [](const Block *each) {
      const auto &method = llvm::cast<TrafficManager>(each)->method;
      return !method.known() || method.value() == TrafficMethod::Weighted;
    });
    bool differs = llvm::any_of(application.regions.blocks, [&](const Block *each) {
      const auto &weight = llvm::cast<RegionBlock>(each)->weight;
      return weight.known() && region.weight.known() && weight.value() != region.weight.value();
    });
    if (differs && region.weight.origin == Origin::Written && !doors && !weighted)
      ctx.diags.report(region.weight.range, diag::RegionSettingUnused, region.label.text, "weight",
                       "`front-door` and no `traffic-manager` with `method = weighted`");
  }

  /// FillDefaults reduces only numbers that it knows.
  void capacity(const RegionBlock &region) {
    if (!region.capacity.set() || !region.isStandby())
      return;
    for (const Cluster &cluster : region.clusters)
      for (const Tier &tier : cluster.tiers) {
        auto isOpen = [&](const Open<CountRange> &instances) {
          return instances.set() && instances.expr->open &&
                 !region.whole.contains(instances.range.begin);
        };
        if (isOpen(tier.instances) ||
            (tier.autoscale &&
             llvm::any_of(tier.autoscale->schedules.blocks, [&](const Block *each) {
               return isOpen(llvm::cast<Schedule>(each)->instances);
             })))
          ctx.diags.report(region.capacity.place(), diag::CapacityOfParameter, tier.label.text,
                           region.label.text);
      }
  }

  void addresses() {
    std::optional<IpNetwork> whole = rangeOf(application.address);
    llvm::SmallVector<std::pair<const RegionBlock *, IpNetwork>, 4> earlier;
    unsigned derived = 0;
    for (const RegionBlock &region : application.regions) {
      derived += region.address.origin == Origin::Derived;
      std::optional<IpNetwork> range = rangeOf(region.address);
      if (!range) {
        if (!region.address.set() && whole && !faulty)
          fault(application.address.place(), whole->text(),
                fmt::format("has room for {} region{} of 65,536 addresses; region `{}` needs an "
                            "`address` of its own",
                            derived, derived == 1 ? "" : "s", region.label.text));
        faulty |= !region.address.set();
        continue;
      }
      for (const auto &[other, taken] : earlier)
        if (taken.overlaps(*range))
          ctx.diags
              .report(region.address.place(), diag::RegionAddresses, range->text(),
                      fmt::format("overlaps {} of region `{}`", taken.text(), other->label.text))
              .label(other->address.place(), note::GivenHere);
      earlier.push_back({&region, *range});
    }
  }

  std::optional<IpNetwork> rangeOf(const Fixed<Cidr> &setting) {
    return setting.known() ? IpNetwork::parse(setting.value()) : std::nullopt;
  }

  /// A virtual network is in one region.
  void existingNetworks() {
    llvm::StringMap<const RegionBlock *> seen;
    bool peered = application.peering.known() && application.peering.value();
    for (const RegionBlock &region : application.regions)
      for (const Cluster &cluster : region.clusters) {
        const Open<Text> &existing = cluster.network->existing;
        if (!existing.set() || existing.poisoned())
          continue;
        if (std::exchange(peered, false))
          ctx.diags
              .report(application.peering.place(), diag::NetworkOfRegions, "peering",
                      fmt::format("does not change existing networks; add a `peer` to cluster "
                                  "`{}`",
                                  cluster.name.str()))
              .label(existing.place(), note::GivenHere);
        auto [first, isNew] = seen.try_emplace(StringRef(print(*existing.expr)).lower(), &region);
        if (!isNew && first->second != &region)
          ctx.diags
              .report(existing.place(), diag::NetworkOfRegions, "existing",
                      fmt::format("is the same network in the regions `{}` and `{}`, but a network "
                                  "is in one region; set it in each `region`",
                                  first->second->label.text.str(), region.label.text.str()))
              .label(first->second->head, note::GivenHere);
      }
  }

  static const Disk *dataDisk(const Tier &tier) {
    for (const Disk &disk : tier.disks)
      if (disk.role() == DiskRole::Data)
        return &disk;
    return nullptr;
  }

  /// Tiers with data disks in this and in an earlier region.
  void disks() {
    llvm::StringSet<> earlier;
    for (const RegionBlock &region : application.regions)
      for (const Cluster &cluster : region.clusters)
        for (const Tier &tier : cluster.tiers)
          if (const Disk *disk = dataDisk(tier);
              disk &&
              !earlier.insert(fmt::format("{}.{}", cluster.label.text, tier.label.text)).second)
            ctx.diags.report(disk->head, diag::DataNotReplicated, tier.label.text);
  }
};
} // namespace

void azcl::checkRegions(const Program &program, PassContext &ctx) {
  for (const RegionalApplication &application : program.root->applications)
    RegionChecker{application, ctx}.run();
  llvm::StringMap<const Cluster *> names;
  for (const Cluster &cluster : program.clusters()) {
    auto [first, isNew] = names.try_emplace(cluster.name.lower(), &cluster);
    if (!isNew)
      ctx.diags.report(cluster.head, diag::ClusterNamesAlike, cluster.name)
          .label(first->second->head, note::GivenHere);
  }
}
