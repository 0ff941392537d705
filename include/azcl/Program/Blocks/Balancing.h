// Load balancers: load-balancing rules, health probes and inbound NAT rules.
#pragma once

#include "azcl/Program/Blocks/Compute/Tier.h"
#include "azcl/Program/Blocks/Network/PrivateLinkService.h"

namespace azcl {

enum class Exposure : uint8_t { Internal, Public };
template <> struct Words<Exposure> {
  static constexpr WordInfo words[] = {
      {"internal",
       "an internal frontend, reachable from the virtual network and its peered networks"},
      {"public", "a public frontend, reachable from the internet"}};
  static constexpr Type type{TypeKind::Word, "exposure", "`public` or `internal`", words};
};

enum class Transport : uint8_t { Tcp, Udp };
template <> struct Words<Transport> {
  static constexpr WordInfo words[] = {{"tcp", "TCP", "Tcp"}, {"udp", "UDP", "Udp"}};
  static constexpr Type type{TypeKind::Word, "transport", "`tcp` or `udp`", words};
};

enum class Affinity : uint8_t { Connection, Caller, CallerAndProtocol };
template <> struct Words<Affinity> {
  static constexpr WordInfo words[] = {
      {"connection", "no session persistence: each connection is distributed independently"},
      {"caller", "client IP: connections from the same client address reach the same instance",
       "SourceIP"},
      {"caller-and-protocol", "client IP and protocol: as `caller`, separately for each protocol",
       "SourceIPProtocol"}};
  static constexpr Type type{TypeKind::Word, "affinity",
                             "`connection`, `caller` or `caller-and-protocol`", words};
};

struct Frontend : BlockOf<BlockKind::Frontend> {
  Fixed<Text> dns;
  Open<Text> address, addressPrefix;
  Fixed<int64_t> zone;
  Fixed<Ref<Subnet>> subnet;
  Open<bool> ddosProtection;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "frontend",
               "An additional frontend: an IP address of the load balancer, for the `listen` and "
               "`nat` blocks that refer to it. It is public or internal as the load balancer is.",
               optional<&Frontend::dns>("dns",
                                        "The first part of the DNS name of the public IP address. "
                                        "Azure appends a unique suffix and the region."),
               optional<&Frontend::address>("address", "The IP address of an internal frontend. If "
                                                       "omitted, Azure assigns a free address."),
               optional<&Frontend::subnet>("subnet", "The subnet of an internal frontend.")
                   .derivedFrom("the subnet of the first tier behind the frontend"),
               optional<&Frontend::zone>("zone",
                                         "The single availability zone of the frontend IP address.")
                   .derivedFrom("all zones of the cluster")
                   .between(1, 3),
               optional<&Frontend::addressPrefix>(
                   "address-prefix",
                   "The resource ID of an existing public IP prefix that provides "
                   "the public IP address."),
               optional<&Frontend::ddosProtection>("ddos-protection",
                                                   "Whether DDoS IP Protection protects the public "
                                                   "IP address. Azure charges for each "
                                                   "protected address.")
                   .defaultsTo("no"))
        .named();
  }
};

struct Listen : BlockOf<BlockKind::Listen> {
  Open<PortMap> port;
  Fixed<Ref<Tier>> to;
  Fixed<Ref<Frontend>> frontend;
  Fixed<Transport> protocol;
  Open<List<Cidr>> from;
  Fixed<Affinity> affinity;
  Fixed<bool> floating, everyPort;
  Open<Duration> idle;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "listen",
               "A load-balancing rule: the load balancer forwards connections on a frontend port "
               "to a tier.",
               optional<&Listen::everyPort>("every-port",
                                            "Forwards all ports and protocols of an internal load "
                                            "balancer (an HA ports rule). Replaces `port`.")
                   .defaultsTo("no"),
               optional<&Listen::port>("port", "The port on which the load balancer accepts "
                                               "connections; with `->`, the backend port follows.")
                   .between(1, 65535),
               required<&Listen::to>("to", "The tier that receives the traffic."),
               optional<&Listen::frontend>("frontend",
                                           "The frontend on which the load balancer listens. If "
                                           "omitted, the default frontend, which has the settings "
                                           "of the load balancer."),
               optional<&Listen::protocol>("protocol", "The protocol that the rule forwards.")
                   .defaultsTo("tcp"),
               optional<&Listen::from>("from",
                                       "The source address ranges that are allowed to connect. If "
                                       "omitted, all sources that can reach the load balancer."),
               optional<&Listen::affinity>(
                   "affinity", "Session persistence: which connections reach the same instance.")
                   .defaultsTo("connection"),
               optional<&Listen::floating>("floating",
                                           "Enables floating IP: instances receive traffic at the "
                                           "frontend address, as database clusters require.")
                   .defaultsTo("no"),
               optional<&Listen::idle>("idle",
                                       "The idle timeout of a connection, in whole minutes.")
                   .defaultsTo("4m")
                   .between(minutes(4), minutes(100)))
        .named();
  }
};

struct Probe : BlockOf<BlockKind::Probe> {
  Protocol protocol() const { return Protocol(variant); }
  Open<int64_t> port;
  Open<Text> path;
  Open<Duration> every;
  Open<int64_t> failures;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "probe",
               "The health probe of the load balancer. If omitted, the load balancer probes the "
               "endpoint of the tier's `health` block.",
               required<&Probe::port>("port", "The port that the probe connects to.")
                   .between(1, 65535),
               optional<&Probe::path>("path", "The URL path that the probe requests.")
                   .defaultsTo("\"/\"")
                   .only(Protocol::Http, Protocol::Https),
               optional<&Probe::every>("every", "The interval between probes.")
                   .defaultsTo("5s")
                   .between(seconds(5), seconds(2147483646)),
               optional<&Probe::failures>(
                   "failures",
                   "The number of consecutive probe results that change the state of an instance.")
                   .defaultsTo("2")
                   .between(1, 100))
        .oneOf<Protocol>()
        .conditional(WhenRule::Never);
  }
};

struct Nat : BlockOf<BlockKind::Nat> {
  Open<PortMap> ports;
  Fixed<Ref<Tier>> to;
  Fixed<Ref<Frontend>> frontend;
  Open<List<Cidr>> from;

  template <class = void> static constexpr auto vocabulary() {
    return block("nat",
                 "An inbound NAT rule with one frontend port for each instance: `ports = "
                 "50000..50099 -> 3389`.",
                 required<&Nat::ports>("ports", "The range of frontend ports, with at least one "
                                                "port for each instance, and the backend port.")
                     .between(1, 65535),
                 required<&Nat::to>("to", "The tier whose instances receive the connections."),
                 optional<&Nat::frontend>("frontend", "The frontend with these ports. If omitted, "
                                                      "the default frontend."),
                 optional<&Nat::from>("from", "The source address ranges that are allowed to "
                                              "connect. Required for a public load balancer."))
        .named();
  }
};

struct Balancer : BlockOf<BlockKind::Balancer> {
  Fixed<Exposure> exposure;
  Fixed<Text> name, dns;
  Open<Text> address, addressPrefix, frontDoorHost;
  Fixed<int64_t> zone;
  Open<bool> ddosProtection;
  Fixed<bool> ipv6;
  One<Patch> patch;
  Many<Frontend> frontends;
  Many<Listen> listeners;
  One<Probe> probe;
  Many<Nat> nats;
  One<PrivateLinkService> privateLink;
  Fixed<int64_t> outboundPorts;

  /// False also if `exposure` is in error.
  bool isPublic() const { return exposure.known() && exposure.value() == Exposure::Public; }

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "balancer",
               "A load balancer, which distributes connections over the instances of a tier.",
               optional<&Balancer::exposure>(
                   "exposure", "Whether the frontend has a public or an internal IP address.")
                   .defaultsTo("internal"),
               optional<&Balancer::outboundPorts>(
                   "outbound-ports",
                   "The number of SNAT ports for each instance, with `outbound = balancer`.")
                   .derivedFrom("an equal share at the maximum number of instances")
                   .between(8, 64000),
               optional<&Balancer::name>("name", "The name of the load balancer resource.")
                   .derivedFrom("made from the names of the cluster and the load balancer"),
               optional<&Balancer::dns>("dns",
                                        "The first part of the DNS name of the public IP address. "
                                        "Azure appends a unique suffix and the region."),
               optional<&Balancer::address>("address", "The IP address of an internal frontend. If "
                                                       "omitted, Azure assigns a free address."),
               optional<&Balancer::zone>("zone",
                                         "The single availability zone of the frontend IP address.")
                   .derivedFrom("all zones of the cluster")
                   .between(1, 3),
               optional<&Balancer::addressPrefix>(
                   "address-prefix",
                   "The resource ID of an existing public IP prefix that provides "
                   "the public IP address."),
               optional<&Balancer::ddosProtection>("ddos-protection",
                                                   "Whether DDoS IP Protection protects the public "
                                                   "IP address. Azure charges for each "
                                                   "protected address.")
                   .defaultsTo("no"),
               optional<&Balancer::ipv6>(
                   "ipv6", "Adds an IPv6 address to each frontend. The listeners then also accept "
                           "IPv6 connections, and forward them to the IPv6 addresses of the "
                           "instances.")
                   .defaultsTo("no"),
               optional<&Balancer::frontDoorHost>(
                   "front-door-host",
                   "The host name by which Front Door reaches this load balancer, if it is not the "
                   "`host` of the region.")
                   .derivedFrom("the `host` of the region"),
               child<&Balancer::patch>("patch"), child<&Balancer::frontends>("frontend"),
               child<&Balancer::listeners>("listen"), child<&Balancer::probe>("probe"),
               child<&Balancer::nats>("nat"), child<&Balancer::privateLink>("private-link"))
        .named();
  }
};

} // namespace azcl
