// Checks that the region, its zones and its cloud offer what the program uses. A missing entry is
// an error if the catalog's data comes from Azure's own resource list, and a warning if it comes
// from price lists.
#include "azcl/Analysis/Sizes.h"
#include "azcl/Catalog/Availability.h"
#include "azcl/Catalog/Nearest.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
/// A cluster in a known region.
struct Place {
  const Cluster &cluster;
  const Region &region;
  PassContext &ctx;

  llvm::SmallVector<unsigned, 3> zones() const {
    llvm::SmallVector<unsigned, 3> all;
    for (size_t i = 0; cluster.zones.known() && i < cluster.zones.size(); ++i)
      all.push_back(unsigned(cluster.zones[i]));
    return all;
  }
  /// Labels the zones if the program sets them.
  template <class Report> void labelZones(Report &report) const {
    if (cluster.zones.origin == Origin::Written)
      report.label(cluster.zones.place(), note::ChosenHere);
  }
  /// Suggests the nearest region that supports the feature.
  template <class Report, class WillDo> void suggestRegion(Report &report, WillDo willDo) const {
    if (const Region *other = nearestRegion(ctx.catalog, region, willDo))
      report.idea(cluster.region.place(), other->name.str(), note::NearestRegion);
  }
};
} // namespace

template <class Report>
static void suggestSize(Report &report, const Place &at, const Tier &tier, const VmSize &size) {
  if (!isWritten(tier, size))
    return;
  if (const VmSize *other = replacementFor(size, tier, at.ctx.catalog))
    report.idea(placeOf(tier, size), other->name.str(), note::NearestSize, at.region.name);
}

/// Azure's own list says in which zones a size is offered, and where it is restricted.
static void checkAnswer(const Place &at, const Tier &tier, const VmSize &size,
                        const VmOffer *offer) {
  StringRef region = at.region.name;
  SourceRange place = placeOf(tier, size);
  Availability available(offer, at.region);
  if (!available.offered) {
    auto report = at.ctx.diags.report(place, diag::SizeNotOffered, region, size.name);
    return suggestSize(report, at, tier, size);
  }
  if (available.restricted) {
    auto report =
        at.ctx.diags.report(place, diag::SizeRestricted, size.name, fmt::format("`{}`", region));
    return suggestSize(report, at, tier, size);
  }
  if (available.zones == "0" && !at.zones().empty()) { // in the region, but in none of its zones
    auto report = at.ctx.diags.report(place, diag::SizeRestricted, size.name,
                                      fmt::format("any zone of `{}`", region));
    return suggestSize(report, at, tier, size);
  }
  for (unsigned zone : at.zones()) {
    if (!available.offeredIn(zone)) {
      auto report = at.ctx.diags.report(place, diag::SizeNotInZones, size.name,
                                        zoneList(available.zones), region);
      at.labelZones(report);
      return suggestSize(report, at, tier, size);
    }
    if (!available.usableIn(zone)) {
      auto report = at.ctx.diags.report(place, diag::SizeRestricted, size.name,
                                        fmt::format("zone {} of `{}`", zone, region));
      at.labelZones(report);
      return suggestSize(report, at, tier, size);
    }
  }
}

static void checkSizes(const Place &at, const Tier &tier) {
  if (at.region.sizes == SizeListing::None)
    return;
  for (const VmSize *size : possibleSizes(tier, at.ctx.catalog)) {
    const VmOffer *offer = at.ctx.catalog.offer(*size);
    if (at.region.sizes == SizeListing::Answer) {
      checkAnswer(at, tier, *size, offer);
    } else if (offer && !offer->regions.mentions(at.region.name)) {
      auto report =
          at.ctx.diags.report(placeOf(tier, *size), diag::SizeUnlisted, at.region.name, size->name);
      suggestSize(report, at, tier, *size);
      at.suggestRegion(report, [&](const Region &each) {
        return offer->regions.mentions(each.name) && each.zones.size() >= at.region.zones.size();
      });
    }
  }
}

static void need(const Place &at, SourceRange where, StringRef name) {
  const RegionalFeature *feature = at.ctx.catalog.feature(name);
  if (!feature || !feature->clouds.contains(at.region.cloud))
    return;
  auto has = [&](const Region &region) {
    StringRef zones = feature->regions.detail(region.name);
    return feature->regions.contains(region.name) ||
           (!zones.empty() && size_t(zones[0] - '0') >= at.zones().size());
  };
  if (has(at.region))
    return;
  StringRef zones = feature->regions.detail(at.region.name);
  std::string what = zones.empty()
                         ? feature->what.str()
                         : fmt::format("{} in more than {} of its zones", feature->what, zones);
  auto report = feature->certain
                    ? at.ctx.diags.report(where, diag::FeatureMissing, at.region.name, what)
                    : at.ctx.diags.report(where, diag::FeatureUnlisted, at.region.name, what);
  at.suggestRegion(report, has);
}

/// The API version for the sovereign clouds (docs/rationale/templates.md) has these properties for
/// scale sets only. Azure rejects them for other VMs (kubernetes-sigs/azuredisk-csi-driver#3403).
static void checkRates(const Place &at, const Tier &tier, const Disk &disk) {
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
  if (!machines || at.region.cloud == Cloud::Public)
    return;
  for (auto [setting, name] : {std::pair<const Setting *, StringRef>{&disk.iops, "iops"},
                               {&disk.throughput, "throughput"}})
    if (setting->set())
      at.ctx.diags.report(setting->range, diag::DiskRatesByCloud, name, cloudName(at.region.cloud))
          .label(tier.kind.place(), note::ChosenHere);
}

static void checkDisks(const Place &at, const Tier &tier) {
  for (const Disk &disk : tier.disks) {
    checkRates(at, tier, disk);
    if (!disk.type.known())
      continue;
    switch (disk.type.value()) {
    case DiskType::PremiumV2: need(at, disk.type.place(), "premium-v2"); break;
    case DiskType::Ultra:
      if (!isUltraListed(tier, at.ctx.catalog)) // CheckDisks checks it by size and zone
        need(at, disk.type.place(), "ultra-disk");
      break;
    case DiskType::PremiumZrs:
    case DiskType::StandardSsdZrs:
      if (!at.region.zones.empty()) // without zones, CheckDisks rejects it
        need(at, disk.type.place(), "zrs-disk");
      break;
    default: break;
    }
  }
}

static void checkTier(const Place &at, const Tier &tier) {
  checkSizes(at, tier);
  checkDisks(at, tier);
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
  if (tier.shutdown && machines) // scale sets use autoscale instead
    need(at, tier.shutdown->head, "auto-shutdown");
  if (tier.placement && at.region.proximityPlacementGroups == Support::No) {
    auto report = at.ctx.diags.report(tier.placement->head, diag::FeatureMissing, at.region.name,
                                      "proximity placement groups");
    at.suggestRegion(
        report, [](const Region &each) { return each.proximityPlacementGroups == Support::Yes; });
  }
  if (!machines && tier.resilient.known() && tier.resilient.value() &&
      at.region.resilientSets == Support::No) {
    // A warning only: the list comes from Terraform's documentation, and Azure adds regions.
    auto report = at.ctx.diags.report(tier.resilient.place(), diag::FeatureUnlisted, at.region.name,
                                      "resilient creation and deletion of instances");
    at.suggestRegion(report, [](const Region &each) { return each.resilientSets == Support::Yes; });
  }
  if (tier.image.known() && tier.image.value()->unsupportedClouds.contains(at.region.cloud))
    at.ctx.diags
        .report(tier.image.place(), diag::ImageNotInCloud, tier.image.value()->name,
                cloudName(at.region.cloud))
        .label(at.cluster.region.place(), note::ChosenHere);
}

static StringRef closed(RegionAccess access) {
  switch (access) {
  case RegionAccess::Canary: return "Microsoft uses it to test new versions of Azure";
  case RegionAccess::Stage: return "Microsoft uses it for its own tests";
  case RegionAccess::Retired: return "Azure has closed it";
  default: return "";
  }
}

void azcl::checkOffers(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (!cluster.region.known())
      continue;
    Place at{cluster, *cluster.region.value(), ctx};
    if (StringRef why = closed(at.region.access); !why.empty()) {
      auto report =
          ctx.diags.report(cluster.region.place(), diag::RegionClosed, at.region.name, why);
      at.suggestRegion(report, [](const Region &) { return true; });
      continue;
    }
    for (const Tier &tier : cluster.tiers)
      checkTier(at, tier);
  }
}
