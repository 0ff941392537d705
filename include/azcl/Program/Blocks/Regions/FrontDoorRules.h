// The rule sets of Front Door: changes to requests and responses at the edge.
#pragma once

#include "azcl/Program/Blocks/Gateway/Gateway.h"

namespace azcl {

enum class EdgeTarget : uint8_t {
  Path,
  Host,
  Query,
  Extension,
  Method,
  Scheme,
  Country,
  Address,
  Device,
  Header,
  Cookie
};
template <> struct Words<EdgeTarget> {
  static constexpr WordInfo words[] = {
      {"path", "the path, such as `/shop/cart`", "UrlPath"},
      {"host", "the host name", "HostName"},
      {"query", "the whole query string, without `?`", "QueryString"},
      {"extension", "the file extension in the path, without a period", "UrlFileExtension"},
      {"method", "the HTTP method", "RequestMethod"},
      {"scheme", "`HTTP` or `HTTPS`", "RequestScheme"},
      {"country", "the country of the client", "RemoteAddress"},
      {"address", "the IP address of the client", "RemoteAddress"},
      {"device", "`Mobile` or `Desktop`", "IsDevice"},
      {"header", "a header of the request", "RequestHeader"},
      {"cookie", "a cookie", "Cookies"}};
};

enum class EdgeCompare : uint8_t { Equals, Contains, StartsWith, EndsWith, Regex, Any };
template <> struct Words<EdgeCompare> {
  static constexpr WordInfo words[] = {{"equals", "equal to a value", "Equal"},
                                       {"contains", "contains a value", "Contains"},
                                       {"starts-with", "starts with a value", "BeginsWith"},
                                       {"ends-with", "ends with a value", "EndsWith"},
                                       {"regex", "matches a regular expression", "RegEx"},
                                       {"any", "exists, with any value", "Any"}};
  static constexpr Type type{TypeKind::Word, "edge-compare", "a comparison such as `contains`",
                             words};
};

struct EdgeCondition : BlockOf<BlockKind::EdgeCondition> {
  EdgeTarget target() const { return EdgeTarget(variant); }
  Open<List<Cidr>> addresses;
  Open<List<Text>> values;
  Fixed<Text> name;
  Fixed<EdgeCompare> compare;
  Fixed<bool> ignoreCase, negate;

  template <class = void> static constexpr auto vocabulary() {
    return block("match", "A condition of a rule: a part of the request has one of these values.",
                 optional<&EdgeCondition::addresses>("addresses", "The address ranges.")
                     .only(EdgeTarget::Address),
                 optional<&EdgeCondition::values>(
                     "values", "The values; for `country`, codes such as `\"DE\"`. A path that is "
                               "compared from its beginning starts with `/`.")
                     .only(EdgeTarget::Path, EdgeTarget::Host, EdgeTarget::Query,
                           EdgeTarget::Extension, EdgeTarget::Method, EdgeTarget::Scheme,
                           EdgeTarget::Country, EdgeTarget::Device, EdgeTarget::Header,
                           EdgeTarget::Cookie),
                 optional<&EdgeCondition::name>("name", "The name of the header or cookie.")
                     .only(EdgeTarget::Header, EdgeTarget::Cookie),
                 optional<&EdgeCondition::compare>("compare", "How the values are compared.")
                     .defaultsTo("equals")
                     .only(EdgeTarget::Path, EdgeTarget::Host, EdgeTarget::Query,
                           EdgeTarget::Extension, EdgeTarget::Header, EdgeTarget::Cookie),
                 optional<&EdgeCondition::ignoreCase>("ignore-case", "Ignores the case of letters.")
                     .derivedFrom("no with `compare = regex`, else yes")
                     .only(EdgeTarget::Path, EdgeTarget::Host, EdgeTarget::Query,
                           EdgeTarget::Extension, EdgeTarget::Header, EdgeTarget::Cookie),
                 optional<&EdgeCondition::negate>("negate", "Negates the condition.")
                     .defaultsTo("no"))
        .oneOf<EdgeTarget>()
        .conditional(WhenRule::Never);
  }
};

struct EdgeUrl : BlockOf<BlockKind::EdgeUrl> {
  Open<Text> prefix, path;
  Fixed<bool> keepRest;

  template <class = void> static constexpr auto vocabulary() {
    return block("url", "Changes the path of requests to the regions.",
                 optional<&EdgeUrl::prefix>("prefix", "The beginning of the path that is replaced.")
                     .defaultsTo("\"/\""),
                 required<&EdgeUrl::path>("path", "What replaces it."),
                 optional<&EdgeUrl::keepRest>("keep-rest",
                                              "Appends the rest of the path after `prefix`.")
                     .defaultsTo("yes"))
        .conditional(WhenRule::Never);
  }
};

enum class EdgeRedirectKind : uint8_t { Permanent, Found, Temporary, PermanentSameMethod };
template <> struct Words<EdgeRedirectKind> {
  static constexpr WordInfo words[] = {
      {"permanent", "status 301, which clients can cache", "Moved"},
      {"found", "status 302, a temporary redirect", "Found"},
      {"temporary", "status 307, a temporary redirect with the same method", "TemporaryRedirect"},
      {"permanent-same-method",
       "status 308, which clients can cache, and repeat with the same method",
       "PermanentRedirect"}};
};

struct EdgeRedirect : BlockOf<BlockKind::EdgeRedirect> {
  EdgeRedirectKind kindOfAnswer() const { return EdgeRedirectKind(variant); }
  Fixed<WebProtocol> protocol;
  Open<Text> host, path, query, fragment;

  template <class = void> static constexpr auto vocabulary() {
    return block("redirect",
                 "A redirect of requests to another URL. What is not set stays as in the request.",
                 optional<&EdgeRedirect::protocol>("protocol", "The protocol of the new URL.")
                     .derivedFrom("that of the request"),
                 optional<&EdgeRedirect::host>("host", "The host name of the new URL.")
                     .derivedFrom("that of the request"),
                 optional<&EdgeRedirect::path>("path", "The path of the new URL.")
                     .derivedFrom("that of the request"),
                 optional<&EdgeRedirect::query>(
                     "query", "The query string of the new URL, such as `\"from=edge\"`.")
                     .derivedFrom("that of the request"),
                 optional<&EdgeRedirect::fragment>("fragment", "The part of the new URL after `#`.")
                     .derivedFrom("that of the request"))
        .oneOf<EdgeRedirectKind>()
        .conditional(WhenRule::Never);
  }
};

struct EdgeRule : BlockOf<BlockKind::EdgeRule> {
  Fixed<bool> last;
  Many<EdgeCondition> conditions;
  Many<HeaderChange> headers;
  One<EdgeUrl> url;
  One<EdgeRedirect> redirect;

  template <class = void> static constexpr auto vocabulary() {
    return block("rule",
                 "Changes to the requests that match all conditions, and to their responses. Front "
                 "Door applies the rules in the order of the program.",
                 optional<&EdgeRule::last>(
                     "last", "Whether the later rules of the set do not apply to these requests.")
                     .defaultsTo("no"),
                 child<&EdgeRule::conditions>("match"), child<&EdgeRule::headers>("header"),
                 child<&EdgeRule::url>("url"), child<&EdgeRule::redirect>("redirect"))
        .named();
  }
};

struct EdgeRewrite : BlockOf<BlockKind::EdgeRewrite> {
  Many<HeaderChange> headers;
  Many<EdgeRule> rules;

  template <class = void> static constexpr auto vocabulary() {
    return block("rewrite",
                 "A rule set: changes to HTTP headers and URLs, and redirects, for the routes that "
                 "refer to it. Its own `header` blocks apply to all requests. Values can contain "
                 "the server variables of Front Door, such as `{client_ip}`.",
                 child<&EdgeRewrite::headers>("header"), child<&EdgeRewrite::rules>("rule"))
        .named();
  }
};

} // namespace azcl
