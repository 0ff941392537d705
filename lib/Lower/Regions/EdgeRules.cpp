// Lowers the rule sets of Front Door.
#include "FrontDoor.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

/// The names of rule sets and rules start with a letter, and have letters and digits only
/// (hashicorp/terraform-provider-azurerm, website/docs/r/cdn_frontdoor_rule_set.html.markdown).
static std::string lettersOf(StringRef label) {
  std::string name;
  bool upper = false;
  for (char c : label) {
    if (llvm::isAlnum(c))
      name += upper && !name.empty() ? llvm::toUpper(c) : c;
    upper = !llvm::isAlnum(c);
  }
  return (name.empty() || llvm::isDigit(name[0]) ? "rule" + name : name).substr(0, 55);
}

/// The names of parameter objects in templates do not all follow from the name of the condition.
static StringRef parametersOf(EdgeTarget target) {
  switch (target) {
  case EdgeTarget::Path: return "DeliveryRuleUrlPathMatchConditionParameters";
  case EdgeTarget::Host: return "DeliveryRuleHostNameConditionParameters";
  case EdgeTarget::Query: return "DeliveryRuleQueryStringConditionParameters";
  case EdgeTarget::Extension: return "DeliveryRuleUrlFileExtensionMatchConditionParameters";
  case EdgeTarget::Method: return "DeliveryRuleRequestMethodConditionParameters";
  case EdgeTarget::Scheme: return "DeliveryRuleRequestSchemeConditionParameters";
  case EdgeTarget::Country:
  case EdgeTarget::Address: return "DeliveryRuleRemoteAddressConditionParameters";
  case EdgeTarget::Device: return "DeliveryRuleIsDeviceConditionParameters";
  case EdgeTarget::Header: return "DeliveryRuleRequestHeaderConditionParameters";
  case EdgeTarget::Cookie: return "DeliveryRuleCookiesConditionParameters";
  }
  llvm_unreachable("not a part of a request");
}

static Value comparisonOf(const EdgeCondition &condition) {
  switch (condition.target()) {
  case EdgeTarget::Address: return "IPMatch";
  case EdgeTarget::Country: return "GeoMatch";
  case EdgeTarget::Method:
  case EdgeTarget::Scheme:
  case EdgeTarget::Device: return "Equal";
  default: return wireName(condition.compare.value());
  }
}

namespace {
struct EdgeRuleLowerer : ApplicationLowering {
  const arm::FrontDoorProfile &profile;
  llvm::StringSet<> &setNames;
  llvm::StringSet<> names{};
  int64_t order = 0;
  std::vector<const arm::EdgeSetRule *> earlier{};

  const arm::Resource &run(const EdgeRewrite &rewrite) {
    auto &set = child<arm::EdgeRuleSet>(profile, rewrite.label.text, rewrite, profile.component);
    set.names.back() = values.text(unique(rewrite.label.text, setNames));
    llvm::SmallVector<const HeaderChange *, 8> headers;
    for (const HeaderChange &each : rewrite.headers)
      headers.push_back(&each);
    size_t most = builtinLimit(LimitId::FrontDoorRuleActions);
    for (size_t i = 0; i < headers.size(); i += most) {
      arm::EdgeSetRule &made = add(set, "headers", rewrite);
      for (const HeaderChange *each : llvm::ArrayRef(headers).slice(i).take_front(most))
        made.actions.push_back(action(*each));
    }
    for (const EdgeRule &each : rewrite.rules)
      rule(set, each);
    return set;
  }

private:
  static std::string unique(StringRef label, llvm::StringSet<> &names) {
    std::string stem = lettersOf(label), name = stem;
    for (unsigned i = 2; !names.insert(StringRef(name).lower()).second; ++i)
      name = stem + std::to_string(i);
    return name;
  }

  arm::EdgeSetRule &add(const arm::EdgeRuleSet &set, StringRef label, const Block &origin) {
    auto &made = child<arm::EdgeSetRule>(set, unique(label, names), origin, profile.component);
    made.order = ++order;
    inTurn(made, earlier);
    return made;
  }

  void rule(const arm::EdgeRuleSet &set, const EdgeRule &rule) {
    arm::EdgeSetRule &made = add(set, rule.label.text, rule);
    made.then = rule.last.value() ? "Stop" : "Continue";
    for (const EdgeCondition &each : rule.conditions)
      made.conditions.push_back(condition(each));
    for (const HeaderChange &each : rule.headers)
      made.actions.push_back(action(each));
    if (const EdgeUrl *url = rule.url.get()) {
      arm::EdgeAction each;
      each.name = "UrlRewrite";
      each.type = "DeliveryRuleUrlRewriteActionParameters";
      each.prefix = translate.value(url->prefix);
      each.path = translate.value(url->path);
      each.keepRest = url->keepRest.value();
      made.actions.push_back(each);
    }
    if (const EdgeRedirect *redirect = rule.redirect.get()) {
      arm::EdgeAction each;
      each.name = "UrlRedirect";
      each.type = "DeliveryRuleUrlRedirectActionParameters";
      each.status = wireName(redirect->kindOfAnswer());
      each.protocol = redirect->protocol.set() ? Value(wireName(redirect->protocol.value()))
                                               : Value("MatchRequest");
      each.host = translate.value(redirect->host);
      each.targetPath = translate.value(redirect->path);
      each.query = translate.value(redirect->query);
      each.fragment = translate.value(redirect->fragment);
      made.actions.push_back(each);
    }
  }

  arm::EdgeAction action(const HeaderChange &change) {
    arm::EdgeAction made;
    made.when = translate.value(change.when);
    made.name =
        change.side() == HeaderSide::Request ? "ModifyRequestHeader" : "ModifyResponseHeader";
    made.type = "DeliveryRuleHeaderActionParameters";
    made.change = change.value.set() ? "Overwrite" : "Delete";
    made.header = translate.value(change.name);
    made.value = translate.value(change.value);
    return made;
  }

  arm::EdgeMatch condition(const EdgeCondition &condition) {
    arm::EdgeMatch made;
    made.name = Words<EdgeTarget>::words[condition.variant].wire;
    made.type = parametersOf(condition.target());
    if (condition.name.known())
      made.selector = values.text(condition.name.value());
    made.comparison = comparisonOf(condition);
    made.negate = condition.negate.value();
    const Setting &list = condition.target() == EdgeTarget::Address
                              ? static_cast<const Setting &>(condition.addresses)
                              : condition.values;
    bool any = condition.compare.known() && condition.compare.value() == EdgeCompare::Any;
    bool lower = !any && condition.ignoreCase.known() && condition.ignoreCase.value();
    if (list.set())
      made.values = listOf(*list.expr, condition, lower);
    if (lower)
      made.transforms = values.list({"Lowercase"});
    return made;
  }

  /// The values as Azure compares them: in lower case if the request is put into lower case, and a
  /// path without its first slash (MicrosoftDocs/azure-docs,
  /// articles/frontdoor/rule-set-server-variables.md, url_path).
  Value listOf(const Expr &expr, const EdgeCondition &condition, bool lower) {
    if (expr.kind == ExprKind::Conditional)
      return values.choose(translate.value(*expr.operands[0]),
                           listOf(*expr.operands[1], condition, lower),
                           listOf(*expr.operands[2], condition, lower));
    if (expr.kind != ExprKind::List)
      return translate.value(expr);
    bool fromStart = condition.target() == EdgeTarget::Path &&
                     (condition.compare.value() == EdgeCompare::Equals ||
                      condition.compare.value() == EdgeCompare::StartsWith);
    llvm::SmallVector<Value, 4> items;
    for (const Expr *each : expr.operands) {
      Value value = translate.value(*each);
      if (value.is(arm::ValueKind::Text)) {
        StringRef text = value.text();
        if (fromStart && text.size() > 1)
          text.consume_front("/");
        value = values.text(lower ? text.lower() : text.str());
      } else {
        if (fromStart)
          value = values.call(arm::Function::Substring, {value, 1});
        if (lower)
          value = values.call(arm::Function::ToLower, {value});
      }
      items.push_back(value);
    }
    return values.list(items);
  }
};
} // namespace

void azcl::lowerEdgeRules(const ApplicationLowering &base, const FrontDoor &door,
                          const arm::FrontDoorProfile &profile,
                          llvm::DenseMap<const EdgeRewrite *, const arm::Resource *> &sets) {
  llvm::StringSet<> names;
  for (const EdgeRewrite &each : door.sets)
    sets[&each] = &EdgeRuleLowerer{base, profile, names}.run(each);
}
