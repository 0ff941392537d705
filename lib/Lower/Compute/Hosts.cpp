// Lowers dedicated hosts: the host groups of a tier and their hosts.
#include "../Cluster.h"
#include "azcl/Analysis/DedicatedHosts.h"
#include "azcl/Analysis/Sizes.h"

using namespace azcl;

static bool hasUltraDisks(const Tier &tier) {
  for (const Disk &disk : tier.disks)
    if (disk.type.known() && disk.type.value() == DiskType::Ultra)
      return true;
  return false;
}

/// MicrosoftDocs/azure-compute-docs, dedicated-hosts.md (requirements of scale sets, ultra disks).
static void needGroup(ClusterLowering &ctx, const Tier &tier, const DedicatedHosts &hosts) {
  std::string why = fmt::format("the host group is {}, supports automatic placement",
                                ctx.hasZones() ? fmt::format("in zone {}", ctx.cluster.zones[0])
                                               : "not in a zone");
  if (tier.kind.value() == TierKind::Uniform && tier.faultDomains.known() &&
      tier.faultDomains.value() > 1)
    why += fmt::format(", has at least {} fault domains", tier.faultDomains.value());
  if (hasUltraDisks(tier))
    why += ", supports ultra disks";
  why += fmt::format(" and has room for {} VMs of size {}", greatestInstances(tier).value_or(0),
                     namesOfSizes(tier, ctx.program.catalog));
  ctx.need("hosts", ctx.shown(hosts.group), why, hosts.head);
}

std::vector<HostedPart> azcl::lowerHosts(ClusterLowering &ctx, const Tier &tier,
                                         unsigned component) {
  const DedicatedHosts *hosts = tier.hosts.get();
  if (!hosts)
    return {};
  std::optional<NewHosts> added = newHostsOf(tier);
  if (!added) {
    needGroup(ctx, tier, *hosts);
    return {{ctx.translate.value(hosts->group), {}}};
  }
  const int64_t domains = hostDomainsOf(tier, *added, ctx.program.catalog);
  std::vector<HostedPart> parts;
  for (int64_t i = 0; i < added->groups; ++i) {
    llvm::StringRef zone = ctx.hasZones() ? ctx.name(std::to_string(ctx.cluster.zones[i])) : "";
    auto &group =
        ctx.add<arm::HostGroup>(ctx.name(tier.label.text, "-hosts", added->groups > 1 ? "-" : "",
                                         added->groups > 1 ? zone : ""),
                                *hosts, component);
    if (!zone.empty())
      group.zones = ctx.texts({zone});
    group.faultDomains = domains;
    if (hasUltraDisks(tier))
      group.ultraDisks = true;
    HostedPart part{ctx.values.idOf(group), {}};
    for (int64_t at = 0; at < added->countIn(i); ++at) {
      auto &host =
          ctx.addChild<arm::Host>(group, ctx.name("host-", std::to_string(at + 1)), *hosts);
      host.location = group.location;
      host.tags = group.tags;
      host.sku = added->sku->name;
      host.faultDomain = at % domains;
      part.hosts.push_back(&host);
    }
    parts.push_back(std::move(part));
  }
  return parts;
}
