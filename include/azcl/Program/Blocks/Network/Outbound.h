// Outbound connectivity of a network, and the block `nat-gateway`.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

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
  Fixed<bool> ipv6;
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
                 optional<&NatGateway::ipv6>(
                     "ipv6", "Adds a public IPv6 address for the IPv6 connections of a dual-stack "
                             "network. Only for zone-redundant NAT gateways.")
                     .defaultsTo("no"),
                 optional<&NatGateway::idle>("idle",
                                             "The idle timeout of a connection, in whole minutes.")
                     .defaultsTo("4m")
                     .between(minutes(4), minutes(120)))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
