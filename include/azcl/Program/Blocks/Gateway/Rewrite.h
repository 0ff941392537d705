// Rewrite sets of application gateways.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class HeaderSide : uint8_t { Request, Response };
template <> struct Words<HeaderSide> {
  static constexpr WordInfo words[] = {{"request", "a header of requests to the instances"},
                                       {"response", "a header of responses to clients"}};
};

struct HeaderChange : BlockOf<BlockKind::HeaderChange> {
  HeaderSide side() const { return HeaderSide(variant); }
  Open<Text> name, value;

  template <class = void> static constexpr auto vocabulary() {
    return block("header", "Sets or removes an HTTP header.",
                 required<&HeaderChange::name>("name", "The name of the header."),
                 optional<&HeaderChange::value>(
                     "value", "The new value. If omitted, the header is removed."))
        .oneOf<HeaderSide>();
  }
};

enum class RewriteVariable : uint8_t {
  Path,
  Uri,
  Query,
  Host,
  Method,
  Client,
  Scheme,
  Status,
  CertificateSubject,
  CertificateIssuer,
  CertificateFingerprint,
  CertificateVerification,
  Cookie,
  RequestHeader,
  ResponseHeader
};
template <> struct Words<RewriteVariable> {
  static constexpr WordInfo words[] = {
      {"path", "the path: `{var_uri_path}`", "var_uri_path"},
      {"uri", "the path and the query string: `{var_request_uri}`", "var_request_uri"},
      {"query", "the query string: `{var_query_string}`", "var_query_string"},
      {"host", "the host name: `{var_host}`", "var_host"},
      {"method", "the HTTP method: `{var_http_method}`", "var_http_method"},
      {"client", "the IP address of the client: `{var_client_ip}`", "var_client_ip"},
      {"scheme", "`http` or `https`: `{var_request_scheme}`", "var_request_scheme"},
      {"status", "the status of the response: `{var_http_status}`", "var_http_status"},
      {"certificate-subject",
       "the subject of the client certificate: `{var_client_certificate_subject}`",
       "var_client_certificate_subject"},
      {"certificate-issuer",
       "the issuer of the client certificate: `{var_client_certificate_issuer}`",
       "var_client_certificate_issuer"},
      {"certificate-fingerprint",
       "the fingerprint of the client certificate: `{var_client_certificate_fingerprint}`",
       "var_client_certificate_fingerprint"},
      {"certificate-verification",
       "the result of its verification: `{var_client_certificate_verification}`",
       "var_client_certificate_verification"},
      {"cookie", "a cookie: `{var_cookie_NAME}`"},
      {"request-header", "a header of the request: `{http_req_NAME}`"},
      {"response-header", "a header of the response: `{http_resp_NAME}`"}};
};

struct RewriteCondition : BlockOf<BlockKind::RewriteCondition> {
  RewriteVariable variableOf() const { return RewriteVariable(variant); }
  Fixed<Text> name;
  Open<Text> pattern;
  Fixed<bool> ignoreCase, negate;

  template <class = void> static constexpr auto vocabulary() {
    return block("match",
                 "A condition of a rewrite rule. Values refer to a variable by the name in braces, "
                 "and to its first capture group with `_1`: `{var_uri_path_1}`.",
                 optional<&RewriteCondition::name>("name", "The name of the cookie or header.")
                     .only(RewriteVariable::Cookie, RewriteVariable::RequestHeader,
                           RewriteVariable::ResponseHeader),
                 required<&RewriteCondition::pattern>("pattern", "A regular expression."),
                 optional<&RewriteCondition::ignoreCase>("ignore-case",
                                                         "Ignores the case of letters.")
                     .defaultsTo("yes"),
                 optional<&RewriteCondition::negate>("negate", "Negates the condition.")
                     .defaultsTo("no"))
        .oneOf<RewriteVariable>()
        .conditional(WhenRule::Never);
  }
};

struct RewriteUrl : BlockOf<BlockKind::RewriteUrl> {
  Open<Text> path, query;
  Fixed<bool> reroute;

  template <class = void> static constexpr auto vocabulary() {
    return block("url", "Changes the URL of requests to the instances.",
                 optional<&RewriteUrl::path>("path", "The new path."),
                 optional<&RewriteUrl::query>("query", "The new query string."),
                 optional<&RewriteUrl::reroute>("reroute",
                                                "Selects the path rule again, for the new path.")
                     .defaultsTo("no"))
        .conditional(WhenRule::Never);
  }
};

struct RewriteRule : BlockOf<BlockKind::RewriteRule> {
  Many<RewriteCondition> conditions;
  Many<HeaderChange> headers;
  One<RewriteUrl> url;

  template <class = void> static constexpr auto vocabulary() {
    return block("rule",
                 "A rewrite rule: changes to the requests and responses that match all conditions. "
                 "Azure applies the rules in the order of the program.",
                 child<&RewriteRule::conditions>("match"), child<&RewriteRule::headers>("header"),
                 child<&RewriteRule::url>("url"))
        .named();
  }
};

struct Rewrite : BlockOf<BlockKind::Rewrite> {
  Many<HeaderChange> headers;
  Many<RewriteRule> rules;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "rewrite",
               "A rewrite set: changes to HTTP headers and URLs, for the listeners and paths that "
               "refer to it. Its own `header` blocks apply to all requests.",
               child<&Rewrite::headers>("header"), child<&Rewrite::rules>("rule"))
        .named();
  }
};

} // namespace azcl
