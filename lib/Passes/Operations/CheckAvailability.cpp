// Compares the `slo` of a cluster with the composite SLA of each network path, and with the
// capacity that each tier keeps after the loss of one zone.
#include "azcl/Analysis/Availability.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

/// "the path from the internet to `db`"
static std::string wayOf(const AvailabilityPath &path) {
  return fmt::format("the path from {} to `{}`", path.from, path.tier->label.text);
}

static void checkPath(const Slo &slo, const Availability &all, const AvailabilityPath &path,
                      PassContext &ctx) {
  const AvailabilityPart *weakest = nullptr;
  for (const AvailabilityPart *part : all.partsOf(path)) {
    if (!part->sla) {
      if (llvm::none_of(path.parts, [&](const AvailabilityPart &own) { return &own == part; }))
        return; // reported for the path that this one continues
      ctx.diags.report(slo.availability.place(), diag::SloWithoutPromise, part->what, part->why)
          .label(part->place, note::NoPromiseFor);
      return;
    }
    if (!weakest || part->sla->perMillion < weakest->sla->perMillion)
      weakest = part;
  }
  double promised = *all.promised(path);
  if (promised + 1e-6 >= double(slo.availability.value().scaled))
    return;
  ctx.diags
      .report(slo.availability.place(), diag::SloOutOfReach, wayOf(path), printShare(promised),
              printTarget(slo.availability.value().scaled))
      .label(weakest->place, note::WeakestPart, weakest->what + " (" + weakest->why + ")",
             printShare(weakest->sla->perMillion));
}

static bool keeps(int64_t machines, unsigned zones, int64_t share) {
  int64_t remaining = ZoneSpread{nullptr, machines, zones}.remaining();
  return remaining * percent(100) >= share * machines;
}

static void checkSpread(const Slo &slo, const Cluster &cluster, const ZoneSpread &spread,
                        PassContext &ctx) {
  int64_t share = slo.capacity.value().scaled;
  if (spread.machines < 1 || keeps(spread.machines, spread.zones, share))
    return;
  auto report = ctx.diags.report(
      slo.capacity.place(), diag::ZoneLossTakesAll, spread.tier->label.text,
      printShare(double(spread.remaining()) * percent(100) / spread.machines), printTarget(share));
  const Setting &instances = spread.tier->instances;
  report.label(instances.place(), note::ChosenHere);
  unsigned zones = unsigned(cluster.zones.known() ? cluster.zones.size() : 0);
  bool plain = instances.known() && instances.expr->operands[0] == instances.expr->operands[1];
  for (int64_t more = spread.machines + 1; plain && zones && more <= 1000; ++more)
    if (keeps(more, unsigned(std::min<int64_t>(zones, more)), share)) {
      report.idea(instances.place(), std::to_string(more), note::MoreMachines);
      break;
    }
}

/// What the application promises must hold whichever service leads its clients to the regions.
static void checkGlobal(const RegionalApplication &application, PassContext &ctx) {
  const GlobalSlo *slo = application.slo.get();
  if (!slo || !slo->availability.known())
    return;
  int64_t wanted = slo->availability.value().scaled;
  std::vector<GlobalAvailability> all = availabilityOf(application, ctx.catalog);
  if (all.empty())
    ctx.diags.report(slo->availability.place(), diag::SloWithoutTraffic);
  for (const GlobalAvailability &each : all)
    if (!each.combined)
      ctx.diags.report(slo->availability.place(), diag::SloWithoutPromise,
                       fmt::format("no region behind {}", each.routerName),
                       "`--emit=availability` says what is missing");
    else if (*each.combined + 1e-6 < double(wanted))
      ctx.diags
          .report(slo->availability.place(), diag::SloOutOfReach,
                  fmt::format("the way through {} to {} region{}", each.routerName,
                              each.ways.size(), each.ways.size() == 1 ? "" : "s"),
                  printShare(*each.combined), printTarget(wanted))
          .label(each.traffic->head, note::RouterHasItself, each.routerName,
                 printShare(each.router->perMillion));
}

void azcl::checkAvailability(const Program &program, PassContext &ctx) {
  for (const RegionalApplication &application : program.root->applications)
    checkGlobal(application, ctx);
  for (const Cluster &cluster : program.clusters()) {
    const Slo *slo = cluster.slo.get();
    if (!slo || !(slo->availability.known() || slo->capacity.known()))
      continue;
    Availability all = availabilityOf(cluster, ctx.catalog);
    if (slo->availability.known())
      for (const AvailabilityPath &path : all.paths)
        checkPath(*slo, all, path, ctx);
    if (slo->capacity.known())
      for (const ZoneSpread &spread : all.spreads)
        checkSpread(*slo, cluster, spread, ctx);
  }
}
