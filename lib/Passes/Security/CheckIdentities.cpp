// Checks the identities of tiers and their roles. Sources: MicrosoftDocs/azure-docs,
// role-based-access-control (role-assignments-template, custom-roles, troubleshooting).
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Extensions.h"
#include "azcl/Analysis/Reads.h"
#include "azcl/Analysis/ResourceIds.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

/// The resource type that a role applies to; empty if it is unknown.
static std::string targetType(const Expr &on) {
  if (on.kind == ExprKind::Reference)
    return on.block ? resourceTypeOf(*on.block).str() : "";
  bool isId = on.kind == ExprKind::Text && StringRef(on.text).starts_with_insensitive(idRoot);
  return isId ? ResourceId(on.text).type : "";
}

static bool isTypeOrChild(StringRef type, StringRef wanted) {
  return type.equals_insensitive(wanted) ||
         (type.starts_with_insensitive(wanted) && type.drop_front(wanted.size()).starts_with("/"));
}

/// A role needs one resource, because the compiler must know in which resource group it is.
static bool checkTarget(const Setting &on, bool mustBeOurs, PassContext &ctx) {
  if (!on.set() || on.poisoned())
    return false;
  bool ours = on.expr->kind == ExprKind::Reference && readPath(*on.expr).empty() &&
              (!on.expr->block || llvm::isa<Vault, Logs, RawResource>(*on.expr->block));
  bool text = on.expr->kind == ExprKind::Text ||
              (on.expr->kind == ExprKind::Param && on.expr->type->isText());
  if (ours || (text && !mustBeOurs))
    return true;
  ctx.diags.report(on.place(), diag::RoleTargetUnfit, print(*on.expr),
                   mustBeOurs ? "" : ", or the ID of an existing resource");
  return false;
}

static void checkRole(const RoleBlock &role, PassContext &ctx) {
  const Role &facts = *ctx.catalog.role(Words<BuiltInRole>::words[role.variant].name);
  if (!checkTarget(role.on, false, ctx))
    return;
  if (facts.broad)
    ctx.diags.report(role.label.range, diag::RoleBroad, facts.title);
  std::string type = targetType(*role.on.expr);
  llvm::SmallVector<StringRef, 0> types = facts.types.words();
  if (!type.empty() && !types.empty() &&
      llvm::none_of(types, [&](StringRef each) { return isTypeOrChild(type, each); }))
    ctx.diags.report(role.on.place(), diag::RoleUnfit, facts.title, type, orList(types));
}

static void checkCustomRole(const CustomRole &role, PassContext &ctx) {
  checkTarget(role.on, true, ctx);
  if (!role.actions.set() && !role.dataActions.set() && !role.incomplete)
    ctx.diags.report(role.head, diag::RoleEmpty, role.label.text);
  for (const Fixed<List<Text>> *list : {&role.actions, &role.dataActions})
    for (size_t i = 0; list->known() && i < list->size(); ++i)
      if ((*list)[i] == "*")
        ctx.diags.report(list->expr->operands[i]->range, diag::RoleBroad, role.label.text);
}

/// Both would have the same name (RoleAssignmentExists).
static void checkTwice(const Identity &identity, PassContext &ctx) {
  llvm::StringMap<const RoleBlock *> seen;
  for (const RoleBlock &role : identity.roles) {
    if (!role.on.set() || role.on.poisoned())
      continue;
    auto [at, isNew] = seen.try_emplace(
        fmt::format("{} {}", role.variant, StringRef(print(*role.on.expr)).lower()), &role);
    if (!isNew && !neverTogether(*at->second, role))
      ctx.diags.report(role.head, diag::RoleTwice, role.label.text)
          .label(at->second->head, note::GivenHere);
  }
}

/// The identities of a resource are an object with their IDs as keys, in which each can be once.
static void checkSameIdentity(const Identity &identity, PassContext &ctx) {
  llvm::StringMap<SourceRange> seen;
  auto add = [&](const Expr &id, SourceRange place) {
    auto [at, isNew] = seen.try_emplace(StringRef(print(id)).lower(), place);
    if (!isNew)
      ctx.diags.report(place, diag::IdentityTwice).label(at->second, note::GivenHere);
  };
  if (identity.existing.set() && !identity.existing.poisoned())
    add(*identity.existing.expr, identity.existing.place());
  if (identity.further.set() && !identity.further.poisoned())
    for (const Expr *each : identity.further.expr->operands)
      add(*each, each->range);
}

/// A warning, because the extension works: the compiler adds the identity.
static void checkSystem(const Tier &tier, const Identity &identity, PassContext &ctx) {
  bool refused = identity.system.origin == Origin::Written && identity.system.known() &&
                 !identity.system.value();
  if (!refused)
    return;
  for (const Block *user : systemIdentityUsers(tier))
    ctx.diags
        .report(identity.system.place(), diag::SystemIdentityNeeded,
                fmt::format("{} {}", info(user->kind).keyword, user->label.text))
        .label(user->head, note::GivenHere);
}

static void checkIdentity(const Tier &tier, const Identity &identity, PassContext &ctx) {
  bool hasRoles = !identity.roles.empty() || !identity.customRoles.empty();
  if (identity.existing.set() && hasRoles && !identity.principal.set())
    ctx.diags.report(identity.existing.range, diag::PrincipalMissing);
  if (identity.principal.set() && !identity.existing.set())
    ctx.diags.report(identity.principal.range, diag::PrincipalUnneeded, tier.label.text);
  for (const RoleBlock &role : identity.roles)
    checkRole(role, ctx);
  for (const CustomRole &role : identity.customRoles)
    checkCustomRole(role, ctx);
  checkTwice(identity, ctx);
  checkSystem(tier, identity, ctx);
  checkSameIdentity(identity, ctx);
}

/// A vault with private access answers only through a private endpoint. Virtual machines are not
/// among the trusted services (azure-security-docs, key-vault/general/network-security).
static void checkReach(const Cluster &cluster, const RoleBlock &role, PassContext &ctx) {
  if (!role.on.set() || role.on.poisoned() || role.on.expr->kind != ExprKind::Reference)
    return;
  auto *vault = llvm::dyn_cast_or_null<Vault>(role.on.expr->block);
  if (!vault || !vault->access.known() || vault->access.value() != VaultAccess::Private)
    return;
  for (const PrivateEndpoint &endpoint : cluster.network->privateEndpoints)
    if (endpoint.to.set() && (endpoint.to.poisoned() || endpoint.to.expr->block == vault ||
                              endpoint.to.expr->kind != ExprKind::Reference))
      return;
  ctx.diags.report(role.on.place(), diag::VaultUnreachable, vault->label.text)
      .label(vault->head, note::DeclaredHere, vault->label.text);
}

void azcl::checkIdentities(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (const Identity *identity = tier.identity.get()) {
        checkIdentity(tier, *identity, ctx);
        for (const RoleBlock &role : identity->roles)
          checkReach(cluster, role, ctx);
      }
}
