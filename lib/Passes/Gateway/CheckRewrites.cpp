// Rejects rewrite rules that change nothing, that refer to a capture group without a condition, or
// that select a path rule again where there are none.
// MicrosoftDocs/azure-docs, application-gateway/rewrite-http-headers-url.md.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Rewrites.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// The server variables in braces whose names end with the number of a capture group:
/// "var_uri_path" and 1 for `{var_uri_path_1}`. The name of a header or a cookie can end with a
/// number itself.
static void forEachCapture(StringRef text,
                           llvm::function_ref<void(StringRef, StringRef, unsigned)> visit) {
  forEachVariable(text, [&](StringRef name) {
    auto [variable, group] = name.rsplit('_');
    unsigned number = 0;
    if (variable.starts_with("var_") && !variable.starts_with("var_cookie_") &&
        !group.getAsInteger(10, number))
      visit(name, variable, number);
  });
}

/// The number of capture groups: parentheses that are not escaped and do not begin with `?`.
static unsigned groupsOf(StringRef pattern) {
  unsigned groups = 0;
  for (size_t i = 0; i < pattern.size(); ++i)
    if (pattern[i] == '\\')
      ++i;
    else
      groups += pattern[i] == '(' && !pattern.substr(i + 1).starts_with("?");
  return groups;
}

/// Whether the condition captures a group with this number. A pattern that depends on parameters
/// can.
static bool captures(const RewriteCondition &condition, unsigned number) {
  return !condition.negate.value() &&
         (!condition.pattern.known() || groupsOf(condition.pattern.value()) >= number);
}

/// Azure rejects a group that no condition captures (hashicorp/terraform-provider-azurerm#32737).
/// `rule` is null for the headers of the set itself, which have no conditions.
static void checkCaptures(const RewriteRule *rule, const Setting &value, PassContext &ctx) {
  forEachText(value, [&](StringRef text, bool) {
    forEachCapture(text, [&](StringRef name, StringRef variable, unsigned number) {
      if (rule)
        for (const RewriteCondition &condition : rule->conditions)
          if (rewriteVariable(condition) == variable && captures(condition, number))
            return;
      ctx.diags.report(value.place(), diag::RewriteCapture, name, variable);
    });
  });
}

static void checkRule(const RewriteRule &rule, PassContext &ctx) {
  const RewriteUrl *url = rule.url.get();
  llvm::SmallVector<const Block *, 4> changes;
  for (const HeaderChange &change : rule.headers)
    changes.push_back(&change);
  Proof proof = changes.empty() ? Proof() : proveSomeOf(changes, &rule);
  if (!url && !rule.incomplete && (changes.empty() || proof.answer == Proof::Answer::Fails))
    ctx.diags.report(rule.head, diag::RewriteEmpty, whenPrefix(proof.witness), "rule",
                     rule.label.text, "`header` or `url`");
  if (url && !url->path.set() && !url->query.set() && !url->incomplete)
    ctx.diags.report(url->head, diag::RewriteEmpty, "", "url", "", "`path` or `query`");
  for (const RewriteCondition &condition : rule.conditions)
    if (condition.variableOf() >= RewriteVariable::Cookie && !condition.name.set() &&
        !condition.incomplete)
      ctx.diags.report(condition.head, diag::MatchLacks, condition.label.text, "`name`");
  for (const HeaderChange &change : rule.headers)
    checkCaptures(&rule, change.value, ctx);
  if (url) {
    checkCaptures(&rule, url->path, ctx);
    checkCaptures(&rule, url->query, ctx);
  }
}

static bool reroutes(const RewriteRule &rule) {
  return rule.url && rule.url->reroute.known() && rule.url->reroute.value();
}

/// Azure rejects a set in which each rule selects the path rule again without a condition.
static void checkLoop(const Rewrite &rewrite, PassContext &ctx) {
  const RewriteRule *first = nullptr;
  for (const RewriteRule &rule : rewrite.rules) {
    if (!reroutes(rule) || !rule.conditions.empty())
      return;
    first = first ? first : &rule;
  }
  if (first && rewrite.headers.empty())
    ctx.diags.report(first->url->reroute.place(), diag::RewriteLoop, rewrite.label.text);
}

/// A listener without path rules, for some values of the parameters, has a basic routing rule.
static void checkReroute(const GatewayListen &listen, PassContext &ctx) {
  const Rewrite *rewrite = blockOf(listen.rewrite);
  if (!rewrite)
    return;
  llvm::SmallVector<const Block *, 4> paths;
  for (const GatewayPath &path : listen.paths)
    paths.push_back(&path);
  for (const RewriteRule &rule : rewrite->rules) {
    if (!reroutes(rule))
      continue;
    Proof proof = proveSomeOf(paths, &listen);
    if (paths.empty() || proof.answer == Proof::Answer::Fails)
      ctx.diags
          .report(listen.rewrite.place(), diag::RewriteReroute, whenPrefix(proof.witness),
                  listen.label.text)
          .label(rule.url->reroute.place(), note::GivenHere);
    return;
  }
}

/// The listeners whose requests the rewrite set can change.
static llvm::SmallVector<const GatewayListen *, 4> usersOf(const Gateway &gateway,
                                                           const Rewrite &rewrite) {
  llvm::SmallVector<const GatewayListen *, 4> users;
  for (const GatewayListen &listen : gateway.listeners) {
    bool uses = blockOf(listen.rewrite) == &rewrite;
    for (const GatewayPath &path : listen.paths)
      uses |= blockOf(path.rewrite) == &rewrite;
    if (uses)
      users.push_back(&listen);
  }
  return users;
}

/// Without mutual TLS, the variables of client certificates are empty.
static void checkClientVariables(const Gateway &gateway, const Rewrite &rewrite, PassContext &ctx) {
  auto users = usersOf(gateway, rewrite);
  if (users.empty() ||
      llvm::any_of(users, [](const GatewayListen *each) { return bool(each->clients); }))
    return;
  auto warn = [&](SourceRange place, StringRef variable) {
    if (isOfClientCertificate(variable))
      ctx.diags.report(place, diag::ClientVariableEmpty, variable, rewrite.label.text);
  };
  auto value = [&](const Setting &setting) {
    forEachText(setting, [&](StringRef text, bool) {
      forEachVariable(text, [&](StringRef name) { warn(setting.place(), name); });
    });
  };
  for (const HeaderChange &change : rewrite.headers)
    value(change.value);
  for (const RewriteRule &rule : rewrite.rules) {
    for (const RewriteCondition &condition : rule.conditions)
      warn(condition.head, rewriteVariable(condition));
    for (const HeaderChange &change : rule.headers)
      value(change.value);
    if (const RewriteUrl *url = rule.url.get()) {
      value(url->path);
      value(url->query);
    }
  }
}

void azcl::checkRewrites(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Gateway &gateway : cluster.gateways) {
      for (const Rewrite &rewrite : gateway.rewrites) {
        for (const HeaderChange &change : rewrite.headers)
          checkCaptures(nullptr, change.value, ctx);
        for (const RewriteRule &rule : rewrite.rules)
          checkRule(rule, ctx);
        checkLoop(rewrite, ctx);
        checkClientVariables(gateway, rewrite, ctx);
      }
      for (const GatewayListen &listen : gateway.listeners)
        checkReroute(listen, ctx);
    }
}
