// Rejects networks and application gateways that exceed the limits of the service in the catalog.
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Releases.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace azcl;
using llvm::StringRef;

static void hold(SourceRange where, std::string who, size_t count, StringRef what, LimitId limit,
                 PassContext &ctx) {
  if (size_t most = ctx.catalog.limit(limit); count > most)
    ctx.diags.report(where, diag::LimitPassed, who, count, what, most);
}

static size_t listed(const Setting &list) {
  size_t most = 0;
  for (const ListChoice &choice : listsOf(list))
    most = std::max(most, choice.list->operands.size());
  return most;
}

static void countNetwork(const Cluster &cluster, PassContext &ctx) {
  const Network &network = *cluster.network.get();
  SourceRange at = network.head.valid() ? network.head : cluster.head;
  hold(at, "the network", network.subnets.size(), "subnets", LimitId::NetworkSubnets, ctx);
  hold(at, "the network", network.peers.size(), "peers", LimitId::NetworkPeers, ctx);
  hold(at, "the network", network.routes.size(), "routes", LimitId::Routes, ctx);
  hold(at, "the network", listed(network.dns), "DNS servers", LimitId::NetworkDnsServers, ctx);
  for (const Tier &tier : cluster.tiers)
    hold(tier.securityGroups.place(), fmt::format("tier `{}`", tier.label.text.str()),
         listed(tier.securityGroups) + hasTierGroups(cluster), "application security groups",
         LimitId::InterfaceSecurityGroups, ctx);
  llvm::SmallVector<const Tier *, 8> tiers;
  for (const Tier &tier : cluster.tiers)
    if (!countBoundsOf(tier).empty())
      tiers.push_back(&tier);
  InstanceCounts::Peak machines = InstanceCounts(tiers).greatestSum(
      [](const InstanceCount &count) { return count.machines(); });
  if (machines.exact)
    hold(at, "the network", machines.value, "instances, which need an address each",
         LimitId::NetworkAddresses, ctx);
}

/// MicrosoftDocs/azure-docs, expressroute/expressroute-about-virtual-network-gateways.md.
static LimitId circuitLimit(ExpressRouteSku sku) {
  switch (sku) {
  case ExpressRouteSku::Standard:
  case ExpressRouteSku::ErGw1Az: return LimitId::CircuitsOfSmallGateway;
  case ExpressRouteSku::HighPerformance:
  case ExpressRouteSku::ErGw2Az: return LimitId::CircuitsOfMediumGateway;
  case ExpressRouteSku::UltraPerformance:
  case ExpressRouteSku::ErGw3Az: return LimitId::CircuitsOfLargeGateway;
  }
  llvm_unreachable("not a SKU");
}

static void countConnections(const Network &network, PassContext &ctx) {
  if (const ExpressRouteGateway *gateway = network.expressRouteGateway.get();
      gateway && gateway->sku.known())
    hold(gateway->head, "the ExpressRoute gateway", gateway->connections.size(), "connections",
         circuitLimit(gateway->sku.value()), ctx);
}

static void countGateway(const Gateway &gateway, PassContext &ctx) {
  std::string name = fmt::format("application gateway `{}`", gateway.label.text);
  size_t certificates = 0, listeners = gateway.listeners.size();
  llvm::SmallDenseSet<int64_t, 16> ports;
  llvm::SmallPtrSet<const Block *, 8> pools;
  auto target = [&](const Fixed<Ref<Tier>> &to) {
    if (to.known() && !to.poisoned())
      pools.insert(to.expr->block);
  };
  for (const GatewayListen &listener : gateway.listeners) {
    std::string own = fmt::format("listener `{}`", listener.label.text);
    target(listener.to);
    for (const GatewayPath &path : listener.paths)
      target(path.to);
    listeners += previewOf(listener) != nullptr;
    certificates += listener.certificate.set();
    if (listener.port.known())
      ports.insert(listener.port.value().from.low);
    hold(listener.head, own, listener.paths.size(), "paths", LimitId::GatewayPaths, ctx);
  }
  hold(gateway.head, name, ports.size(), "ports", LimitId::GatewayPorts, ctx);
  hold(gateway.head, name, listeners, "listeners", LimitId::GatewayListeners, ctx);
  size_t backends = 0;
  for (const Block *each : pools)
    backends += poolCountOf(*llvm::cast<Tier>(each));
  hold(gateway.head, name, backends, "backend pools", LimitId::GatewayPools, ctx);
  hold(gateway.head, name, certificates, "certificates", LimitId::GatewayCertificates, ctx);
  if (const Waf *waf = gateway.waf.get())
    hold(waf->head, "the firewall of " + name, waf->rules.size(), "rules", LimitId::WafRules, ctx);
}

void azcl::checkLimits(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    countNetwork(cluster, ctx);
    countConnections(*cluster.network.get(), ctx);
    for (const Gateway &gateway : cluster.gateways)
      countGateway(gateway, ctx);
  }
}
