// Where machines stand: networks, their subnets, and the way in for people.
#pragma once

#include "azcl/Program/Blocks/Ways.h"

namespace azcl {

enum class EndpointService : uint8_t {
  Storage, Sql, KeyVault, Cosmos, ServiceBus, EventHub, AppService, Cognitive
};
template <> struct Words<EndpointService> {
  static constexpr WordInfo words[] = {
      {"storage", "storage accounts"},      {"sql", "SQL Database, and the older databases beside it"},
      {"key-vault", "key vaults"},          {"cosmos", "Cosmos DB"},
      {"service-bus", "Service Bus"},       {"event-hub", "Event Hubs"},
      {"app-service", "web apps"},          {"cognitive", "AI services"}};
  static constexpr Type type{TypeKind::Word, "endpoint-service", "a service such as `storage`", words};
};

/// A part of the network's addresses.
struct Subnet : BlockOf<BlockKind::Subnet> {
  Open<int64_t> size;
  Open<Cidr> address;
  Open<Text> existing;
  Fixed<List<EndpointService>> endpoints;
  Fixed<bool> nat;
  Fixed<bool> nsg;

  template <class = void> static constexpr auto vocabulary() {
    return block("subnet", "A part of the network's addresses. The compiler places it unless it has an `address`.",
                 optional<&Subnet::size>("size", "How many addresses it has, a power of two; Azure keeps five of them.")
                     .between(8, 1 << 24),
                 optional<&Subnet::address>("address", "Its addresses, if they are not to be chosen by the compiler."),
                 optional<&Subnet::existing>("existing", "In an existing network: the name that it has there."),
                 optional<&Subnet::endpoints>("endpoints", "Services that are reached straight from here, and may let in this subnet alone."),
                 optional<&Subnet::nat>("nat", "Whether the network's NAT gateway is its way out.")
                     .derivedFrom("`no` for reserved subnets and for those of private endpoints only, else `yes`"),
                 optional<&Subnet::nsg>("nsg", "Whether a security group denies what the program does not allow. On AzureBastionSubnet it has the rules that Azure requires; on a subnet of private endpoints it admits the tiers.")
                     .derivedFrom("`no` for reserved subnets other than AzureBastionSubnet, else `yes`"))
        .named();
  }
};

enum class BastionSku : uint8_t { Developer, Basic, Standard, Premium };
template <> struct Words<BastionSku> {
  static constexpr WordInfo words[] = {
      {"developer", "shared, for one machine at a time, without a subnet of its own"},
      {"basic", "dedicated, from the portal"},
      {"standard", "dedicated, scales, takes native clients"},
      {"premium", "as standard, and can record sessions"}};
  static constexpr Type type{TypeKind::Word, "bastion-sku", "a kind of bastion", words};
};

/// A way in for people, without a public address on any machine.
struct Bastion : BlockOf<BlockKind::Bastion> {
  Fixed<BastionSku> sku;
  Fixed<bool> recording;

  template <class = void> static constexpr auto vocabulary() {
    return block("bastion", "A way in for people, by RDP and SSH, without a public address on any machine.",
                 optional<&Bastion::sku>("sku", "How much it can do.").defaultsTo("standard"),
                 optional<&Bastion::recording>("recording", "Records every session, with `sku = premium`. Native clients cannot connect then.")
                     .defaultsTo("no"));
  }
};

/// The cluster's own network.
struct Network : BlockOf<BlockKind::Network> {
  Open<Text> existing;
  Open<Cidr> address;
  Fixed<Outbound> outbound;
  Open<Address> firewall;
  Open<List<Address>> dns;
  Open<Text> ddosPlan;
  Many<Subnet> subnets;
  One<NatGateway> nat;
  Many<Route> routes;
  One<Bastion> bastion;
  Many<Peer> peers;
  Many<PrivateEndpoint> privateEndpoints;

  template <class = void> static constexpr auto vocabulary() {
    return block("network", "The cluster's own virtual network. A cluster that has none gets one with the defaults.",
                 optional<&Network::existing>("existing", "The resource id of a network that is there already. It is used as it is."),
                 optional<&Network::address>("address", "All its addresses.").defaultsTo("10.0.0.0/16"),
                 optional<&Network::outbound>("outbound", "How its machines reach the internet.").defaultsTo("nat"),
                 optional<&Network::firewall>("firewall", "The address of the appliance that `outbound = firewall` goes through."),
                 optional<&Network::dns>("dns", "Servers that its machines ask for names, instead of Azure's."),
                 optional<&Network::ddosPlan>("ddos-plan", "The resource id of a plan that protects its public addresses from floods."),
                 child<&Network::subnets>("subnet"), child<&Network::nat>("nat-gateway"),
                 child<&Network::routes>("route"), child<&Network::bastion>("bastion"),
                 child<&Network::peers>("peer"), child<&Network::privateEndpoints>("private-endpoint"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
