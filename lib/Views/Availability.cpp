// --emit=availability: the SLA of each path, and the instances that remain after the loss of a
// zone.
#include "azcl/Analysis/Availability.h"
#include "azcl/Support/Format.h"
#include "azcl/Views/Views.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>

using namespace azcl;
using llvm::StringRef;

static constexpr double minutesOfMonth = 30 * 24 * 60;

static std::string lost(double millionths) {
  return fmt::format("{:.1f} minutes of downtime in 30 days",
                     minutesOfMonth * (1 - millionths / 1e6));
}

static void printPath(const Availability &all, const AvailabilityPath &path,
                      llvm::raw_ostream &out) {
  out << fmt::format("  from {} to tier `{}`\n", path.from, path.tier->label.text);
  for (const AvailabilityPart *part : all.partsOf(path)) {
    std::string share = part->sla ? printShare(part->sla->perMillion) : "none";
    out << fmt::format("    {:>10}  {:<30} {}\n", share, part->what, part->why);
    if (part->sla)
      out << fmt::format("    {:>10}  {:<30} condition: {}; measured as: {}\n", "", "",
                         part->sla->configuration, part->sla->measures);
  }
  std::optional<double> promised = all.promised(path);
  if (promised)
    out << fmt::format("    {:>10}  combined: up to {}\n", printShare(*promised), lost(*promised));
  else
    out << fmt::format("    {:>10}  combined: one part has no SLA, so the path has none\n", "none");
}

static void printSpread(const Cluster &cluster, const ZoneSpread &spread, llvm::raw_ostream &out) {
  StringRef name = spread.tier->label.text;
  if (spread.zones < 2)
    out << fmt::format("  tier `{}`: at least {} instance{} {}; none is guaranteed to remain\n",
                       name, spread.machines, spread.machines == 1 ? "" : "s",
                       spread.zones ? "in one zone" : "without zones");
  for (unsigned lost = 0; spread.zones >= 2 && lost < spread.zones; ++lost) {
    int64_t here = spread.machines / spread.zones + (lost < spread.machines % spread.zones);
    int64_t zone = cluster.zones.known() ? cluster.zones[lost] : lost + 1;
    out << fmt::format(
        "  tier `{}`, loss of zone {}: {} of {} instances left ({})\n", name, zone,
        spread.machines - here, spread.machines,
        printTarget(std::llround((spread.machines - here) * 1e4 / spread.machines) * 100));
  }
}

static void printCluster(const Cluster &cluster, const Catalog &catalog, llvm::raw_ostream &out) {
  Availability all = availabilityOf(cluster, catalog);
  StringRef region = cluster.region.known() ? cluster.region.value()->name : "an unknown region";
  out << fmt::format("cluster {} in {}\n", cluster.name, region);
  if (cluster.slo && cluster.slo->availability.known())
    out << fmt::format("  slo: {}\n", printTarget(cluster.slo->availability.value().scaled));
  out << "\navailability (SLA)\n";
  for (const AvailabilityPath &path : all.paths)
    printPath(all, path, out);
  out << "\nafter the loss of one zone\n";
  for (const ZoneSpread &spread : all.spreads)
    printSpread(cluster, spread, out);
  out << fmt::format(
      "\nafter the loss of the region\n  no instances left: the whole cluster is in {}\n", region);
  out << "\nsingle points of failure\n";
  bool any = false;
  for (const ZoneSpread &spread : all.spreads)
    if (spread.machines < 2 || spread.zones < 2) {
      any = true;
      out << fmt::format("  tier `{}`: {}\n", spread.tier->label.text,
                         spread.machines < 2 ? "it can have fewer than two instances"
                                             : "it does not span availability zones");
    }
  if (!any)
    out << "  only the region\n";
}

static void printApplication(const RegionalApplication &application, const Catalog &catalog,
                             llvm::raw_ostream &out) {
  out << fmt::format("application {}\n", application.label.text);
  if (application.slo && application.slo->availability.known())
    out << fmt::format("  slo: {}\n", printTarget(application.slo->availability.value().scaled));
  out << "\navailability over regions\n";
  for (const GlobalAvailability &each : availabilityOf(application, catalog)) {
    out << fmt::format("  {}\n", each.routerName);
    if (each.router)
      out << fmt::format("    {:>10}  the service itself\n", printShare(each.router->perMillion));
    for (const GlobalAvailability::Way &way : each.ways)
      out << fmt::format("    {:>10}  region {}: its weakest path\n",
                         way.share ? printShare(*way.share) : "none", way.region->label.text);
    out << fmt::format("    {:>10}  combined: at least one region\n",
                       each.combined ? printShare(*each.combined) : "none");
    if (each.failover)
      out << fmt::format("    {:>10}  until clients use another region; no SLA covers this time\n",
                         fmt::format("{} s", *each.failover));
    for (const GlobalAvailability::Way &lost : each.ways) {
      llvm::SmallVector<llvm::StringRef, 4> left;
      for (const GlobalAvailability::Way &other : each.ways)
        if (other.region != lost.region)
          left.push_back(other.region->label.text);
      out << fmt::format("    after the loss of region {}: {}\n", lost.region->label.text,
                         left.empty() ? "no region left" : llvm::join(left, ", "));
    }
  }
  out << "\n";
}

void azcl::printAvailability(const Program &program, const Catalog &catalog,
                             llvm::raw_ostream &out) {
  for (const RegionalApplication &application : program.root->applications)
    printApplication(application, catalog, out);
  for (const Cluster &cluster : program.clusters()) {
    printCluster(cluster, catalog, out);
    out << "\n";
  }
  out << "calculation\n"
         "  The SLAs of all parts of a path are multiplied. Zones do not count as independent\n"
         "  copies: a scale set over several zones has one SLA as a whole. Each tier counts\n"
         "  with its minimum number of instances. Regions count as independent copies: all must\n"
         "  fail at the same time.\n"
         "not included\n"
         "  your application and its releases, planned shutdowns, DNS names, certificates, key\n"
         "  vaults, outbound connectivity (NAT, firewall), networks outside Azure. An SLA is a\n"
         "  financial commitment of Microsoft, not a forecast.\n"
         "sources\n";
  for (const CatalogFile &file : catalog.files())
    if (file.name == "slas.json") {
      out << "  slas.json as of " << file.asOf << "\n";
      for (const CatalogSource &source : file.sources)
        out << fmt::format("  {} ({}): {}\n", source.repo, source.date, source.path);
    }
}
