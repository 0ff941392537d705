// Rejects confidential VMs whose size, image, disks or hosts do not support them.
// Sources: MicrosoftDocs/azure-docs, confidential-computing/virtual-machine-options.md (2023-11-15)
// and confidential-vm-overview.md; MicrosoftDocs/azure-compute-docs, ephemeral-os-disks.md;
// hashicorp/terraform-provider-azurerm#16905 (vTPM and Secure Boot).
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Catalog/Nearest.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct ConfidentialChecker {
  const Cluster &cluster;
  const Tier &tier;
  const ConfidentialVm &vm;
  PassContext &ctx;

  void run() {
    bool sized = tier.size.set() && !tier.size.poisoned();
    for (const VmSize *each : possibleSizes(tier, ctx.catalog))
      size(*each);
    if (sized && canBeAnySize(tier))
      ctx.diags.report(tier.size.place(), diag::ConfidentialAnySize)
          .label(vm.head, note::GivenHere);
    image();
    settings();
    if (const Disk *disk = ephemeralOsDisk(tier))
      ephemeral(*disk);
  }

private:
  bool encrypts(ConfidentialEncryption what) const {
    return vm.encryption.known() && vm.encryption.value() == what;
  }

  void size(const VmSize &size) {
    SourceRange place = placeOf(tier, size);
    if (size.confidential == Confidential::None) {
      auto report = ctx.diags.report(place, diag::ConfidentialSize, size.name);
      report.label(vm.head, note::GivenHere);
      const VmSize *other = nearestSize(ctx.catalog, size, [&](const VmSize &each) {
        return each.confidential != Confidential::None && isOffered(each, cluster, ctx.catalog);
      });
      if (other && isWritten(tier, size) && cluster.region.known())
        report.idea(place, other->name.str(), note::NearestSize, cluster.region.value()->name);
    } else if (encrypts(ConfidentialEncryption::None) && size.confidential != Confidential::TDX) {
      ctx.diags.report(vm.encryption.place(), diag::ConfidentialStateless, size.name)
          .label(place, note::ChosenHere);
    }
  }

  /// "Use of ConfidentialVM setting is not supported for the provided image." The Windows images of
  /// the Marketplace support confidential VMs in more versions than the catalog records.
  void image() {
    if (!tier.image.known() || isOwnImage(tier) || tier.image.value()->confidentialVm)
      return;
    const Image &image = *tier.image.value();
    if (image.os == OperatingSystem::Windows && image.generation == Generation::V2) {
      ctx.diags.report(tier.image.place(), diag::ConfidentialImageUnlisted, image.name)
          .label(vm.head, note::GivenHere);
      return;
    }
    auto report = ctx.diags.report(tier.image.place(), diag::ConfidentialImage, image.name);
    report.label(vm.head, note::GivenHere);
    if (const Image *other = ctx.catalog.image(image.name.str() + "-confidential"))
      report.idea(tier.image.place(), other->name.str(), note::ConfidentialVariant);
  }

  void settings() {
    if (tier.trustedLaunch.origin == Origin::Written && tier.trustedLaunch.known() &&
        tier.trustedLaunch.value())
      ctx.diags.report(tier.trustedLaunch.place(), diag::ConfidentialTrustedLaunch)
          .label(vm.head, note::GivenHere);
    if (const TrustedLaunch *other = tier.security->trustedLaunch.get();
        other && other->origin == Origin::Written)
      ctx.diags.report(other->head, diag::ConfidentialTrustedLaunch)
          .label(vm.head, note::GivenHere);
    if (encrypts(ConfidentialEncryption::Disk) && vm.secureBoot.known() && !vm.secureBoot.value())
      ctx.diags.report(vm.secureBoot.place(), diag::ConfidentialSecureBoot)
          .label(vm.encryption.place(), note::ChosenHere);
    if (tier.hosts)
      ctx.diags.report(tier.hosts->head, diag::ConfidentialHosts).label(vm.head, note::GivenHere);
    const Encryption &encryption = *tier.security->encryption.get();
    auto unsupported = [&](const Setting &setting, StringRef name, StringRef otherwise) {
      if (setting.set() && !setting.poisoned())
        ctx.diags.report(setting.place(), diag::ConfidentialKey, name, otherwise)
            .label(vm.head, note::GivenHere);
    };
    unsupported(encryption.customerKey, "customer-key",
                "their key needs a release policy: create a disk encryption set of the type "
                "`ConfidentialVmEncryptedWithCustomerKey`, and name it with `encryption-set`");
    if (!encrypts(ConfidentialEncryption::Disk))
      unsupported(encryption.encryptionSet, "encryption-set",
                  "a key of your own encrypts the OS disk, which needs `encryption = disk`");
  }

  /// ephemeral-os-disks.md describes them for sizes with AMD processors, on the cache or resource
  /// disk; an earlier version of the page rules out NVMe disks.
  void ephemeral(const Disk &disk) {
    auto doubtful = [&](std::string what) {
      ctx.diags.report(disk.ephemeral.place(), diag::ConfidentialEphemeral, std::move(what))
          .label(vm.head, note::GivenHere);
    };
    if (disk.ephemeral.value() == Ephemeral::Nvme)
      return doubtful("on NVMe disks");
    for (const VmSize *size : possibleSizes(tier, ctx.catalog))
      if (size->confidential == Confidential::TDX)
        return doubtful(fmt::format("of VM sizes with Intel TDX such as `{}`", size->name));
  }
};
} // namespace

void azcl::checkConfidential(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (const ConfidentialVm *vm = confidentialOf(tier))
        ConfidentialChecker{cluster, tier, *vm, ctx}.run();
}
