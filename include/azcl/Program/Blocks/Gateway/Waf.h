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

struct Waf : BlockOf<BlockKind::Waf> {
  Fixed<WafMode> mode;
  Fixed<WafRules> ruleset;
  Fixed<bool> botProtection;
  Many<WafExclusion> exclusions;

  template <class = void> static constexpr auto vocabulary() {
    return block("waf",
                 "The web application firewall. A gateway with `sku = waf-v2` has one; if omitted, "
                 "it has the defaults.",
                 optional<&Waf::mode>("mode",
                                      "Whether the firewall blocks attacks or only logs them.")
                     .defaultsTo("prevention"),
                 optional<&Waf::ruleset>("ruleset", "The managed rule set that detects attacks.")
                     .defaultsTo("microsoft-default-2.1"),
                 optional<&Waf::botProtection>("bot-protection",
                                               "Blocks bots that are known to be malicious.")
                     .defaultsTo("yes"),
                 child<&Waf::exclusions>("exclude"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
