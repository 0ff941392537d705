// Rejects disks that Azure does not support for their tier: wrong types, sizes, performance values,
// caching, redundancy or counts, and ephemeral OS disks that do not fit.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Analysis/Spreading.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Catalog/Availability.h"
#include "azcl/Catalog/LimitId.h"
#include "azcl/Catalog/Nearest.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// The facts about the type of a disk, which must be known.
static const DiskTypeFacts &factsOf(const Disk &disk, PassContext &ctx) {
  return ctx.catalog.diskType(wireName(disk.type.value()));
}

static void checkWhole(const Setting &size, PassContext &ctx) {
  const Expr *only[] = {size.expr};
  Proof proof = proveEach(only, [](llvm::ArrayRef<Scalar> values) {
    return values[0].number % (int64_t(1) << 30) == 0;
  });
  if (proof.answer != Proof::Answer::Fails)
    return;
  if (std::optional<Scalar> value = evaluate(*size.expr, proof.witness))
    ctx.diags.report(size.place(), diag::DiskSizeNotWhole, print(*value, types::size));
}

static void check(const Disk &disk, PassContext &ctx) {
  bool os = disk.role() == DiskRole::Os;
  if (os && disk.type.known() && !factsOf(disk, ctx).osDisks)
    ctx.diags.report(disk.type.place(), diag::DiskNotForOs, print(*disk.type.expr));
  if (!os && !disk.size.set() && !disk.incomplete)
    ctx.diags.report(disk.head, diag::DiskSizeMissing);
  if (disk.size.set() && !disk.size.poisoned())
    checkWhole(disk.size, ctx);
}

static void checkCaching(const Disk &disk, PassContext &ctx) {
  if (!disk.caching.known() || !disk.type.known())
    return;
  bool ephemeral = disk.ephemeral.known() && disk.ephemeral.value() != Ephemeral::No;
  const DiskTypeFacts &type = factsOf(disk, ctx);
  const int64_t most = ctx.catalog.limit(LimitId::CachedDisk);
  if (ephemeral && disk.caching.value() != Caching::ReadOnly)
    ctx.diags.report(disk.caching.place(), diag::CachingUnfit, "an ephemeral disk", "read-only");
  if (disk.caching.value() != Caching::None && disk.size.set() && !disk.size.poisoned())
    if (Proof proof = proveBetween(*disk.size.expr, 0, gib(most));
        proof.answer == Proof::Answer::Fails)
      ctx.diags.report(disk.caching.place(), diag::CachingUnfit,
                       fmt::format("a disk of more than {} GiB{}", most, whenSuffix(proof.witness)),
                       "none");
  if (!type.caching && disk.caching.value() != Caching::None)
    ctx.diags.report(disk.caching.place(), diag::CachingUnfit, "a disk of this type", "none");
}

/// Few types have a performance of their own. If the VM size determines the type, it is not one of
/// them.
static void checkRatesFit(const Disk &disk, PassContext &ctx) {
  if (!disk.type.set() || disk.type.poisoned() ||
      (disk.type.known() && factsOf(disk, ctx).hasRates()))
    return;
  for (auto [setting, name] : {std::pair<const Setting *, llvm::StringRef>{&disk.iops, "iops"},
                               {&disk.throughput, "throughput"}})
    if (setting->set())
      ctx.diags.report(setting->range, diag::RatesOfDisk, name,
                       disk.type.known() ? print(*disk.type.expr) : "premium");
}

/// The possible VM sizes of a tier.
using Sizes = llvm::ArrayRef<const VmSize *>;

/// Checks that the local storage of the VM size has room for the whole image.
static void checkRoom(const Tier &tier, const Disk &disk, const VmSize &size, PassContext &ctx) {
  static constexpr EphemeralPlacement placements[] = {EphemeralPlacement::CacheDisk,
                                                      EphemeralPlacement::ResourceDisk,
                                                      EphemeralPlacement::NvmeDisk};
  static constexpr StringRef places[] = {"cache", "resource disk", "local NVMe storage"};
  auto which = size_t(disk.ephemeral.value()) - 1;
  const int64_t limit = ctx.catalog.limit(LimitId::EphemeralDisk);
  std::optional<unsigned> room = ephemeralRoom(tier, disk, size);
  int64_t needed = tier.image.value()->osDiskGiB;
  std::string when;
  if (disk.size.set() && !disk.size.poisoned()) {
    Proof proof =
        proveBetween(*disk.size.expr, 0, gib(room ? std::min<int64_t>(*room, limit) : limit));
    if (std::optional<Scalar> value = evaluate(*disk.size.expr, proof.witness);
        proof.answer == Proof::Answer::Fails && value) {
      needed = std::max<int64_t>(needed, value->number >> 30);
      when = whenSuffix(proof.witness);
    }
  }
  bool confidential = confidentialOf(tier), guest = confidential || hasTrustedLaunch(tier, size);
  auto report = [&](std::string why) {
    ctx.diags.report(disk.ephemeral.place(), diag::EphemeralUnfit, size.name, std::move(why))
        .label(tier.size.place(), note::ChosenHere);
  };
  if (!size.ephemeralPlacements.contains(placements[which]))
    report(fmt::format("it has no {}", places[which]));
  else if (room && *room < needed)
    report(fmt::format("its {} has {} GiB{}; the OS disk needs {} GiB{}", places[which],
                       *room + guest,
                       confidential ? ", 1 GiB of it for the VM guest state"
                       : guest      ? ", 1 GiB of it for Trusted Launch"
                                    : "",
                       needed, when));
  else if (needed > limit)
    report(fmt::format("an ephemeral OS disk can have up to {} GiB; this OS disk needs {} GiB{}",
                       limit, needed, when));
}

static void checkEphemeral(const Tier &tier, const Disk &disk, Sizes sizes, PassContext &ctx) {
  if (!disk.ephemeral.known() || disk.ephemeral.value() == Ephemeral::No)
    return;
  if (tier.spot && tier.spot->evict.known() && tier.spot->evict.value() == Eviction::Deallocate)
    ctx.diags.report(disk.ephemeral.place(), diag::EphemeralStops, "evict = deallocate")
        .label(tier.spot->evict.range, note::ChosenHere);
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
  if (tier.shutdown && machines)
    ctx.diags.report(disk.ephemeral.place(), diag::EphemeralStops, "shutdown")
        .label(tier.shutdown->head, note::ChosenHere);
  if (tier.image.known())
    for (const VmSize *size : sizes)
      checkRoom(tier, disk, *size, ctx);
}

/// An OS disk must have room for the image and be within Azure's maximum.
static void checkOsSize(const Tier &tier, const Disk &disk, PassContext &ctx) {
  if (disk.role() != DiskRole::Os || !disk.size.set() || disk.size.poisoned())
    return;
  const int64_t image = tier.image.known() ? tier.image.value()->osDiskGiB : 0,
                most = ctx.catalog.limit(LimitId::OsDisk);
  Proof proof = proveBetween(*disk.size.expr, gib(image), gib(most));
  std::optional<Scalar> size = evaluate(*disk.size.expr, proof.witness);
  if (proof.answer != Proof::Answer::Fails || !size || size->number % gib(1)) // not whole: reported
    return;
  ctx.diags.report(disk.size.place(), diag::DiskSizeUnfit,
                   print(*size, types::size) + whenSuffix(proof.witness),
                   size->number < gib(image) ? fmt::format("the image needs {} GiB", image)
                                             : fmt::format("the maximum is {} GiB", most));
}

/// Checks ultra and premium-v2 disks outside of zones in a region with zones, which only some
/// regions support.
static void checkZoned(const Cluster &cluster, const Tier &tier, const Disk &disk,
                       PassContext &ctx) {
  const Region &region = *cluster.region.value();
  bool ultra = disk.type.value() == DiskType::Ultra;
  if (region.zones.empty() || !cluster.zones.known() || cluster.zones.size())
    return;
  if (ultra && (isInAvailabilitySet(tier) || isUltraListed(tier, ctx.catalog)))
    return; // CheckPlacement or checkUltra rejects it
  auto has = [&](StringRef name) {
    const RegionalFeature &feature = *ctx.catalog.feature(name);
    return !feature.clouds.contains(region.cloud) || feature.regions.mentions(region.name);
  };
  if (!has(ultra ? "ultra-disk" : "premium-v2") || // CheckOffers reports it
      has(ultra ? "ultra-disk-without-zones" : "premium-v2-without-zones"))
    return;
  auto report =
      ctx.diags.report(disk.type.place(), diag::DiskNeedsZone, print(*disk.type.expr), region.name);
  report.label(cluster.zones.place(), note::ChosenHere);
  if (cluster.zones.origin == Origin::Written)
    report.idea(cluster.zones.place(), "[1]", note::OnlyOneZone);
}

/// See MicrosoftDocs/azure-compute-docs, disks-redundancy.
static void checkPlaced(const Cluster &cluster, const Tier &tier, const Disk &disk,
                        PassContext &ctx) {
  if (!disk.type.known() || !cluster.region.known())
    return;
  const Region &region = *cluster.region.value();
  if (factsOf(disk, ctx).zoneRedundant && region.zones.empty())
    ctx.diags.report(disk.type.place(), diag::ZrsNeedsZones, print(*disk.type.expr), region.name)
        .label(cluster.region.place(), note::ChosenHere);
  if (disk.type.value() == DiskType::PremiumV2 || disk.type.value() == DiskType::Ultra)
    checkZoned(cluster, tier, disk, ctx);
}

static void checkDataSize(const Disk &disk, PassContext &ctx) {
  if (disk.role() != DiskRole::Data || !disk.type.known() || !disk.size.set() ||
      disk.size.poisoned())
    return;
  int64_t low = factsOf(disk, ctx).leastGiB, high = factsOf(disk, ctx).mostGiB;
  Proof proof = proveBetween(*disk.size.expr, gib(low), gib(high));
  if (proof.answer != Proof::Answer::Fails)
    return;
  if (std::optional<Scalar> size = evaluate(*disk.size.expr, proof.witness))
    ctx.diags.report(disk.size.place(), diag::DataDiskSize, whenPrefix(proof.witness),
                     print(*disk.type.expr), print(*size, types::size), low, high);
}

namespace {
/// The range of performance values that a disk supports.
struct Rates {
  const Disk &disk;
  PassContext &ctx;
  const DiskTypeFacts &type = factsOf(disk, ctx);

  using Bound = llvm::function_ref<int64_t(int64_t other)>;
  /// Compares the first expression, the performance value, with the range that the second allows.
  /// `basis` describes the second value.
  void judge(const Setting &rate, StringRef what, llvm::ArrayRef<const Expr *> exprs, Bound least,
             Bound most, llvm::function_ref<std::string(int64_t other)> basis) {
    auto otherOf = [&](llvm::ArrayRef<Scalar> values) {
      return values.size() > 1 ? values[1].number : defaultRequests();
    };
    for (bool high : {true, false}) {
      Proof proof = proveEach(exprs, [&](llvm::ArrayRef<Scalar> values) {
        int64_t bound = high ? most(otherOf(values)) : least(otherOf(values));
        return high ? values[0].number <= bound : values[0].number >= bound;
      });
      if (proof.answer != Proof::Answer::Fails)
        continue;
      llvm::SmallVector<Scalar, 2> failing;
      for (const Expr *each : exprs)
        failing.push_back(evaluate(*each, proof.witness).value_or(Scalar()));
      int64_t other = otherOf(failing);
      auto shown = [&](int64_t value) { return print(Scalar{value, {}}, *rate.expr->type); };
      if (high)
        ctx.diags.report(rate.place(), diag::DiskRates, whenPrefix(proof.witness), what,
                         shown(failing[0].number), shown(most(other)) + " with " + basis(other));
      else
        ctx.diags.report(
            rate.place(), diag::DiskRatesLow, whenPrefix(proof.witness), what,
            shown(failing[0].number),
            fmt::format("{} to {} for {}", shown(least(other)), shown(most(other)), basis(other)));
      return;
    }
  }

  void requests() {
    if (!disk.iops.set() || disk.iops.poisoned() || !disk.size.set() || disk.size.poisoned())
      return;
    judge(
        disk.iops, "iops", {disk.iops.expr, disk.size.expr},
        [&](int64_t size) { return type.leastRequestsOf(size >> 30); },
        [&](int64_t size) { return type.requestsOf(size >> 30); },
        [](int64_t size) {
          return print(Scalar{size, {}}, types::size);
        });
  }

  void throughput() {
    bool counted = disk.iops.set() && !disk.iops.poisoned();
    if (!disk.throughput.set() || disk.throughput.poisoned() || disk.iops.poisoned() ||
        (type.leastIopsPerGibibyte && !counted))
      return;
    llvm::SmallVector<const Expr *, 2> exprs{disk.throughput.expr};
    if (counted)
      exprs.push_back(disk.iops.expr);
    judge(
        disk.throughput, "throughput", exprs,
        [&](int64_t requests) { return type.leastThroughputOf(requests); },
        [&](int64_t requests) { return type.throughputOf(requests); },
        [](int64_t requests) { return fmt::format("{} IOPS", requests); });
  }

private:
  /// The default of a premium-v2 disk.
  int64_t defaultRequests() const { return type.leastIops; }
};
} // namespace

static void checkRates(const Disk &disk, PassContext &ctx) {
  if (disk.role() != DiskRole::Data || !disk.type.known() || !factsOf(disk, ctx).hasRates())
    return;
  Rates rates{disk, ctx};
  rates.requests();
  rates.throughput();
}

/// What Azure's list says about ultra disks: the text before the name of the region.
static std::string ultraPlaces(StringRef listed) {
  if (listed == "none")
    return "does not support ultra disks in region";
  if (listed == "0")
    return "supports ultra disks only outside of availability zones in region";
  std::string zones = listed.str();
  llvm::erase(zones, '0');
  return fmt::format("supports ultra disks only in {} of region", zoneList(zones));
}

/// Azure lists `UltraSSDAvailable` by size, region and zone (MicrosoftDocs/azure-docs#72209).
static void checkUltra(const Tier &tier, const VmSize &size, PassContext &ctx) {
  auto isUltra = [](const Disk &disk) {
    return disk.type.known() && disk.type.value() == DiskType::Ultra;
  };
  const Disk *found = nullptr;
  for (const Disk &disk : tier.disks)
    if (!found && isUltra(disk))
      found = &disk;
  UltraSupport support = ultraSupport(size, tier, ctx.catalog);
  if (!found || support.support != Support::No ||
      isInAvailabilitySet(tier)) // CheckPlacement rejects it
    return;
  const auto &cluster = static_cast<const Cluster &>(*tier.parent);
  SourceRange place = placeOf(tier, size);
  auto report = support.listed.empty()
                    ? ctx.diags.report(place, diag::UltraUnlisted, size.name)
                    : ctx.diags.report(place, diag::UltraNotInZones, size.name,
                                       ultraPlaces(support.listed), cluster.region.value()->name);
  report.label(found->type.place(), note::ChosenHere);
  if (!isWritten(tier, size) || !cluster.region.known())
    return;
  const Region &region = *cluster.region.value();
  if (const VmSize *other = nearestSize(ctx.catalog, size, [&](const VmSize &each) {
        return ultraSupport(each, tier, ctx.catalog).support == Support::Yes &&
               each.architecture == size.architecture && each.confidential == size.confidential &&
               isOffered(each, cluster, ctx.catalog);
      }))
    report.idea(place, other->name.str(), note::NearestSize, region.name);
}

/// Checks the number and types of data disks that a VM size supports.
static void checkMachine(const Tier &tier, const VmSize &size, PassContext &ctx) {
  int64_t count = 0;
  const Disk *last = nullptr;
  for (const Disk &disk : tier.disks) {
    if (disk.role() == DiskRole::Data && disk.count.known()) {
      count += disk.count.value();
      last = &disk;
    }
    bool premium = disk.type.known() && factsOf(disk, ctx).premium;
    if (premium && disk.type.origin != Origin::Default && !size.premiumIO)
      ctx.diags
          .report(disk.type.place(), diag::SizeLacks, size.name, "does not support premium storage")
          .label(tier.size.place(), note::ChosenHere);
  }
  checkUltra(tier, size, ctx);
  if (count > size.maxDataDisks)
    ctx.diags.report(last->head, diag::DisksTooMany, size.name, size.maxDataDisks, count)
        .label(tier.size.place(), note::ChosenHere);
}

void azcl::checkDisks(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      llvm::SmallVector<const VmSize *, 4> sizes = possibleSizes(tier, ctx.catalog);
      for (const VmSize *size : sizes)
        checkMachine(tier, *size, ctx);
      const Disk *first = nullptr;
      for (const Disk &disk : tier.disks) {
        check(disk, ctx);
        checkCaching(disk, ctx);
        checkRatesFit(disk, ctx);
        checkEphemeral(tier, disk, sizes, ctx);
        checkOsSize(tier, disk, ctx);
        checkPlaced(cluster, tier, disk, ctx);
        checkDataSize(disk, ctx);
        checkRates(disk, ctx);
        if (disk.role() != DiskRole::Os)
          continue;
        if (first)
          ctx.diags.report(disk.head, diag::TwoOsDisks).label(first->head, note::GivenHere);
        else
          first = &disk;
      }
    }
}
