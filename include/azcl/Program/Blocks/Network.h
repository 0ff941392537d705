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
      {"storage", "Azure Storage", "Microsoft.Storage"},
      {"sql", "Azure SQL Database and older Azure database services", "Microsoft.Sql"},
      {"key-vault", "Azure Key Vault", "Microsoft.KeyVault"},
      {"cosmos", "Azure Cosmos DB", "Microsoft.AzureCosmosDB"},
      {"service-bus", "Azure Service Bus", "Microsoft.ServiceBus"},
      {"event-hub", "Azure Event Hubs", "Microsoft.EventHub"},
      {"app-service", "Azure App Service", "Microsoft.Web"},
      {"cognitive", "Azure AI services", "Microsoft.CognitiveServices"}};
  static constexpr Type type{TypeKind::Word, "endpoint-service", "a service such as `storage`",
                             words};
};
template <>
inline constexpr const char *listForm<EndpointService> = "a list such as `[storage, sql]`";

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
               "A subnet of the virtual network. Without `address`, the compiler chooses its "
               "address range.",
               optional<&Subnet::size>(
                   "size", "The number of addresses, a power of two; Azure reserves five of them.")
                   .between(8, 1 << 24),
               optional<&Subnet::address>(
                   "address",
                   "The address range of the subnet. If omitted, the compiler chooses one."),
               optional<&Subnet::existing>("existing",
                                           "The name of the subnet in an existing network."),
               optional<&Subnet::endpoints>("endpoints",
                                            "Services for which the subnet has a service endpoint. "
                                            "Such a service can restrict access to this subnet."),
               optional<&Subnet::nat>("nat",
                                      "Whether the subnet uses the NAT gateway of the network.")
                   .derivedFrom("`no` for reserved subnets and for the subnet that the compiler "
                                "adds for private endpoints, else `yes`"),
               optional<&Subnet::nsg>(
                   "nsg",
                   "Whether a network security group denies all traffic that the program does not "
                   "allow. On AzureBastionSubnet, it has the rules that Azure requires; on a "
                   "subnet of private endpoints, it allows traffic from the tiers.")
                   .derivedFrom(
                       "`no` for reserved subnets other than AzureBastionSubnet, else `yes`"))
        .named();
  }
};

enum class Outbound : uint8_t { Nat, None, Balancer, Firewall };
template <> struct Words<Outbound> {
  static constexpr WordInfo words[] = {{"nat", "a NAT gateway with its own public IP addresses"},
                                       {"none", "no outbound connectivity"},
                                       {"balancer", "outbound rules of the public load balancer"},
                                       {"firewall", "a default route to a firewall appliance"}};
  static constexpr Type type{TypeKind::Word, "outbound", "an outbound method such as `nat`", words};
};

struct NatGateway : BlockOf<BlockKind::NatGateway> {
  Fixed<int64_t> addresses;
  Fixed<int64_t> prefix, zone;
  Open<Text> addressPrefix;
  Open<Duration> idle;

  template <class = void> static constexpr auto vocabulary() {
    return block("nat-gateway", "The NAT gateway of `outbound = nat`.",
                 optional<&NatGateway::addresses>("addresses",
                                                  "The number of public IP addresses. Each allows "
                                                  "50,000 connections to one destination.")
                     .between(1, builtinLimit(LimitId::NatAddresses)),
                 optional<&NatGateway::prefix>(
                     "prefix", "The length of a public IP prefix, which replaces single addresses: "
                               "31 provides 2 addresses, 28 provides 16.")
                     .between(28, 31),
                 optional<&NatGateway::addressPrefix>(
                     "address-prefix", "The resource ID of an existing public IP prefix whose "
                                       "addresses the NAT gateway uses, instead of new addresses."),
                 optional<&NatGateway::zone>(
                     "zone", "The single availability zone of a Standard NAT gateway. Without it, "
                             "the NAT gateway is zone-redundant (StandardV2), if the region "
                             "supports it.")
                     .between(1, 3),
                 optional<&NatGateway::idle>("idle",
                                             "The idle timeout of a connection, in whole minutes.")
                     .defaultsTo("4m")
                     .between(minutes(4), minutes(120)))
        .conditional(WhenRule::Never);
  }
};

enum class Hop : uint8_t { Internet, None, Gateway, Network };
template <> struct Words<Hop> {
  static constexpr WordInfo words[] = {
      {"internet", "the internet", "Internet"},
      {"none", "no next hop: packets are dropped", "None"},
      {"gateway", "the VPN or ExpressRoute gateway of the network", "VirtualNetworkGateway"},
      {"network", "the virtual network", "VnetLocal"}};
  static constexpr Type type{TypeKind::Word, "hop", "a next hop such as `gateway`", words};
};

struct Route : BlockOf<BlockKind::Route> {
  Open<Cidr> to;
  Fixed<Hop> via;
  Open<Address> appliance;

  template <class = void> static constexpr auto vocabulary() {
    return block("route",
                 "A route for a destination address range: `route office { to = 192.168.0.0/16  "
                 "via = gateway }`.",
                 required<&Route::to>("to", "The destination address range."),
                 optional<&Route::via>("via", "The next hop of the packets."),
                 optional<&Route::appliance>("appliance",
                                             "The IP address of the network virtual appliance that "
                                             "is the next hop, instead of `via`."))
        .named();
  }
};

enum class PeerGateway : uint8_t { None, Theirs, Ours };
template <> struct Words<PeerGateway> {
  static constexpr WordInfo words[] = {
      {"none", "neither network uses the gateway of the other"},
      {"theirs", "this network uses the gateway of the other network"},
      {"ours", "the other network can use the gateway of this network"}};
  static constexpr Type type{TypeKind::Word, "peer-gateway", "`none`, `theirs` or `ours`", words};
};

struct Peer : BlockOf<BlockKind::Peer> {
  Open<Text> id;
  Fixed<Ref<Cluster>> to;
  Open<bool> forwarded;
  Fixed<PeerGateway> gateway;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "peer",
               "A peering with another virtual network. With a network of this program, both sides "
               "of the peering are created.",
               optional<&Peer::id>("id", "The resource ID of the other network."),
               optional<&Peer::to>(
                   "to",
                   "The cluster of this program that contains the other network, instead of `id`."),
               optional<&Peer::forwarded>(
                   "forwarded",
                   "Allows traffic that the other network forwards, for example from a firewall.")
                   .defaultsTo("no"),
               optional<&Peer::gateway>("gateway", "Gateway transit: which network's VPN or "
                                                   "ExpressRoute gateway both networks use.")
                   .defaultsTo("none"))
        .named();
  }
};

/// The subresources of private endpoints: rows of lib/Catalog/data/private-links.json.
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
  static constexpr WordInfo words[] = {
      {"blob", "Blob Storage of a storage account"},
      {"file", "file shares of a storage account"},
      {"queue", "queues of a storage account"},
      {"table", "tables of a storage account"},
      {"web", "the static website of a storage account"},
      {"dfs", "Data Lake Storage of a storage account"},
      {"sql", "a server of Azure SQL Database"},
      {"postgresql", "a server of Azure Database for PostgreSQL"},
      {"mysql", "a server of Azure Database for MySQL"},
      {"cosmos", "an Azure Cosmos DB account, through its SQL API"},
      {"vault", "a key vault"},
      {"configuration", "an App Configuration store"},
      {"redis", "an Azure Cache for Redis instance"},
      {"bus", "a Service Bus or Event Hubs namespace"},
      {"app", "a web app"}};
  static constexpr Type type{TypeKind::Word, "link-kind", "a subresource such as `blob`", words};
};

struct PrivateEndpoint : BlockOf<BlockKind::PrivateEndpoint> {
  Open<Any> to;
  Fixed<LinkKind> kind;
  Fixed<Ref<Subnet>> subnet;
  Fixed<bool> dns;

  template <class = void> static constexpr auto vocabulary() {
    return block("private-endpoint",
                 "A private endpoint: an IP address in the network for an Azure service, so that "
                 "its traffic does not cross the internet.",
                 required<&PrivateEndpoint::to>(
                     "to", "The service: a resource such as `resource.cache`, or a resource ID."),
                 required<&PrivateEndpoint::kind>("kind", "The subresource of the service."),
                 optional<&PrivateEndpoint::subnet>("subnet", "The subnet of the private endpoint.")
                     .derivedFrom("the subnet `endpoints`, which is added if it does not exist"),
                 optional<&PrivateEndpoint::dns>("dns",
                                                 "Whether a private DNS zone resolves the host "
                                                 "name of the service to the private endpoint.")
                     .defaultsTo("yes"))
        .named();
  }
};

struct Network : BlockOf<BlockKind::Network> {
  Open<Text> existing;
  Open<Cidr> address;
  Fixed<Outbound> outbound;
  Open<Address> firewall;
  Fixed<bool> learnedRoutes;
  Open<List<Address>> dns;
  Open<Text> ddosPlan;
  Fixed<bool> encrypted;
  Many<Subnet> subnets;
  One<NatGateway> nat;
  Many<Route> routes;
  One<Bastion> bastion;
  Many<Peer> peers;
  Many<PrivateEndpoint> privateEndpoints;

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
                   .defaultsTo("no"),
               optional<&Network::ddosPlan>("ddos-plan",
                                            "The resource ID of a DDoS protection plan for the "
                                            "public IP addresses of the network."),
               child<&Network::subnets>("subnet"), child<&Network::nat>("nat-gateway"),
               child<&Network::routes>("route"), child<&Network::bastion>("bastion"),
               child<&Network::peers>("peer"),
               child<&Network::privateEndpoints>("private-endpoint"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
