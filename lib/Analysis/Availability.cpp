// Calculates composite SLAs along the paths of requests.
#include "azcl/Analysis/Availability.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Prove.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Support/Format.h"
#include "azcl/Support/Units.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <cmath>
using namespace azcl;
using llvm::StringRef;

std::string azcl::printShare(double millionths) {
  // Round down, so that the listing never shows more than the SLA.
  return printTarget(int64_t(std::floor((millionths + 1e-6) / 100)) * 100);
}

std::string azcl::printTarget(int64_t scaled) {
  return formatScaled(scaled) + " %";
}

llvm::SmallVector<const AvailabilityPart *, 6>
Availability::partsOf(const AvailabilityPath &path) const {
  llvm::SmallVector<const AvailabilityPath *, 4> way;
  for (const AvailabilityPath *each = &path;; each = &paths[each->before]) {
    way.push_back(each);
    if (each->before < 0)
      break;
  }
  llvm::SmallVector<const AvailabilityPart *, 6> parts;
  for (const AvailabilityPath *each : llvm::reverse(way))
    for (const AvailabilityPart &part : each->parts)
      parts.push_back(&part);
  return parts;
}

std::optional<double> Availability::promised(const AvailabilityPath &path) const {
  double share = 1;
  for (const AvailabilityPart *part : partsOf(path)) {
    if (!part->sla)
      return std::nullopt;
    share *= part->sla->perMillion / 1e6;
  }
  return share * 1e6;
}

namespace {

/// The calculation for one cluster.
class Calculation {
public:
  Calculation(const Cluster &cluster, const Catalog &catalog)
      : cluster(cluster), catalog(catalog) {}
  Availability run();

private:
  struct Machines {
    int64_t all, regular;
  };
  Machines leastOf(const Tier &tier) const;
  unsigned zones() const;
  AvailabilityPart partOf(const Tier &tier) const;
  AvailabilityPart singleMachine(const Tier &tier, AvailabilityPart part, StringRef why) const;
  AvailabilityPart partOf(const Balancer &balancer, const Tier &tier) const;
  AvailabilityPart partOf(const Gateway &gateway) const;
  void enter(StringRef from, AvailabilityPart entry, const Tier &tier);
  void addEntries();
  void follow();
  const Sla *sla(StringRef name) const { return catalog.sla(name); }

  const Cluster &cluster;
  const Catalog &catalog;
  Availability result;
  llvm::DenseMap<const Tier *, int> first; ///< the first path to each tier
  llvm::MapVector<const Tier *, llvm::SmallVector<const Tier *, 2>>
      calls; ///< the tiers that each tier can call
  /// the internal load balancer in front of a tier
  llvm::DenseMap<const Tier *, const Balancer *> inner;
};

} // namespace

template <class T> static const T *target(const Fixed<Ref<T>> &to) {
  return to.known() && !to.poisoned() ? static_cast<const T *>(to.expr->block) : nullptr;
}

static int64_t leastCount(const Open<CountRange> &instances) {
  auto bounds = boundsOf(instances);
  return bounds ? smallest(*bounds->low).value_or(0) : 0;
}

/// The number of instances that run at any time outside a planned stop, and how many of them Azure
/// cannot evict.
Calculation::Machines Calculation::leastOf(const Tier &tier) const {
  InstanceCounts counts(tier);
  return {counts.smallestOf(0, [](const InstanceCount &count) { return count.least; }),
          counts.smallestOf(0, [](const InstanceCount &count) { return count.leastRegular; })};
}

unsigned Calculation::zones() const {
  return cluster.zones.known() ? unsigned(cluster.zones.size()) : 0;
}

/// The SLA of a single VM depends on its slowest disk type.
AvailabilityPart Calculation::singleMachine(const Tier &tier, AvailabilityPart part,
                                            StringRef why) const {
  unsigned rank = 0; // 0 premium SSD, 1 standard SSD, 2 other types
  for (const Disk &disk : tier.disks) {
    if (disk.ephemeral.known() && disk.ephemeral.value() != Ephemeral::No)
      rank = 2;
    else if (disk.type.known())
      switch (disk.type.value()) {
      case DiskType::Standard: rank = 2; break;
      case DiskType::StandardSsd:
      case DiskType::StandardSsdZrs: rank = std::max(rank, 1u); break;
      default: break;
      }
  }
  static constexpr StringRef names[] = {"single-machine-premium", "single-machine-standard-ssd",
                                        "single-machine-standard"};
  part.sla = sla(names[rank]);
  part.why = why.str();
  return part;
}

AvailabilityPart Calculation::partOf(const Tier &tier) const {
  Machines machines = leastOf(tier);
  unsigned zones = std::min<int64_t>(this->zones(), machines.regular);
  TierKind kind = tier.kind.known() ? tier.kind.value() : TierKind::Flexible;
  AvailabilityPart part{fmt::format("tier `{}`", tier.label.text), tier.head, nullptr, ""};
  if (machines.all < 1) {
    part.why = "its minimum is zero instances";
    return part;
  }
  if (machines.regular < 1) {
    part.why = "all of its instances are Spot instances";
    return part;
  }
  if (machines.regular < 2)
    return singleMachine(tier, part,
                         machines.all > 1 ? "only one instance is not a Spot instance"
                                          : "its minimum is one instance");
  std::string count = fmt::format("at least {} instances", machines.regular);
  if (zones >= 2) {
    static constexpr StringRef names[] = {"flexible-set-zones", "uniform-set-zones",
                                          "machines-zones"};
    part.sla = sla(names[size_t(kind)]);
    part.why = fmt::format("{} in {} zones", count, zones);
    return part;
  }
  if (tier.hosts && kind == TierKind::Machines) {
    part.sla = sla("machines-availability-set");
    part.why = count + " in one dedicated host group";
    return part;
  }
  if (zones == 1)
    return singleMachine(tier, part,
                         "all instances are in one zone, so each counts as a single VM");
  int64_t racks = tier.faultDomains.known() ? tier.faultDomains.value() : 1;
  if (kind == TierKind::Machines || racks > 1) {
    static constexpr StringRef names[] = {"flexible-set", "uniform-set",
                                          "machines-availability-set"};
    part.sla = sla(names[size_t(kind)]);
    part.why = fmt::format("{} in {} fault domains", count, racks);
    return part;
  }
  if (kind == TierKind::Flexible) {
    part.sla = sla("flexible-set");
    part.why = count + ", spread over as many fault domains as possible";
    return part;
  }
  return singleMachine(tier, part,
                       "its fault domains are not fixed, so each instance counts as a single VM");
}

AvailabilityPart Calculation::partOf(const Balancer &balancer, const Tier &tier) const {
  AvailabilityPart part{fmt::format("load balancer `{}`", balancer.label.text), balancer.head,
                        nullptr, ""};
  const Sla *promise = sla("standard-balancer");
  Machines machines = leastOf(tier);
  if (promise && machines.all < promise->minInstances) {
    part.why = fmt::format("the SLA applies only with at least {} instances behind it",
                           promise->minInstances);
    return part;
  }
  part.sla = promise;
  part.why = fmt::format("at least {} instances behind it", machines.all);
  return part;
}

AvailabilityPart Calculation::partOf(const Gateway &gateway) const {
  AvailabilityPart part{fmt::format("application gateway `{}`", gateway.label.text), gateway.head,
                        sla("gateway"), ""};
  int64_t least = leastCount(gateway.capacity);
  bool fixed = gateway.capacity.set() && !gateway.capacity.poisoned() &&
               gateway.capacity.expr->operands[0] == gateway.capacity.expr->operands[1];
  if (fixed && least < 2) {
    part.sla = nullptr;
    part.why = "Microsoft publishes no SLA for a single fixed instance";
    return part;
  }
  part.why = fixed ? fmt::format("{} instances", least) : "it scales automatically";
  return part;
}

void Calculation::enter(StringRef from, AvailabilityPart entry, const Tier &tier) {
  first.try_emplace(&tier, int(result.paths.size()));
  result.paths.push_back({from.str(), &tier, -1, {std::move(entry), partOf(tier)}});
}

void Calculation::addEntries() {
  for (const Balancer &balancer : cluster.balancers) {
    llvm::SmallPtrSet<const Tier *, 4> seen;
    for (const Listen &listener : balancer.listeners)
      if (const Tier *tier = target(listener.to); tier && seen.insert(tier).second) {
        if (balancer.isPublic())
          enter("the internet", partOf(balancer, *tier), *tier);
        else
          inner.try_emplace(tier, &balancer);
      }
  }
  for (const Gateway &gateway : cluster.gateways) {
    bool open = gateway.exposure.known() && gateway.isPublic();
    llvm::SmallPtrSet<const Tier *, 4> seen;
    auto add = [&](const Tier *tier) {
      if (tier && seen.insert(tier).second)
        enter(open ? "the internet" : "the network", partOf(gateway), *tier);
    };
    for (const GatewayListen &listener : gateway.listeners) {
      add(target(listener.to));
      for (const GatewayPath &path : listener.paths)
        add(target(path.to));
    }
  }
  for (const Tier &tier : cluster.tiers)
    for (const Allow &allow : tier.allows)
      if (const Tier *caller = target(allow.from); caller && caller != &tier)
        calls[caller].push_back(&tier);
}

/// Follows `allow` blocks from tier to tier, then adds the tiers that no other tier calls.
void Calculation::follow() {
  auto walk = [&](size_t from) {
    for (size_t i = from; i < result.paths.size(); ++i) {
      if (first.lookup(result.paths[i].tier) != int(i))
        continue; // a second path leads to the same tiers
      auto callees = calls.find(result.paths[i].tier);
      if (callees == calls.end())
        continue;
      for (const Tier *next : callees->second) {
        if (!first.try_emplace(next, int(result.paths.size())).second)
          continue;
        AvailabilityPath path{result.paths[i].from, next, int(i), {}};
        if (const Balancer *balancer = inner.lookup(next))
          path.parts.push_back(partOf(*balancer, *next));
        path.parts.push_back(partOf(*next));
        result.paths.push_back(std::move(path));
      }
    }
  };
  walk(0);
  for (const Tier &tier : cluster.tiers) {
    if (first.count(&tier))
      continue;
    size_t at = result.paths.size();
    first[&tier] = int(at);
    AvailabilityPath path{"the network", &tier, -1, {}};
    if (const Balancer *balancer = inner.lookup(&tier))
      path.parts.push_back(partOf(*balancer, tier));
    path.parts.push_back(partOf(tier));
    result.paths.push_back(std::move(path));
    walk(at);
  }
}

Availability Calculation::run() {
  addEntries();
  follow();
  for (const Tier &tier : cluster.tiers) {
    Machines machines = leastOf(tier);
    result.spreads.push_back(
        {&tier, machines.all, unsigned(std::min<int64_t>(zones(), machines.all))});
  }
  return std::move(result);
}

Availability azcl::availabilityOf(const Cluster &cluster, const Catalog &catalog) {
  return Calculation(cluster, catalog).run();
}
