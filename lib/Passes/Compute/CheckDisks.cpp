// Rejects disks that no machine can have.
#include "azcl/Analysis/Sizes.h"
#include "azcl/Analysis/Witness.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// Of a disk whose type is known.
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
  if (disk.caching.value() != Caching::None && disk.size.known() && disk.size.value().bytes >> 30 > most)
    ctx.diags.report(disk.caching.place(), diag::CachingUnfit, fmt::format("a disk of more than {} GiB", most), "none");
  if (!type.caching && disk.caching.value() != Caching::None)
    ctx.diags.report(disk.caching.place(), diag::CachingUnfit, "a disk of this type", "none");
  if (!type.hasRates())
    for (auto [setting, name] : {std::pair<const Setting *, llvm::StringRef>{&disk.iops, "iops"},
                                 {&disk.throughput, "throughput"}})
      if (setting->set())
        ctx.diags.report(setting->range, diag::RatesOfDisk, name, print(*disk.type.expr));
}

/// Each size that a tier may have.
using Sizes = llvm::ArrayRef<const VmSize *>;

/// Is there room on the host for the whole image?
static void checkRoom(const Tier &tier, const Disk &disk, const VmSize &size, PassContext &ctx) {
  static constexpr EphemeralPlacement placements[] = {EphemeralPlacement::CacheDisk,
                                                      EphemeralPlacement::ResourceDisk,
                                                      EphemeralPlacement::NvmeDisk};
  auto which = size_t(disk.ephemeral.value()) - 1;
  llvm::StringRef word = Words<Ephemeral>::words[which + 1].name;
  // A disk that is larger than one of the local NVMe disks takes several.
  unsigned room = which == 0 ? size.cacheDiskGiB : which == 1 ? size.tempDiskGiB : size.nvmeDiskGiB;
  unsigned image = tier.image.value()->osDiskGiB;
  if (disk.size.known())
    image = std::max<int64_t>(image, disk.size.value().bytes >> 30);
  // (MicrosoftDocs/azure-compute-docs, ephemeral-os-disks): Trusted Launch keeps one GiB of it.
  bool guest = tier.trustedLaunch.known() && tier.trustedLaunch.value();
  if (!size.ephemeralPlacements.contains(placements[which]))
    ctx.diags.report(disk.ephemeral.place(), diag::EphemeralUnfit, size.name, word, "it has none");
  else if (room && image && room < image + guest)
    ctx.diags.report(disk.ephemeral.place(), diag::EphemeralUnfit, size.name, word,
                     fmt::format("that is {} GiB{}, and the disk has {}", room,
                                 guest ? ", of which Trusted Launch keeps one" : "", image));
  else if (const size_t most = ctx.catalog.limit(LimitId::EphemeralDisk); image > most)
    ctx.diags.report(disk.ephemeral.place(), diag::EphemeralUnfit, size.name, word,
                     fmt::format("such a disk has {} GiB at most, and this one {}", most, image));
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

/// An OS disk holds the image, and no more than Azure makes.
static void checkOsSize(const Tier &tier, const Disk &disk, PassContext &ctx) {
  if (disk.role() != DiskRole::Os || !disk.size.known())
    return;
  if (disk.size.value().bytes % (int64_t(1) << 30))
    return; // reported
  int64_t size = disk.size.value().bytes >> 30;
  unsigned image = tier.image.known() ? tier.image.value()->osDiskGiB : 0;
  if (size < image)
    ctx.diags.report(disk.size.place(), diag::DiskSizeUnfit, fmt::format("{} GiB", size),
                     fmt::format("the image has {}", image));
  else if (const int64_t most = ctx.catalog.limit(LimitId::OsDisk); size > most)
    ctx.diags.report(disk.size.place(), diag::DiskSizeUnfit, fmt::format("{} GiB", size),
                     fmt::format("the largest has {}", most));
}

/// (MicrosoftDocs/azure-compute-docs, disks-prem-v2-limitations, disks-redundancy)
static void checkPlaced(const Cluster &cluster, const Disk &disk, PassContext &ctx) {
  if (!disk.type.known() || !cluster.region.known())
    return;
  const Region &region = *cluster.region.value();
  if (factsOf(disk, ctx).zoneRedundant && region.zones.empty())
    ctx.diags.report(disk.type.place(), diag::ZrsNeedsZones, print(*disk.type.expr), region.name)
        .label(cluster.region.place(), note::ChosenHere);
  if (disk.type.value() == DiskType::PremiumV2 && !region.zones.empty() && cluster.zones.known() &&
      cluster.zones.size() == 0)
    ctx.diags.report(disk.type.place(), diag::DiskNeedsZone, region.name)
        .label(cluster.zones.place(), note::ChosenHere);
}

static void checkDataSize(const Disk &disk, PassContext &ctx) {
  if (disk.role() != DiskRole::Data || !disk.type.known() || !disk.size.set() || disk.size.poisoned())
    return;
  int64_t low = factsOf(disk, ctx).leastGiB, high = factsOf(disk, ctx).mostGiB;
  Proof proof = proveBetween(*disk.size.expr, gib(low), gib(high));
  if (proof.answer != Proof::Answer::Fails)
    return;
  if (std::optional<Scalar> size = evaluate(*disk.size.expr, proof.witness))
    ctx.diags.report(disk.size.place(), diag::DataDiskSize, withWitness(proof), print(*disk.type.expr),
                     print(*size, types::size), low, high);
}

namespace {
/// What a disk whose rates are chosen can have.
struct Rates {
  const Disk &disk;
  PassContext &ctx;
  const DiskTypeFacts &type = factsOf(disk, ctx);

  void report(const Setting &rate, StringRef what, const Proof &proof, std::string most) {
    if (std::optional<Scalar> given = evaluate(*rate.expr, proof.witness))
      ctx.diags.report(rate.place(), diag::DiskRates, withWitness(proof), what,
                       print(*given, *rate.expr->type), std::move(most));
  }

  void requests() {
    if (!disk.iops.set() || disk.iops.poisoned() || !disk.size.set() || disk.size.poisoned())
      return;
    const Expr *exprs[] = {disk.iops.expr, disk.size.expr};
    Proof proof = proveEach(exprs, [&](llvm::ArrayRef<Scalar> values) {
      return values[0].number <= type.requestsOf(values[1].number >> 30);
    });
    std::optional<Scalar> size = evaluate(*disk.size.expr, proof.witness);
    if (proof.answer == Proof::Answer::Fails && size)
      report(disk.iops, "iops", proof,
             fmt::format("{} with {}", type.requestsOf(size->number >> 30), print(*size, types::size)));
  }

  void throughput() {
    bool counted = disk.iops.set() && !disk.iops.poisoned();
    if (!disk.throughput.set() || disk.throughput.poisoned() || disk.iops.poisoned() ||
        (!type.leastIops && !counted))
      return;
    llvm::SmallVector<const Expr *, 2> exprs{disk.throughput.expr};
    if (counted)
      exprs.push_back(disk.iops.expr);
    Proof proof = proveEach(exprs, [&](llvm::ArrayRef<Scalar> values) {
      return values[0].number <= type.throughputOf(counted ? values[1].number : type.leastIops);
    });
    if (proof.answer != Proof::Answer::Fails)
      return;
    std::optional<Scalar> requests = counted ? evaluate(*disk.iops.expr, proof.witness) : Scalar{type.leastIops, {}};
    if (requests)
      report(disk.throughput, "throughput", proof,
             fmt::format("{} with {} requests",
                         print(Scalar{type.throughputOf(requests->number), {}}, types::throughput),
                         requests->number));
  }
};
} // namespace

static void checkRates(const Disk &disk, PassContext &ctx) {
  if (disk.role() != DiskRole::Data || !disk.type.known() || !factsOf(disk, ctx).hasRates())
    return;
  Rates rates{disk, ctx};
  rates.requests();
  rates.throughput();
}

/// How many disks, and of what, the size of the machine can have.
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
      ctx.diags.report(disk.type.place(), diag::SizeLacks, size.name, "premium storage")
          .label(tier.size.place(), note::ChosenHere);
  }
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
        checkEphemeral(tier, disk, sizes, ctx);
        checkOsSize(tier, disk, ctx);
        checkPlaced(cluster, disk, ctx);
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
