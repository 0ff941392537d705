// What each machine of a tier is.
#include "Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

static bool isWindows(const Tier &tier) { return tier.image.value()->os == OperatingSystem::Windows; }

Value ClusterLowering::ifSizeHas(const Tier &tier, bool (*has)(const VmSize &)) {
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
  llvm::SmallVector<const Param *, 2> params;
  collectParams(*tier.size.expr, params);
  bool listed = params.size() == 1 && !params[0]->domain.choices.empty() &&
                tier.size.expr->kind == ExprKind::Param;
  if (listed)
    for (const Scalar &choice : params[0]->domain.choices)
      consider(program.catalog.vmSize(choice.text));
  else
    for (const VmSize &size : program.catalog.vmSizes())
      consider(&size);
  if (all || able.empty())
    return !able.empty();
  return values.call(arm::Function::Contains, {values.call(arm::Function::CreateArray, able),
                                                translate.value(tier.size)});
}

static StringRef diskType(DiskType type) {
  static constexpr StringRef names[] = {"Standard_LRS", "StandardSSD_LRS", "Premium_LRS", "PremiumV2_LRS",
                                        "UltraSSD_LRS"};
  return names[size_t(type)];
}

static void disks(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  machine.osDisk.emplace();
  machine.osDisk->caching = "ReadWrite";
  machine.osDisk->type = "Premium_LRS";
  int lun = 0;
  for (const Disk &disk : tier.disks) {
    if (disk.role() == DiskRole::Os) {
      machine.osDisk->type = diskType(disk.type.value());
      machine.osDisk->size = it.translate.gibibytes(disk.size);
      continue;
    }
    bool cached = disk.type.value() != DiskType::PremiumV2 && disk.type.value() != DiskType::Ultra;
    for (int64_t i = 0; i < disk.count.value(); ++i) {
      arm::DataDisk data;
      data.lun = lun++;
      data.caching = cached ? "ReadOnly" : "None";
      data.size = it.translate.gibibytes(disk.size);
      data.type = diskType(disk.type.value());
      machine.dataDisks.push_back(data);
    }
  }
}

static void login(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  machine.user = it.translate.value(tier.admin->user);
  if (isWindows(tier)) {
    machine.password = it.translate.value(tier.admin->password);
    machine.automaticUpdates = true;
    machine.patchWindows = "AutomaticByOS";
    return;
  }
  machine.keysOnly = true;
  arm::SshKeyPart key;
  key.path = it.values.concat({"/home/", machine.user, "/.ssh/authorized_keys"});
  key.key = it.translate.value(tier.admin->key);
  machine.keys.push_back(key);
  machine.patchLinux = "ImageDefault";
}

static void security(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  const Image &image = *tier.image.value();
  if (image.trustedLaunch == Support::Yes && image.generation == Generation::V2 &&
      tier.size.known() && tier.size.value()->trustedLaunch) {
    machine.securityType = "TrustedLaunch";
    machine.secureBoot = true;
    machine.vTpm = true;
  }
  Value able = it.ifSizeHas(tier, [](const VmSize &size) { return size.encryptionAtHost; });
  if (able.is(arm::ValueKind::Bool) && !able.number())
    return;
  Value wanted = it.encryptionAtHost();
  if (able.isExpression())
    wanted = it.values.both(wanted, able);
  machine.encryptionAtHost = it.values.choose(wanted, true, Value::null());
}

/// At most nine characters on Windows: six follow, and a computer's name has fifteen.
static StringRef computerName(ClusterLowering &it, const Tier &tier) {
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

arm::MachineProfile azcl::machineProfile(ClusterLowering &it, const Tier &tier) {
  arm::MachineProfile machine;
  const Image &image = *tier.image.value();
  machine.namePrefix = computerName(it, tier);
  login(it, tier, machine);
  machine.publisher = image.publisher;
  machine.offer = image.offer;
  machine.sku = image.sku;
  machine.version = "latest";
  disks(it, tier, machine);
  security(it, tier, machine);
  return machine;
}
