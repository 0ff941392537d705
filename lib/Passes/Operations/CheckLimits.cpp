// Counts what a service takes only so many of. The numbers are the catalog's.
#include "azcl/Analysis/Instances.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace azcl;
using llvm::StringRef;

static void hold(SourceRange where, std::string who, size_t count, StringRef what, StringRef limit,
                 PassContext &ctx) {
  if (size_t most = ctx.catalog.limit(limit); count > most)
    ctx.diags.report(where, diag::LimitPassed, who, count, what, most);
}

static size_t listed(const Setting &list) {
  return list.set() && !list.poisoned() ? list.expr->operands.size() : 0;
}

static void countNetwork(const Cluster &cluster, PassContext &ctx) {
  const Network &network = *cluster.network.get();
  SourceRange at = network.head.valid() ? network.head : cluster.head;
  hold(at, "the network", network.subnets.size(), "subnets", "network-subnets", ctx);
  hold(at, "the network", network.peers.size(), "peers", "network-peers", ctx);
  hold(at, "the network", network.routes.size(), "routes", "routes", ctx);
  hold(at, "the network", listed(network.dns), "DNS servers", "network-dns-servers", ctx);
  llvm::SmallVector<const Tier *, 8> tiers;
  for (const Tier &tier : cluster.tiers)
    if (!countBoundsOf(tier).empty())
      tiers.push_back(&tier);
  InstanceCounts::Peak machines =
      InstanceCounts(tiers).greatestSum([](const InstanceCount &count) { return count.greatest; });
  if (machines.exact)
    hold(at, "the network", machines.value, "machines, each with an address,", "network-addresses", ctx);
}

static void countGateway(const Gateway &gateway, PassContext &ctx) {
  std::string name = fmt::format("the gateway `{}`", gateway.label.text);
  hold(gateway.head, name, gateway.listeners.size(), "listeners", "gateway-listeners", ctx);
  size_t certificates = 0;
  llvm::SmallPtrSet<const Block *, 8> pools;
  auto target = [&](const Fixed<Ref<Tier>> &to) {
    if (to.known() && !to.poisoned())
      pools.insert(to.expr->block);
  };
  for (const GatewayListen &listener : gateway.listeners) {
    std::string own = fmt::format("the listener `{}`", listener.label.text);
    target(listener.to);
    for (const GatewayPath &path : listener.paths)
      target(path.to);
    certificates += listener.certificate.set();
    hold(listener.head, own, listener.paths.size(), "paths", "gateway-paths", ctx);
  }
  hold(gateway.head, name, pools.size(), "tiers behind it", "gateway-pools", ctx);
  hold(gateway.head, name, certificates, "certificates", "gateway-certificates", ctx);
}

void azcl::checkLimits(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    countNetwork(cluster, ctx);
    for (const Gateway &gateway : cluster.gateways)
      countGateway(gateway, ctx);
  }
}
