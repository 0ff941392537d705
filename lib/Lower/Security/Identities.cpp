// Lowers the managed identities of tiers and their roles.
#include "../Cluster.h"
#include "azcl/Analysis/Extensions.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

void azcl::lowerIdentities(ClusterLowering &ctx) {
  for (const Tier &tier : ctx.cluster.tiers)
    if (!tier.identity || !tier.identity->existing.set())
      ctx.identityOf[&tier] = &ctx.add<arm::UserAssignedIdentity>(
          ctx.name(tier.label.text, "-identity"), tier, ctx.identities);
}

Value ClusterLowering::identityId(const Tier &tier) {
  return identityOf.contains(&tier) ? values.idOf(*identityOf[&tier])
                                    : translate.value(tier.identity->existing);
}

Value ClusterLowering::identityMap(const Tier &tier) {
  llvm::SmallVector<Value, 4> pairs;
  const Identity *identity = tier.identity.get();
  pairs.push_back(identityId(tier));
  pairs.push_back(Value::object({}));
  if (identity && identity->further.set())
    for (const Expr *each : identity->further.expr->operands)
      pairs.append({translate.value(*each), Value::object({})});
  return Value::object(module.arena.copy<Value>(pairs));
}

Value azcl::identityTypeOf(ClusterLowering &ctx, const Tier &tier) {
  Value both = "SystemAssigned, UserAssigned", own = "UserAssigned";
  if (tier.identity && tier.identity->system.value())
    return both;
  Value any;
  for (const Block *user : systemIdentityUsers(tier)) {
    if (!user->when.set())
      return both;
    Value when = ctx.translate.value(user->when);
    any = any.set() ? ctx.values.either(any, when) : when;
  }
  return any.set() ? ctx.values.choose(any, both, own) : own;
}

static StringRef idOf(ClusterLowering &ctx, BuiltInRole role) {
  return ctx.program.catalog.role(Words<BuiltInRole>::words[size_t(role)].name)->id;
}

static Value definitionOf(ClusterLowering &ctx, Value guid) {
  return ctx.values.call(Function::SubscriptionResourceId,
                         {"Microsoft.Authorization/roleDefinitions", guid});
}

Value azcl::roleDefinition(ClusterLowering &ctx, BuiltInRole role) {
  return definitionOf(ctx, idOf(ctx, role));
}

/// If the principal is replaced, the name changes: Azure does not update the principal of an
/// assignment.
static Value assignmentName(ClusterLowering &ctx, const arm::RoleAssignment &made) {
  return ctx.values.call(Function::Guid, {made.scope, made.principal, made.role});
}

static void fill(ClusterLowering &ctx, arm::RoleAssignment &made, const Value &scope,
                 const Value &principal, const Value &role) {
  made.scope = scope;
  made.principal = principal;
  made.role = role;
  made.names = {assignmentName(ctx, made)};
}

void azcl::assignRole(ClusterLowering &ctx, arm::RoleAssignment &made, const Value &scope,
                      const Value &principal, const Value &role) {
  fill(ctx, made, scope, principal, role);
  ctx.needRolePermission(made.origin);
}

Value azcl::principalOf(ClusterLowering &ctx, const Tier &tier) {
  return ctx.identityOf.contains(&tier)
             ? ctx.values.runtimeOf(*ctx.identityOf[&tier], "principalId")
             : ctx.translate.value(tier.identity->principal);
}

/// An assignment on a resource of another resource group needs a deployment there. Its template is
/// evaluated with the parameters of the surrounding one.
static bool isElsewhere(const Expr &on) {
  return on.kind != ExprKind::Reference;
}

void azcl::lowerRoles(ClusterLowering &ctx) {
  for (const Tier &tier : ctx.cluster.tiers) {
    if (!tier.identity)
      continue;
    unsigned count = 0;
    auto add = [&](const Block &role, const Expr &on) {
      StringRef suffix = ctx.name(tier.label.text, "-role-", std::to_string(++count));
      arm::Resource *made = nullptr;
      if (isElsewhere(on))
        made = &ctx.add<arm::GroupDeployment>(suffix, role, ctx.roles);
      else
        made = &ctx.add<arm::RoleAssignment>(suffix, role, ctx.roles);
      ctx.pendingRoles.push_back({made, &role});
      ctx.rolesOf[&tier].push_back(made);
    };
    for (const RoleBlock &role : tier.identity->roles)
      add(role, *role.on.expr);
    for (const CustomRole &role : tier.identity->customRoles)
      add(role, *role.on.expr);
  }
}

/// The part of a resource ID at this index: 2 is the subscription, 4 the resource group.
static Value partOfId(ClusterLowering &ctx, const Value &id, unsigned index) {
  if (!id.is(arm::ValueKind::Text))
    return ctx.values.call(Function::Member,
                           {ctx.values.call(Function::Split, {id, "/"}), int64_t(index)});
  llvm::SmallVector<StringRef, 12> parts;
  id.text().split(parts, '/');
  return ctx.values.text(index < parts.size() ? parts[index] : "");
}

void azcl::assignElsewhere(ClusterLowering &ctx, arm::GroupDeployment &made, const Value &scope,
                           const Value &principal, BuiltInRole role) {
  made.subscription = partOfId(ctx, scope, 2);
  made.group = partOfId(ctx, scope, 4);
  arm::RoleAssignment assignment;
  fill(ctx, assignment, scope, principal,
       ctx.values.concat({"/subscriptions/", made.subscription,
                          "/providers/Microsoft.Authorization/roleDefinitions/", idOf(ctx, role)}));
  made.resources = ctx.values.list({ctx.nested(assignment)});
  ctx.needRolePermission(made.origin);
}

/// Role names are unique in a tenant (RoleDefinitionWithSameNameExists), so the name ends in a hash
/// of the resource group.
static arm::RoleDefinition &defineRole(ClusterLowering &ctx, const Tier &tier,
                                       const CustomRole &role) {
  Value group = ctx.values.call(Function::ResourceGroupId, {});
  StringRef name = ctx.name(ctx.nameBase, "-", tier.label.text, "-", role.label.text);
  auto &made = ctx.add<arm::RoleDefinition>(
      ctx.name(tier.label.text, "-", role.label.text, "-role"), role, ctx.roles);
  made.names = {ctx.values.call(Function::Guid, {group, name})};
  made.title = ctx.values.concat({name, " ", ctx.values.call(Function::UniqueString, {group})});
  auto texts = [&](const Fixed<List<Text>> &list) {
    return list.set() ? ctx.translate.value(*list.expr) : Value::list({});
  };
  made.permissions =
      ctx.values.list({ctx.values.object({{"actions", texts(role.actions)},
                                          {"notActions", texts(role.notActions)},
                                          {"dataActions", texts(role.dataActions)},
                                          {"notDataActions", texts(role.notDataActions)}})});
  made.scopes = ctx.values.list({group});
  return made;
}

void azcl::fillRoles(ClusterLowering &ctx) {
  for (auto [resource, block] : ctx.pendingRoles) {
    auto *builtIn = llvm::dyn_cast<RoleBlock>(block);
    auto *custom = llvm::dyn_cast<CustomRole>(block);
    auto &tier = *llvm::cast<Tier>(block->parent->parent);
    Value scope = ctx.translate.value(builtIn ? builtIn->on : custom->on),
          principal = principalOf(ctx, tier);
    if (auto *elsewhere = llvm::dyn_cast<arm::GroupDeployment>(resource)) {
      assignElsewhere(ctx, *elsewhere, scope, principal, builtIn->role());
      continue;
    }
    auto &made = *llvm::cast<arm::RoleAssignment>(resource);
    if (builtIn) {
      assignRole(ctx, made, scope, principal, roleDefinition(ctx, builtIn->role()));
      continue;
    }
    const arm::RoleDefinition &definition = defineRole(ctx, tier, *custom);
    assignRole(ctx, made, scope, principal, definitionOf(ctx, definition.name()));
    made.after.push_back(&definition);
  }
}

void ClusterLowering::needRolePermission(SourceRange place) {
  need("permission", "Microsoft.Authorization/roleAssignments/write",
       "whoever deploys can assign roles on the resources of the role assignments, for example as "
       "Role Based Access Control Administrator",
       place);
}
