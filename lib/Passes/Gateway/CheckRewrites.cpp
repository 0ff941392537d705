// Rejects rewrite rules that change nothing, that refer to a capture group without a condition, or
// that select a path rule again where there are none.
// MicrosoftDocs/azure-docs, application-gateway/rewrite-http-headers-url.md.
#include "azcl/Analysis/Rewrites.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// The variables in braces whose names end with the number of a capture group: "var_uri_path" for
/// `{var_uri_path_1}`.
static void forEachCapture(StringRef text, llvm::function_ref<void(StringRef, StringRef)> visit) {
  while (!text.empty()) {
    text = text.split('{').second;
    auto [name, rest] = text.split('}');
    auto [variable, group] = name.rsplit('_');
    if (!group.empty() && llvm::all_of(group, llvm::isDigit) &&
        (variable.starts_with("var_") || variable.starts_with("http_re")))
      visit(name, variable);
    text = rest;
  }
}

/// Azure rejects a group that no condition captures (hashicorp/terraform-provider-azurerm#32737).
static void checkCaptures(const RewriteRule &rule, const Setting &value, PassContext &ctx) {
  forEachText(value, [&](StringRef text, bool) {
    forEachCapture(text, [&](StringRef name, StringRef variable) {
      for (const RewriteCondition &condition : rule.conditions)
        if (rewriteVariable(condition) == variable && !condition.negate.value())
          return;
      ctx.diags.report(value.place(), diag::RewriteCapture, name, variable);
    });
  });
}

static void checkRule(const RewriteRule &rule, PassContext &ctx) {
  const RewriteUrl *url = rule.url.get();
  if (rule.headers.empty() && !url && !rule.incomplete)
    ctx.diags.report(rule.head, diag::RewriteEmpty, "rule", rule.label.text, "`header` or `url`");
  if (url && !url->path.set() && !url->query.set() && !url->incomplete)
    ctx.diags.report(url->head, diag::RewriteEmpty, "url", "", "`path` or `query`");
  for (const RewriteCondition &condition : rule.conditions)
    if (condition.variableOf() >= RewriteVariable::Cookie && !condition.name.set() &&
        !condition.incomplete)
      ctx.diags.report(condition.head, diag::WafConditionLacks, condition.label.text, "`name`");
  for (const HeaderChange &change : rule.headers)
    checkCaptures(rule, change.value, ctx);
  if (url) {
    checkCaptures(rule, url->path, ctx);
    checkCaptures(rule, url->query, ctx);
  }
}

/// The rule that selects the path rule again; null if the set has none.
static const RewriteRule *reroutes(const Rewrite &rewrite) {
  for (const RewriteRule &rule : rewrite.rules)
    if (rule.url && rule.url->reroute.known() && rule.url->reroute.value())
      return &rule;
  return nullptr;
}

void azcl::checkRewrites(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Gateway &gateway : cluster.gateways) {
      for (const Rewrite &rewrite : gateway.rewrites)
        for (const RewriteRule &rule : rewrite.rules)
          checkRule(rule, ctx);
      for (const GatewayListen &listen : gateway.listeners) {
        const Rewrite *rewrite = blockOf(listen.rewrite);
        const RewriteRule *rule = rewrite ? reroutes(*rewrite) : nullptr;
        if (rule && listen.paths.empty())
          ctx.diags.report(listen.rewrite.place(), diag::RewriteReroute, listen.label.text)
              .label(rule->url->reroute.place(), note::GivenHere);
      }
    }
}
