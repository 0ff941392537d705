// Rejects patches that Azure would refuse, and what nobody should say by one. What it says about `patch`
// holds for the properties of a `resource` too where they mean the same everywhere.
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// Each value below `expr` that is no object, with its path.
static void forEachLeaf(std::string path, const Expr &expr,
                        llvm::function_ref<void(StringRef, const Expr &)> visit) {
  if (expr.kind == ExprKind::List)
    for (const Expr *each : expr.operands)
      forEachLeaf(path + "[]", *each, visit);
  else if (expr.kind == ExprKind::Object)
    for (size_t i = 0; i + 1 < expr.operands.size(); i += 2)
      forEachLeaf((path.empty() ? "" : path + ".") + expr.operands[i]->text.str(), *expr.operands[i + 1],
                  visit);
  else if (!expr.isError())
    visit(path, expr);
}

/// jenkinsci/azure-vm-agents-plugin#250: what is written here can be read by everybody who sees the template.
static void checkSecret(StringRef path, const Expr &value, PassContext &ctx) {
  static constexpr StringRef secrets[] = {"adminPassword", "administratorLoginPassword"};
  StringRef last = path.rsplit('.').second.empty() ? path : path.rsplit('.').second;
  for (StringRef secret : secrets)
    if (last.equals_insensitive(secret) && value.kind == ExprKind::Text)
      ctx.diags.report(value.range, diag::SecretInSource, fmt::format("`{}`", last));
}

/// Azure/bicep-registry-modules#2671: "The value 'SystemAssigned' of parameter 'identity' is not allowed".
static void checkIdentity(const Tier &tier, StringRef path, const Expr &value, PassContext &ctx) {
  bool flexible = tier.kind.known() && tier.kind.value() == TierKind::Flexible;
  if (flexible && path.equals_insensitive("identity.type") && value.kind == ExprKind::Text &&
      value.text.contains_insensitive("SystemAssigned"))
    ctx.diags.report(value.range, diag::PatchUnfit, path,
                     "a flexible set takes no identity but the one of its tier");
}

/// checkov CKV_AZURE_49
static void checkPasswordLogin(StringRef path, const Expr &value, PassContext &ctx) {
  if (path.ends_with_insensitive("linuxConfiguration.disablePasswordAuthentication") &&
      value.kind == ExprKind::Number && value.type->kind == TypeKind::Bool && !value.number)
    ctx.diags.report(value.range, diag::PasswordLoginPatched);
}

static void checkTier(const Tier &tier, PassContext &ctx) {
  if (!tier.patch)
    return;
  for (const Entry &entry : tier.patch->entries)
    if (entry.value.set())
      forEachLeaf(entry.key.text.str(), *entry.value.expr, [&](StringRef path, const Expr &value) {
        checkSecret(path, value, ctx);
        checkIdentity(tier, path, value, ctx);
        checkPasswordLogin(path, value, ctx);
      });
}

void azcl::checkPatches(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Tier &tier : cluster.tiers)
      checkTier(tier, ctx);
    for (const Other &other : cluster.resources)
      if (other.properties.set())
        forEachLeaf("", *other.properties.expr, [&](StringRef path, const Expr &value) {
          checkSecret(path, value, ctx);
          checkPasswordLogin(path, value, ctx);
        });
  }
}
