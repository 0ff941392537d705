// What a gateway looks for in the requests that pass it.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class WafMode : uint8_t { Detection, Prevention };
template <> struct Words<WafMode> {
  static constexpr WordInfo words[] = {
      {"detection", "attacks are logged and let through", "Detection"},
      {"prevention", "attacks are logged and refused", "Prevention"}};
  static constexpr Type type{TypeKind::Word, "waf-mode", "`detection` or `prevention`", words};
};

enum class WafRules : uint8_t { Microsoft22, Microsoft21, Owasp32 };
template <> struct Words<WafRules> {
  static constexpr WordInfo words[] = {
      {"microsoft-default-2.2", "Microsoft's default rules, 2.2"},
      {"microsoft-default-2.1", "Microsoft's default rules, 2.1"},
      {"owasp-3.2", "the OWASP core rules, the last that Azure has"}};
  static constexpr Type type{TypeKind::Word, "waf-rules",
                             "a set of rules such as `microsoft-default-2.1`", words};
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
      {"header-values", "what headers hold", "RequestHeaderValues"},
      {"cookie-names", "the names of cookies", "RequestCookieKeys"},
      {"cookie-values", "what cookies hold", "RequestCookieValues"},
      {"argument-names", "the names of arguments, in the query or the body", "RequestArgKeys"},
      {"argument-values", "what arguments hold", "RequestArgValues"}};
  static constexpr Type type{TypeKind::Word, "waf-field",
                             "a part of a request such as `cookie-values`", words};
};

enum class WafMatch : uint8_t { Equals, Contains, StartsWith, EndsWith, Any };
template <> struct Words<WafMatch> {
  static constexpr WordInfo words[] = {{"equals", "just this one", "Equals"},
                                       {"contains", "any with this text in its name", "Contains"},
                                       {"starts-with", "any whose name begins so", "StartsWith"},
                                       {"ends-with", "any whose name ends so", "EndsWith"},
                                       {"any", "all of them", "EqualsAny"}};
  static constexpr Type type{TypeKind::Word, "waf-match", "a way to compare such as `equals`",
                             words};
};

/// A part of requests that the rules do not look at.
struct WafExclusion : BlockOf<BlockKind::WafExclusion> {
  Fixed<WafField> field;
  Fixed<WafMatch> match;
  Open<Text> name;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "exclude",
               "A part of requests that the rules do not look at, for what they take for an attack "
               "although it is none.",
               required<&WafExclusion::field>("field", "Which part."),
               optional<&WafExclusion::match>("match", "How its name is compared.")
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
    return block(
               "waf",
               "Looks for attacks in requests. A gateway of kind `waf-v2` has one, with the "
               "defaults if it is left out.",
               optional<&Waf::mode>("mode", "What is done about attacks.").defaultsTo("prevention"),
               optional<&Waf::ruleset>("ruleset", "What counts as one.")
                   .defaultsTo("microsoft-default-2.1"),
               optional<&Waf::botProtection>("bot-protection",
                                             "Refuses programs that are known to do harm.")
                   .defaultsTo("yes"),
               child<&Waf::exclusions>("exclude"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
