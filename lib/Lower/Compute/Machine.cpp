// What each machine of a tier is.
#include "../Cluster.h"
#include "llvm/Support/Base64.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

static bool isWindows(const Tier &tier) { return tier.image.value()->os == OperatingSystem::Windows; }

Value ClusterLowering::ifSizeHas(const Tier &tier, bool (*has)(const VmSize &), StringRef what) {
  if (tier.size.known())
    return has(*tier.size.value());
  llvm::SmallVector<Value, 16> able;
  bool all = true;
  auto consider = [&](const VmSize *size) {
    if (size && has(*size))
      able.push_back(Value(size->name));
    else
      all = false;
  };
  const Expr &size = *tier.size.expr;
  if (size.kind == ExprKind::Param && !size.param->domain.choices.empty())
    for (const Scalar &choice : size.param->domain.choices)
      consider(program.catalog.vmSize(choice.text));
  else
    for (const VmSize &each : program.catalog.vmSizes())
      consider(&each);
  if (all || able.empty())
    return !able.empty();
  // An expression has 24,576 characters at most; a long list is a parameter instead.
  Value list = able.size() <= 100
                   ? values.call(arm::Function::CreateArray, able)
                   : ownParameter(name("sizesWith", what), arm::ParameterType::Array,
                                  "The sizes of machines that have it, as far as the compiler knows them.",
                                  values.list(able));
  return values.call(arm::Function::Contains, {list, translate.value(tier.size)});
}

Value ClusterLowering::accelerated(const Tier &tier) {
  if (tier.accelerated.known())
    return tier.accelerated.value();
  return ifSizeHas(tier, [](const VmSize &size) { return size.acceleratedNetworking; }, "AcceleratedNetworking");
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
    it.boundLength(machine.password, it.program.catalog.limitLeast(length), it.program.catalog.limit(length));
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

static void lowerSecurity(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  if (tier.trustedLaunch.known() && tier.trustedLaunch.value()) {
    machine.securityType = "TrustedLaunch";
    machine.secureBoot = true;
    machine.vTpm = true;
  }
  Value able = it.ifSizeHas(tier, [](const VmSize &size) { return size.encryptionAtHost; }, "EncryptionAtHost");
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

static void lowerImage(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  const Image &image = *tier.image.value();
  if (image.publisher.empty()) { // of a gallery: `offer` is its id, `sku` its version
    bool newest = image.sku == "latest";
    machine.imageId = newest ? it.values.text(image.offer)
                             : it.values.concat({image.offer, "/versions/", image.sku});
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
