// What each machine of a tier is.
#include "../Cluster.h"
#include "azcl/Analysis/Images.h"
#include "llvm/Support/Base64.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

static bool isWindows(const Tier &tier) { return tier.image.value()->os == OperatingSystem::Windows; }

/// A comparison with more sizes than an expression should hold: they are a parameter instead.
static bool isLong(const Expr &answer) {
  return answer.kind == ExprKind::Binary && answer.operands[1]->operands.size() > 100;
}

Value ClusterLowering::answerBySize(const Expr &answer, StringRef what) {
  if (answer.kind == ExprKind::Conditional)
    return values.choose(translate.value(*answer.operands[0]), answerBySize(*answer.operands[1], what),
                         answerBySize(*answer.operands[2], what));
  if (!isLong(answer))
    return translate.value(answer);
  Value list = ownParameter(name("sizesWith", what), arm::ParameterType::Array,
                            "The VM sizes that support it, as far as the compiler knows them.",
                            translate.value(*answer.operands[1]));
  return values.call(arm::Function::Contains, {list, translate.value(*answer.operands[0])});
}

Value ClusterLowering::accelerated(const Tier &tier) {
  return answerBySize(*tier.accelerated.expr, "AcceleratedNetworking");
}

static StringRef patchMode(Patching patching, bool windows) {
  switch (patching) {
  case Patching::Image: return windows ? "AutomaticByOS" : "ImageDefault";
  case Patching::Platform: return "AutomaticByPlatform";
  case Patching::Manual: return "Manual";
  }
  llvm_unreachable("all modes are covered");
}

static void lowerLogin(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  machine.user = it.translate.value(tier.admin->user);
  StringRef mode = patchMode(tier.patching.value(), isWindows(tier));
  if (isWindows(tier)) {
    // Images that renew themselves and updates inside machines would undo each other.
    bool osImages = tier.upgrade && tier.upgrade->osImages.known() && tier.upgrade->osImages.value();
    machine.password = it.translate.value(tier.admin->password);
    LimitId length = tier.os.known() && tier.os.value() == Os::Windows ? LimitId::WindowsPassword : LimitId::LinuxPassword;
    it.boundLength(machine.password, it.program.catalog.least(length), it.program.catalog.limit(length));
    machine.timeZone = it.translate.value(tier.timezone);
    machine.patchWindows = osImages && tier.patching.value() == Patching::Image ? "Manual" : mode;
    machine.automaticUpdates = !(machine.patchWindows == Value("Manual"));
    return;
  }
  machine.keysOnly = true;
  arm::SshKeyPart key;
  key.path = it.values.concat({"/home/", machine.user, "/.ssh/authorized_keys"});
  key.key = it.translate.value(tier.admin->key);
  machine.keys.push_back(key);
  machine.patchLinux = mode;
}

static void lowerCustomData(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  if (tier.customData.known())
    machine.customData = it.values.text(llvm::encodeBase64(tier.customData.value()));
  else if (tier.customData.set())
    machine.customData = it.values.call(arm::Function::Base64, {it.translate.value(tier.customData)});
}

static void lowerTrustedLaunch(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  Value has = it.answerBySize(*tier.trustedLaunch.expr, "TrustedLaunch");
  if (has == Value(false))
    return;
  const TrustedLaunch &settings = *tier.security->trustedLaunch.get();
  Value secureBoot = settings.secureBoot.value(), vTpm = settings.vtpm.value();
  machine.securityType = it.values.choose(has, "TrustedLaunch", Value::null());
  if (has.isExpression()) {
    Value both = it.values.object({{"secureBootEnabled", secureBoot}, {"vTpmEnabled", vTpm}});
    machine.uefiIfThere = it.values.choose(has, both, Value::null());
  } else {
    machine.secureBoot = secureBoot;
    machine.vTpm = vTpm;
  }
}

static void lowerSecurity(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  lowerTrustedLaunch(it, tier, machine);
  Value able = it.answerBySize(*tier.security->encryption->atHost.expr, "EncryptionAtHost");
  if (able == Value(false))
    return;
  Value wanted = it.encryptionAtHost();
  if (able.isExpression())
    wanted = it.values.both(wanted, able);
  machine.encryptionAtHost = it.values.choose(wanted, true, Value::null());
}

/// At most nine characters on Windows: six follow, and a computer's name has fifteen.
static StringRef computerName(ClusterLowering &it, const Tier &tier) {
  if (tier.computerName.known())
    return it.name(tier.computerName.value());
  std::string name;
  for (char c : tier.label.text)
    if (llvm::isAlnum(c) || (c == '-' && !name.empty()))
      name += c;
  if (name.empty() || llvm::all_of(name, llvm::isDigit))
    name = "vm" + name;
  name.resize(std::min<size_t>(name.size(), isWindows(tier) ? 9 : 50));
  while (name.back() == '-')
    name.pop_back();
  return it.name(name);
}

/// Of a gallery: `offer` is the id of the definition, `sku` the version; without a version Azure takes the newest.
static Value galleryVersion(ClusterLowering &it, const Tier &tier) {
  const Image &image = *tier.image.value();
  Value newest = it.values.text(image.offer);
  const Expr *version = openVersionOf(tier);
  if (!version)
    return image.sku == "latest" ? newest : it.values.concat({newest, "/versions/", image.sku});
  Value text = it.translate.value(*version);
  Value exact = it.values.concat({newest, "/versions/", text});
  if (!canBeLatest(*version))
    return exact;
  return it.values.choose(it.values.call(arm::Function::Equals, {text, "latest"}), newest, exact);
}

static void lowerImage(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  const Image &image = *tier.image.value();
  if (image.publisher.empty()) {
    machine.imageId = galleryVersion(it, tier);
    return;
  }
  machine.publisher = image.publisher;
  machine.offer = image.offer;
  machine.sku = image.sku;
  machine.version = it.values.text(tier.version.value());
}

static void lowerSpot(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  const Spot *spot = tier.spot.get();
  if (!spot)
    return;
  machine.priority = "Spot";
  machine.eviction = wireName(spot->evict.value());
  machine.maxPrice = spot->maxPrice.set() ? it.translate.decimal(spot->maxPrice) : Value(-1);
}

Plan azcl::planOf(ClusterLowering &it, const Tier &tier) {
  const Image &image = *tier.image.value();
  if (!image.planRequired)
    return {};
  it.module.preconditions.push_back({"terms", it.name(image.publisher, ":", image.offer, ":", image.sku),
                                     "the subscription has accepted the terms of the image", tier.head});
  return {image.sku, image.offer, image.publisher};
}

arm::MachineProfile azcl::machineProfile(ClusterLowering &it, const Tier &tier) {
  arm::MachineProfile machine;
  machine.namePrefix = computerName(it, tier);
  lowerLogin(it, tier, machine);
  lowerCustomData(it, tier, machine);
  lowerImage(it, tier, machine);
  lowerDisks(it, tier, machine);
  lowerSecurity(it, tier, machine);
  lowerSpot(it, tier, machine);
  if (tier.license.value() != License::Included)
    machine.license = wireName(tier.license.value());
  return machine;
}
