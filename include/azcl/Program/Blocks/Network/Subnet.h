// The block `subnet`.
#pragma once

#include "azcl/Program/Described.h"

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
  Open<Cidr> address, ipv6Address;
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
               optional<&Subnet::ipv6Address>("ipv6-address",
                                              "The IPv6 address range of the subnet, a /64.")
                   .derivedFrom("the next /64 of a dual-stack network, for subnets of tiers"),
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

} // namespace azcl
