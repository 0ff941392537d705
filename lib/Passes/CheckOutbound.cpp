// Gives every tier the way out that the network promises, and packets for an address one way.
#include "OutboundPorts.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct OutboundChecker {
  const Cluster &cluster;
  PassContext &ctx;
  const Network &network = *cluster.network.get();

  void run() {
    checkGateway();
    checkRoutes();
    if (!network.outbound.known())
      return;
    Outbound outbound = network.outbound.value();
    unused("nat-gateway", network.nat ? network.nat->head : SourceRange(), outbound, Outbound::Nat);
    unused("firewall", network.firewall.set() ? network.firewall.range : SourceRange(), outbound,
           Outbound::Firewall);
    for (const Balancer &balancer : cluster.balancers)
      if (balancer.outboundPorts.origin == Origin::Written ||
          balancer.outboundPorts.origin == Origin::Preset)
        unused("outbound-ports", balancer.outboundPorts.range, outbound, Outbound::Balancer);
    switch (outbound) {
    case Outbound::Nat: checkNat(); break;
    case Outbound::None: break;
    case Outbound::Balancer: checkBalancers(); break;
    case Outbound::Firewall: checkFirewall(); break;
    }
  }

private:
  void unused(StringRef option, SourceRange range, Outbound outbound, Outbound owner) {
    if (range.valid() && outbound != owner)
      ctx.diags.report(range, diag::OutboundOptionUnused, option,
                       Words<Outbound>::words[size_t(outbound)].name);
  }

  void checkGateway() {
    const NatGateway *nat = network.nat.get();
    if (nat && nat->addresses.set() && nat->prefix.set())
      ctx.diags
          .report(nat->prefix.range, diag::TwoOfOne, "addresses", "prefix",
                  "how many addresses there are")
          .label(nat->addresses.range, note::GivenHere);
  }

  void checkNat() {
    if (cluster.tiers.empty())
      return; // nobody calls, so there is no gateway
    if (cluster.region.known() && cluster.region.value()->natGatewayV2 != Support::Yes)
      ctx.diags.report(cluster.region.place(), diag::NatNotZoneRedundant,
                       cluster.region.value()->name);
    if (network.ddosPlan.set())
      ctx.diags.report(network.ddosPlan.place(), diag::DdosSparesNat);
  }

  void checkBalancers() {
    for (const Tier &tier : cluster.tiers)
      if (!wayOutOf(cluster, tier))
        ctx.diags.report(tier.head, diag::TierWithoutWayOut, tier.label.text);
    for (const Balancer &balancer : cluster.balancers) {
      if (!isPublic(balancer) || !balancer.outboundPorts.known())
        continue;
      int64_t ports = balancer.outboundPorts.value(), room = portsLeft(balancer);
      std::optional<int64_t> machines = machinesBehind(cluster, balancer);
      if (ports % 8)
        ctx.diags.report(balancer.outboundPorts.place(), diag::OutboundPortsNoEight, ports,
                         ports / 8 * 8);
      else if (machines && ports * *machines > room)
        ctx.diags.report(balancer.outboundPorts.place(), diag::OutboundPortsTooMany,
                         std::to_string(ports), std::to_string(*machines), std::to_string(room));
    }
  }

  void checkFirewall() {
    if (!network.firewall.set())
      ctx.diags.report(network.outbound.place(), diag::FirewallMissing);
    for (const Balancer &balancer : cluster.balancers)
      if (isPublic(balancer))
        ctx.diags.report(balancer.head, diag::PublicBehindFirewall, balancer.label.text);
  }

  void checkRoutes() {
    llvm::StringMap<SourceRange> known;
    if (network.outbound.known() && network.outbound.value() == Outbound::Firewall)
      known["0.0.0.0/0"] = network.outbound.place();
    for (const Route &route : network.routes) {
      if (route.via.set() && route.appliance.set())
        ctx.diags
            .report(route.appliance.range, diag::TwoOfOne, "via", "appliance",
                    "where the packets go")
            .label(route.via.range, note::GivenHere);
      else if (!route.via.set() && !route.appliance.set() && !route.incomplete)
        ctx.diags.report(route.head, diag::NeitherOfTwo, "route", "via", "appliance");
      if (!route.to.known())
        continue;
      auto [at, isNew] = known.try_emplace(route.to.value(), route.to.place());
      if (!isNew)
        ctx.diags.report(route.to.place(), diag::RouteTwice, route.to.value().str())
            .label(at->second, note::GivenHere);
    }
  }
};
} // namespace

void azcl::checkOutbound(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    if (!cluster.network->existing.set())
      OutboundChecker{cluster, ctx}.run();
}
