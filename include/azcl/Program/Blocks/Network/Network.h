// The block `network`: a virtual network and its parts.
#pragma once

#include "azcl/Program/Blocks/Access.h"
#include "azcl/Program/Blocks/Network/FlowLogs.h"
#include "azcl/Program/Blocks/Network/Hybrid.h"
#include "azcl/Program/Blocks/Network/Outbound.h"
#include "azcl/Program/Blocks/Network/Peer.h"
#include "azcl/Program/Blocks/Network/PrivateEndpoint.h"
#include "azcl/Program/Blocks/Network/Route.h"

namespace azcl {

enum class Isolation : uint8_t { Subnets, Tiers };
template <> struct Words<Isolation> {
  static constexpr WordInfo words[] = {
      {"subnets", "the subnets: tiers in one subnet share their rules"},
      {"tiers", "the tiers, by application security groups, even in one subnet"}};
  static constexpr Type type{TypeKind::Word, "isolation", "`subnets` or `tiers`", words};
};

struct Network : BlockOf<BlockKind::Network> {
  Open<Text> existing;
  Open<Cidr> address, ipv6Address;
  Fixed<Outbound> outbound;
  Open<Address> firewall;
  Fixed<bool> learnedRoutes;
  Open<List<Address>> dns;
  Open<Text> ddosPlan;
  Open<bool> newDdosPlan;
  Fixed<bool> encrypted;
  Fixed<Isolation> isolate;
  Many<Subnet> subnets;
  One<NatGateway> nat;
  Many<Route> routes;
  One<Bastion> bastion;
  One<VpnGateway> vpnGateway;
  One<ExpressRouteGateway> expressRouteGateway;
  Many<Peer> peers;
  Many<PrivateEndpoint> privateEndpoints;
  One<FlowLogs> flowLogs;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "network",
               "The virtual network of the cluster. A cluster without this block gets a network "
               "with the defaults.",
               optional<&Network::existing>(
                   "existing",
                   "The resource ID of an existing virtual network, which is used unchanged."),
               optional<&Network::address>("address", "The address space of the network.")
                   .defaultsTo("10.0.0.0/16"),
               optional<&Network::ipv6Address>(
                   "ipv6-address",
                   "An IPv6 address space such as `fd00:db8:1::/48`, for a dual-stack network: the "
                   "instances have IPv4 and IPv6 addresses."),
               optional<&Network::outbound>(
                   "outbound", "The outbound connectivity of the instances to the internet.")
                   .defaultsTo("nat"),
               optional<&Network::firewall>(
                   "firewall",
                   "The IP address of the firewall appliance, for `outbound = firewall`."),
               optional<&Network::learnedRoutes>(
                   "learned-routes",
                   "Whether the routes that a VPN or ExpressRoute gateway learns are propagated to "
                   "the subnets. Such routes bypass a firewall appliance.")
                   .derivedFrom("`no` with `outbound = firewall`, else `yes`"),
               optional<&Network::dns>(
                   "dns", "The IP addresses of custom DNS servers, instead of Azure-provided DNS."),
               optional<&Network::encrypted>(
                   "encrypted", "Encrypts the traffic between VMs whose size supports it.")
                   .defaultsTo("no")
                   .stricter(Stricter::Greater),
               optional<&Network::isolate>("isolate", "What the security rules tell apart.")
                   .defaultsTo("subnets"),
               optional<&Network::ddosPlan>("ddos-plan",
                                            "The resource ID of a DDoS protection plan for the "
                                            "public IP addresses of the network."),
               optional<&Network::newDdosPlan>(
                   "new-ddos-plan",
                   "Creates a DDoS protection plan, instead of `ddos-plan`. All networks of the "
                   "program that set it share one plan."),
               child<&Network::subnets>("subnet"), child<&Network::nat>("nat-gateway"),
               child<&Network::routes>("route"), child<&Network::bastion>("bastion"),
               child<&Network::vpnGateway>("vpn-gateway"),
               child<&Network::expressRouteGateway>("expressroute-gateway"),
               child<&Network::peers>("peer"),
               child<&Network::privateEndpoints>("private-endpoint"),
               child<&Network::flowLogs>("flow-logs"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
