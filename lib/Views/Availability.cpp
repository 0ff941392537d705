#include "azcl/Analysis/Availability.h"
#include "azcl/Support/Format.h"
#include "azcl/Views/Views.h"

using namespace azcl;
using llvm::StringRef;

static constexpr double minutesOfMonth = 30 * 24 * 60;

static std::string lost(double millionths) {
  return fmt::format("{:.1f} minutes of 30 days", minutesOfMonth * (1 - millionths / 1e6));
}

static void printPath(const Availability &all, const AvailabilityPath &path,
                      llvm::raw_ostream &out) {
  out << fmt::format("  from {} to tier `{}`\n", path.from, path.tier->label.text);
  for (const AvailabilityPart *part : all.partsOf(path)) {
    std::string share = part->sla ? printShare(part->sla->perMillion) : "none";
    out << fmt::format("    {:>10}  {:<24} {}\n", share, part->what, part->why);
    if (part->sla)
      out << fmt::format("    {:>10}  {:<24} promised for: {}; measured: {}\n", "", "",
                         part->sla->configuration, part->sla->measures);
  }
  std::optional<double> promised = all.promised(path);
  if (promised)
    out << fmt::format("    {:>10}  together, which is as much as {} without an answer\n",
                       printShare(*promised), lost(*promised));
  else
    out << fmt::format("    {:>10}  together: one part has no promise, so the way has none\n",
                       "none");
}

static void printSpread(const Cluster &cluster, const ZoneSpread &spread, llvm::raw_ostream &out) {
  StringRef name = spread.tier->label.text;
  if (spread.zones < 2)
    out << fmt::format("  tier `{}`: {} at least, {}: nothing is certain to remain\n", name,
                       spread.machines, spread.zones ? "in one zone" : "without zones");
  for (unsigned lost = 0; spread.zones >= 2 && lost < spread.zones; ++lost) {
    int64_t here = spread.machines / spread.zones + (lost < spread.machines % spread.zones);
    int64_t zone = cluster.zones.known() ? cluster.zones[lost] : lost + 1;
    out << fmt::format("  tier `{}` without zone {}: {} of {} remain ({})\n", name, zone,
                       spread.machines - here, spread.machines,
                       printShare(double(spread.machines - here) * 1e6 / spread.machines));
  }
}

static void printCluster(const Cluster &cluster, const Catalog &catalog, llvm::raw_ostream &out) {
  Availability all = availabilityOf(cluster, catalog);
  StringRef region = cluster.region.known() ? cluster.region.value()->name : "an unknown region";
  out << fmt::format("cluster {} in {}\n", cluster.label.text, region);
  if (cluster.slo && cluster.slo->availability.known())
    out << fmt::format("  slo: {}\n", printTarget(cluster.slo->availability.value().scaled));
  out << "\nwhat is promised\n";
  for (const AvailabilityPath &path : all.paths)
    printPath(all, path, out);
  out << "\nwhat remains when a zone is lost\n";
  for (const ZoneSpread &spread : all.spreads)
    printSpread(cluster, spread, out);
  out << fmt::format("\nwhat remains when the region is lost\n  nothing: all of it is in {}\n",
                     region);
  out << "\nwhat has no second\n";
  bool any = false;
  for (const ZoneSpread &spread : all.spreads)
    if (spread.machines < 2 || spread.zones < 2) {
      any = true;
      out << fmt::format("  tier `{}`: {}\n", spread.tier->label.text,
                         spread.machines < 2 ? "it may be a single machine"
                                             : "it does not span zones");
    }
  if (!any)
    out << "  nothing but the region\n";
}

void azcl::printAvailability(const Program &program, const Catalog &catalog,
                             llvm::raw_ostream &out) {
  for (const Cluster &cluster : program.clusters()) {
    printCluster(cluster, catalog, out);
    out << "\n";
  }
  out << "how it is counted\n"
         "  The promises of all that a call passes are multiplied. A zone is no second copy: sets "
         "and machines\n"
         "  over zones have one promise as a whole. Machines count as they are at least.\n"
         "what it does not cover\n"
         "  your application and its releases; planned stops; names, certificates and vaults; the "
         "way out (NAT,\n"
         "  firewall); networks before Azure. A promise is what Microsoft pays for when it is "
         "broken, no forecast.\n"
         "sources\n";
  for (const CatalogFile &file : catalog.files())
    if (file.name == "slas.json") {
      out << "  slas.json as of " << file.asOf << "\n";
      for (const CatalogSource &source : file.sources)
        out << fmt::format("  {} ({}): {}\n", source.repo, source.date, source.path);
    }
}
