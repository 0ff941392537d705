// Application gateways: listeners, path-based rules, redirects and health probes.
#pragma once

#include "azcl/Program/Blocks/Compute/Tier.h"
#include "azcl/Program/Blocks/Gateway/ClientCertificates.h"
#include "azcl/Program/Blocks/Gateway/Rewrite.h"
#include "azcl/Program/Blocks/Gateway/Waf.h"
#include "azcl/Program/Blocks/Network/PrivateLinkService.h"

namespace azcl {

enum class GatewaySku : uint8_t { StandardV2, WafV2 };
template <> struct Words<GatewaySku> {
  static constexpr WordInfo words[] = {
      {"standard-v2", "request routing", "Standard_v2"},
      {"waf-v2", "request routing with a web application firewall", "WAF_v2"}};
  static constexpr Type type{TypeKind::Word, "gateway-sku", "`standard-v2` or `waf-v2`", words};
};

enum class GatewayExposure : uint8_t { Public, Internal, Both };
template <> struct Words<GatewayExposure> {
  static constexpr WordInfo words[] = {
      {"public", "a public frontend, reachable from the internet"},
      {"internal", "an internal frontend, reachable from the virtual network and its peered "
                   "networks; requires a feature of the subscription"},
      {"both", "a public and an internal frontend for each listener"}};
  static constexpr Type type{TypeKind::Word, "gateway-exposure", "`public`, `internal` or `both`",
                             words};
};

enum class WebProtocol : uint8_t { Http, Https };
template <> struct Words<WebProtocol> {
  static constexpr WordInfo words[] = {{"http", "HTTP without encryption", "Http"},
                                       {"https", "HTTP over TLS", "Https"}};
  static constexpr Type type{TypeKind::Word, "web-protocol", "`http` or `https`", words};
};

// The policies that allow TLS 1.0 or 1.1 are left out.
enum class TlsPolicy : uint8_t { Year2022, Year2022Strict, Year2017Strict };
template <> struct Words<TlsPolicy> {
  static constexpr WordInfo words[] = {
      {"policy-2022", "AppGwSslPolicy20220101: TLS 1.2 and 1.3", "AppGwSslPolicy20220101"},
      {"policy-2022-strict", "AppGwSslPolicy20220101S: TLS 1.2 and 1.3, with fewer cipher suites",
       "AppGwSslPolicy20220101S"},
      {"policy-2017-strict", "AppGwSslPolicy20170401S: TLS 1.2 only", "AppGwSslPolicy20170401S"}};
  static constexpr Type type{TypeKind::Word, "tls-policy", "a TLS policy such as `policy-2022`",
                             words};
};

struct GatewayProbe : BlockOf<BlockKind::GatewayProbe> {
  Open<Text> path, host;
  Open<int64_t> port, failures;
  Open<Duration> every, timeout;

  template <class = void> static constexpr auto vocabulary() {
    return block("probe",
                 "The health probe of the backend, in the protocol of the backend. In a `gateway` "
                 "block: the default settings of all its probes.",
                 optional<&GatewayProbe::path>("path", "The URL path that the probe requests.")
                     .derivedFrom("the value in the gateway's own `probe`, else the path of the "
                                  "tier's `health`, else `/`"),
                 optional<&GatewayProbe::port>("port", "The port that the probe connects to.")
                     .derivedFrom(
                         "the value in the gateway's own `probe`, else the port of the tier's "
                         "`health` if it has the same protocol, else the backend port")
                     .between(1, 65535),
                 optional<&GatewayProbe::host>("host", "The host name that the probe requests.")
                     .derivedFrom("the value in the gateway's own `probe`, else `backend-host`, "
                                  "else the first of `hosts`, else 127.0.0.1"),
                 optional<&GatewayProbe::every>("every", "The interval between probes.")
                     .derivedFrom("the value in the gateway's own `probe`, else `30s`")
                     .between(seconds(1), hours(24)),
                 optional<&GatewayProbe::timeout>("timeout",
                                                  "The time within which an instance must respond.")
                     .derivedFrom("the value in the gateway's own `probe`, else `30s`")
                     .between(seconds(1), hours(24)),
                 optional<&GatewayProbe::failures>(
                     "failures", "The number of consecutive failed probes after which an instance "
                                 "is unhealthy and receives no requests.")
                     .derivedFrom("the value in the gateway's own `probe`, else `3`")
                     .between(1, 20))
        .conditional(WhenRule::Never);
  }
};

enum class RedirectKind : uint8_t { Permanent, Found, SeeOther, Temporary };
template <> struct Words<RedirectKind> {
  static constexpr WordInfo words[] = {
      {"permanent", "status 301, which clients can cache", "Permanent"},
      {"found", "status 302, a temporary redirect", "Found"},
      {"see-other", "status 303, a temporary redirect with the method GET", "SeeOther"},
      {"temporary", "status 307, a temporary redirect with the same method", "Temporary"}};
};

struct Redirect : BlockOf<BlockKind::Redirect> {
  RedirectKind kindOfAnswer() const { return RedirectKind(variant); }
  Fixed<Ref<GatewayListen>> to;
  Open<Text> url;
  Fixed<bool> keepPath, keepQuery;

  template <class = void> static constexpr auto vocabulary();
};

struct GatewayPath : BlockOf<BlockKind::GatewayPath> {
  Open<List<Text>> paths;
  Fixed<Ref<Tier>> to;
  Open<int64_t> port;
  Fixed<WebProtocol> backend;
  Open<Text> backendHost;
  Fixed<Ref<Rewrite>> rewrite;
  One<Redirect> redirect;
  One<GatewayProbe> probe;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "path",
               "A path-based rule for some requests of a listener. The first block with a matching "
               "path applies.",
               required<&GatewayPath::paths>("paths", "The path patterns, such as `[\"/api/*\"]`."),
               optional<&GatewayPath::to>("to", "The tier that receives the requests."),
               optional<&GatewayPath::port>("port", "The backend port.")
                   .derivedFrom("the backend port of the listener")
                   .between(1, 65535),
               optional<&GatewayPath::backend>(
                   "backend", "The protocol between the gateway and the instances.")
                   .derivedFrom("the value of the listener"),
               optional<&GatewayPath::backendHost>("backend-host",
                                                   "The host name in requests to the instances.")
                   .derivedFrom("the value of the listener"),
               optional<&GatewayPath::rewrite>(
                   "rewrite", "The rewrite set for the headers of requests and responses.")
                   .derivedFrom("the value of the listener"),
               child<&GatewayPath::redirect>("redirect"), child<&GatewayPath::probe>("probe"))
        .named();
  }
};

struct GatewayListen : BlockOf<BlockKind::GatewayListen> {
  Open<PortMap> port;
  Fixed<WebProtocol> protocol;
  Open<SecretUri> certificate;
  Open<List<Text>> hosts;
  Fixed<Ref<Tier>> to;
  Fixed<WebProtocol> backend;
  Open<Text> backendHost;
  Open<SecretUri> backendRoot;
  Fixed<bool> affinity;
  Open<Duration> timeout, draining;
  Fixed<Ref<Rewrite>> rewrite;
  One<ClientCertificates> clients;
  Many<GatewayPath> paths;
  One<Redirect> redirect;
  One<GatewayProbe> probe;

  bool tls() const { return protocol.known() && protocol.value() == WebProtocol::Https; }

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "listen", "A listener of an application gateway.",
               required<&GatewayListen::port>("port",
                                              "The port on which the gateway accepts connections; "
                                              "with `->`, the backend port follows.")
                   .between(1, 65535),
               optional<&GatewayListen::protocol>("protocol",
                                                  "The protocol between clients and the gateway.")
                   .derivedFrom("the label if it is `http` or `https`, else `https` with a "
                                "certificate and `http` without"),
               optional<&GatewayListen::certificate>(
                   "certificate",
                   "The TLS certificate and its private key, in a key vault. If the URI has no "
                   "version, the gateway follows renewals of the certificate automatically."),
               optional<&GatewayListen::hosts>(
                   "hosts", "The host names of the listener: up to five, with the wildcards `*` "
                            "and `?`. If omitted, all host names."),
               optional<&GatewayListen::to>("to", "The tier that receives the requests."),
               optional<&GatewayListen::backend>(
                   "backend", "The protocol between the gateway and the instances. It must be set "
                              "explicitly, because it decides whether traffic is encrypted again."),
               optional<&GatewayListen::backendHost>(
                   "backend-host",
                   "The host name in requests to the instances, for which their certificate must "
                   "be valid. If omitted, the host name of the client's request."),
               optional<&GatewayListen::backendRoot>(
                   "backend-root",
                   "The root certificate that issued the certificates of the instances, in a key "
                   "vault. If omitted, a public certificate authority."),
               optional<&GatewayListen::affinity>(
                   "affinity",
                   "Cookie-based affinity: requests of one client reach the same instance.")
                   .defaultsTo("no"),
               optional<&GatewayListen::timeout>(
                   "timeout", "The time within which an instance must respond to a request.")
                   .defaultsTo("30s")
                   .between(seconds(1), hours(24)),
               optional<&GatewayListen::draining>("draining",
                                                  "Connection draining: how long an instance that "
                                                  "is being removed can finish its requests.")
                   .defaultsTo("60s")
                   .between(seconds(1), hours(1)),
               optional<&GatewayListen::rewrite>(
                   "rewrite", "The rewrite set for the headers of requests and responses."),
               child<&GatewayListen::clients>("client-certificates"),
               child<&GatewayListen::paths>("path"), child<&GatewayListen::redirect>("redirect"),
               child<&GatewayListen::probe>("probe"))
        .named();
  }
};

template <class> constexpr auto Redirect::vocabulary() {
  return block(
             "redirect", "A redirect of requests to another listener or URL.",
             optional<&Redirect::to>("to", "The target, a listener of the same gateway."),
             optional<&Redirect::url>("url", "The target, a URL."),
             optional<&Redirect::keepPath>("keep-path", "Keeps the path of the request.")
                 .defaultsTo("yes"),
             optional<&Redirect::keepQuery>("keep-query", "Keeps the query string of the request.")
                 .defaultsTo("yes"))
      .oneOf<RedirectKind>()
      .conditional(WhenRule::Never);
}

struct Gateway : BlockOf<BlockKind::Gateway> {
  Fixed<GatewaySku> sku;
  Open<CountRange> capacity;
  Fixed<GatewayExposure> exposure;
  Open<Address> address;
  Open<Text> addressPrefix, identity, certificateVault, frontDoorHost;
  Open<bool> ddosProtection;
  Fixed<Ref<Subnet>> subnet;
  Fixed<TlsPolicy> tls;
  Fixed<bool> http2;
  Fixed<Ref<Logs>> logs;
  Many<GatewayListen> listeners;
  Many<Rewrite> rewrites;
  One<GatewayProbe> probe;
  One<Waf> waf;
  One<PrivateLinkService> privateLink;

  bool isPublic() const { return exposure.value() != GatewayExposure::Internal; }
  bool isInternal() const { return exposure.value() != GatewayExposure::Public; }

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "gateway",
               "An application gateway, which terminates TLS and routes web requests to tiers by "
               "host name and path.",
               optional<&Gateway::sku>("sku", "The SKU of the application gateway.")
                   .defaultsTo("waf-v2"),
               optional<&Gateway::capacity>(
                   "capacity", "The number of gateway instances. A range enables autoscaling.")
                   .defaultsTo("2..10")
                   .between(0, builtinLimit(LimitId::GatewayInstances)),
               optional<&Gateway::exposure>(
                   "exposure",
                   "Whether the gateway has a public IP address, an internal IP address, or both.")
                   .defaultsTo("public"),
               optional<&Gateway::address>("address", "The internal IP address of the gateway.")
                   .derivedFrom("the last address of the subnet"),
               optional<&Gateway::addressPrefix>(
                   "address-prefix",
                   "The resource ID of an existing public IP prefix that provides "
                   "the public IP address."),
               optional<&Gateway::ddosProtection>("ddos-protection",
                                                  "Whether DDoS IP Protection protects the public "
                                                  "IP address. Azure charges for each "
                                                  "protected address.")
                   .defaultsTo("no"),
               optional<&Gateway::identity>("identity",
                                            "The resource ID of an existing user-assigned managed "
                                            "identity that can read the certificates.")
                   .derivedFrom("a new identity, if a listener has a certificate"),
               optional<&Gateway::certificateVault>(
                   "certificate-vault",
                   "The resource ID of the key vault of the certificates. The new identity of the "
                   "gateway receives the role Key Vault Secrets User on it."),
               optional<&Gateway::subnet>(
                   "subnet",
                   "The subnet of the gateway, which can contain only application gateways.")
                   .derivedFrom("a new subnet with 256 addresses"),
               optional<&Gateway::tls>("tls", "The TLS policy of client connections.")
                   .defaultsTo("policy-2022")
                   .stricterOf(TlsPolicy::Year2022Strict, TlsPolicy::Year2022),
               optional<&Gateway::http2>("http2", "Whether clients can use HTTP/2.")
                   .defaultsTo("yes"),
               optional<&Gateway::logs>("logs", "The workspace that receives the resource logs.")
                   .derivedFrom("the only `logs` block of the cluster"),
               optional<&Gateway::frontDoorHost>(
                   "front-door-host",
                   "The host name by which Front Door reaches this gateway, if it is not the "
                   "`host` of the region.")
                   .derivedFrom("the `host` of the region"),
               child<&Gateway::listeners>("listen"), child<&Gateway::rewrites>("rewrite"),
               child<&Gateway::probe>("probe"), child<&Gateway::waf>("waf"),
               child<&Gateway::privateLink>("private-link"))
        .named();
  }
};

} // namespace azcl
