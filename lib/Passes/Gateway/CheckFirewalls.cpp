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

static bool isEmpty(const Setting &list) {
  return !list.set() ||
         (!list.poisoned() && list.expr->kind == ExprKind::List && list.expr->operands.empty());
}

static void checkCondition(const WafCondition &condition, PassContext &ctx) {
  if (condition.incomplete)
    return;
  auto lacks = [&](StringRef what) {
    ctx.diags.report(condition.head, diag::WafConditionLacks, condition.label.text, what);
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
  if (named && !condition.name.set())
    lacks("`name`");
  if (condition.target() != WafTarget::Country || !condition.values.set() ||
      condition.values.poisoned() || condition.values.expr->kind != ExprKind::List)
    return;
  for (const Expr *code : condition.values.expr->operands)
    if (!code->open && !(code->text.size() == 2 && llvm::all_of(code->text, llvm::isUpper)))
      ctx.diags.report(code->range, diag::WafCountry, code->text);
}

static void checkWafRules(const Waf &waf, PassContext &ctx) {
  llvm::SmallVector<const WafRule *, 8> earlier;
  for (const WafRule &rule : waf.rules) {
    for (const WafCondition &condition : rule.conditions)
      checkCondition(condition, ctx);
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
