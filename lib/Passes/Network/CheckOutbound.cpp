// Checks that every tier has the outbound connectivity that its network configures, with enough
// SNAT ports and under every assignment, and that each address range has only one route.
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Outbound.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct OutboundChecker {
  const Program &program;
  const Peerings &peerings;
  const Cluster &cluster;
  PassContext &ctx;
  const Network &network = *cluster.network.get();

  void run() {
    checkGateway();
    checkRoutes();
    checkAppliances();
    checkGatewayRoutes();
    checkGateways();
    checkDns();
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
      ctx.diags
          .report(range, diag::OutboundOptionUnused, option,
                  Words<Outbound>::words[size_t(outbound)].name)
          .label(network.outbound.place(), note::ChosenHere);
  }

  void checkGateway() {
    const NatGateway *nat = network.nat.get();
    if (!nat)
      return;
    auto exclude = [&](const Setting &first, StringRef name, const Setting &second,
                       StringRef other) {
      if (first.set() && second.set())
        ctx.diags.report(second.range, diag::TwoOfOne, name, other, "the number of addresses")
            .label(first.range, note::GivenHere);
    };
    exclude(nat->addresses, "addresses", nat->prefix, "prefix");
    exclude(nat->addresses, "addresses", nat->addressPrefix, "address-prefix");
    exclude(nat->prefix, "prefix", nat->addressPrefix, "address-prefix");
  }

  void checkNat() {
    if (cluster.tiers.empty())
      return; // without tiers, no NAT gateway is deployed
    checkNatZone();
    if (const Setting *plan = ddosPlanOf(network))
      ctx.diags.report(plan->place(), diag::DdosSparesNat);
    checkNatIpv6();
    checkNatPorts();
    for (const Tier &tier : cluster.tiers) {
      const Subnet *subnet = blockOf(tier.subnet);
      if (!subnet || isReserved(*subnet) || !subnet->nat.known() || subnet->nat.value() ||
          hasPath(tier))
        continue; // CheckAccess rejects a tier in a reserved subnet
      if (!checkUpdates(tier, subnet->nat.place()))
        ctx.diags.report(tier.head, diag::TierWithoutOutbound, tier.label.text, subnet->label.text)
            .label(subnet->nat.place(), note::ChosenHere);
    }
  }

  /// A zonal NAT gateway serves all zones, but fails with its own (MicrosoftDocs/azure-docs,
  /// nat-gateway/nat-availability-zones.md).
  void checkNatZone() {
    const NatGateway *nat = network.nat.get();
    if (!nat || !nat->zone.set()) {
      if (cluster.region.known() && natSku(cluster) != NatSku::StandardV2)
        ctx.diags.report(cluster.region.place(), diag::NatNotZoneRedundant,
                         cluster.region.value()->name);
      return;
    }
    if (!nat->zone.known() || !cluster.zones.known())
      return;
    for (size_t i = 0; i < cluster.zones.size(); ++i)
      if (cluster.zones[i] != nat->zone.value()) {
        ctx.diags.report(nat->zone.place(), diag::NatInOneZone, nat->zone.value())
            .label(cluster.zones.place(), note::ZonesHere);
        return;
      }
  }

  /// Only StandardV2 supports IPv6 (MicrosoftDocs/azure-docs, nat-gateway/nat-sku.md).
  void checkNatIpv6() {
    const NatGateway *nat = network.nat.get();
    if (!nat || !nat->ipv6.known() || !nat->ipv6.value())
      return;
    if (!network.ipv6Address.set())
      ctx.diags.report(nat->ipv6.place(), diag::Ipv6WithoutNetwork, "`ipv6` of the NAT gateway");
    else if (nat->zone.set())
      ctx.diags.report(nat->ipv6.place(), diag::NatWithoutIpv6, "in one zone")
          .label(nat->zone.place(), note::ChosenHere);
    else if (cluster.region.known() && natSku(cluster) != NatSku::StandardV2)
      ctx.diags
          .report(nat->ipv6.place(), diag::NatWithoutIpv6,
                  fmt::format("in {}", cluster.region.value()->name))
          .label(cluster.region.place(), note::ChosenHere);
  }

  /// Azure documents no sufficient number. A load balancer by default allocates 256 to each
  /// instance in a pool of 200 (load-balancer/load-balancer-outbound-connections.md).
  void checkNatPorts() {
    static constexpr int64_t enough = 256;
    const int64_t ports = ctx.catalog.limit(LimitId::NatAddressPorts);
    const int64_t most = ctx.catalog.limit(LimitId::NatAddresses);
    std::optional<int64_t> has = natAddresses(network);
    if (!has)
      return;
    int64_t greatest = 0, addresses = *has;
    const Tier *largestTier = nullptr;
    llvm::SmallVector<const Tier *, 4> callers;
    for (const Tier &tier : cluster.tiers) {
      if (!mayUseNat(tier) || countBoundsOf(tier).empty())
        continue;
      callers.push_back(&tier);
      if (int64_t own = greatestInstances(tier).value_or(0); own > greatest)
        largestTier = &tier, greatest = own;
    }
    int64_t machines =
        InstanceCounts(callers)
            .greatestSum([](const InstanceCount &count) {
              return count.greatest + count.idle + (count.tier->release ? count.surge : 0);
            })
            .value;
    if (!machines || !largestTier || addresses >= most || addresses * ports / machines >= enough)
      return;
    const NatGateway *nat = network.nat.get();
    int64_t wanted = std::min<int64_t>(llvm::divideCeil(machines * enough, ports), most);
    SourceRange place = nat && nat->addresses.set() ? nat->addresses.place()
                        : nat && nat->prefix.set()  ? nat->prefix.place()
                                                    : largestTier->instances.place();
    ctx.diags.report(place, diag::NatPortsFew, machines, addresses, ports,
                     addresses * ports / machines, wanted, wanted * ports / machines);
  }

  /// Whether the tier uses the NAT gateway under an assignment in which no path of higher priority
  /// exists.
  bool mayUseNat(const Tier &tier) {
    for (const OutboundPath &path : outboundPaths(cluster, tier)) {
      if (path.kind == OutboundPath::Kind::NatGateway)
        return true;
      if (isThereWith(*path.by, tier))
        return false;
    }
    return false;
  }

  bool hasPath(const Tier &tier) {
    return proveOutbound(cluster, tier).answer != Proof::Answer::Fails;
  }

  /// Azure downloads guest updates from the internet (MicrosoftDocs/azure-docs,
  /// virtual-machines/automatic-vm-guest-patching.md).
  void checkNone() {
    for (const Tier &tier : cluster.tiers)
      if (!hasPath(tier))
        checkUpdates(tier, network.outbound.place());
  }
  bool checkUpdates(const Tier &tier, SourceRange why) {
    if (!tier.patching.known() || tier.patching.value() != Patching::Platform)
      return false;
    ctx.diags.report(tier.patching.place(), diag::UpdatesUnreachable, tier.label.text)
        .label(why, note::ChosenHere);
    return true;
  }

  void checkBalancers() {
    for (const Balancer &balancer : cluster.balancers)
      checkShared(balancer);
    for (const Tier &tier : cluster.tiers)
      checkPath(tier);
    for (const Balancer &balancer : cluster.balancers) {
      if (!balancer.isPublic() || !balancer.outboundPorts.known())
        continue;
      if (int64_t ports = balancer.outboundPorts.value(); ports % 8)
        ctx.diags.report(balancer.outboundPorts.place(), diag::OutboundPortsNoEight, ports,
                         ports / 8 * 8);
      else
        checkSnatPorts(balancer, ports);
    }
  }

  /// Reports the tier with the most instances for its ports.
  void checkSnatPorts(const Balancer &balancer, int64_t ports) {
    int64_t machines = 0, room = 0;
    for (const SnatUser &user : snatUsers(balancer)) {
      std::optional<int64_t> own = snatInstances(user);
      if (!own)
        continue;
      int64_t has = snatPorts(user);
      if (!machines || *own * room > machines * has)
        machines = *own, room = has;
    }
    if (ports * machines > room)
      ctx.diags.report(balancer.outboundPorts.place(), diag::OutboundPortsTooMany,
                       std::to_string(ports), std::to_string(machines), std::to_string(room));
    else if (ports < 1024 && balancer.outboundPorts.origin == Origin::Derived)
      ctx.diags.report(balancer.head, diag::BalancerPortsFew, balancer.label.text, machines, ports);
  }

  /// The error names the path that would serve the tier if it always existed.
  void checkPath(const Tier &tier) {
    Proof proof = proveOutbound(cluster, tier);
    if (proof.answer != Proof::Answer::Fails)
      return;
    auto report = ctx.diags.report(tier.head, diag::TierWithoutWayOut, tier.label.text,
                                   whenPrefix(proof.witness));
    report.label(network.outbound.place(), note::ChosenHere);
    for (const OutboundPath &path : outboundPaths(cluster, tier))
      for (const Block *at = path.by; at; at = at->parent)
        if (at->when.set()) {
          report.label(at->when.range, note::ConditionalHere);
          break;
        }
  }

  /// An outbound rule has one backend pool, and a frontend one outbound rule
  /// (Azure/AzLoadBalancerMigration#10).
  void checkShared(const Balancer &balancer) {
    llvm::SmallVector<SnatUser, 2> users = snatUsers(balancer);
    for (size_t i = 1; i < users.size(); ++i) {
      auto other = llvm::find_if(llvm::ArrayRef(users).take_front(i), [&](const SnatUser &each) {
        return shareFrontend(each, users[i]);
      });
      if (other == users.begin() + i)
        continue;
      ctx.diags
          .report(users[i].place, diag::WayOutShared, balancer.label.text,
                  users[i].tier->label.text)
          .label(other->place, note::FirstTierHere);
    }
  }

  bool usesGateway() {
    if (gatewaySubnet(network))
      return true;
    auto says = [](const Peer &peer, PeerGateway gateway) {
      return !peer.gateway.known() || peer.gateway.value() == gateway;
    };
    for (const Peer &peer : network.peers)
      if (says(peer, PeerGateway::Theirs))
        return true;
    for (const Cluster *other : peerings.of(cluster))
      for (const Peer *peer : peerings.between(cluster, *other)->declaredBy(*other))
        if (says(*peer, PeerGateway::Ours))
          return true;
    return false;
  }

  /// Without a gateway, Azure drops packets that a route sends to one (MicrosoftDocs/azure-docs,
  /// virtual-network/virtual-networks-udr-overview.md).
  void checkGatewayRoutes() {
    const Route *first = nullptr;
    for (const Route &route : network.routes)
      if (!first && route.via.known() && route.via.value() == Hop::Gateway)
        first = &route;
    if (first && !usesGateway())
      ctx.diags.report(first->via.place(), diag::RouteWithoutGateway, first->label.text);
  }

  /// Reports an appliance in a network of this program that is not peered. Appliances in other
  /// networks are unknown.
  void checkReach(const Setting &appliance) {
    if (mayOverlap(network.address, appliance))
      return;
    const Cluster *stranger = nullptr;
    for (const Peer &peer : network.peers)
      if (peer.id.set())
        return;
    for (const Cluster &other : program.clusters()) {
      if (&other == &cluster)
        continue;
      bool there = mayOverlap(other.network->address, appliance),
           existing = other.network->existing.set();
      if (peerings.between(cluster, other) && (there || existing))
        return;
      if (there && !existing && appliance.known() && other.network->address.known())
        stranger = &other;
    }
    if (stranger)
      ctx.diags.report(appliance.place(), diag::ApplianceUnreachable, print(*appliance.expr),
                       stranger->label.text);
  }

  /// A route applies to all subnets except reserved ones, so an appliance in one of them would
  /// receive its own packets again (MicrosoftDocs/azure-docs,
  /// virtual-network/virtual-networks-udr-overview.md).
  void checkAppliances() {
    for (const ApplianceRoute &hop : appliances(network)) {
      if (hop.appliance->poisoned())
        continue;
      checkReach(*hop.appliance);
      for (const Subnet &subnet : network.subnets) {
        if (isReserved(subnet) || !subnet.address.set())
          continue;
        Proof proof =
            proveAddresses({&subnet.address, hop.appliance}, [](llvm::ArrayRef<IpNetwork> each) {
              return !each[0].overlaps(each[1]);
            });
        if (proof.answer == Proof::Answer::Fails)
          ctx.diags.report(hop.appliance->place(), diag::ApplianceInside,
                           addressAt(*hop.appliance, proof.witness)->text(), subnet.label.text);
      }
    }
  }

  /// In the subnet of a public application gateway, the default route must lead directly to the
  /// internet (Azure/terraform-azurerm-avm-ptn-aiml-landing-zone#28). A gateway with only an
  /// internal address is exempt. The compiler omits the route of `outbound = firewall` there.
  void checkGateways() {
    const Route *found = nullptr;
    std::string with;
    for (const Route &route : network.routes) {
      if (!route.to.set() || (route.via.known() && route.via.value() == Hop::Internet))
        continue;
      Proof proof = proveAddresses(
          {&route.to}, [](llvm::ArrayRef<IpNetwork> each) { return each[0].prefix != 0; });
      if (proof.answer != Proof::Answer::Fails)
        continue;
      found = &route;
      with = whenPrefix(proof.witness);
    }
    if (!found)
      return;
    for (const Gateway &gateway : cluster.gateways)
      if (gateway.exposure.known() && gateway.isPublic() && !neverTogether(gateway, *found))
        ctx.diags
            .report(gateway.head, diag::GatewayRouteUnfit, gateway.label.text,
                    found->appliance.set() ? "to the appliance" : "elsewhere", with)
            .label(found->to.place(), note::RouteForAllHere);
  }

  void checkFirewall() {
    if (!network.firewall.set())
      ctx.diags.report(network.outbound.place(), diag::FirewallMissing);
    for (const Balancer &balancer : cluster.balancers)
      if (balancer.isPublic())
        ctx.diags.report(balancer.head, diag::PublicBehindFirewall, balancer.label.text);
  }

  void checkRoutes() {
    llvm::SmallVector<const Route *, 8> earlier;
    for (const Route &route : network.routes) {
      if (route.via.set() && route.appliance.set())
        ctx.diags.report(route.appliance.range, diag::TwoOfOne, "via", "appliance", "the next hop")
            .label(route.via.range, note::GivenHere);
      else if (!route.via.set() && !route.appliance.set() && !route.incomplete)
        ctx.diags.report(route.head, diag::NeitherOfTwo, "route", "via", "appliance");
      if (!route.to.set() || route.to.poisoned())
        continue;
      checkRouteTwice(route, earlier);
      earlier.push_back(&route);
    }
  }

  /// A route table has one route for each address range.
  void checkRouteTwice(const Route &route, llvm::ArrayRef<const Route *> earlier) {
    auto report = [&](const Proof &proof, SourceRange other) {
      ctx.diags
          .report(route.to.place(), diag::RouteTwice, addressAt(route.to, proof.witness)->text(),
                  whenSuffix(proof.witness))
          .label(other, note::GivenHere);
    };
    if (network.outbound.known() && network.outbound.value() == Outbound::Firewall) {
      Proof proof = proveAddresses({&route.to}, [](llvm::ArrayRef<IpNetwork> each) {
        return each[0].v6 || each[0].prefix != 0;
      });
      if (proof.answer == Proof::Answer::Fails)
        return report(proof, network.outbound.place());
    }
    for (const Route *other : earlier) {
      if (route.to.known() && other->to.known() && route.to.value() != other->to.value())
        continue;
      Proof proof = proveAddresses({&route.to, &other->to}, [](llvm::ArrayRef<IpNetwork> each) {
        return !(each[0].base() == each[1].base());
      });
      if (proof.answer == Proof::Answer::Fails && !neverTogether(route, *other))
        return report(proof, other->to.place());
    }
  }

  /// One DNS server is a single point of failure. Azure's own address, 168.63.129.16, is not
  /// (PSRule for Azure, Azure.VNET.SingleDNS).
  void checkDns() {
    if (network.dns.poisoned() || !cluster.zones.known() || cluster.zones.size() < 2)
      return;
    for (const ListChoice &choice : listsOf(network.dns)) {
      if (choice.list->kind != ExprKind::List || choice.list->operands.size() != 1)
        continue;
      const Expr &only = *choice.list->operands.front();
      if (only.kind == ExprKind::Text && only.text == "168.63.129.16")
        continue;
      std::optional<Assignment> when = whenChosen(choice, network);
      if (!when)
        continue;
      ctx.diags.report(network.dns.place(), diag::SingleDnsServer, whenPrefix(*when));
      return;
    }
  }
};
} // namespace

void azcl::checkOutbound(const Program &program, PassContext &ctx) {
  const Peerings &peerings = ctx.answers.peerings();
  for (const Cluster &cluster : program.clusters())
    if (!cluster.network->existing.set())
      OutboundChecker{program, peerings, cluster, ctx}.run();
}
