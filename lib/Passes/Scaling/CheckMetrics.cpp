// Warns about autoscale metrics that their resource is not known to have, as far as the catalog
// lists them.
#include "azcl/Analysis/Metrics.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Scaling.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static bool isOf(const AutoscaleMetric &metric, StringRef type) {
  return llvm::any_of(metric.of.words(), [&](StringRef of) { return of.equals_insensitive(type); });
}

/// The metric must be a platform metric of scale sets, or one that the diagnostics extension
/// writes.
static void checkOwn(const CustomMetric &metric, PassContext &ctx) {
  static constexpr StringRef set = "Microsoft.Compute/virtualMachineScaleSets";
  StringRef name = metric.name.value();
  if (metric.space.set() || name.starts_with("/") || name.starts_with("\\"))
    return;
  const AutoscaleMetric *nearest = nullptr;
  unsigned distance = 4;
  for (const AutoscaleMetric &each : ctx.catalog.autoscaleMetrics()) {
    if (!isOf(each, set))
      continue;
    if (each.name.equals_insensitive(name))
      return;
    if (unsigned own = name.edit_distance_insensitive(each.name, true, distance); own < distance)
      nearest = &each, distance = own;
  }
  auto report = ctx.diags.report(metric.name.place(), diag::MetricUnlisted, name);
  if (nearest)
    report.idea(metric.name.place(), fmt::format("\"{}\"", nearest->name), note::NearestMetric);
}

/// Azure has a special metric for queue length, which it already divides by the number of
/// instances.
static void checkQueue(const CustomMetric &metric, PassContext &ctx) {
  StringRef name = metric.name.value();
  bool reported = false;
  forEachText(metric.source, [&](StringRef id, bool whole) {
    if (!whole || reported)
      return;
    std::string type = resourceTypeOf(id);
    for (const AutoscaleMetric &each : ctx.catalog.autoscaleMetrics()) {
      if (!each.divided || !isOf(each, type))
        continue;
      reported = true;
      if (!each.name.equals_insensitive(name))
        ctx.diags.report(metric.name.place(), diag::QueueMetric, type, name, each.name)
            .idea(metric.name.place(), fmt::format("\"{}\"", each.name), note::MetricOfQueues);
      if (metric.perInstance.known() && metric.perInstance.value())
        ctx.diags.report(metric.perInstance.place(), diag::QueuePerInstance, each.name);
      return;
    }
  });
}

void azcl::checkMetrics(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      if (!tier.autoscale)
        continue;
      for (const CustomMetric &metric : tier.autoscale->metrics) {
        if (!metric.name.known())
          continue;
        if (metric.source.set())
          checkQueue(metric, ctx);
        else
          checkOwn(metric, ctx);
      }
    }
}
