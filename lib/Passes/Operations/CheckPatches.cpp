// Rejects patches that Azure would reject, and patches that contain secrets or weaken the login.
// The checks of properties that mean the same everywhere also apply to `resource` blocks.
#include "azcl/Analysis/Prove.h"
#include "azcl/Analysis/Reads.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Support/TemplateExpression.h"

using namespace azcl;
using llvm::StringRef;

/// Calls `visit` with each value in `expr` that is not an object, and its path.
static void forEachLeaf(std::string path, const Expr &expr,
                        llvm::function_ref<void(StringRef, const Expr &)> visit) {
  if (expr.kind == ExprKind::List)
    for (const Expr *each : expr.operands)
      forEachLeaf(path + "[]", *each, visit);
  else if (expr.kind == ExprKind::Object)
    for (size_t i = 0; i + 1 < expr.operands.size(); i += 2)
      forEachLeaf((path.empty() ? "" : path + ".") + expr.operands[i]->text.str(),
                  *expr.operands[i + 1], visit);
  else if (!expr.isError())
    visit(path, expr);
}

/// Everyone who can read the template can read a secret in it
/// (jenkinsci/azure-vm-agents-plugin#250).
static void checkSecret(StringRef path, const Expr &value, PassContext &ctx) {
  static constexpr StringRef secrets[] = {"adminPassword", "administratorLoginPassword"};
  StringRef last = path.rsplit('.').second.empty() ? path : path.rsplit('.').second;
  for (StringRef secret : secrets)
    if (last.equals_insensitive(secret) && value.kind == ExprKind::Text)
      ctx.diags.report(value.range, diag::SecretInSource, fmt::format("`{}`", last));
}

static bool isFlexible(const Tier &tier) {
  return tier.kind.known() && tier.kind.value() == TierKind::Flexible;
}

/// Azure/bicep-registry-modules#2671: "The value 'SystemAssigned' of parameter 'identity' is not
/// allowed".
static void checkIdentity(const Tier &tier, StringRef path, const Expr &value, PassContext &ctx) {
  if (isFlexible(tier) && path.equals_insensitive("identity.type") &&
      value.kind == ExprKind::Text && value.text.contains_insensitive("SystemAssigned"))
    ctx.diags.report(value.range, diag::PatchUnfit, path,
                     "a flexible scale set supports only the identity of its tier");
}

/// checkov CKV_AZURE_49
static void checkPasswordLogin(StringRef path, const Expr &value, PassContext &ctx) {
  if (path.ends_with_insensitive("linuxConfiguration.disablePasswordAuthentication") &&
      value.kind == ExprKind::Number && value.type->kind == TypeKind::Bool && !value.number)
    ctx.diags.report(value.range, diag::PasswordLoginPatched);
}

/// Applies the compiler's rules for scale sets to patches. These are warnings because Azure may
/// change properties that the compiler does not model. compute-docs,
/// virtual-machine-scale-sets-orchestration-modes.md and -placement-groups.md;
/// azure-rest-api-specs#27029 (the version of the network API).
static void checkSet(const Cluster &cluster, const Tier &tier, StringRef path, const Expr &value,
                     PassContext &ctx) {
  auto report = [&](std::string why) {
    ctx.diags.report(value.range, diag::PatchContradicts, path, std::move(why));
  };
  bool truth = value.kind == ExprKind::Number && value.type->kind == TypeKind::Bool && value.number;
  if (path == "properties.singlePlacementGroup" && truth && tier.instances.set() &&
      !tier.instances.poisoned()) {
    int64_t most = largest(*tier.instances.expr->operands[1]).value_or(0);
    if (size_t group = ctx.catalog.limit(LimitId::SetInstancesOneGroup); most > int64_t(group))
      report(
          fmt::format("a single placement group can have {} instances, and this tier can have {}",
                      group, most));
  }
  bool zonal = cluster.zones.known() && cluster.zones.size();
  if (path == "properties.platformFaultDomainCount" && zonal && value.kind == ExprKind::Number &&
      value.number > 1 && !(value.number == 5 && !isFlexible(tier)))
    report(fmt::format(
        "a scale set in availability zones has {} per zone; to use more, set `zones = []`",
        isFlexible(tier) ? "1 fault domain" : "1 or 5 fault domains"));
  if (path.ends_with("networkProfile.networkApiVersion") && isFlexible(tier) &&
      value.kind == ExprKind::Text && value.text < "2020-11-01")
    report("a flexible scale set needs version 2020-11-01 or later");
}

/// Properties that only some sizes support.
static void checkSizes(const Tier &tier, StringRef path, const Expr &value, PassContext &ctx) {
  bool confidential = path.ends_with("securityProfile.securityType") &&
                      value.kind == ExprKind::Text &&
                      value.text.equals_insensitive("ConfidentialVM");
  bool nvme = path.ends_with("storageProfile.diskControllerType") && value.kind == ExprKind::Text &&
              value.text.equals_insensitive("NVMe");
  if (!confidential && !nvme)
    return;
  for (const VmSize *size : possibleSizes(tier, ctx.catalog))
    if (confidential ? size->confidential == Confidential::None
                     : !size->diskControllers.contains(DiskController::NVMe))
      return (void)ctx.diags.report(
          value.range, diag::PatchContradicts, path,
          fmt::format("`{}` does not support {}", size->name,
                      confidential ? "confidential VMs" : "NVMe disk controllers"));
}

static void checkTier(const Cluster &cluster, const Tier &tier, PassContext &ctx) {
  if (!tier.patch)
    return;
  bool isSet = tier.kind.known() && tier.kind.value() != TierKind::Machines;
  for (const Entry &entry : tier.patch->entries)
    if (entry.value.set())
      forEachLeaf(entry.key.text.str(), *entry.value.expr, [&](StringRef path, const Expr &value) {
        checkSecret(path, value, ctx);
        checkIdentity(tier, path, value, ctx);
        checkPasswordLogin(path, value, ctx);
        if (isSet)
          checkSet(cluster, tier, path, value, ctx);
        checkSizes(tier, path, value, ctx);
      });
}

/// azure-docs, templates/template-functions-resource.md: "The reference function can only be used
/// in the outputs section and properties object"; the same holds for list*.
static void checkPlace(const Expr &value, StringRef where, PassContext &ctx) {
  if (value.kind == ExprKind::Raw) {
    expressions::Problem problem;
    std::optional<expressions::Expression> parsed =
        expressions::parseExpression(value.text, problem);
    if (parsed)
      walk(*parsed, [&](const expressions::Expression &each) {
        StringRef name = each.text;
        if (each.kind == expressions::Expression::Kind::Call &&
            (name.equals_insensitive("reference") ||
             (name.size() > 4 && name.starts_with_insensitive("list"))))
          ctx.diags.report(value.range, diag::ArmMisplaced, name, where);
      });
  }
  if (StringRef path = readPath(value); !path.empty() && path != "name")
    ctx.diags.report(value.range, diag::ArmMisplaced, value.text, where);
  for (const Expr *each : value.operands)
    checkPlace(*each, where, ctx);
}

static void checkPlace(const Setting &setting, StringRef where, PassContext &ctx) {
  if (setting.set() && !setting.poisoned())
    checkPlace(*setting.expr, where, ctx);
}

static void checkPatchPlaces(const One<Patch> &patch, PassContext &ctx) {
  if (!patch)
    return;
  for (const Entry &entry : patch->entries)
    if (StringRef head = entry.key.text.split('.').first; head != "properties")
      checkPlace(entry.value, fmt::format("`{}`", head), ctx);
}

static void checkPlaces(const Cluster &cluster, PassContext &ctx) {
  if (cluster.tags)
    for (const Entry &tag : cluster.tags->entries)
      checkPlace(tag.value, "tags", ctx);
  for (const Tier &tier : cluster.tiers)
    checkPatchPlaces(tier.patch, ctx);
  for (const Balancer &balancer : cluster.balancers)
    checkPatchPlaces(balancer.patch, ctx);
  if (const VpnGateway *gateway = cluster.network->vpnGateway.get())
    checkPatchPlaces(gateway->patch, ctx);
  if (const ExpressRouteGateway *gateway = cluster.network->expressRouteGateway.get())
    checkPatchPlaces(gateway->patch, ctx);
  for (const RawResource &other : cluster.resources) {
    checkPlace(other.name, "the name of a resource", ctx);
    checkPlace(other.scope, "`scope`", ctx);
    checkPlace(other.sku, "`sku`", ctx);
    checkPlace(other.kind, "`kind`", ctx);
    for (const Entry &entry : other.entries)
      checkPlace(entry.value, fmt::format("`{}`", entry.key.text), ctx);
  }
}

void azcl::checkPatches(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Tier &tier : cluster.tiers)
      checkTier(cluster, tier, ctx);
    checkPlaces(cluster, ctx);
    for (const RawResource &other : cluster.resources)
      if (other.properties.set())
        forEachLeaf("", *other.properties.expr, [&](StringRef path, const Expr &value) {
          if (!azureType(other)) // CheckAzureTypes knows which properties are secrets
            checkSecret(path, value, ctx);
          checkPasswordLogin(path, value, ctx);
        });
  }
}
