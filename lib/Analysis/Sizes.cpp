// Lists the VM sizes that a tier can have and evaluates tests on them.
#include "azcl/Analysis/Sizes.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Catalog/Availability.h"
#include "azcl/Catalog/Nearest.h"

using namespace azcl;
using ast::Operator;

/// Calls `visit` for the size in each branch of a conditional.
static void forEachLeaf(const Expr &size, llvm::function_ref<void(const Expr &)> visit) {
  if (size.kind != ExprKind::Conditional)
    return visit(size);
  forEachLeaf(*size.operands[1], visit);
  forEachLeaf(*size.operands[2], visit);
}

static bool isListed(const Expr &leaf) {
  return leaf.kind == ExprKind::Fact ||
         (leaf.kind == ExprKind::Param && !leaf.param->domain.choices.empty());
}

static bool isListedThroughout(const Expr &size) {
  bool listed = true;
  forEachLeaf(size, [&](const Expr &leaf) { listed &= isListed(leaf); });
  return listed;
}

std::string azcl::namesOfSizes(const Tier &tier, const Catalog &catalog) {
  std::string names;
  for (const VmSize *size : possibleSizes(tier, catalog))
    names += (names.empty() ? "" : " and ") + size->name.str();
  return names;
}

llvm::SmallVector<const VmSize *, 4> azcl::mixedSizes(const Tier &tier) {
  llvm::SmallVector<const VmSize *, 4> sizes;
  if (tier.mix && tier.mix->sizes.set() && !tier.mix->sizes.poisoned())
    for (const Expr *each : tier.mix->sizes.expr->operands)
      sizes.push_back(static_cast<const VmSize *>(each->fact));
  return sizes;
}

SourceRange azcl::placeOf(const Tier &tier, const VmSize &size) {
  if (tier.size.known() && tier.size.value() == &size)
    return tier.size.place();
  for (const auto &[at, each] : llvm::enumerate(mixedSizes(tier)))
    if (each == &size)
      return tier.mix->sizes.expr->operands[at]->range;
  return tier.size.place();
}

bool azcl::isWritten(const Tier &tier, const VmSize &size) {
  return (tier.size.known() && tier.size.value() == &size) ||
         llvm::is_contained(mixedSizes(tier), &size);
}

/// The sizes that `size` can have.
static llvm::SmallVector<const VmSize *, 4> firstSizes(const Tier &tier, const Catalog &catalog) {
  llvm::SmallVector<const VmSize *, 4> sizes;
  if (!tier.size.set() || tier.size.poisoned())
    return sizes;
  if (tier.size.known())
    return {tier.size.value()};
  auto add = [&](llvm::StringRef name) {
    const VmSize *size = catalog.vmSize(name);
    if (size && !llvm::is_contained(sizes, size))
      sizes.push_back(size);
  };
  const Expr *only[] = {tier.size.expr};
  const Block *exists[] = {&tier};
  Proof proof = proveWhile(exists, only, [&](llvm::ArrayRef<Scalar> values) {
    add(values[0].text);
    return true;
  });
  if (proof.answer ==
      Proof::Answer::Unproved) // include all branches of a condition that cannot be decided
    forEachLeaf(*tier.size.expr, [&](const Expr &leaf) {
      if (leaf.kind == ExprKind::Fact)
        add(leaf.text);
      else if (leaf.kind == ExprKind::Param)
        for (const Scalar &choice : leaf.param->domain.choices)
          add(choice.text);
    });
  return sizes;
}

llvm::SmallVector<const VmSize *, 4> azcl::possibleSizes(const Tier &tier, const Catalog &catalog) {
  llvm::SmallVector<const VmSize *, 4> sizes = firstSizes(tier, catalog);
  for (const VmSize *each : mixedSizes(tier))
    if (!llvm::is_contained(sizes, each))
      sizes.push_back(each);
  return sizes;
}

std::optional<SizeAnswer> azcl::testSizes(const Tier &tier, const Catalog &catalog, SizeTest test) {
  using Kind = SizeAnswer::Kind;
  if (!tier.size.set() || tier.size.poisoned())
    return std::nullopt;
  for (const VmSize *size : mixedSizes(tier))
    if (!test(*size))
      return SizeAnswer{Kind::No, size};
  bool some = false;
  const VmSize *fails = nullptr;
  auto ask = [&](const VmSize &size) {
    bool passes = test(size);
    some |= passes;
    if (!passes && !fails)
      fails = &size;
  };
  for (const VmSize *size : firstSizes(tier, catalog))
    ask(*size);
  bool listed = isListedThroughout(*tier.size.expr);
  if (!listed) // any size is possible
    for (const VmSize &size : catalog.vmSizes())
      ask(size);
  if (!fails && listed)
    return SizeAnswer{Kind::Yes};
  return SizeAnswer{some ? Kind::Depends : Kind::No, fails};
}

bool azcl::canBeAnySize(const Tier &tier) {
  return tier.size.set() && !tier.size.poisoned() && !isListedThroughout(*tier.size.expr);
}

const VmSize *azcl::sizeFailing(const Tier &tier, const Catalog &catalog, const Block &user,
                                SizeTest test) {
  if (!tier.size.set() || tier.size.poisoned())
    return nullptr;
  for (const VmSize *size : mixedSizes(tier))
    if (!test(*size))
      return size;
  if (tier.size.known())
    return test(*tier.size.value()) ? nullptr : tier.size.value();
  const VmSize *fails = nullptr;
  const Expr *only[] = {tier.size.expr};
  const Block *exists[] = {&user};
  proveWhile(exists, only, [&](llvm::ArrayRef<Scalar> values) {
    const VmSize *size = catalog.vmSize(values[0].text);
    if (size && !fails && !test(*size))
      fails = size;
    return !fails;
  });
  return fails;
}

namespace {
/// Builds the Boolean expression. A conditional between sizes becomes a conditional between
/// answers. A parameter is compared with the list of sizes that pass.
struct AnswerBuilder {
  const Catalog &catalog;
  Arena &arena;
  SizeTest test;

  Expr *make(ExprKind kind, const Type &type, bool open) {
    Expr *expr = arena.make<Expr>();
    expr->kind = kind;
    expr->type = &type;
    expr->open = open;
    return expr;
  }
  const Expr *constant(bool value) {
    Expr *expr = make(ExprKind::Number, types::boolean, false);
    expr->number = value;
    return expr;
  }
  static bool is(const Expr &expr, bool value) { return !expr.open && bool(expr.number) == value; }

  const Expr *choose(const Expr *condition, const Expr *then, const Expr *otherwise) {
    if (!then->open && !otherwise->open && then->number == otherwise->number)
      return then;
    if (is(*then, true) && is(*otherwise, false))
      return condition;
    bool negated = is(*then, false) && is(*otherwise, true);
    Expr *expr = make(negated ? ExprKind::Unary : ExprKind::Conditional, types::boolean, true);
    expr->op = Operator::Not;
    expr->operands = negated ? arena.copy<const Expr *>({condition})
                             : arena.copy<const Expr *>({condition, then, otherwise});
    return expr;
  }

  const Expr *fact(const VmSize &size) {
    Expr *expr = make(ExprKind::Fact, types::vmSize, false);
    expr->text = size.name;
    expr->fact = &size;
    return expr;
  }

  const Expr *lookUp(const Expr &leaf) {
    llvm::SmallVector<const Expr *, 16> passing;
    bool all = isListed(leaf);
    auto ask = [&](const VmSize *size) {
      if (size && test(*size))
        passing.push_back(fact(*size));
      else
        all = false;
    };
    if (isListed(leaf))
      for (const Scalar &choice : leaf.param->domain.choices)
        ask(catalog.vmSize(choice.text));
    else
      for (const VmSize &size : catalog.vmSizes())
        ask(&size);
    if (all || passing.empty())
      return constant(all);
    Expr *expr = make(ExprKind::Binary, types::boolean, true);
    expr->op = passing.size() == 1 ? Operator::Eq : Operator::In;
    const Expr *right = passing[0];
    if (passing.size() > 1) {
      Expr *list = make(ExprKind::List, listType<VmSize>, false);
      list->operands = arena.copy<const Expr *>(passing);
      right = list;
    }
    expr->operands = arena.copy<const Expr *>({&leaf, right});
    return expr;
  }

  const Expr *build(const Expr &size) {
    switch (size.kind) {
    case ExprKind::Fact: return constant(test(*static_cast<const VmSize *>(size.fact)));
    case ExprKind::Conditional:
      return choose(size.operands[0], build(*size.operands[1]), build(*size.operands[2]));
    default: return lookUp(size);
    }
  }
};
} // namespace

const Expr *azcl::sizeTestExpr(const Tier &tier, const Catalog &catalog, Arena &arena,
                               SizeTest test) {
  AnswerBuilder builder{catalog, arena, test};
  std::optional<SizeAnswer> answer = testSizes(tier, catalog, test);
  if (answer && answer->kind != SizeAnswer::Kind::Depends)
    return builder.constant(answer->kind == SizeAnswer::Kind::Yes);
  return builder.build(*tier.size.expr);
}

bool azcl::hasTrustedLaunch(const Tier &tier, const VmSize &size) {
  switch (tier.trustedLaunch.state()) {
  case Setting::State::Known: return tier.trustedLaunch.value();
  case Setting::State::Open: return size.trustedLaunch;
  default: return false;
  }
}

const Disk *azcl::ephemeralOsDisk(const Tier &tier) {
  for (const Disk &disk : tier.disks)
    if (disk.role() == DiskRole::Os && disk.ephemeral.known() &&
        disk.ephemeral.value() != Ephemeral::No)
      return &disk;
  return nullptr;
}

const ConfidentialVm *azcl::confidentialOf(const Tier &tier) {
  return tier.security ? tier.security->confidential.get() : nullptr;
}

const Fixed<bool> *azcl::secureBootOf(const Tier &tier, const VmSize &size) {
  if (const ConfidentialVm *confidential = confidentialOf(tier))
    return &confidential->secureBoot;
  const TrustedLaunch *settings = tier.security ? tier.security->trustedLaunch.get() : nullptr;
  return settings && hasTrustedLaunch(tier, size) ? &settings->secureBoot : nullptr;
}

std::optional<unsigned> azcl::ephemeralRoom(const Tier &tier, const Disk &disk,
                                            const VmSize &size) {
  unsigned room = 0;
  switch (disk.ephemeral.value()) {
  case Ephemeral::No: return std::nullopt;
  case Ephemeral::Cache: room = size.cacheDiskGiB; break;
  case Ephemeral::Resource: room = size.tempDiskGiB; break;
  case Ephemeral::Nvme: room = size.nvmeDiskGiB; break; // a disk can span several of them
  }
  if (!room)
    return std::nullopt;
  // MicrosoftDocs/azure-compute-docs, ephemeral-os-disks: the VM guest state of Trusted Launch and
  // of confidential VMs takes 1 GiB.
  return room - (hasTrustedLaunch(tier, size) || confidentialOf(tier));
}

bool azcl::isOffered(const VmSize &size, const Cluster &cluster, const Catalog &catalog) {
  if (!cluster.region.known() || cluster.region.value()->sizes == SizeListing::None)
    return true;
  Availability available(catalog.offer(size), *cluster.region.value());
  for (size_t i = 0; cluster.zones.known() && i < cluster.zones.size(); ++i)
    if (!available.usableIn(unsigned(cluster.zones[i])))
      return false;
  return available.usable();
}

/// The zones of the tier's VMs, one digit each; "0" for VMs outside of zones.
static std::string zoneDigits(const Tier &tier) {
  const auto &cluster = static_cast<const Cluster &>(*tier.parent);
  size_t count = cluster.zones.known() ? cluster.zones.size() : 0;
  // Single VMs are in the first zones.
  if (tier.kind.known() && tier.kind.value() == TierKind::Machines)
    if (std::optional<int64_t> most = greatestInstances(tier))
      count = std::min<size_t>(count, std::max<int64_t>(*most, 1));
  std::string digits;
  for (size_t i = 0; i < count; ++i)
    digits += char('0' + cluster.zones[i]);
  return digits.empty() ? "0" : digits;
}

UltraSupport azcl::ultraSupport(const VmSize &size, const Tier &tier, const Catalog &catalog) {
  const auto &cluster = static_cast<const Cluster &>(*tier.parent);
  if (cluster.region.known() && !cluster.zones.poisoned()) {
    Availability available(catalog.offer(size), *cluster.region.value());
    if (llvm::StringRef listed = available.ultraDisks; !listed.empty()) {
      bool all = llvm::all_of(zoneDigits(tier), [&](char zone) { return listed.contains(zone); });
      return {all ? Support::Yes : Support::No, listed};
    }
  }
  const VmSeries *series = catalog.series(size);
  return {series ? series->ultraDisk : Support::Unknown, {}};
}

bool azcl::isUltraListed(const Tier &tier, const Catalog &catalog) {
  auto sizes = possibleSizes(tier, catalog);
  return !sizes.empty() && llvm::all_of(sizes, [&](const VmSize *size) {
    return !ultraSupport(*size, tier, catalog).listed.empty();
  });
}

/// Sizes of these categories have hardware that other sizes lack.
static bool isSpecial(SizeCategory category) {
  return category == SizeCategory::Gpu || category == SizeCategory::Hpc ||
         category == SizeCategory::Fpga || category == SizeCategory::Confidential;
}

/// Whether `other` supports everything that `size` supports.
static bool supportsAllOf(const VmSize &other, const VmSize &size) {
  bool special = isSpecial(size.category) || isSpecial(other.category);
  return other.architecture == size.architecture && other.confidential == size.confidential &&
         (!special || other.category == size.category) && (other.premiumIO || !size.premiumIO) &&
         (other.acceleratedNetworking || !size.acceleratedNetworking) &&
         (other.encryptionAtHost || !size.encryptionAtHost) &&
         (other.trustedLaunch || !size.trustedLaunch) && (other.spot || !size.spot);
}

/// Whether the tier's image can boot on `other`. If the image is unknown, whether `other` has the
/// same generations and a common disk controller with `size`.
static bool fitsImage(const VmSize &other, const VmSize &size, const Tier &tier) {
  const Image *image =
      tier.image.known() && !tier.image.value()->publisher.empty() ? tier.image.value() : nullptr;
  if (!image)
    return other.generations == size.generations &&
           other.diskControllers.intersects(size.diskControllers);
  EnumSet<DiskController> controllers =
      image->diskControllers.empty() ? size.diskControllers : image->diskControllers;
  return other.generations.contains(image->generation) &&
         other.diskControllers.intersects(controllers);
}

static bool fitsDevices(const VmSize &other, const Tier &tier) {
  static constexpr EphemeralPlacement placements[] = {EphemeralPlacement::CacheDisk,
                                                      EphemeralPlacement::ResourceDisk,
                                                      EphemeralPlacement::NvmeDisk};
  int64_t count = 0;
  for (const Disk &disk : tier.disks) {
    if (disk.role() == DiskRole::Data && disk.count.known())
      count += disk.count.value();
    if (disk.ephemeral.known() && disk.ephemeral.value() != Ephemeral::No &&
        !other.ephemeralPlacements.contains(placements[size_t(disk.ephemeral.value()) - 1]))
      return false;
  }
  return count <= int64_t(other.maxDataDisks) && cardsOf(tier).size() <= other.maxNetworkInterfaces;
}

const VmSize *azcl::replacementFor(const VmSize &size, const Tier &tier, const Catalog &catalog) {
  const auto &cluster = static_cast<const Cluster &>(*tier.parent);
  return nearestSize(catalog, size, [&](const VmSize &each) {
    return supportsAllOf(each, size) && fitsImage(each, size, tier) && fitsDevices(each, tier) &&
           isOffered(each, cluster, catalog);
  });
}
