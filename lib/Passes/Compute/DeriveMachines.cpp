// Derives the settings that depend on the image and the VM size of a tier: operating system,
// Trusted Launch, accelerated networking, encryption at host, and the type and caching of each
// disk. Later passes may assume that all of them are set. If a parameter chooses the size, a
// derived setting is an expression over that parameter.
#include "../Derive.h"
#include "azcl/Analysis/Extensions.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Prove.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
class Deriver : Derivation {
public:
  Deriver(Program &program, PassContext &ctx) : Derivation{program.arena}, ctx(ctx) {}

  void tier(Tier &tier) {
    image(tier);
    trustedLaunch(tier);
    if (!tier.accelerated.set() && (tier.hosts || confidentialOf(tier)))
      derive(tier.accelerated, false, tier); // CheckDedicatedHosts, CheckConfidential: the reason
    if (!tier.accelerated.set())
      bySizes(tier.accelerated, tier,
              [](const VmSize &size) { return size.acceleratedNetworking; });
    security(tier);
    extensions(tier);
    updates(tier);
    bool warned = false;
    for (Disk &each : tier.disks) {
      if (!each.type.set())
        type(each, tier, warned);
      caching(each);
    }
  }

private:
  /// Yes, no, or an expression over the parameters of `size`.
  void bySizes(Setting &setting, const Tier &tier, SizeTest test) {
    if (testSizes(tier, ctx.catalog, test))
      derive(setting, sizeTestExpr(tier, ctx.catalog, arena, test), tier);
  }

  /// The ID of a gallery image does not show its properties, so the tier states them.
  void image(Tier &tier) {
    if (!tier.image.known())
      return;
    const Image &image = *tier.image.value();
    if (image.publisher.empty() && tier.os.known()) {
      Image *own = arena.make<Image>(image);
      own->os = tier.os.value() == Os::Windows ? OperatingSystem::Windows : OperatingSystem::Linux;
      if (tier.trustedLaunch.known() && tier.trustedLaunch.value())
        own->trustedLaunch = Support::Yes;
      Expr *expr = arena.make<Expr>(*tier.image.expr);
      expr->fact = own;
      tier.image.expr = expr;
    }
    if (!tier.os.set())
      derive(tier.os, int64_t(*osOf(tier)), tier);
  }

  /// Azure does not change the security type of an existing VM, so a possible size without Trusted
  /// Launch causes a warning.
  void trustedLaunch(Tier &tier) {
    // A confidential VM has more than a preset demands.
    if (confidentialOf(tier) && tier.trustedLaunch.origin != Origin::Written)
      return derive(tier.trustedLaunch, false, tier);
    if (tier.trustedLaunch.set() || !tier.image.known())
      return;
    const Image &image = *tier.image.value();
    if (image.trustedLaunch != Support::Yes || image.generation != Generation::V2)
      return derive(tier.trustedLaunch, false, tier);
    auto has = [](const VmSize &size) { return size.trustedLaunch; };
    bySizes(tier.trustedLaunch, tier, has);
    warn(tier, has, "Trusted Launch", "trusted-launch = no");
  }

  /// MicrosoftDocs/azure-compute-docs, automatic-vm-guest-patching: listed images only; a flexible
  /// scale set needs the health extension, a VM does not. A uniform scale set has no such updates.
  void patching(Tier &tier) {
    bool automatic = tier.patching.known() && tier.patching.value() == Patching::Automatic;
    if (!automatic || !tier.image.known() || !tier.kind.known())
      return;
    const Image &image = *tier.image.value();
    TierKind kind = tier.kind.value();
    std::string why;
    if (kind == TierKind::Uniform)
      why = "Azure does not install updates in uniform scale sets";
    else if (!image.guestPatching)
      why = image.publisher.empty()
                ? "Azure does not install updates of an image of your own"
                : fmt::format("Azure's list for automatic updates does not have `{}`", image.name);
    else if (kind == TierKind::Flexible && !tier.health)
      why = "in a flexible scale set, `platform` needs a `health` block";
    if (!why.empty() && !tier.incomplete)
      ctx.diags.report(tier.head, diag::PatchingByImage, tier.label.text, why)
          .label(tier.patching.range, note::ChosenHere);
    // Diagnostics about it still point to the attribute.
    SourceRange range = tier.patching.range;
    derive(tier.patching, int64_t(why.empty() ? Patching::Platform : Patching::Image), tier);
    tier.patching.range = range;
  }

  void updates(Tier &tier) {
    patching(tier);
    bool platform = tier.patching.known() && tier.patching.value() == Patching::Platform;
    if (!tier.updateReboot.set() && platform)
      derive(tier.updateReboot, int64_t(UpdateReboot::IfRequired), tier);
    if (!tier.hotpatch.set() && tier.image.known() && tier.image.value()->hotpatch)
      derive(tier.hotpatch, platform && tier.maintenance.declared.empty(),
             tier); // whatever its condition
  }

  void security(Tier &tier) {
    Security &security = *tier.security.get();
    const ConfidentialVm *confidential = confidentialOf(tier);
    Encryption &encryption = *security.encryption.get();
    if (!encryption.atHost.set() && firstOf(tier, ExtensionKind::DiskEncryption))
      derive(encryption.atHost, false, tier); // they exclude each other
    // Until 2026, Azure rejected both together (openshift/api#1403); according to
    // hashicorp/terraform-provider-azurerm#32885, it now accepts them.
    if (!encryption.atHost.set() && confidential && confidential->encryption.known() &&
        confidential->encryption.value() == ConfidentialEncryption::Disk)
      derive(encryption.atHost, false, tier);
    if (!encryption.atHost.set())
      bySizes(encryption.atHost, tier, [](const VmSize &size) { return size.encryptionAtHost; });
    bool never = !tier.trustedLaunch.set() || tier.trustedLaunch.poisoned() ||
                 (tier.trustedLaunch.known() && !tier.trustedLaunch.value());
    if (security.trustedLaunch || never)
      return;
    TrustedLaunch *settings = arena.make<TrustedLaunch>();
    settings->parent = &security;
    settings->origin = Origin::Derived;
    settings->head = security.head;
    derive(settings->secureBoot, true, security);
    derive(settings->vtpm, true, security);
    derive(settings->integrity, false, security);
    security.trustedLaunch.blocks = arena.copy<Block *>({settings});
  }

  void extensions(Tier &tier) {
    if (!tier.image.known())
      return;
    for (const TierExtension &each : extensionPlan(tier, ctx.catalog).inOrder) {
      if (!each.extend)
        continue;
      auto &extend = const_cast<Extend &>(*each.extend);
      if (!extend.automaticUpgrade.set() && each.facts)
        derive(extend.automaticUpgrade, each.facts->automaticUpgrade == Support::Yes, extend);
      bool scans = extend.scan.known() && extend.scan.value() != Scan::None;
      if (scans && !extend.scanDay.set()) // the defaults of the extension
        derive(extend.scanDay, int64_t(ScanDay::Saturday), extend);
      if (scans && !extend.scanAt.set())
        derive(extend.scanAt, 120, extend);
    }
  }

  void warn(const Tier &tier, SizeTest has, StringRef what, StringRef instead) {
    std::optional<SizeAnswer> answer = testSizes(tier, ctx.catalog, has);
    if (answer && answer->kind == SizeAnswer::Kind::Depends)
      ctx.diags.report(tier.size.place(), diag::DefaultBySize, answer->fails->name, what, instead);
  }

  /// Selects the best type that each size supports. Changing the size of an existing VM does not
  /// change the type of its disks (hashicorp/terraform-provider-azurerm#921,
  /// MicrosoftDocs/azure-docs#48120).
  void type(Disk &disk, const Tier &tier, bool &warned) {
    auto has = [](const VmSize &size) { return size.premiumIO; };
    std::optional<SizeAnswer> answer = testSizes(tier, ctx.catalog, has);
    if (!answer) // reported; most sizes support it, so no second error follows
      return derive(disk.type, int64_t(DiskType::Premium), disk);
    if (answer->kind != SizeAnswer::Kind::Depends)
      return derive(disk.type,
                    int64_t(answer->kind == SizeAnswer::Kind::Yes ? DiskType::Premium
                                                                  : DiskType::StandardSsd),
                    disk);
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Conditional;
    expr->type = typeOf<DiskType>;
    expr->open = true;
    expr->operands =
        arena.copy<const Expr *>({sizeTestExpr(tier, ctx.catalog, arena, has),
                                  number(*expr->type, int64_t(DiskType::Premium)),
                                  number(*expr->type, int64_t(DiskType::StandardSsd))});
    derive(disk.type, expr, disk);
    bool ephemeral = disk.ephemeral.known() && disk.ephemeral.value() != Ephemeral::No;
    if (!warned && !ephemeral)
      warn(tier, has, "premium storage",
           disk.role() == DiskRole::Os ? "disk os { type = standard-ssd }" : "type = standard-ssd");
    warned |= !ephemeral;
  }

  void caching(Disk &disk) {
    if (disk.caching.set() || disk.type.poisoned() || disk.ephemeral.poisoned())
      return;
    Caching caching = disk.role() == DiskRole::Os ? Caching::ReadWrite : Caching::ReadOnly;
    if (disk.type.known() && !ctx.catalog.diskType(wireName(disk.type.value())).caching)
      caching = Caching::None;
    if (disk.size.set() && !disk.size.poisoned() &&
        largest(*disk.size.expr).value_or(0) > gib(ctx.catalog.limit(LimitId::CachedDisk)))
      caching = Caching::None;
    if (disk.ephemeral.known() && disk.ephemeral.value() != Ephemeral::No)
      caching = Caching::ReadOnly;
    derive(disk.caching, int64_t(caching), disk);
  }

  PassContext &ctx;
};
} // namespace

void azcl::deriveMachines(Program &program, PassContext &ctx) {
  Deriver deriver(program, ctx);
  for (Cluster &cluster : program.clusters())
    for (Tier &tier : cluster.tiers)
      deriver.tier(tier);
}
