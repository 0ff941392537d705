// Lowers the properties of each instance of a tier.
#include "../Cluster.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Names.h"
#include "azcl/Analysis/Sizes.h"
#include "llvm/Support/Base64.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

/// A comparison with more sizes than an expression should list. Those sizes become a parameter.
static bool isLong(const Expr &answer) {
  return answer.kind == ExprKind::Binary && answer.operands[1]->operands.size() > 100;
}

Value ClusterLowering::sizeTestExpr(const Expr &answer, StringRef what) {
  if (answer.kind == ExprKind::Conditional)
    return values.choose(translate.value(*answer.operands[0]),
                         sizeTestExpr(*answer.operands[1], what),
                         sizeTestExpr(*answer.operands[2], what));
  if (!isLong(answer))
    return translate.value(answer);
  Value list = ownParameter(name("sizesWith", what), arm::ParameterType::Array,
                            "The VM sizes that are known to support this feature.",
                            translate.value(*answer.operands[1]));
  return values.call(arm::Function::Contains, {list, translate.value(*answer.operands[0])});
}

Value ClusterLowering::accelerated(const Tier &tier) {
  return sizeTestExpr(*tier.accelerated.expr, "AcceleratedNetworking");
}

static StringRef patchMode(Patching patching, bool windows) {
  switch (patching) {
  case Patching::Image: return windows ? "AutomaticByOS" : "ImageDefault";
  case Patching::Platform: return "AutomaticByPlatform";
  case Patching::Manual: return "Manual";
  case Patching::Automatic: break; // DeriveMachines decides
  }
  llvm_unreachable("all modes are covered");
}

/// Azure also searches for missing updates by itself (MicrosoftDocs/azure-compute-docs,
/// automatic-vm-guest-patching.md).
static void lowerUpdates(ClusterLowering &ctx, const Tier &tier, arm::MachineProfile &machine) {
  if (tier.patching.value() == Patching::Platform)
    (isWindows(tier) ? machine.assessWindows : machine.assessLinux) = "AutomaticByPlatform";
  if (tier.hotpatch.known() && tier.hotpatch.value())
    machine.hotpatch = true;
  if (tier.updateReboot.set())
    (isWindows(tier) ? machine.rebootWindows : machine.rebootLinux) =
        wireName(tier.updateReboot.value());
  // Without it, Azure would also install updates at times of its own.
  if (const Maintenance *maintenance = tier.maintenance.get();
      maintenance && tier.kind.value() == TierKind::Machines)
    (isWindows(tier) ? machine.ownScheduleWindows : machine.ownScheduleLinux) =
        maintenance->when.set()
            ? ctx.values.choose(ctx.translate.value(maintenance->when), true, Value::null())
            : Value(true);
}

static void lowerLogin(ClusterLowering &ctx, const Tier &tier, arm::MachineProfile &machine) {
  machine.user = ctx.translate.value(tier.admin->user);
  lowerUpdates(ctx, tier, machine);
  StringRef mode = patchMode(tier.patching.value(), isWindows(tier));
  if (isWindows(tier)) {
    // Automatic OS image upgrades and updates inside the instances would conflict.
    bool osImages =
        tier.upgrade && tier.upgrade->osImages.known() && tier.upgrade->osImages.value();
    machine.password = ctx.translate.value(tier.admin->password);
    LimitId length = tier.os.known() && tier.os.value() == Os::Windows ? LimitId::WindowsPassword
                                                                       : LimitId::LinuxPassword;
    ctx.boundLength(machine.password, ctx.program.catalog.least(length),
                    ctx.program.catalog.limit(length));
    machine.timeZone = ctx.translate.value(tier.timezone);
    machine.patchWindows = osImages && tier.patching.value() == Patching::Image ? "Manual" : mode;
    machine.automaticUpdates = !(machine.patchWindows == Value("Manual"));
    return;
  }
  machine.keysOnly = true;
  arm::SshKeyPart key;
  key.path = ctx.values.concat({"/home/", machine.user, "/.ssh/authorized_keys"});
  key.key = ctx.translate.value(tier.admin->key);
  machine.keys.push_back(key);
  machine.patchLinux = mode;
}

static void lowerCustomData(ClusterLowering &ctx, const Tier &tier, arm::MachineProfile &machine) {
  if (tier.customData.known())
    machine.customData = ctx.values.text(llvm::encodeBase64(tier.customData.value()));
  else if (tier.customData.set())
    machine.customData =
        ctx.values.call(arm::Function::Base64, {ctx.translate.value(tier.customData)});
}

/// Azure requires the vTPM of a confidential VM (hashicorp/terraform-provider-azurerm#16905).
static void lowerConfidential(const ConfidentialVm &confidential, arm::MachineProfile &machine) {
  machine.securityType = "ConfidentialVM";
  machine.secureBoot = confidential.secureBoot.value();
  machine.vTpm = true;
  machine.osDisk->confidential = wireName(confidential.encryption.value());
}

static void lowerTrustedLaunch(ClusterLowering &ctx, const Tier &tier,
                               arm::MachineProfile &machine) {
  if (const ConfidentialVm *confidential = confidentialOf(tier))
    return lowerConfidential(*confidential, machine);
  Value has = ctx.sizeTestExpr(*tier.trustedLaunch.expr, "TrustedLaunch");
  if (has == Value(false))
    return;
  const TrustedLaunch &settings = *tier.security->trustedLaunch.get();
  Value secureBoot = settings.secureBoot.value(), vTpm = settings.vtpm.value();
  machine.securityType = ctx.values.choose(has, "TrustedLaunch", Value::null());
  if (has.isExpression()) {
    Value both = ctx.values.object({{"secureBootEnabled", secureBoot}, {"vTpmEnabled", vTpm}});
    machine.uefiIfThere = ctx.values.choose(has, both, Value::null());
  } else {
    machine.secureBoot = secureBoot;
    machine.vTpm = vTpm;
  }
}

/// Azure installs the proxy on Windows; on Linux only if the template requests it.
static void lowerMetadataProtection(ClusterLowering &ctx, const Tier &tier,
                                    arm::MachineProfile &machine) {
  const MetadataProtection *protection = tier.security->metadata.get();
  if (!protection)
    return;
  machine.proxyAgent = true;
  machine.imdsMode = wireName(protection->imds.value());
  machine.wireServerMode = wireName(protection->wireServer.value());
  if (!isWindows(tier) && !ctx.module.sovereign) // the API version there lacks it
    machine.proxyAgentExtension = true;
}

static void lowerSecurity(ClusterLowering &ctx, const Tier &tier, arm::MachineProfile &machine) {
  lowerTrustedLaunch(ctx, tier, machine);
  lowerMetadataProtection(ctx, tier, machine);
  Value able = ctx.sizeTestExpr(*tier.security->encryption->atHost.expr, "EncryptionAtHost");
  if (able == Value(false))
    return;
  Value wanted = ctx.encryptionAtHost();
  if (able.isExpression())
    wanted = ctx.values.both(wanted, able);
  machine.encryptionAtHost = ctx.values.choose(wanted, true, Value::null());
}

/// For a gallery image, `offer` is the ID of the image definition and `sku` the version. Without a
/// version, Azure uses the latest.
static Value galleryVersion(ClusterLowering &ctx, const Tier &tier) {
  const Image &image = *tier.image.value();
  Value newest = ctx.values.text(image.offer);
  const Expr *version = openVersionOf(tier);
  if (!version)
    return image.sku == "latest" ? newest : ctx.values.concat({newest, "/versions/", image.sku});
  Value text = ctx.translate.value(*version);
  Value exact = ctx.values.concat({newest, "/versions/", text});
  if (!canBeLatest(*version))
    return exact;
  return ctx.values.choose(ctx.values.call(arm::Function::Equals, {text, "latest"}), newest, exact);
}

static void lowerApplications(ClusterLowering &ctx, const Tier &tier,
                              arm::MachineProfile &machine) {
  for (const Application &application : tier.applications) {
    arm::GalleryApplication made;
    made.when = ctx.translate.value(application.when);
    made.id = ctx.values.concat({ctx.translate.value(application.id), "/versions/",
                                 ctx.translate.value(application.version)});
    made.order = ctx.translate.value(application.order);
    made.configuration = ctx.translate.value(application.configuration);
    made.required = application.mandatory.value();
    machine.applications.push_back(made);
  }
}

static void lowerImage(ClusterLowering &ctx, const Tier &tier, arm::MachineProfile &machine) {
  const Image &image = *tier.image.value();
  if (isManagedImage(tier)) {
    const Expr *open = openIdOf(tier);
    machine.imageId = open ? ctx.translate.value(*open) : ctx.values.text(image.offer);
    return;
  }
  if (image.publisher.empty()) {
    machine.imageId = galleryVersion(ctx, tier);
    return;
  }
  machine.publisher = image.publisher;
  machine.offer = image.offer;
  machine.sku = image.sku;
  machine.version = ctx.values.text(tier.version.value());
}

static void lowerSpot(ClusterLowering &ctx, const Tier &tier, arm::MachineProfile &machine) {
  const Spot *spot = tier.spot.get();
  if (!spot)
    return;
  machine.priority = "Spot";
  machine.eviction = wireName(spot->evict.value());
  machine.maxPrice = spot->maxPrice.set() ? ctx.translate.decimal(spot->maxPrice) : Value(-1);
}

Plan azcl::planOf(ClusterLowering &ctx, const Tier &tier) {
  const Image &image = *tier.image.value();
  if (!image.planRequired)
    return {};
  ctx.module.preconditions.push_back(
      {"terms", ctx.name(image.publisher, ":", image.offer, ":", image.sku),
       "the subscription has accepted the Marketplace terms of this image", tier.head});
  return {image.sku, image.offer, image.publisher};
}

arm::MachineProfile azcl::machineProfile(ClusterLowering &ctx, const Tier &tier) {
  arm::MachineProfile machine;
  machine.namePrefix = ctx.name(computerNameOf(tier));
  lowerLogin(ctx, tier, machine);
  lowerCustomData(ctx, tier, machine);
  lowerImage(ctx, tier, machine);
  lowerDisks(ctx, tier, machine);
  lowerSecurity(ctx, tier, machine);
  lowerSpot(ctx, tier, machine);
  lowerApplications(ctx, tier, machine);
  if (tier.license.value() != License::Included)
    machine.license = wireName(tier.license.value());
  return machine;
}
