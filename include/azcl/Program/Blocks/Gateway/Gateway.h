// How web requests reach tiers: application gateways.
#pragma once

#include "azcl/Program/Blocks/Compute/Tier.h"
#include "azcl/Program/Blocks/Gateway/Rewrite.h"
#include "azcl/Program/Blocks/Gateway/Waf.h"

namespace azcl {

enum class GatewaySku : uint8_t { StandardV2, WafV2 };
template <> struct Words<GatewaySku> {
  static constexpr WordInfo words[] = {
      {"standard-v2", "routes requests", "Standard_v2"},
      {"waf-v2", "routes requests, and looks for attacks in them", "WAF_v2"}};
  static constexpr Type type{TypeKind::Word, "gateway-sku", "`standard-v2` or `waf-v2`", words};
};

enum class GatewayExposure : uint8_t { Public, Internal, Both };
template <> struct Words<GatewayExposure> {
  static constexpr WordInfo words[] = {
      {"public", "from the internet"},
      {"internal", "from the network and its peers only; the subscription needs a feature for it"},
      {"both", "each listener answers on a public and on an internal address"}};
  static constexpr Type type{TypeKind::Word, "gateway-exposure", "`public`, `internal` or `both`",
                             words};
};

enum class WebProtocol : uint8_t { Http, Https };
template <> struct Words<WebProtocol> {
  static constexpr WordInfo words[] = {{"http", "in the clear", "Http"},
                                       {"https", "over TLS", "Https"}};
  static constexpr Type type{TypeKind::Word, "web-protocol", "`http` or `https`", words};
};

// The policies that still allow TLS 1.0 and 1.1 have no word.
enum class TlsPolicy : uint8_t { Year2022, Year2022Strict, Year2017Strict };
template <> struct Words<TlsPolicy> {
  static constexpr WordInfo words[] = {
      {"policy-2022", "AppGwSslPolicy20220101: TLS 1.2 and 1.3", "AppGwSslPolicy20220101"},
      {"policy-2022-strict", "AppGwSslPolicy20220101S: the same, with fewer ciphers",
       "AppGwSslPolicy20220101S"},
      {"policy-2017-strict", "AppGwSslPolicy20170401S: TLS 1.2 only", "AppGwSslPolicy20170401S"}};
  static constexpr Type type{TypeKind::Word, "tls-policy", "a TLS policy such as `policy-2022`",
                             words};
};

/// How a gateway finds out which machines can answer. It asks in the protocol of the backend.
struct GatewayProbe : BlockOf<BlockKind::GatewayProbe> {
  Open<Text> path, host;
  Open<int64_t> port, failures;
  Open<Duration> every, timeout;

  template <class = void> static constexpr auto vocabulary() {
    return block("probe",
                 "How a gateway finds out which machines can answer: it asks them in the protocol "
                 "of the backend. In a gateway: for all that do not say it themselves.",
                 optional<&GatewayProbe::path>("path", "What is asked for.")
                     .derivedFrom("what the tier's `health` asks for, else `/`"),
                 optional<&GatewayProbe::port>("port", "The port that answers.")
                     .derivedFrom("that of the tier's `health` if it speaks the same protocol, "
                                  "else that of the backend")
                     .between(1, 65535),
                 optional<&GatewayProbe::host>("host", "The host name that is asked for.")
                     .derivedFrom("`backend-host`, else the first of `hosts`, else 127.0.0.1"),
                 optional<&GatewayProbe::every>("every", "The time between two questions.")
                     .derivedFrom("that of the gateway's own `probe`, else `30s`")
                     .between(seconds(1), hours(24)),
                 optional<&GatewayProbe::timeout>("timeout", "How long an answer may take.")
                     .derivedFrom("that of the gateway's own `probe`, else `30s`")
                     .between(seconds(1), hours(24)),
                 optional<&GatewayProbe::failures>(
                     "failures", "How many bad answers in a row take a machine out.")
                     .derivedFrom("that of the gateway's own `probe`, else `3`")
                     .between(1, 20))
        .conditional(WhenRule::Never);
  }
};

enum class RedirectKind : uint8_t { Permanent, Found, SeeOther, Temporary };
template <> struct Words<RedirectKind> {
  static constexpr WordInfo words[] = {
      {"permanent", "301: callers may remember it", "Permanent"},
      {"found", "302: for now", "Found"},
      {"see-other", "303: for now, and with GET", "SeeOther"},
      {"temporary", "307: for now, with the same method", "Temporary"}};
};

/// Sends callers elsewhere.
struct Redirect : BlockOf<BlockKind::Redirect> {
  RedirectKind kindOfAnswer() const { return RedirectKind(variant); }
  Fixed<Ref<GatewayListen>> to;
  Open<Text> url;
  Fixed<bool> keepPath, keepQuery;

  template <class = void> static constexpr auto vocabulary();
};

/// Requests for some paths go their own way.
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
               "Requests for some paths, which go their own way. The first block that fits "
               "decides.",
               required<&GatewayPath::paths>("paths", "Which paths: `[\"/api/*\"]`."),
               optional<&GatewayPath::to>("to", "Who answers."),
               optional<&GatewayPath::port>("port", "The port on the machine.")
                   .derivedFrom("that of the listener")
                   .between(1, 65535),
               optional<&GatewayPath::backend>("backend", "How the gateway talks to the machines.")
                   .derivedFrom("what the listener says"),
               optional<&GatewayPath::backendHost>("backend-host",
                                                   "The host name that the machines are asked for.")
                   .derivedFrom("what the listener says"),
               optional<&GatewayPath::rewrite>("rewrite",
                                               "What is changed in requests and answers.")
                   .derivedFrom("what the listener says"),
               child<&GatewayPath::redirect>("redirect"), child<&GatewayPath::probe>("probe"))
        .named();
  }
};

/// A port that is open to web requests.
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
  Many<GatewayPath> paths;
  One<Redirect> redirect;
  One<GatewayProbe> probe;

  bool tls() const { return protocol.known() && protocol.value() == WebProtocol::Https; }

  template <class = void> static constexpr auto vocabulary() {
    return block("listen", "A port of a gateway, for web requests.",
                 required<&GatewayListen::port>(
                     "port",
                     "The port that callers use; with `->`, the one behind it on the machine.")
                     .between(1, 65535),
                 optional<&GatewayListen::protocol>("protocol", "What callers speak.")
                     .derivedFrom("its label if that is `http` or `https`, else `https` with a "
                                  "certificate and `http` without"),
                 optional<&GatewayListen::certificate>(
                     "certificate", "The certificate that callers see, with its key, in a vault. "
                                    "Without a version in the URI it is renewed by itself."),
                 optional<&GatewayListen::hosts>(
                     "hosts",
                     "The host names that it is for, up to five, with `*` and `?`; left out: all."),
                 optional<&GatewayListen::to>("to", "Who answers."),
                 optional<&GatewayListen::backend>("backend",
                                                   "How the gateway talks to the machines: whether "
                                                   "it encrypts again is always said."),
                 optional<&GatewayListen::backendHost>(
                     "backend-host", "The host name that the machines are asked for, and that "
                                     "their certificate carries; left out: the caller's."),
                 optional<&GatewayListen::backendRoot>(
                     "backend-root", "The root that the machines' certificates come from, in a "
                                     "vault; left out: a public authority."),
                 optional<&GatewayListen::affinity>(
                     "affinity", "Sends a caller to the same machine again, by a cookie.")
                     .defaultsTo("no"),
                 optional<&GatewayListen::timeout>("timeout",
                                                   "How long a machine may take to answer.")
                     .defaultsTo("30s")
                     .between(seconds(1), hours(24)),
                 optional<&GatewayListen::draining>(
                     "draining", "How long a machine that goes away may finish its requests.")
                     .defaultsTo("60s")
                     .between(seconds(1), hours(1)),
                 optional<&GatewayListen::rewrite>("rewrite",
                                                   "What is changed in requests and answers."),
                 child<&GatewayListen::paths>("path"), child<&GatewayListen::redirect>("redirect"),
                 child<&GatewayListen::probe>("probe"))
        .named();
  }
};

template <class> constexpr auto Redirect::vocabulary() {
  return block(
             "redirect", "Sends callers elsewhere.",
             optional<&Redirect::to>("to", "Another listener of the gateway."),
             optional<&Redirect::url>("url", "An address anywhere."),
             optional<&Redirect::keepPath>("keep-path", "The path comes along.").defaultsTo("yes"),
             optional<&Redirect::keepQuery>("keep-query", "What stands behind `?` comes along.")
                 .defaultsTo("yes"))
      .oneOf<RedirectKind>()
      .conditional(WhenRule::Never);
}

struct Gateway : BlockOf<BlockKind::Gateway> {
  Fixed<GatewaySku> sku;
  Open<CountRange> capacity;
  Fixed<GatewayExposure> exposure;
  Open<Address> address;
  Open<Text> identity;
  Fixed<Ref<Subnet>> subnet;
  Fixed<TlsPolicy> tls;
  Fixed<bool> http2;
  Many<GatewayListen> listeners;
  Many<Rewrite> rewrites;
  One<GatewayProbe> probe;
  One<Waf> waf;

  bool isPublic() const { return exposure.value() != GatewayExposure::Internal; }
  bool isInternal() const { return exposure.value() != GatewayExposure::Public; }

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "gateway",
               "Takes web requests, decrypts them, and spreads them over tiers by host name and "
               "path.",
               optional<&Gateway::sku>("sku", "How much it can do.").defaultsTo("waf-v2"),
               optional<&Gateway::capacity>("capacity",
                                            "How many units; with a range it scales by itself.")
                   .defaultsTo("2..10")
                   .between(0, builtinLimit(LimitId::GatewayInstances)),
               optional<&Gateway::exposure>("exposure", "Where callers come from.")
                   .defaultsTo("public"),
               optional<&Gateway::address>("address", "Its internal address.")
                   .derivedFrom("the last one of its subnet"),
               optional<&Gateway::identity>(
                   "identity", "The resource ID of an existing user-assigned identity that can "
                               "read the certificates. Without it the deployment creates one.")
                   .derivedFrom(
                       "one that is created with the gateway, if a listener has a certificate"),
               optional<&Gateway::subnet>(
                   "subnet", "The subnet that it stands in, where nothing but gateways may stand.")
                   .derivedFrom("one of its own with 256 addresses"),
               optional<&Gateway::tls>("tls", "What callers' encryption has to be.")
                   .defaultsTo("policy-2022"),
               optional<&Gateway::http2>("http2", "Callers may speak HTTP/2.").defaultsTo("yes"),
               child<&Gateway::listeners>("listen"), child<&Gateway::rewrites>("rewrite"),
               child<&Gateway::probe>("probe"), child<&Gateway::waf>("waf"))
        .named();
  }
};

} // namespace azcl
