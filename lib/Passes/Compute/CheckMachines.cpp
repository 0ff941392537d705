// Rejects settings that the VM size, the image or the operating system does not support, and
// combinations of size and image that cannot boot.
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// A patch of the security type is an explicit choice, so it is not questioned.
static bool setsSecurityType(const Tier &tier) {
  return tier.patch && llvm::any_of(tier.patch->entries, [](const auto &entry) {
           return StringRef(entry.key.text).contains("security");
         });
}

static void checkSize(const Tier &tier, const VmSize &size, PassContext &ctx) {
  auto need = [&](const Setting &wanted, bool has, StringRef what) {
    if (wanted.known() && wanted.expr->number && !has)
      ctx.diags.report(wanted.place(), diag::SizeLacks, size.name, what)
          .label(placeOf(tier, size), note::ChosenHere);
  };
  need(tier.accelerated, size.acceleratedNetworking, "does not support accelerated networking");
  if (!confidentialOf(tier)) // CheckConfidential
    need(tier.trustedLaunch, size.trustedLaunch, "does not support Trusted Launch");
  const Setting &atHost = tier.security->encryption->atHost;
  need(atHost, size.encryptionAtHost, "does not support encryption at host");
  if (tier.spot && !size.spot)
    ctx.diags.report(tier.spot->head, diag::SizeLacks, size.name, "does not support Azure Spot")
        .label(placeOf(tier, size), note::ChosenHere);
  std::vector<Card> cards = cardsOf(tier);
  if (cards.size() > size.maxNetworkInterfaces)
    ctx.diags
        .report(cards[size.maxNetworkInterfaces].block.head, diag::InterfacesTooMany, size.name,
                size.maxNetworkInterfaces, cards.size())
        .label(placeOf(tier, size), note::ChosenHere);
  if (!size.encryptionAtHost && !isExplicit(atHost) && !atHost.poisoned())
    ctx.diags.report(placeOf(tier, size), diag::HostEncryptionMissing, size.name);
  if (size.confidential != Confidential::None && !confidentialOf(tier) && !setsSecurityType(tier))
    ctx.diags.report(placeOf(tier, size), diag::SizeConfidential, size.name);
}

/// Checks that the size can boot the image. The requirements of a gallery image are unknown.
static void checkFit(const Tier &tier, const VmSize &size, PassContext &ctx) {
  if (!tier.image.known() || tier.image.value()->publisher.empty())
    return;
  const Image &image = *tier.image.value();
  if (!image.diskControllers.empty() && !size.diskControllers.intersects(image.diskControllers))
    ctx.diags.report(placeOf(tier, size), diag::ControllerUnfit, size.name, image.name)
        .label(tier.image.place(), note::ChosenHere);
  std::string what;
  if (size.architecture != image.architecture)
    what = fmt::format("has {} processors; the image `{}` needs {}", toString(size.architecture),
                       image.name, toString(image.architecture));
  else if (!size.generations.contains(image.generation))
    what = fmt::format("cannot boot generation {} images such as `{}`",
                       image.generation == Generation::V1 ? 1 : 2, image.name);
  else
    return;
  ctx.diags.report(placeOf(tier, size), diag::SizeLacks, size.name, what)
      .label(tier.image.place(), note::ChosenHere);
}

/// Azure/azure-quickstart-templates#1305. A known version of a gallery image is part of its ID and
/// is checked there.
static void checkVersion(const Tier &tier, PassContext &ctx) {
  if (tier.version.known() && !isImageVersion(tier.version.value(), false))
    ctx.diags.report(tier.version.place(), diag::VersionForm, tier.version.value());
  if (const Expr *version = openVersionOf(tier))
    forEachText(*version, [&](const PossibleText &each) {
      if (each.whole && !isImageVersion(each.text, true))
        ctx.diags.report(version->range, diag::VersionForm, each.text);
    });
}

static void checkTrustedLaunch(const Tier &tier, PassContext &ctx) {
  const TrustedLaunch *settings = tier.security->trustedLaunch.get();
  if (!settings || confidentialOf(tier) || // CheckConfidential
      !tier.trustedLaunch.known() || tier.trustedLaunch.value())
    return;
  for (const Fixed<bool> *each : {&settings->secureBoot, &settings->vtpm})
    if (each->known() && each->value())
      return (void)ctx.diags.report(settings->head, diag::TrustedLaunchOff, tier.label.text)
          .label(tier.trustedLaunch.place(), note::ChosenHere);
}

/// MicrosoftDocs/azure-compute-docs: capture-image-resource.yml (2026-01-16),
/// virtual-machine-scale-sets-placement-groups.md (2026-05-19).
static void checkManagedImage(const Tier &tier, PassContext &ctx) {
  auto lacks = [&](SourceRange at, StringRef what) {
    ctx.diags.report(at, diag::ManagedImageLacks, what).label(tier.image.place(), note::ChosenHere);
  };
  if (tier.trustedLaunch.known() && tier.trustedLaunch.value())
    lacks(tier.trustedLaunch.place(), "Trusted Launch");
  if (const ConfidentialVm *confidential = confidentialOf(tier))
    lacks(confidential->head, "confidential VMs");
  if (tier.upgrade && tier.upgrade->osImages.known() && tier.upgrade->osImages.value())
    lacks(tier.upgrade->osImages.place(), "automatic OS image upgrades");
  for (const VmSize *size : possibleSizes(tier, ctx.catalog))
    if (size->architecture == Architecture::Arm64) {
      lacks(placeOf(tier, *size), "Arm64 processors");
      break;
    }
  const int64_t most = ctx.catalog.limit(LimitId::ManagedImageInstances);
  InstanceCounts counts(tier);
  Proof proof = counts.prove([&](llvm::ArrayRef<InstanceCount> all) {
    return all[0].machines() - all[0].idle <= most; // of one scale set
  });
  auto failing = proof.answer == Proof::Answer::Fails ? counts.at(proof.witness)
                                                      : llvm::SmallVector<InstanceCount, 2>();
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
  if (!machines && !failing.empty())
    ctx.diags.report(failing[0].pooled ? tier.standby->head : failing[0].mostBy->place,
                     diag::ManagedImageInstances, whenPrefix(proof.witness), failing[0].machines(),
                     most, failing[0].pooled ? " with its standby pool" : "");
}

/// MicrosoftDocs/azure-compute-docs, metadata-security-protocol/overview.md (2025-09-04).
static void checkMetadataProtection(const Cluster &cluster, const Tier &tier, PassContext &ctx) {
  const MetadataProtection *protection = tier.security->metadata.get();
  if (!protection)
    return;
  Cloud cloud = cluster.region.known() ? cluster.region.value()->cloud : Cloud::Public;
  if (cloud != Cloud::Public && tier.image.known() && !isOwnImage(tier) &&
      tier.image.value()->os == OperatingSystem::Linux)
    return (void)ctx.diags.report(protection->head, diag::MetadataProtectionCloud, cloudName(cloud))
        .label(cluster.region.place(), note::ChosenHere);
  auto unlisted = [&](StringRef what, SourceRange why) {
    ctx.diags.report(protection->head, diag::MetadataProtectionUnlisted, what)
        .label(why, note::ChosenHere);
  };
  if (tier.image.known() && !isOwnImage(tier) && !tier.image.value()->metadataProtection)
    unlisted(fmt::format("image `{}`", tier.image.value()->name), tier.image.place());
  for (const VmSize *size : possibleSizes(tier, ctx.catalog))
    if (size->architecture == Architecture::Arm64) {
      unlisted("Arm64 VM sizes", placeOf(tier, *size));
      break;
    }
  for (const Disk &disk : tier.disks)
    if (disk.ephemeral.known() && disk.ephemeral.value() != Ephemeral::No)
      unlisted("ephemeral OS disks", disk.ephemeral.place());
}

/// MicrosoftDocs/azure-compute-docs, virtual-machines/linux/azure-hybrid-benefit-linux.md.
static void checkBilledLicense(const Tier &tier, PassContext &ctx) {
  License license = tier.license.value();
  if (!isBilledLicense(license))
    return;
  StringRef word = Words<License>::words[size_t(license)].name;
  if (!isOwnImage(tier))
    ctx.diags
        .report(tier.license.place(), diag::LicenseOfMarketplace, word, tier.image.value()->name)
        .label(tier.image.place(), note::ChosenHere);
  else if (tier.kind.known() && tier.kind.value() != TierKind::Machines)
    ctx.diags.report(tier.license.place(), diag::LicenseOfSet, word);
}

static void checkImage(const Tier &tier, PassContext &ctx) {
  if (!tier.image.known())
    return;
  const Image &image = *tier.image.value();
  bool windows = image.os == OperatingSystem::Windows;
  // "The value of parameter windowsConfiguration is invalid" (Azure/azvmimagebuilder#51); the Linux
  // equivalent is Azure/azure-sdk-for-java#2009.
  if (!image.publisher.empty() && tier.os.known() && (tier.os.value() == Os::Windows) != windows)
    ctx.diags.report(tier.os.place(), diag::OsUnfit, image.name, windows ? "Windows" : "Linux")
        .label(tier.image.place(), note::ChosenHere);
  if (!confidentialOf(tier) && tier.trustedLaunch.known() && tier.trustedLaunch.value() &&
      (image.trustedLaunch == Support::No || image.generation == Generation::V1))
    ctx.diags.report(tier.trustedLaunch.place(), diag::ImageLacks, image.name, "Trusted Launch")
        .label(tier.image.place(), note::ChosenHere);
  if (tier.license.known() && tier.license.value() != License::Included) {
    License license = tier.license.value();
    bool forWindows = license == License::WindowsServer || license == License::WindowsClient;
    if (forWindows != windows)
      ctx.diags
          .report(tier.license.place(), diag::LicenseUnfit,
                  Words<License>::words[size_t(license)].name, windows ? "Windows" : "Linux")
          .label(tier.image.place(), note::ChosenHere);
    else
      checkBilledLicense(tier, ctx);
  }
  if (windows)
    return;
  if (tier.timezone.set())
    ctx.diags.report(tier.timezone.range, diag::ForWindowsOnly, "timezone");
  if (tier.patching.known() && tier.patching.value() == Patching::Manual)
    ctx.diags.report(tier.patching.place(), diag::ForWindowsOnly, "patching = manual");
}

void azcl::checkMachines(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      for (const VmSize *size : possibleSizes(tier, ctx.catalog)) {
        checkSize(tier, *size, ctx);
        checkFit(tier, *size, ctx);
      }
      checkImage(tier, ctx);
      if (isManagedImage(tier))
        checkManagedImage(tier, ctx);
      checkMetadataProtection(cluster, tier, ctx);
      checkVersion(tier, ctx);
      checkTrustedLaunch(tier, ctx);
      if (tier.customData.known() &&
          tier.customData.value().size() > ctx.catalog.limit(LimitId::CustomData))
        ctx.diags.report(tier.customData.place(), diag::CustomDataTooLarge,
                         tier.customData.value().size());
    }
}
