// Rejects WAF rules and limits that Azure does not accept.
// MicrosoftDocs/azure-docs, web-application-firewall/ag: custom-waf-rules-overview.md and
// application-gateway-waf-request-size-limits.md.
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// Visits each list that the expression can be.
static void forEachList(const Expr &expr, llvm::function_ref<void(const Expr &)> visit) {
  if (expr.kind == ExprKind::Conditional)
    for (const Expr *side : expr.operands.drop_front())
      forEachList(*side, visit);
  else if (expr.kind == ExprKind::List)
    visit(expr);
}

/// Whether the list can be empty.
static bool isEmpty(const Setting &list) {
  if (!list.set())
    return true;
  bool empty = false;
  if (!list.poisoned())
    forEachList(*list.expr, [&](const Expr &each) { empty |= each.operands.empty(); });
  return empty;
}

static void forEachValue(const Setting &list, llvm::function_ref<void(const Expr &)> visit) {
  if (list.set() && !list.poisoned())
    forEachList(*list.expr, [&](const Expr &each) {
      for (const Expr *value : each.operands)
        if (!value->open)
          visit(*value);
    });
}

static void checkCondition(const WafCondition &condition, PassContext &ctx) {
  if (condition.incomplete)
    return;
  auto lacks = [&](StringRef what) {
    ctx.diags.report(condition.head, diag::MatchLacks, condition.label.text, what);
  };
  if (condition.target() == WafTarget::Address) {
    if (isEmpty(condition.addresses))
      lacks("`addresses`");
    return;
  }
  bool any = condition.compare.known() && condition.compare.value() == WafCompare::Any;
  if (isEmpty(condition.values) && !any)
    lacks("`values`");
  bool named = condition.target() == WafTarget::Header || condition.target() == WafTarget::Cookie;
  if (named &&
      (!condition.name.set() || (condition.name.known() && condition.name.value().str().empty())))
    lacks("`name`");
  if (any && condition.values.set())
    ctx.diags.report(condition.values.place(), diag::WafSetting, "values",
                     "has no effect with `compare = any`");
  forEachValue(condition.values, [&](const Expr &value) {
    bool upper = llvm::all_of(value.text, llvm::isUpper);
    if (condition.target() == WafTarget::Country && !(value.text.size() == 2 && upper))
      ctx.diags.report(value.range, diag::WafCountry, value.text);
    if (condition.target() == WafTarget::Method && !upper)
      ctx.diags.report(value.range, diag::WafSetting, value.text,
                       "is not an HTTP method; methods have capital letters, such as `POST`");
  });
}

static void checkWafRules(const Waf &waf, PassContext &ctx) {
  if (waf.rules.size() > size_t(ctx.catalog.limit(LimitId::WafRules)))
    return; // CheckLimits reports it, and the priorities are not enough for all rules
  llvm::SmallVector<const WafRule *, 8> earlier;
  for (const WafRule &rule : waf.rules) {
    for (const WafCondition &condition : rule.conditions) {
      checkCondition(condition, ctx);
      if (condition.target() == WafTarget::Body && waf.inspectBody.known() &&
          !waf.inspectBody.value())
        ctx.diags.report(condition.head, diag::WafSetting, "match body",
                         "requires `inspect-body = yes`");
    }
    if (isExplicit(rule.window) && !rule.rate.set())
      ctx.diags.report(rule.window.place(), diag::WafSetting, "per", "requires `rate`");
    for (const WafRule *other : earlier)
      if (rule.priority.known() && other->priority.known() &&
          rule.priority.value() == other->priority.value() && mayCoexist({&rule}, {other})) {
        ctx.diags.report(rule.priority.place(), diag::WafPriorityTwice, rule.priority.value(),
                         other->label.text);
        break;
      }
    earlier.push_back(&rule);
  }
}

static void checkWafLimits(const Waf &waf, PassContext &ctx) {
  auto whole = [&](const Open<Size> &limit, StringRef name, int64_t unit, StringRef why) {
    if (limit.known() && limit.value().bytes % unit)
      ctx.diags.report(limit.place(), diag::WafSetting, name, why);
  };
  whole(waf.bodyLimit, "body-limit", 1 << 10, "must be in whole KiB");
  whole(waf.uploadLimit, "upload-limit", 1 << 20, "must be in whole MiB");
  if (waf.bodyLimit.set() && waf.inspectBody.known() && !waf.inspectBody.value())
    ctx.diags
        .report(waf.bodyLimit.place(), diag::WafSetting, "body-limit",
                "requires `inspect-body = yes`")
        .label(waf.inspectBody.place(), note::GivenHere);
}

void azcl::checkFirewalls(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Gateway &gateway : cluster.gateways)
      if (const Waf *waf = gateway.waf.get()) {
        checkWafRules(*waf, ctx);
        checkWafLimits(*waf, ctx);
      }
}
