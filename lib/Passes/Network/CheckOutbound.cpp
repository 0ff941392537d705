// Gives every tier the way out that the network promises, with ports enough, and packets for an address one
// way.
#include "azcl/Analysis/Addresses.h"
#include "azcl/Analysis/Outbound.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/DenseMap.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct OutboundChecker {
  const Program &program;
  const Cluster &cluster;
  PassContext &ctx;
  const Network &network = *cluster.network.get();

  void run() {
    checkGateway();
    checkRoutes();
    checkAppliances();
    checkGatewayRoutes();
    checkGateways();
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
    case Outbound::None: checkNone(); break;
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
    checkNatPorts();
    for (const Tier &tier : cluster.tiers)
      if (const Subnet *subnet = tier.subnet.poisoned() ? nullptr : tier.subnet.value();
          subnet && subnet->nat.known() && !subnet->nat.value())
        checkUpdates(tier, subnet->nat.place());
  }

  /// 64,512 for each address (MicrosoftDocs/azure-docs, nat-gateway/nat-gateway-resource.md). What is enough
  /// no source says; 256 a machine is what a balancer gives out by default to a pool of 200
  /// (load-balancer/load-balancer-outbound-connections.md).
  void checkNatPorts() {
    static constexpr int64_t ports = 64512, enough = 256;
    const int64_t most = ctx.catalog.limit(LimitId::NatAddresses);
    int64_t greatest = 0, addresses = 1;
    const Tier *largestTier = nullptr;
    llvm::SmallVector<const Tier *, 4> callers;
    for (const Tier &tier : cluster.tiers) {
      if (!callsThroughNat(tier) || countBoundsOf(tier).empty())
        continue;
      callers.push_back(&tier);
      if (int64_t own = greatestInstances(tier).value_or(0); own > greatest)
        largestTier = &tier, greatest = own;
    }
    int64_t machines = greatestAtOnce(callers).value;
    const NatGateway *nat = network.nat.get();
    if (nat && nat->addresses.known())
      addresses = nat->addresses.value();
    else if (nat && nat->prefix.known())
      addresses = int64_t(1) << (32 - nat->prefix.value());
    if (!machines || !largestTier || addresses >= most || addresses * ports / machines >= enough)
      return;
    int64_t wanted = std::min<int64_t>(llvm::divideCeil(machines * enough, ports), most);
    SourceRange place = nat && nat->addresses.set() ? nat->addresses.place()
                        : nat && nat->prefix.set()  ? nat->prefix.place()
                                                    : largestTier->instances.place();
    ctx.diags.report(place, diag::NatPortsFew, machines, addresses, addresses * ports / machines, wanted,
                     wanted * ports / machines);
  }

  static bool hasOwnAddress(const Tier &tier) {
    return tier.publicAddress.known() && tier.publicAddress.value();
  }
  static bool callsThroughNat(const Tier &tier) {
    const Subnet *subnet = tier.subnet.poisoned() ? nullptr : tier.subnet.value();
    return subnet && subnet->nat.known() && subnet->nat.value() && !hasOwnAddress(tier);
  }

  InstanceCounts::Peak greatestAtOnce(llvm::ArrayRef<const Tier *> tiers) {
    return InstanceCounts(tiers).greatestSum([](const InstanceCount &count) { return count.greatest; });
  }

  /// Updates come from somewhere (MicrosoftDocs/azure-docs, virtual-machines/automatic-vm-guest-patching.md).
  void checkNone() {
    for (const Tier &tier : cluster.tiers)
      checkUpdates(tier, network.outbound.place());
  }
  void checkUpdates(const Tier &tier, SourceRange why) {
    if (tier.patching.known() && tier.patching.value() == Patching::Platform && !hasOwnAddress(tier))
      ctx.diags.report(tier.patching.place(), diag::UpdatesUnreachable, tier.label.text)
          .label(why, note::ChosenHere);
  }

  void checkBalancers() {
    llvm::DenseMap<const Tier *, const Balancer *> ways; // the first of several
    for (const Balancer &balancer : cluster.balancers) {
      if (!balancer.isPublic())
        continue;
      const Tier *served = nullptr;
      for (const Tier *tier : tiersBehind(balancer)) {
        if (!ways.try_emplace(tier, &balancer).second)
          continue;
        if (served)
          checkShared(balancer, *served, *tier);
        else
          served = tier;
      }
    }
    for (const Tier &tier : cluster.tiers)
      if (!ways.contains(&tier) && !hasOwnAddress(tier))
        ctx.diags.report(tier.head, diag::TierWithoutWayOut, tier.label.text);
    for (const Balancer &balancer : cluster.balancers) {
      if (!balancer.isPublic() || !balancer.outboundPorts.known())
        continue;
      int64_t ports = balancer.outboundPorts.value(), room = portsLeft(balancer);
      llvm::SmallVector<const Tier *, 4> callers = callersThrough(cluster, balancer);
      bool sound = !InstanceCounts(callers).inError();
      InstanceCounts::Peak machines = sound ? greatestAtOnce(callers) : InstanceCounts::Peak();
      if (ports % 8)
        ctx.diags.report(balancer.outboundPorts.place(), diag::OutboundPortsNoEight, ports,
                         ports / 8 * 8);
      else if (sound && machines.exact && ports * machines.value > room)
        ctx.diags.report(balancer.outboundPorts.place(), diag::OutboundPortsTooMany,
                         std::to_string(ports), std::to_string(machines.value), std::to_string(room));
      else if (sound && ports < 1024 && balancer.outboundPorts.origin == Origin::Derived)
        ctx.diags.report(balancer.head, diag::BalancerPortsFew, balancer.label.text, machines.value, ports);
    }
  }

  /// An outbound rule has one pool, and an address one outbound rule (Azure/AzLoadBalancerMigration#10).
  void checkShared(const Balancer &balancer, const Tier &first, const Tier &second) {
    auto leadsTo = [&](const Tier &tier) {
      for (const Listen &listen : balancer.listeners)
        if (!listen.to.poisoned() && listen.to.value() == &tier)
          return listen.to.place();
      for (const Nat &nat : balancer.nats)
        if (!nat.to.poisoned() && nat.to.value() == &tier)
          return nat.to.place();
      return balancer.head;
    };
    ctx.diags.report(leadsTo(second), diag::WayOutShared, balancer.label.text, second.label.text)
        .label(leadsTo(first), note::FirstTierHere);
  }

  /// The peerings of another cluster with this one.
  llvm::SmallVector<const Peer *, 4> theirPeers(const Cluster &other) {
    llvm::SmallVector<const Peer *, 4> found;
    for (const Peer &peer : other.network->peers)
      if (peer.to.set() && !peer.to.poisoned() && peer.to.value() == &cluster)
        found.push_back(&peer);
    return found;
  }

  bool usesGateway() {
    for (const Subnet &subnet : network.subnets)
      if (subnet.label.text == "GatewaySubnet")
        return true;
    auto says = [](const Peer &peer, PeerGateway gateway) {
      return !peer.gateway.known() || peer.gateway.value() == gateway;
    };
    for (const Peer &peer : network.peers)
      if (says(peer, PeerGateway::Theirs))
        return true;
    for (const Cluster &other : program.clusters())
      for (const Peer *peer : theirPeers(other))
        if (says(*peer, PeerGateway::Ours))
          return true;
    return false;
  }

  /// A hop that is not there counts as none (MicrosoftDocs/azure-docs,
  /// virtual-network/virtual-networks-udr-overview.md).
  void checkGatewayRoutes() {
    const Route *first = nullptr;
    for (const Route &route : network.routes)
      if (!first && route.via.known() && route.via.value() == Hop::Gateway)
        first = &route;
    if (first && !usesGateway())
      ctx.diags.report(first->via.place(), diag::RouteWithoutGateway, first->label.text);
  }

  /// An appliance in a network of this program that cannot be reached. Of networks outside nothing is known.
  void checkReach(const Setting &appliance, const IpNetwork &address) {
    std::optional<IpNetwork> own = knownAddresses(network.address);
    if (!own || contains(*own, address))
      return;
    const Cluster *stranger = nullptr;
    for (const Peer &peer : network.peers)
      if (peer.id.set())
        return;
    for (const Cluster &other : program.clusters()) {
      if (&other == &cluster)
        continue;
      bool peered = !theirPeers(other).empty() || llvm::any_of(network.peers.blocks, [&](const Block *block) {
        const auto &to = static_cast<const Peer *>(block)->to;
        return to.set() && !to.poisoned() && to.value() == &other;
      });
      std::optional<IpNetwork> addresses = knownAddresses(other.network->address);
      bool there = addresses && contains(*addresses, address);
      if (peered && (there || !addresses || other.network->existing.set()))
        return;
      if (there && !other.network->existing.set())
        stranger = &other;
    }
    if (stranger)
      ctx.diags.report(appliance.place(), diag::ApplianceUnreachable, appliance.expr->text,
                       stranger->label.text);
  }

  /// A route holds for all subnets but the reserved ones, so an appliance in one of them gets back what it
  /// passes on (MicrosoftDocs/azure-docs, virtual-network/virtual-networks-udr-overview.md).
  void checkAppliances() {
    auto check = [&](const Setting &appliance) {
      std::optional<IpNetwork> address =
          appliance.known() ? IpNetwork::parse(appliance.expr->text) : std::nullopt;
      if (!address || address->v6)
        return;
      checkReach(appliance, *address);
      for (const Subnet &subnet : network.subnets)
        if (std::optional<IpNetwork> range = knownAddresses(subnet.address);
            range && range->overlaps(*address) && !isReserved(subnet))
          ctx.diags.report(appliance.place(), diag::ApplianceInside, appliance.expr->text, subnet.label.text);
    };
    if (network.outbound.known() && network.outbound.value() == Outbound::Firewall)
      check(network.firewall);
    for (const Route &route : network.routes)
      check(route.appliance);
  }

  /// Where all that leaves a gateway's subnet has to go to the internet straight away
  /// (Azure/terraform-azurerm-avm-ptn-aiml-landing-zone#28). One that is internal only is free. The route of
  /// `outbound = firewall` is left out there.
  void checkGateways() {
    SourceRange place;
    StringRef where;
    for (const Route &route : network.routes) {
      std::optional<IpNetwork> to = knownAddresses(route.to);
      if (!to || to->prefix != 0 || (route.via.known() && route.via.value() == Hop::Internet))
        continue;
      place = route.to.place();
      where = route.appliance.set() ? "to the appliance" : "elsewhere";
    }
    for (const Gateway &gateway : cluster.gateways)
      if (place.valid() && gateway.exposure.known() && gateway.isPublic())
        ctx.diags.report(gateway.head, diag::GatewayRouteUnfit, gateway.label.text, where)
            .label(place, note::RouteForAllHere);
  }

  void checkFirewall() {
    if (!network.firewall.set())
      ctx.diags.report(network.outbound.place(), diag::FirewallMissing);
    for (const Balancer &balancer : cluster.balancers)
      if (balancer.isPublic())
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
      OutboundChecker{program, cluster, ctx}.run();
}
