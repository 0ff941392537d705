// Azure Front Door: a global entry for web requests.
#pragma once

#include "azcl/Program/Blocks/Regions/FrontDoorRules.h"
#include "azcl/Program/Blocks/Regions/Traffic.h"

namespace azcl {

enum class FrontDoorTier : uint8_t { Standard, Premium };
template <> struct Words<FrontDoorTier> {
  static constexpr WordInfo words[] = {
      {"standard", "Front Door Standard", "Standard_AzureFrontDoor"},
      {"premium", "Front Door Premium, with managed WAF rules and private links",
       "Premium_AzureFrontDoor"}};
  static constexpr Type type{TypeKind::Word, "front-door-tier", "`standard` or `premium`", words};
};

/// Azure's names for sets of cipher suites; the one with TLS 1.0 is left out.
enum class EdgeTls : uint8_t { Year2022, Year2023 };
template <> struct Words<EdgeTls> {
  static constexpr WordInfo words[] = {
      {"year-2022", "TLS12_2022: TLS 1.2 and 1.3", "TLS12_2022"},
      {"year-2023", "TLS12_2023: TLS 1.2 and 1.3, with fewer cipher suites", "TLS12_2023"}};
  static constexpr Type type{TypeKind::Word, "edge-tls", "`year-2022` or `year-2023`", words};
};

enum class CacheQuery : uint8_t { All, None, Only, Except };
template <> struct Words<CacheQuery> {
  static constexpr WordInfo words[] = {
      {"all", "each query string has a cached response of its own", "UseQueryString"},
      {"none", "the query string makes no difference", "IgnoreQueryString"},
      {"only", "only the parameters in `names` make a difference", "IncludeSpecifiedQueryStrings"},
      {"except", "all parameters but those in `names` make a difference",
       "IgnoreSpecifiedQueryStrings"}};
  static constexpr Type type{TypeKind::Word, "cache-query", "`all`, `none`, `only` or `except`",
                             words};
};

template <>
inline constexpr const char *listForm<Ref<EdgeRewrite>> =
    "a list of rule sets such as `[rewrite.security]`";

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

struct FrontDoorCache : BlockOf<BlockKind::FrontDoorCache> {
  Fixed<CacheQuery> query;
  Fixed<List<Text>> names, types;
  Fixed<bool> compress;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "cache",
               "Caches responses at the edge, for as long as their headers allow. Responses "
               "without `Cache-Control` are cached for one to three days.",
               optional<&FrontDoorCache::query>("query", "How query strings tell responses apart.")
                   .defaultsTo("all"),
               optional<&FrontDoorCache::names>("names",
                                                "The names of query parameters, for `query = only` "
                                                "and `query = except`."),
               optional<&FrontDoorCache::compress>(
                   "compress", "Whether Front Door compresses responses between 1 KB and 8 MB.")
                   .defaultsTo("yes"),
               optional<&FrontDoorCache::types>("types", "The content types that are compressed.")
                   .derivedFrom("the common types of text, scripts and fonts"))
        .conditional(WhenRule::Never);
  }
};

struct FrontDoorCertificate : BlockOf<BlockKind::FrontDoorCertificate> {
  Open<SecretUri> secret;
  Open<Text> vault;
  Fixed<List<Text>> domains;

  template <class = void> static constexpr auto vocabulary() {
    return block("certificate",
                 "A certificate of your own in a key vault, instead of one that Front Door "
                 "manages.",
                 required<&FrontDoorCertificate::secret>(
                     "secret",
                     "The URI of the secret with the certificate and its private key. If the URI "
                     "has no version, Front Door follows renewals of the certificate."),
                 required<&FrontDoorCertificate::vault>(
                     "vault", "The resource ID of the key vault. The new identity of the profile "
                              "receives the role Key Vault Secrets User on it."),
                 optional<&FrontDoorCertificate::domains>(
                     "domains", "The domains of the Front Door that use the certificate.")
                     .derivedFrom("all domains that no other `certificate` names"))
        .named()
        .conditional(WhenRule::Never);
  }
};

struct FrontDoorRoute : BlockOf<BlockKind::FrontDoorRoute> {
  Fixed<List<Text>> paths, domains;
  Fixed<Ref<Block>> to;
  Fixed<WebProtocol> backend;
  Open<Text> backendPath;
  Fixed<bool> redirect;
  Fixed<List<Ref<EdgeRewrite>>> rewrites;
  One<FrontDoorCache> cache;
  One<FrontDoorProbe> probe;

  template <class = void> static constexpr auto vocabulary() {
    return block("route",
                 "A route for some paths or domains. Front Door chooses the route with the most "
                 "specific path. The `front-door` itself describes the route for all other "
                 "requests.",
                 required<&FrontDoorRoute::paths>(
                     "paths", "The path patterns, such as `[\"/api/*\", \"/\"]`."),
                 optional<&FrontDoorRoute::domains>("domains", "Some `domains` of the Front Door.")
                     .derivedFrom("all"),
                 optional<&FrontDoorRoute::to>("to",
                                               "The application gateway or load balancer that "
                                               "serves the requests in each region.")
                     .derivedFrom("that of the Front Door"),
                 optional<&FrontDoorRoute::backend>(
                     "backend", "The protocol between Front Door and the regions.")
                     .derivedFrom("as for the Front Door"),
                 optional<&FrontDoorRoute::backendPath>(
                     "backend-path", "Replaces the part of the path before `*` in requests to the "
                                     "regions."),
                 optional<&FrontDoorRoute::redirect>("redirect",
                                                     "Redirects HTTP requests of clients to HTTPS.")
                     .derivedFrom("the value of the Front Door"),
                 optional<&FrontDoorRoute::rewrites>("rewrites",
                                                     "The rule sets that apply, in this order.")
                     .derivedFrom("those of the Front Door"),
                 child<&FrontDoorRoute::cache>("cache"), child<&FrontDoorRoute::probe>("probe"))
        .named();
  }
};

struct FrontDoor : BlockOf<BlockKind::FrontDoor> {
  Fixed<FrontDoorTier> tier;
  Fixed<Ref<Block>> to;
  Fixed<List<Text>> domains;
  Fixed<WebProtocol> backend;
  Fixed<bool> redirect, lock, affinity, isPrivate;
  Fixed<Duration> timeout, tolerance;
  Fixed<EdgeTls> tls;
  Open<Text> identity;
  Fixed<List<Ref<EdgeRewrite>>> rewrites;
  One<FrontDoorCache> cache;
  One<FrontDoorProbe> probe;
  One<FrontDoorWaf> waf;
  Many<FrontDoorRoute> routes;
  Many<EdgeRewrite> sets;
  Many<FrontDoorCertificate> certificates;

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
                   .derivedFrom(
                       "`premium` with managed WAF rules or `private = yes`, else `standard`"),
               optional<&FrontDoor::to>(
                   "to",
                   "The application gateway or load balancer that serves the requests in each "
                   "region, such as `gateway.front`.")
                   .derivedFrom("the only public one; with `private = yes`, the only internal "
                                "load balancer or public application gateway"),
               optional<&FrontDoor::domains>(
                   "domains",
                   "The host names of the application, with certificates that Front Door "
                   "manages or that `certificate` blocks contain. If omitted, requests use the "
                   "generated host name.")
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
                   .derivedFrom("no with `private = yes`, else yes"),
               optional<&FrontDoor::isPrivate>(
                   "private",
                   "Whether Front Door reaches the regions through private links. Load balancers "
                   "then need no public address, and gateways accept no clients from the internet. "
                   "It needs the tier `premium`.")
                   .defaultsTo("no"),
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
               optional<&FrontDoor::tls>("tls", "The cipher suites for the `domains`.")
                   .derivedFrom("Azure's default"),
               optional<&FrontDoor::identity>(
                   "identity", "The resource ID of an existing user-assigned managed identity that "
                               "can read the certificates.")
                   .derivedFrom("a new identity, if the Front Door has a `certificate`"),
               optional<&FrontDoor::rewrites>(
                   "rewrites", "The rule sets that apply to all routes without their own, in this "
                               "order.")
                   .derivedFrom("none"),
               child<&FrontDoor::cache>("cache"), child<&FrontDoor::probe>("probe"),
               child<&FrontDoor::waf>("waf"), child<&FrontDoor::routes>("route"),
               child<&FrontDoor::sets>("rewrite"), child<&FrontDoor::certificates>("certificate"))
        .named();
  }
};

} // namespace azcl
