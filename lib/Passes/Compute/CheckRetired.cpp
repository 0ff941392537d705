// Rejects sizes and resources that Azure has retired, and warns about announced retirements. The
// current date is that of the catalog, so results do not depend on the clock.
#include "azcl/Analysis/Sizes.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// The last day on which the cluster's cloud offers the size; if the cloud is unknown, the day for
/// any cloud.
static StringRef retirementOf(const VmSize &size, const Cluster &cluster) {
  return cluster.region.known() ? size.retirement(cluster.region.value()->cloud) : size.retires;
}

static void checkSize(const Cluster &cluster, const Tier &tier, const VmSize &size,
                      PassContext &ctx) {
  StringRef day = retirementOf(size, cluster);
  if (day.empty())
    return;
  bool gone = day <= ctx.catalog.date();
  SourceRange place = placeOf(tier, size);
  auto report = gone ? ctx.diags.report(place, diag::SizeRetired, size.name, day)
                     : ctx.diags.report(place, diag::SizeRetires, size.name, day);
  if (!isWritten(tier, size))
    return;
  if (const VmSize *other = replacementFor(size, tier, ctx.catalog))
    report.idea(place, other->name.str(), note::StaysLonger);
}

static void checkHostSku(const DedicatedHosts &hosts, PassContext &ctx) {
  if (!hosts.sku.known() || hosts.sku.value()->retires.empty())
    return;
  const HostSku &sku = *hosts.sku.value();
  std::string what = fmt::format("dedicated hosts of SKU `{}`", sku.name), instead;
  for (const HostSku &other : ctx.catalog.hostSkus())
    if (instead.empty() && other.family == sku.family && other.retires.empty())
      instead = fmt::format("; use `{}`", other.name);
  SourceRange place = hosts.sku.place();
  if (sku.retires <= ctx.catalog.date())
    ctx.diags.report(place, diag::ResourceRetired, what, sku.retires, instead);
  else
    ctx.diags.report(place, diag::ResourceRetires, what, sku.retires, instead);
}

/// The `name` of a `sku`, if it is a literal.
static StringRef skuName(const RawResource &other) {
  if (!other.sku.set() || other.sku.poisoned() || other.sku.expr->kind != ExprKind::Object)
    return "";
  llvm::ArrayRef<const Expr *> parts = other.sku.expr->operands;
  for (size_t i = 0; i + 1 < parts.size(); i += 2)
    if (parts[i]->text == "name" && parts[i + 1]->kind == ExprKind::Text)
      return parts[i + 1]->text;
  return "";
}

static void checkRawResource(const RawResource &other, PassContext &ctx) {
  if (!other.type.known())
    return;
  for (const Retirement &row : ctx.catalog.retirements()) {
    if (row.type.empty() || !row.type.equals_insensitive(other.type.value()) ||
        (!row.sku.empty() && !row.sku.equals_insensitive(skuName(other))))
      continue;
    StringRef since = row.blocked.empty() ? row.on : row.blocked;
    std::string instead = row.replacement.empty() ? "" : fmt::format("; use {}", row.replacement);
    if (since <= ctx.catalog.date())
      ctx.diags.report(other.type.place(), diag::ResourceRetired, row.what, since, instead);
    else
      ctx.diags.report(other.type.place(), diag::ResourceRetires, row.what, row.on, instead);
  }
}

void azcl::checkRetired(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Tier &tier : cluster.tiers) {
      for (const VmSize *size : possibleSizes(tier, ctx.catalog))
        checkSize(cluster, tier, *size, ctx);
      if (tier.hosts)
        checkHostSku(*tier.hosts.get(), ctx);
    }
    for (const RawResource &other : cluster.resources)
      checkRawResource(other, ctx);
  }
}
