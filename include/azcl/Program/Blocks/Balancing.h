// How traffic reaches tiers.
#pragma once

#include "azcl/Program/Blocks/Compute/Tier.h"

namespace azcl {

enum class Exposure : uint8_t { Internal, Public };
template <> struct Words<Exposure> {
  static constexpr WordInfo words[] = {{"internal", "from the network and its peers only"},
                                       {"public", "from the internet"}};
  static constexpr Type type{TypeKind::Word, "exposure", "`public` or `internal`", words};
};

enum class Transport : uint8_t { Tcp, Udp };
template <> struct Words<Transport> {
  static constexpr WordInfo words[] = {{"tcp", "connections", "Tcp"}, {"udp", "datagrams", "Udp"}};
  static constexpr Type type{TypeKind::Word, "transport", "`tcp` or `udp`", words};
};

enum class Affinity : uint8_t { Connection, Caller, CallerAndProtocol };
template <> struct Words<Affinity> {
  static constexpr WordInfo words[] = {
      {"connection", "nothing: each connection goes where there is room"},
      {"caller", "the caller's address", "SourceIP"},
      {"caller-and-protocol", "the caller's address and the protocol", "SourceIPProtocol"}};
  static constexpr Type type{TypeKind::Word, "affinity",
                             "`connection`, `caller` or `caller-and-protocol`", words};
};

struct Listen : BlockOf<BlockKind::Listen> {
  Open<PortMap> port;
  Fixed<Ref<Tier>> to;
  Fixed<Transport> protocol;
  Open<List<Cidr>> from;
  Fixed<Affinity> affinity;
  Fixed<bool> floating, everyPort;
  Open<Duration> idle;

  template <class = void> static constexpr auto vocabulary() {
    return block("listen", "A port that is open to callers.",
                 optional<&Listen::everyPort>(
                     "every-port",
                     "All ports and protocols of an internal balancer, instead of `port`.")
                     .defaultsTo("no"),
                 optional<&Listen::port>(
                     "port",
                     "The port that callers use; with `->`, the one behind it on the machine.")
                     .between(1, 65535),
                 required<&Listen::to>("to", "Who answers."),
                 optional<&Listen::protocol>("protocol", "What is passed on.").defaultsTo("tcp"),
                 optional<&Listen::from>("from", "The addresses of those who may call; left out: "
                                                 "all that can reach the balancer."),
                 optional<&Listen::affinity>("affinity",
                                             "What makes a caller come back to the same machine.")
                     .defaultsTo("connection"),
                 optional<&Listen::floating>(
                     "floating",
                     "Machines see the balancer's own address, as clusters of databases want it.")
                     .defaultsTo("no"),
                 optional<&Listen::idle>("idle",
                                         "How long a connection may be silent, in whole minutes.")
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
               "How the balancer finds out who can answer. Where it is left out, it asks what the "
               "tier's `health` asks.",
               required<&Probe::port>("port", "The port that answers.").between(1, 65535),
               optional<&Probe::path>("path", "What is asked for.")
                   .defaultsTo("\"/\"")
                   .only(Protocol::Http, Protocol::Https),
               optional<&Probe::every>("every", "The time between two questions.")
                   .defaultsTo("5s")
                   .between(seconds(5), seconds(2147483646)),
               optional<&Probe::failures>("failures", "How many answers in a row change its mind.")
                   .defaultsTo("2")
                   .between(1, 100))
        .oneOf<Protocol>()
        .conditional(WhenRule::Never);
  }
};

struct Nat : BlockOf<BlockKind::Nat> {
  Open<PortMap> ports;
  Fixed<Ref<Tier>> to;
  Open<List<Cidr>> from;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "nat", "A port for each single machine: `ports = 50000..50099 -> 3389`.",
               required<&Nat::ports>(
                   "ports", "The ports outside, at least one for each machine, and the one inside.")
                   .between(1, 65535),
               required<&Nat::to>("to", "Whose machines."),
               optional<&Nat::from>(
                   "from", "The addresses of those who may call; a public balancer demands it."))
        .named();
  }
};

struct Balancer : BlockOf<BlockKind::Balancer> {
  Fixed<Exposure> exposure;
  Fixed<Text> name, dns;
  Open<Text> address;
  Fixed<int64_t> zone;
  One<Patch> patch;
  Many<Listen> listeners;
  One<Probe> probe;
  Many<Nat> nats;
  Fixed<int64_t> outboundPorts;

  /// Known to be; of one in error nothing is known.
  bool isPublic() const { return exposure.known() && exposure.value() == Exposure::Public; }

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "balancer", "Spreads connections over the machines of a tier.",
               optional<&Balancer::exposure>("exposure", "Where callers come from.")
                   .defaultsTo("internal"),
               optional<&Balancer::outboundPorts>(
                   "outbound-ports",
                   "With `outbound = balancer`: how many ports each machine has for its own calls.")
                   .derivedFrom("an equal share, for the largest number of machines")
                   .between(8, 64000),
               optional<&Balancer::name>("name", "What its resource is called.")
                   .derivedFrom("the names of cluster and balancer"),
               optional<&Balancer::dns>("dns",
                                        "The first part of its name on the internet; Azure adds a "
                                        "few letters that make it unique, and the region."),
               optional<&Balancer::address>(
                   "address", "Its address, if it is internal; left out: one that is free."),
               optional<&Balancer::zone>("zone", "The one zone that its address is in.")
                   .derivedFrom("all zones of the cluster")
                   .between(1, 3),
               child<&Balancer::patch>("patch"), child<&Balancer::listeners>("listen"),
               child<&Balancer::probe>("probe"), child<&Balancer::nats>("nat"))
        .named();
  }
};

} // namespace azcl
