// How clients find a region of an application: Traffic Manager, and global load balancers.
#pragma once

#include "azcl/Program/Blocks/Operations/Cluster.h"

namespace azcl {

template <>
inline constexpr const char *listForm<Ref<RegionBlock>> =
    "a list of regions such as `[region.east, region.west]`";

enum class TrafficMethod : uint8_t {
  Performance,
  Priority,
  Weighted,
  Geographic,
  Subnet,
  MultiValue
};
template <> struct Words<TrafficMethod> {
  static constexpr WordInfo words[] = {
      {"performance", "the region with the lowest latency for the DNS resolver of the client",
       "Performance"},
      {"priority", "the first healthy region, in the order in which they are written", "Priority"},
      {"weighted", "a random region, each with the probability of its `weight`", "Weighted"},
      {"geographic", "the regions of the `area` that the DNS resolver of the client is in",
       "Geographic"},
      {"subnet", "the regions of the `area` that contains the address of the client's DNS resolver",
       "Subnet"},
      {"multi-value", "the IP addresses of several healthy regions in one answer", "MultiValue"}};
  static constexpr Type type{
      TypeKind::Word, "traffic-method",
      "`performance`, `priority`, `weighted`, `geographic`, `subnet` or `multi-value`", words};
};

struct TrafficProbe : BlockOf<BlockKind::TrafficProbe> {
  Protocol protocol() const { return Protocol(variant); }
  Open<int64_t> port;
  Open<Text> path, host;
  Fixed<Duration> every, timeout;
  Fixed<int64_t> failures;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "probe",
               "How Traffic Manager checks the health of each region. A request must return status "
               "200; the certificate is not checked.",
               optional<&TrafficProbe::port>("port", "The port that the probe connects to.")
                   .derivedFrom("the port of the first listener")
                   .between(1, 65535),
               optional<&TrafficProbe::path>("path", "The URL path that the probe requests.")
                   .derivedFrom("the path of the `health` block of the first tier behind the "
                                "listener, else `/`")
                   .only(Protocol::Http, Protocol::Https),
               optional<&TrafficProbe::host>("host", "The host name that the probe requests.")
                   .derivedFrom("the first host name of the listener, if it has any")
                   .only(Protocol::Http, Protocol::Https),
               optional<&TrafficProbe::every>("every", "The interval between probes: `10s` or "
                                                       "`30s`.")
                   .defaultsTo("30s"),
               optional<&TrafficProbe::timeout>(
                   "timeout", "How long a region has to answer: 5 to 10 seconds, and with `every = "
                              "10s` at most 9.")
                   .derivedFrom("9 seconds with `every = 10s`, else 10")
                   .between(seconds(5), seconds(10)),
               optional<&TrafficProbe::failures>("failures", "The number of consecutive failed "
                                                             "probes that make a region unhealthy.")
                   .defaultsTo("3")
                   .between(1, 10))
        .oneOf<Protocol>()
        .conditional(WhenRule::Never);
  }
};

struct TrafficArea : BlockOf<BlockKind::TrafficArea> {
  Fixed<List<Text>> places;
  Fixed<List<Cidr>> addresses;
  Fixed<List<Ref<RegionBlock>>> to;

  template <class = void> static constexpr auto vocabulary() {
    return block("area",
                 "Where clients are, and the regions that serve them, for the methods `geographic` "
                 "and `subnet`.",
                 optional<&TrafficArea::places>(
                     "places", "The codes of countries, states and groups, such as `[\"DE\", "
                               "\"US-CA\", \"GEO-EU\"]`. `\"WORLD\"` is everywhere else."),
                 optional<&TrafficArea::addresses>(
                     "addresses", "The address ranges of DNS resolvers. An area without any serves "
                                  "everyone else."),
                 required<&TrafficArea::to>("to", "The regions, the preferred one first."))
        .named()
        .conditional(WhenRule::Never);
  }
};

struct TrafficManager : BlockOf<BlockKind::TrafficManager> {
  Fixed<TrafficMethod> method;
  Fixed<Ref<Block>> to;
  Open<Duration> ttl;
  Fixed<Text> dns;
  Fixed<int64_t> answers;
  One<TrafficProbe> probe;
  Many<TrafficArea> areas;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "traffic-manager",
               "A Traffic Manager profile: a DNS name that leads clients to a healthy region. "
               "Traffic itself does not pass through it. Regions with the role `standby` get "
               "clients only if all others are unhealthy.",
               optional<&TrafficManager::method>("method", "How a region is chosen.")
                   .derivedFrom("`priority` if a region has the role `standby`, else "
                                "`performance`"),
               optional<&TrafficManager::to>(
                   "to", "The public load balancer or application gateway that serves the clients "
                         "in each region, such as `balancer.front`.")
                   .derivedFrom("the only public one"),
               optional<&TrafficManager::ttl>(
                   "ttl", "How long resolvers cache an answer. Clients use an unhealthy region for "
                          "at most that long after Traffic Manager has found it unhealthy.")
                   .defaultsTo("30s")
                   .between(0, seconds(2147483647)),
               optional<&TrafficManager::dns>("dns",
                                              "The first part of the DNS name. A unique suffix and "
                                              "`trafficmanager.net` follow.")
                   .derivedFrom("made from the names of the application and the profile"),
               optional<&TrafficManager::answers>(
                   "answers", "The number of addresses in one answer, with `method = multi-value`.")
                   .between(1, 8),
               child<&TrafficManager::probe>("probe"), child<&TrafficManager::areas>("area"))
        .named();
  }
};

struct GlobalBalancer : BlockOf<BlockKind::GlobalBalancer> {
  Fixed<Ref<Balancer>> to;
  Fixed<Region> home;
  Fixed<Text> dns;

  template <class = void> static constexpr auto vocabulary() {
    return block("global-balancer",
                 "A global (cross-region) load balancer: one static public address for the public "
                 "load balancers of all regions. It forwards a connection to the nearest healthy "
                 "region.",
                 optional<&GlobalBalancer::to>(
                     "to", "The public load balancer that serves the clients in each region.")
                     .derivedFrom("the only public one"),
                 optional<&GlobalBalancer::home>(
                     "home", "The region of the global load balancer itself. Its failure does not "
                             "stop the traffic.")
                     .derivedFrom("the first region of the application that can be one, else the "
                                  "first of the same cloud"),
                 optional<&GlobalBalancer::dns>(
                     "dns", "The first part of the DNS name of the address. A unique suffix "
                            "follows."))
        .named();
  }
};

} // namespace azcl
