// Azure Front Door: a global entry for web requests.
#pragma once

#include "azcl/Program/Blocks/Regions/Traffic.h"

namespace azcl {

enum class FrontDoorTier : uint8_t { Standard, Premium };
template <> struct Words<FrontDoorTier> {
  static constexpr WordInfo words[] = {
      {"standard", "Front Door Standard", "Standard_AzureFrontDoor"},
      {"premium", "Front Door Premium, with managed WAF rules", "Premium_AzureFrontDoor"}};
  static constexpr Type type{TypeKind::Word, "front-door-tier", "`standard` or `premium`", words};
};

enum class LimitWindow : uint8_t { Minute, FiveMinutes };
template <> struct Words<LimitWindow> {
  static constexpr WordInfo words[] = {{"minute", "in one minute"},
                                       {"five-minutes", "in five minutes"}};
  static constexpr Type type{TypeKind::Word, "window", "`minute` or `five-minutes`", words};
};

struct FrontDoorProbe : BlockOf<BlockKind::FrontDoorProbe> {
  WebProtocol protocol() const { return WebProtocol(variant); }
  Open<Text> path;
  Fixed<Duration> every;

  template <class = void> static constexpr auto vocabulary() {
    return block("probe",
                 "How Front Door checks the health of each region: a HEAD request that must return "
                 "status 200. Of the last four requests, three must succeed.",
                 optional<&FrontDoorProbe::path>("path", "The URL path that the probe requests.")
                     .derivedFrom("the path of the `health` block of the first tier behind the "
                                  "listener, else `/`"),
                 optional<&FrontDoorProbe::every>(
                     "every", "The interval between probes. Each of the many edge locations of "
                              "Front Door sends its own.")
                     .defaultsTo("30s")
                     .between(seconds(1), seconds(255)))
        .oneOf<WebProtocol>()
        .conditional(WhenRule::Never);
  }
};

struct FrontDoorWaf : BlockOf<BlockKind::FrontDoorWaf> {
  Fixed<WafMode> mode;
  Fixed<bool> managed;
  Open<int64_t> limit;
  Fixed<LimitWindow> window;

  template <class = void> static constexpr auto vocabulary() {
    return block("waf", "A web application firewall at the edge.",
                 optional<&FrontDoorWaf::mode>("mode", "Whether attacks are blocked or logged.")
                     .defaultsTo("prevention"),
                 optional<&FrontDoorWaf::managed>(
                     "managed", "Whether the default rule set and the bot protection of Microsoft "
                                "apply. They need the tier `premium`.")
                     .derivedFrom("yes, unless the tier is `standard`"),
                 optional<&FrontDoorWaf::limit>(
                     "limit", "The number of requests that an address can send in the time of "
                              "`per`. The firewall blocks further ones.")
                     .between(10, 1000000),
                 optional<&FrontDoorWaf::window>("per", "The time in which requests are counted.")
                     .derivedFrom("`minute` with `limit`"))
        .conditional(WhenRule::Never);
  }
};

struct FrontDoor : BlockOf<BlockKind::FrontDoor> {
  Fixed<FrontDoorTier> tier;
  Fixed<Ref<Block>> to;
  Fixed<List<Text>> domains;
  Fixed<WebProtocol> backend;
  Fixed<bool> redirect, lock, affinity;
  Fixed<Duration> timeout, tolerance;
  One<FrontDoorProbe> probe;
  One<FrontDoorWaf> waf;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "front-door",
               "An Azure Front Door profile: requests enter Microsoft's network near the client "
               "and "
               "go to the nearest healthy region. Regions with the role `standby` get requests "
               "only "
               "if all others are unhealthy.",
               optional<&FrontDoor::tier>("tier", "The tier of the profile. It cannot be lowered "
                                                  "later.")
                   .derivedFrom("`premium` with managed WAF rules, else `standard`"),
               optional<&FrontDoor::to>(
                   "to", "The public application gateway or load balancer that serves the requests "
                         "in each region, such as `gateway.front`.")
                   .derivedFrom("the only public one"),
               optional<&FrontDoor::domains>(
                   "domains",
                   "The host names of the application, with certificates that Front Door "
                   "manages. If omitted, requests use the generated host name.")
                   .derivedFrom("none"),
               optional<&FrontDoor::backend>("backend", "The protocol between Front Door and the "
                                                        "regions.")
                   .derivedFrom("that of the first listener of a gateway; of a load balancer, "
                                "`http` with port 80, else `https`"),
               optional<&FrontDoor::redirect>("redirect",
                                              "Redirects HTTP requests of clients to HTTPS.")
                   .defaultsTo("yes"),
               optional<&FrontDoor::lock>(
                   "lock", "Whether the listeners of `to` accept connections only from Front Door. "
                           "A gateway with a WAF also rejects requests of other Front Door "
                           "profiles.")
                   .defaultsTo("yes"),
               optional<&FrontDoor::affinity>(
                   "affinity", "Whether the requests of a session go to the same region, by a "
                               "cookie. Weights then apply only to new sessions.")
                   .defaultsTo("no"),
               optional<&FrontDoor::timeout>("timeout", "How long a region has to answer.")
                   .defaultsTo("60s")
                   .between(seconds(16), seconds(240)),
               optional<&FrontDoor::tolerance>(
                   "tolerance",
                   "Regions whose latency is at most this much longer than that of the "
                   "nearest one share the requests, by their weights.")
                   .defaultsTo("50ms")
                   .between(0, 1000),
               child<&FrontDoor::probe>("probe"), child<&FrontDoor::waf>("waf"))
        .named();
  }
};

} // namespace azcl
