// Gives a bastion the room that it needs, and the developer kind a way in: it stands outside, and no rule of
// the compiler's lets it in.
#include "azcl/Analysis/Networks.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/DenseMap.h"

using namespace azcl;

/// Azure's own address, from which a developer bastion calls (MicrosoftDocs/azure-docs,
/// bastion/quickstart-developer.md).
static const IpNetwork platform = *IpNetwork::parse("168.63.129.16");

/// May the rule let in what comes from there? Where parameters decide, yes.
static bool mayLetIn(const Allow &rule, int64_t port) {
  if (rule.from.set())
    return false;
  if (rule.tag.known() && !llvm::is_contained({"AzureLoadBalancer", "*", "Any"}, rule.tag.value()))
    return false;
  if (rule.addresses.known() && llvm::none_of(rule.addresses.expr->operands, [](const Expr *each) {
        std::optional<IpNetwork> network = IpNetwork::parse(each->text);
        return each->open || !network || contains(*network, platform);
      }))
    return false;
  if (rule.service.known())
    return servicePorts[size_t(rule.service.value())].port == port;
  if (!rule.port.known())
    return true;
  CountRange ports = rule.port.value();
  return ports.low <= port && port <= ports.high;
}

static void checkDeveloper(const Cluster &cluster, const Bastion &bastion, PassContext &ctx) {
  if (cluster.tiers.empty() && !cluster.network->peers.empty())
    ctx.diags.report(bastion.sku.place(), diag::BastionDeveloperPeers);
  llvm::DenseMap<std::pair<const Subnet *, int64_t>, bool> open;
  auto portOf = [](const Tier &tier) {
    return tier.os.known() && tier.os.value() == Os::Windows ? 3389 : 22;
  };
  for (const Tier &tier : cluster.tiers) // tiers of one subnet share its rules
    for (const Allow &rule : tier.allows)
      for (int64_t port : {22, 3389})
        open[{tier.subnet.value(), port}] |= mayLetIn(rule, port);
  for (const Tier &tier : cluster.tiers)
    if (tier.os.known() && !tier.subnet.poisoned() && !open[{tier.subnet.value(), portOf(tier)}])
      ctx.diags.report(bastion.sku.place(), diag::BastionDeveloperShut, tier.label.text, portOf(tier))
          .label(tier.head, note::ShutHere);
}

static void checkExtent(const Network &network, PassContext &ctx) {
  for (const Subnet &subnet : network.subnets)
    if (subnet.label.text == "AzureBastionSubnet")
      if (std::optional<int64_t> has = addressCount(subnet); has && *has < 64)
        ctx.diags.report(extentOf(subnet), diag::BastionSubnetSmall, *has)
            .label(network.bastion->head, note::BastionHere);
}

void azcl::checkBastion(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    const Bastion *bastion = cluster.network->bastion.get();
    if (!bastion || !bastion->sku.known() || cluster.network->existing.set())
      continue;
    if (bastion->sku.value() == BastionSku::Developer) {
      checkDeveloper(cluster, *bastion, ctx);
      continue;
    }
    checkExtent(*cluster.network.get(), ctx);
    if (cluster.region.known() && cluster.zones.known() && cluster.zones.size() &&
        !hasBastionZones(cluster, ctx.catalog))
      ctx.diags.report(bastion->head, diag::BastionWithoutZones, cluster.region.value()->name);
  }
}
