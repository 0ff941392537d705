// Virtual networks: their subnets, outbound connectivity, routes, peerings and private endpoints.
#pragma once

#include "azcl/Program/Blocks/Access.h"

namespace azcl {

enum class EndpointService : uint8_t {
  Storage,
  Sql,
  KeyVault,
  Cosmos,
  ServiceBus,
  EventHub,
  AppService,
  Cognitive
};
template <> struct Words<EndpointService> {
  static constexpr WordInfo words[] = {
      {"storage", "storage accounts", "Microsoft.Storage"},
      {"sql", "SQL Database, and the older databases beside it", "Microsoft.Sql"},
      {"key-vault", "key vaults", "Microsoft.KeyVault"},
      {"cosmos", "Cosmos DB", "Microsoft.AzureCosmosDB"},
      {"service-bus", "Service Bus", "Microsoft.ServiceBus"},
      {"event-hub", "Event Hubs", "Microsoft.EventHub"},
      {"app-service", "web apps", "Microsoft.Web"},
      {"cognitive", "AI services", "Microsoft.CognitiveServices"}};
  static constexpr Type type{TypeKind::Word, "endpoint-service", "a service such as `storage`",
                             words};
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
    return block(
               "subnet",
               "A part of the network's addresses. The compiler places it unless it has an "
               "`address`.",
               optional<&Subnet::size>(
                   "size", "How many addresses it has, a power of two; Azure keeps five of them.")
                   .between(8, 1 << 24),
               optional<&Subnet::address>(
                   "address", "Its addresses, if they are not to be chosen by the compiler."),
               optional<&Subnet::existing>("existing",
                                           "In an existing network: the name that it has there."),
               optional<&Subnet::endpoints>("endpoints", "Services that are reached straight from "
                                                         "here, and may let in this subnet alone."),
               optional<&Subnet::nat>("nat", "Whether the network's NAT gateway is its way out.")
                   .derivedFrom("`no` for reserved subnets and for those of private endpoints "
                                "only, else `yes`"),
               optional<&Subnet::nsg>(
                   "nsg", "Whether a security group denies what the program does not allow. On "
                          "AzureBastionSubnet it has the rules that Azure requires; on a subnet of "
                          "private endpoints it admits the tiers.")
                   .derivedFrom(
                       "`no` for reserved subnets other than AzureBastionSubnet, else `yes`"))
        .named();
  }
};

enum class Outbound : uint8_t { Nat, None, Balancer, Firewall };
template <> struct Words<Outbound> {
  static constexpr WordInfo words[] = {
      {"nat", "through a NAT gateway with addresses of its own"},
      {"none", "there is none"},
      {"balancer", "through the address of the public balancer"},
      {"firewall", "through an appliance that looks at what leaves"}};
  static constexpr Type type{TypeKind::Word, "outbound", "a way out such as `nat`", words};
};

/// Details of `outbound = nat`.
struct NatGateway : BlockOf<BlockKind::NatGateway> {
  Fixed<int64_t> addresses;
  Fixed<int64_t> prefix;
  Open<Duration> idle;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "nat-gateway", "How the way out of `outbound = nat` is made.",
               optional<&NatGateway::addresses>(
                   "addresses",
                   "How many addresses it has: each allows 50,000 connections to one destination.")
                   .between(1, builtinLimit(LimitId::NatAddresses)),
               optional<&NatGateway::prefix>(
                   "prefix",
                   "Instead of single addresses, some side by side: 31 gives two, 28 sixteen.")
                   .between(28, 31),
               optional<&NatGateway::idle>(
                   "idle", "After how long a silent connection is forgotten, in whole minutes.")
                   .defaultsTo("4m")
                   .between(minutes(4), minutes(120)))
        .conditional(WhenRule::Never);
  }
};

enum class Hop : uint8_t { Internet, None, Gateway, Network };
template <> struct Words<Hop> {
  static constexpr WordInfo words[] = {
      {"internet", "straight to the internet", "Internet"},
      {"none", "nowhere: it is dropped", "None"},
      {"gateway", "through the network's VPN or ExpressRoute gateway", "VirtualNetworkGateway"},
      {"network", "inside the network", "VnetLocal"}};
  static constexpr Type type{TypeKind::Word, "hop", "a way such as `gateway`", words};
};

/// Which way packets for some addresses go.
struct Route : BlockOf<BlockKind::Route> {
  Open<Cidr> to;
  Fixed<Hop> via;
  Open<Address> appliance;

  template <class = void> static constexpr auto vocabulary() {
    return block("route",
                 "Which way packets for some addresses go: `route office { to = 192.168.0.0/16  "
                 "via = gateway }`.",
                 required<&Route::to>("to", "The addresses that it is about."),
                 optional<&Route::via>("via", "Where the packets go."),
                 optional<&Route::appliance>(
                     "appliance",
                     "The address of the machine that takes the packets, instead of `via`."))
        .named();
  }
};

enum class PeerGateway : uint8_t { None, Theirs, Ours };
template <> struct Words<PeerGateway> {
  static constexpr WordInfo words[] = {{"none", "each network has its own, or none"},
                                       {"theirs", "we use the gateway of the other network"},
                                       {"ours", "they may use the gateway of this network"}};
  static constexpr Type type{TypeKind::Word, "peer-gateway", "`none`, `theirs` or `ours`", words};
};

/// A connection to another virtual network.
struct Peer : BlockOf<BlockKind::Peer> {
  Open<Text> id;
  Fixed<Ref<Cluster>> to;
  Open<bool> forwarded;
  Fixed<PeerGateway> gateway;

  template <class = void> static constexpr auto vocabulary() {
    return block("peer",
                 "A connection to another virtual network. To one of this program it is made from "
                 "both sides.",
                 optional<&Peer::id>("id", "The resource id of the other network."),
                 optional<&Peer::to>(
                     "to", "The cluster of this program whose network it is, instead of `id`."),
                 optional<&Peer::forwarded>(
                     "forwarded", "Lets in what the other network passes on, as a firewall does.")
                     .defaultsTo("no"),
                 optional<&Peer::gateway>("gateway", "Whose VPN or ExpressRoute gateway both use.")
                     .defaultsTo("none"))
        .named();
  }
};

/// What of a service a private endpoint leads to: rows of lib/Catalog/data/private-links.json.
enum class LinkKind : uint8_t {
  Blob,
  File,
  Queue,
  Table,
  Web,
  Dfs,
  Sql,
  Postgresql,
  Mysql,
  Cosmos,
  Vault,
  Configuration,
  Redis,
  Bus,
  App
};
template <> struct Words<LinkKind> {
  static constexpr WordInfo words[] = {{"blob", "blobs of a storage account"},
                                       {"file", "file shares of a storage account"},
                                       {"queue", "queues of a storage account"},
                                       {"table", "tables of a storage account"},
                                       {"web", "the static web site of a storage account"},
                                       {"dfs", "the data lake of a storage account"},
                                       {"sql", "an SQL server"},
                                       {"postgresql", "a PostgreSQL server"},
                                       {"mysql", "a MySQL server"},
                                       {"cosmos", "a Cosmos DB account, by its SQL interface"},
                                       {"vault", "a key vault"},
                                       {"configuration", "an App Configuration store"},
                                       {"redis", "a Redis cache"},
                                       {"bus", "a namespace of Service Bus or Event Hubs"},
                                       {"app", "a web app"}};
  static constexpr Type type{TypeKind::Word, "link-kind", "a part of a service such as `blob`",
                             words};
};

/// An address of our own for a service that stands elsewhere.
struct PrivateEndpoint : BlockOf<BlockKind::PrivateEndpoint> {
  Open<Text> to;
  Fixed<LinkKind> kind;
  Fixed<Ref<Subnet>> subnet;
  Fixed<bool> dns;

  template <class = void> static constexpr auto vocabulary() {
    return block("private-endpoint",
                 "An address in the network for a service that stands elsewhere, so that nothing "
                 "crosses the internet.",
                 required<&PrivateEndpoint::to>("to", "The resource id of the service."),
                 required<&PrivateEndpoint::kind>("kind", "What of it is meant."),
                 optional<&PrivateEndpoint::subnet>("subnet", "Where the address is.")
                     .derivedFrom("the subnet `endpoints`, made if it is not there"),
                 optional<&PrivateEndpoint::dns>(
                     "dns", "Whether the service's usual name leads here, by a private zone.")
                     .defaultsTo("yes"))
        .named();
  }
};

/// The cluster's own network.
struct Network : BlockOf<BlockKind::Network> {
  Open<Text> existing;
  Open<Cidr> address;
  Fixed<Outbound> outbound;
  Open<Address> firewall;
  Fixed<bool> learnedRoutes;
  Open<List<Address>> dns;
  Open<Text> ddosPlan;
  Many<Subnet> subnets;
  One<NatGateway> nat;
  Many<Route> routes;
  One<Bastion> bastion;
  Many<Peer> peers;
  Many<PrivateEndpoint> privateEndpoints;

  template <class = void> static constexpr auto vocabulary() {
    return block("network",
                 "The cluster's own virtual network. A cluster that has none gets one with the "
                 "defaults.",
                 optional<&Network::existing>(
                     "existing",
                     "The resource id of a network that is there already. It is used as it is."),
                 optional<&Network::address>("address", "All its addresses.")
                     .defaultsTo("10.0.0.0/16"),
                 optional<&Network::outbound>("outbound", "How its machines reach the internet.")
                     .defaultsTo("nat"),
                 optional<&Network::firewall>(
                     "firewall",
                     "The address of the appliance that `outbound = firewall` goes through."),
                 optional<&Network::learnedRoutes>(
                     "learned-routes", "Whether the routes that a VPN or ExpressRoute gateway "
                                       "learns apply in its subnets. They bypass an appliance.")
                     .derivedFrom("`no` with `outbound = firewall`, else `yes`"),
                 optional<&Network::dns>(
                     "dns", "Servers that its machines ask for names, instead of Azure's."),
                 optional<&Network::ddosPlan>(
                     "ddos-plan",
                     "The resource id of a plan that protects its public addresses from floods."),
                 child<&Network::subnets>("subnet"), child<&Network::nat>("nat-gateway"),
                 child<&Network::routes>("route"), child<&Network::bastion>("bastion"),
                 child<&Network::peers>("peer"),
                 child<&Network::privateEndpoints>("private-endpoint"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
