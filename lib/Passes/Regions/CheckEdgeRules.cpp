// Rejects rules of Front Door that Azure rejects or that change nothing. MicrosoftDocs/azure-docs,
// articles/frontdoor/front-door-rules-engine-actions.md and rules-match-conditions.md.
#include "Targets.h"
#include "azcl/Analysis/FrontDoors.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct EdgeRuleChecker {
  PassContext &ctx;

  void set(const FrontDoor &door, const EdgeRewrite &rewrite) {
    if (rewrite.headers.empty() && rewrite.rules.empty() && !rewrite.incomplete)
      ctx.diags.report(rewrite.head, diag::RewriteEmpty, "", "rewrite", rewrite.label.text,
                       "`header` or `rule`");
    for (const HeaderChange &change : rewrite.headers)
      header(change);
    for (const EdgeRule &each : rewrite.rules)
      rule(each);
    // The set's own headers become rules too, each with as many as fit into one.
    size_t actions = ctx.catalog.limit(LimitId::FrontDoorRuleActions),
           rules = rewrite.rules.size() + (rewrite.headers.size() + actions - 1) / actions;
    limit(fmt::format("`rewrite {}`", rewrite.label.text.str()), rules, "rules",
          LimitId::FrontDoorRules, rewrite.head);
    bool used = llvm::any_of(routesOf(door), [&](const EdgeRoute &route) {
      const auto &list = route.rewrites();
      return list.poisoned() ||
             (list.set() && llvm::any_of(list.expr->operands, [&](const Expr *each) {
                return each->kind == ExprKind::Error || each->block == &rewrite;
              }));
    });
    if (!used)
      ctx.diags.report(rewrite.head, diag::EdgeRuleSetting,
                       fmt::format("rewrite {}", rewrite.label.text.str()),
                       "is in no `rewrites`; add it to those of the `front-door` or of a route");
  }

private:
  void fault(SourceRange place, std::string setting, std::string why) {
    ctx.diags.report(place, diag::EdgeRuleSetting, std::move(setting), std::move(why));
  }
  void needSlash(SourceRange place, StringRef path) {
    auto report =
        ctx.diags.report(place, diag::EdgeRuleSetting, path.str(), "does not start with `/`");
    offerSlash(report, place, ctx);
  }
  void limit(std::string owner, size_t count, StringRef what, LimitId id, SourceRange place) {
    int64_t most = ctx.catalog.limit(id);
    if (count > size_t(most))
      ctx.diags.report(place, diag::FrontDoorLimit, std::move(owner), count, what, most);
  }

  void header(const HeaderChange &change) {
    forEachText(change.name, [&](StringRef text, bool whole) {
      if (whole && (text.empty() || llvm::any_of(text, [](char c) {
                      return !llvm::isAlnum(c) && c != '-' && c != '_';
                    })))
        fault(change.name.place(), text.str(), "is not the name of a header");
    });
    int64_t most = ctx.catalog.limit(LimitId::FrontDoorHeaderValue);
    forEachText(change.value, [&](StringRef text, bool whole) {
      if (whole && text.empty())
        fault(change.value.place(), "value", "is empty; leave it out to remove the header");
      else if (text.size() > size_t(most))
        ctx.diags.report(change.value.place(), diag::FrontDoorLimit, "`value`", text.size(),
                         "characters", most);
    });
  }

  void rule(const EdgeRule &rule) {
    llvm::SmallVector<const Block *, 4> changes;
    for (const HeaderChange &change : rule.headers) {
      header(change);
      changes.push_back(&change);
    }
    bool moves = rule.url || rule.redirect;
    Proof proof = changes.empty() ? Proof() : proveSomeOf(changes, &rule);
    if (!moves && !rule.incomplete && (changes.empty() || proof.answer == Proof::Answer::Fails))
      ctx.diags.report(rule.head, diag::RewriteEmpty, whenPrefix(proof.witness), "rule",
                       rule.label.text, "`header`, `url` or `redirect`");
    if (rule.url && rule.redirect)
      ctx.diags
          .report(rule.redirect->head, diag::EdgeRuleSetting,
                  fmt::format("rule {}", rule.label.text.str()),
                  "has both `url` and `redirect`; remove one of them")
          .label(rule.url->head, note::GivenHere);
    std::string owner = fmt::format("`rule {}`", rule.label.text.str());
    limit(owner, rule.headers.size() + bool(rule.url) + bool(rule.redirect), "changes",
          LimitId::FrontDoorRuleActions, rule.head);
    limit(owner, rule.conditions.size(), "conditions", LimitId::FrontDoorRuleConditions, rule.head);
    if (const EdgeUrl *url = rule.url.get()) {
      path(url->prefix);
      path(url->path);
    }
    if (const EdgeRedirect *each = rule.redirect.get())
      redirect(*each);
    for (const EdgeCondition &each : rule.conditions)
      condition(each);
  }

  void path(const Setting &setting) {
    forEachText(setting, [&](StringRef text, bool) {
      if (!text.starts_with("/"))
        needSlash(setting.place(), text);
    });
  }

  void redirect(const EdgeRedirect &redirect) {
    if (!redirect.protocol.set() && !redirect.host.set() && !redirect.path.set() &&
        !redirect.query.set() && !redirect.fragment.set() && !redirect.incomplete)
      fault(redirect.head, "redirect",
            "leads to the same URL; add `protocol`, `host`, `path`, `query` or `fragment`");
    path(redirect.path);
    forEachText(redirect.host, [&](StringRef text, bool) {
      if (text.contains('/'))
        fault(redirect.host.place(), text.str(), "is not a host name; use `protocol` and `path`");
    });
    forEachText(redirect.query, [&](StringRef text, bool) {
      if (text.starts_with("?") || text.starts_with("&"))
        fault(redirect.query.place(), text.str(), "starts with a separator, which Azure adds");
    });
    forEachText(redirect.fragment, [&](StringRef text, bool) {
      if (text.starts_with("#"))
        fault(redirect.fragment.place(), text.str(), "starts with `#`, which Azure adds");
    });
  }

  static bool isNamed(EdgeTarget target) {
    return target == EdgeTarget::Header || target == EdgeTarget::Cookie;
  }

  void condition(const EdgeCondition &condition) {
    if (condition.incomplete)
      return;
    auto lacks = [&](StringRef what) {
      ctx.diags.report(condition.head, diag::MatchLacks, condition.label.text, what);
    };
    bool address = condition.target() == EdgeTarget::Address;
    bool any = condition.compare.known() && condition.compare.value() == EdgeCompare::Any;
    const Setting &values =
        address ? static_cast<const Setting &>(condition.addresses) : condition.values;
    auto isEmpty = [](const ListChoice &each) { return each.list->operands.empty(); };
    if (!any && !values.poisoned() && (!values.set() || llvm::any_of(listsOf(values), isEmpty)))
      lacks(address ? "`addresses`" : "`values`");
    if (isNamed(condition.target()) && !condition.name.poisoned() &&
        (!condition.name.set() || condition.name.value().empty()))
      lacks("`name`");
    if (any && condition.values.set())
      fault(condition.values.place(), "values", "has no effect with `compare = any`");
    if (any && condition.target() == EdgeTarget::Path)
      fault(condition.compare.place(), "compare = any", "has no effect: each request has a path");
    if (values.poisoned())
      return;
    int64_t most = ctx.catalog.limit(LimitId::FrontDoorMatchValues);
    for (const ListChoice &choice : listsOf(values)) {
      if (choice.list->operands.size() > size_t(most))
        ctx.diags.report(values.place(), diag::FrontDoorLimit,
                         fmt::format("`match {}`", condition.label.text.str()),
                         choice.list->operands.size(), "values", most);
      if (!address)
        for (const Expr *each : choice.list->operands)
          forEachText(*each, [&](const PossibleText &text) {
            value(condition, each->range, text.text, text.whole);
          });
    }
  }

  void value(const EdgeCondition &condition, SourceRange place, StringRef text, bool whole) {
    int64_t most = ctx.catalog.limit(LimitId::FrontDoorMatchValue);
    if (text.size() > size_t(most))
      ctx.diags.report(place, diag::FrontDoorLimit, "the value", text.size(), "characters", most);
    if (!whole)
      return;
    switch (condition.target()) {
    case EdgeTarget::Path: {
      bool fromStart =
          condition.compare.known() && (condition.compare.value() == EdgeCompare::Equals ||
                                        condition.compare.value() == EdgeCompare::StartsWith);
      if (fromStart && !text.starts_with("/"))
        needSlash(place, text);
      break;
    }
    case EdgeTarget::Extension:
      if (text.starts_with("."))
        fault(place, text.str(), "starts with a period; leave it out");
      break;
    case EdgeTarget::Query:
      if (text.starts_with("?"))
        fault(place, text.str(), "starts with `?`, which is not part of the query string");
      break;
    case EdgeTarget::Country:
      if (text.size() != 2 || !llvm::all_of(text, llvm::isUpper))
        ctx.diags.report(place, diag::WafCountry, text);
      break;
    case EdgeTarget::Method:
      oneOf(place, text, {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"});
      break;
    case EdgeTarget::Scheme: oneOf(place, text, {"HTTP", "HTTPS"}); break;
    case EdgeTarget::Device: oneOf(place, text, {"Mobile", "Desktop"}); break;
    case EdgeTarget::Host:
    case EdgeTarget::Address:
    case EdgeTarget::Header:
    case EdgeTarget::Cookie: break;
    }
  }

  /// The values that Azure accepts are those in the schema of the resource.
  void oneOf(SourceRange place, StringRef text, llvm::ArrayRef<StringRef> words) {
    if (!llvm::is_contained(words, text))
      fault(place, text.str(),
            fmt::format("is not a value of this condition; use {}", orList(words)));
  }
};
} // namespace

void azcl::checkEdgeRules(const Program &program, PassContext &ctx) {
  for (const RegionalApplication &application : program.root->applications)
    for (const FrontDoor &door : application.frontDoors)
      for (const EdgeRewrite &each : door.sets)
        EdgeRuleChecker{ctx}.set(door, each);
}
