// Rejects Azure Disk Encryption where Azure does not support it. MicrosoftDocs/azure-compute-docs,
// virtual-machines/linux/disk-encryption-overview.md (2026-02-20) and disk-encryption-linux.md
// (2025-09-23).
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct DiskEncryptionChecker {
  const Tier &tier;
  const Extend &extend;
  PassContext &ctx;

  void run() {
    security();
    for (const Disk &disk : tier.disks)
      check(disk);
    sizes();
    if (!isWindows(tier) && isOwnImage(tier))
      refuse(tier.image, "custom images of Linux");
    if (isWindows(tier) && extend.volumes.known() &&
        extend.volumes.value() == EncryptedVolumes::Data)
      refuse(extend.volumes, "data disks without the OS disk on Windows");
  }

private:
  void refuse(const Setting &setting, std::string what) {
    refuse(setting.place(), std::move(what));
  }
  void refuse(SourceRange place, std::string what) {
    ctx.diags.report(extend.head, diag::DiskEncryptionUnfit, std::move(what))
        .label(place, note::ChosenHere);
  }

  void security() {
    if (!tier.security)
      return;
    const Encryption &encryption = *tier.security->encryption.get();
    if (encryption.atHost.known() && encryption.atHost.value())
      refuse(encryption.atHost, "VMs with encryption at host");
    for (const Setting *key : {static_cast<const Setting *>(&encryption.customerKey),
                               static_cast<const Setting *>(&encryption.encryptionSet)})
      if (key->set() && !key->poisoned())
        refuse(*key, "disks with a customer-managed key");
    if (const ConfidentialVm *vm = confidentialOf(tier))
      refuse(vm->head, "confidential VMs");
  }

  void check(const Disk &disk) {
    if (disk.ephemeral.known() && disk.ephemeral.value() != Ephemeral::No)
      refuse(disk.ephemeral, "ephemeral OS disks");
    if (!disk.type.known())
      return;
    if (disk.type.value() == DiskType::Ultra)
      refuse(disk.type, "ultra disks");
    if (disk.type.value() == DiskType::PremiumV2)
      refuse(disk.type, "Premium SSD v2 disks");
  }

  /// To encrypt the OS disk of a Linux VM, its memory must be 8 GiB.
  void sizes() {
    bool osOfLinux = !isWindows(tier) &&
                     !(extend.volumes.known() && extend.volumes.value() == EncryptedVolumes::Data);
    unsigned least = osOfLinux ? 8 * 1024 : 2 * 1024;
    sizeFailing(tier, ctx.catalog, extend, [&](const VmSize &size) {
      const VmSeries *series = ctx.catalog.series(size);
      if (series && series->azureDiskEncryption == Support::No)
        refuse(placeOf(tier, size), fmt::format("VM size `{}`", size.name));
      else if (size.memoryMiB < least)
        refuse(placeOf(tier, size),
               fmt::format("VM size `{}`, which has less than {} GiB of memory", size.name,
                           least / 1024));
      else
        return true;
      return false;
    });
  }
};
} // namespace

void azcl::checkDiskEncryption(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      for (const Extend &extend : tier.extensions)
        if (extend.extension() == ExtensionKind::DiskEncryption && tier.image.known())
          DiskEncryptionChecker{tier, extend, ctx}.run();
}
