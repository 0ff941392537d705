// The web application firewall of an application gateway.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class WafMode : uint8_t { Detection, Prevention };
template <> struct Words<WafMode> {
  static constexpr WordInfo words[] = {
      {"detection", "log attacks without blocking them", "Detection"},
      {"prevention", "log and block attacks", "Prevention"}};
  static constexpr Type type{TypeKind::Word, "waf-mode", "`detection` or `prevention`", words};
};

enum class WafRules : uint8_t { Microsoft22, Microsoft21, Owasp32 };
template <> struct Words<WafRules> {
  static constexpr WordInfo words[] = {
      {"microsoft-default-2.2", "Microsoft Default Rule Set 2.2"},
      {"microsoft-default-2.1", "Microsoft Default Rule Set 2.1"},
      {"owasp-3.2", "OWASP Core Rule Set 3.2, the last one that Azure offers"}};
  static constexpr Type type{TypeKind::Word, "waf-rules",
                             "a rule set such as `microsoft-default-2.1`", words};
};

enum class WafField : uint8_t {
  HeaderNames,
  HeaderValues,
  CookieNames,
  CookieValues,
  ArgumentNames,
  ArgumentValues
};
template <> struct Words<WafField> {
  static constexpr WordInfo words[] = {
      {"header-names", "the names of headers", "RequestHeaderKeys"},
      {"header-values", "the values of headers", "RequestHeaderValues"},
      {"cookie-names", "the names of cookies", "RequestCookieKeys"},
      {"cookie-values", "the values of cookies", "RequestCookieValues"},
      {"argument-names", "the names of arguments, in the query string or the body",
       "RequestArgKeys"},
      {"argument-values", "the values of arguments", "RequestArgValues"}};
  static constexpr Type type{TypeKind::Word, "waf-field",
                             "a part of a request such as `cookie-values`", words};
};

enum class WafMatch : uint8_t { Equals, Contains, StartsWith, EndsWith, Any };
template <> struct Words<WafMatch> {
  static constexpr WordInfo words[] = {
      {"equals", "exactly this name", "Equals"},
      {"contains", "all names that contain this text", "Contains"},
      {"starts-with", "all names that start with this text", "StartsWith"},
      {"ends-with", "all names that end with this text", "EndsWith"},
      {"any", "all names", "EqualsAny"}};
  static constexpr Type type{TypeKind::Word, "waf-match", "a match operator such as `equals`",
                             words};
};

struct WafExclusion : BlockOf<BlockKind::WafExclusion> {
  Fixed<WafField> field;
  Fixed<WafMatch> match;
  Open<Text> name;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "exclude",
               "A WAF exclusion: a part of requests that the rules do not inspect, to avoid false "
               "positives.",
               required<&WafExclusion::field>("field", "The part of the request."),
               optional<&WafExclusion::match>("match", "How `name` is compared.")
                   .defaultsTo("equals"),
               optional<&WafExclusion::name>("name", "The name of the header, cookie or argument."))
        .named();
  }
};

enum class WafTarget : uint8_t {
  Address,
  Country,
  Method,
  Uri,
  Query,
  Body,
  Header,
  Cookie,
  Argument
};
template <> struct Words<WafTarget> {
  static constexpr WordInfo words[] = {{"address", "the IP address of the client", "RemoteAddr"},
                                       {"country", "the country of the client", "RemoteAddr"},
                                       {"method", "the HTTP method", "RequestMethod"},
                                       {"uri", "the path and the query string", "RequestUri"},
                                       {"query", "an argument in the query string", "QueryString"},
                                       {"body", "the body", "RequestBody"},
                                       {"header", "a header", "RequestHeaders"},
                                       {"cookie", "a cookie", "RequestCookies"},
                                       {"argument", "an argument in the body", "PostArgs"}};
};
enum class WafCompare : uint8_t { Equals, Contains, StartsWith, EndsWith, Regex, Any };
template <> struct Words<WafCompare> {
  static constexpr WordInfo words[] = {{"equals", "equal to a value", "Equal"},
                                       {"contains", "contains a value", "Contains"},
                                       {"starts-with", "starts with a value", "BeginsWith"},
                                       {"ends-with", "ends with a value", "EndsWith"},
                                       {"regex", "matches a regular expression", "Regex"},
                                       {"any", "exists, with any value", "Any"}};
  static constexpr Type type{TypeKind::Word, "waf-compare", "a comparison such as `contains`",
                             words};
};

struct WafCondition : BlockOf<BlockKind::WafCondition> {
  WafTarget target() const { return WafTarget(variant); }
  Open<List<Cidr>> addresses;
  Open<List<Text>> values;
  Fixed<Text> name;
  Fixed<WafCompare> compare;
  Fixed<bool> negate;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "match", "A condition of a WAF rule: a part of the request has one of these values.",
               optional<&WafCondition::addresses>("addresses", "The address ranges.")
                   .only(WafTarget::Address),
               optional<&WafCondition::values>("values",
                                               "The values; for `country`, codes such as `\"DE\"`.")
                   .only(WafTarget::Country, WafTarget::Method, WafTarget::Uri, WafTarget::Query,
                         WafTarget::Body, WafTarget::Header, WafTarget::Cookie,
                         WafTarget::Argument),
               optional<&WafCondition::name>("name", "The name of the header, cookie or argument.")
                   .only(WafTarget::Query, WafTarget::Header, WafTarget::Cookie,
                         WafTarget::Argument),
               optional<&WafCondition::compare>("compare", "How the values are compared.")
                   .defaultsTo("equals")
                   .only(WafTarget::Uri, WafTarget::Query, WafTarget::Body, WafTarget::Header,
                         WafTarget::Cookie, WafTarget::Argument),
               optional<&WafCondition::negate>("negate", "Negates the condition.").defaultsTo("no"))
        .oneOf<WafTarget>()
        .conditional(WhenRule::Never);
  }
};

enum class WafAction : uint8_t { Block, Allow, Log };
template <> struct Words<WafAction> {
  static constexpr WordInfo words[] = {
      {"block", "reject the request", "Block"},
      {"allow", "accept the request without further inspection", "Allow"},
      {"log", "log the request and continue", "Log"}};
  static constexpr Type type{TypeKind::Word, "waf-action", "`block`, `allow` or `log`", words};
};
enum class WafWindow : uint8_t { Minute, FiveMinutes };
template <> struct Words<WafWindow> {
  static constexpr WordInfo words[] = {{"minute", "one minute", "OneMin"},
                                       {"five-minutes", "five minutes", "FiveMins"}};
  static constexpr Type type{TypeKind::Word, "waf-window", "`minute` or `five-minutes`", words};
};

struct WafRule : BlockOf<BlockKind::WafRule> {
  Fixed<WafAction> action;
  Fixed<int64_t> priority;
  Open<int64_t> rate;
  Fixed<WafWindow> window;
  Many<WafCondition> conditions;

  template <class = void> static constexpr auto vocabulary() {
    return block("rule",
                 "A WAF rule of your own, for requests that match all conditions. It is evaluated "
                 "before the managed rules.",
                 optional<&WafRule::action>("action", "What the firewall does with the request.")
                     .defaultsTo("block"),
                 optional<&WafRule::priority>("priority",
                                              "Rules with a lower number are evaluated first.")
                     .derivedFrom("the next free number, in the order of the program")
                     .between(1, 100),
                 optional<&WafRule::rate>("rate", "The rule applies only to clients with more "
                                                  "requests than this in the time of `per`.")
                     .between(1, 1000000),
                 optional<&WafRule::window>("per", "The time in which requests are counted.")
                     .derivedFrom("`minute` with `rate`"),
                 child<&WafRule::conditions>("match", Need::Required))
        .named();
  }
};

struct Waf : BlockOf<BlockKind::Waf> {
  Fixed<WafMode> mode;
  Fixed<WafRules> ruleset;
  Fixed<bool> botProtection, inspectBody;
  Open<Size> bodyLimit, uploadLimit;
  Many<WafRule> rules;
  Many<WafExclusion> exclusions;

  template <class = void> static constexpr auto vocabulary() {
    return block("waf",
                 "The web application firewall. A gateway with `sku = waf-v2` has one; if omitted, "
                 "it has the defaults.",
                 optional<&Waf::mode>("mode",
                                      "Whether the firewall blocks attacks or only logs them.")
                     .defaultsTo("prevention")
                     .stricterOf(WafMode::Prevention, WafMode::Detection),
                 optional<&Waf::ruleset>("ruleset", "The managed rule set that detects attacks.")
                     .defaultsTo("microsoft-default-2.1"),
                 optional<&Waf::botProtection>("bot-protection",
                                               "Blocks bots that are known to be malicious.")
                     .defaultsTo("yes")
                     .stricter(Stricter::Greater),
                 optional<&Waf::inspectBody>("inspect-body", "Whether the rules inspect bodies.")
                     .defaultsTo("yes")
                     .stricter(Stricter::Greater),
                 optional<&Waf::bodyLimit>("body-limit",
                                           "The largest body without files, in whole KiB; Azure's "
                                           "default is 128 KiB.")
                     .between(8 << 10, 2000 << 10),
                 optional<&Waf::uploadLimit>("upload-limit",
                                             "The largest upload, in whole MiB; Azure's default is "
                                             "100 MiB.")
                     .between(int64_t(1) << 20, int64_t(4000) << 20),
                 child<&Waf::exclusions>("exclude"), child<&Waf::rules>("rule"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
