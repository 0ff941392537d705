// Lists the required properties of a gallery image. Its ID does not show them, and Azure checks
// them only when it creates the first VM. MicrosoftDocs/azure-compute-docs:
// articles/virtual-machines/trusted-launch.md (security types), shared-image-galleries.md
// (generations, plans, replication), enable-nvme-interface.md;
// jenkinsci/azure-vm-agents-plugin#459.
#include "../Cluster.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Sizes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct ImageNeeds {
  ClusterLowering &ctx;
  const Tier &tier;
  const Image &image = *tier.image.value();

  void need(StringRef subject, StringRef text) {
    ctx.need("image", subject, text, tier.image.place());
  }

  /// The ID of the image, or its expression.
  StringRef subject() {
    const Expr *open = openIdOf(tier);
    return open ? ctx.name(print(*open)) : image.offer;
  }

  /// MicrosoftDocs/azure-compute-docs, capture-image-resource.
  void managed() {
    need(subject(), fmt::format("the managed image exists in {} and is generalized",
                                ctx.cluster.region.value()->name));
    need(subject(), image.os == OperatingSystem::Windows ? "its operating system is Windows"
                                                         : "its operating system is Linux");
    bool first =
        ofSizes([](const VmSize &size) { return size.generations.contains(Generation::V1); });
    bool second =
        ofSizes([](const VmSize &size) { return size.generations.contains(Generation::V2); });
    if (first != second)
      need(subject(), first ? "its generation is V1" : "its generation is V2");
  }

  void version() {
    StringRef region = ctx.cluster.region.value()->name;
    if (const Expr *open = openVersionOf(tier))
      need(image.offer, fmt::format("version {} exists, is generalized and is replicated to {}",
                                    print(*open), region));
    else if (image.sku == "latest")
      need(image.offer, fmt::format("the newest version that is not excluded from latest is "
                                    "generalized and replicated to {}",
                                    region));
    else
      need(ctx.name(image.offer, "/versions/", image.sku),
           fmt::format("the version exists, is generalized and is replicated to {}", region));
  }

  /// Whether every possible size of the tier passes the test.
  bool ofSizes(SizeTest test) {
    std::optional<SizeAnswer> answer = testSizes(tier, ctx.program.catalog, test);
    return answer && answer->kind == SizeAnswer::Kind::Yes;
  }

  void machine() {
    need(image.offer, image.os == OperatingSystem::Windows ? "its operating system is Windows"
                                                           : "its operating system is Linux");
    bool confidential = confidentialOf(tier);
    bool trusted = tier.trustedLaunch.known() && tier.trustedLaunch.value();
    bool first =
        ofSizes([](const VmSize &size) { return size.generations.contains(Generation::V1); });
    bool second =
        ofSizes([](const VmSize &size) { return size.generations.contains(Generation::V2); });
    if (trusted || confidential || (second && !first))
      need(image.offer, "its generation is V2");
    else if (first && !second)
      need(image.offer, "its generation is V1");
    if (confidential)
      need(image.offer, "its security type supports confidential VMs, such as "
                        "ConfidentialVmSupported or TrustedLaunchAndConfidentialVmSupported");
    else if (trusted)
      need(image.offer,
           "its security type supports Trusted Launch, such as TrustedLaunchSupported");
    else
      need(image.offer, "its security type is neither TrustedLaunch nor ConfidentialVM, which do "
                        "not support other VMs");
    if (ofSizes([](const VmSize &size) { return size.architecture == Architecture::Arm64; }))
      need(image.offer, "its architecture is Arm64");
    else
      need(image.offer, "its architecture is x64");
    for (const VmSize *size : possibleSizes(tier, ctx.program.catalog))
      if (!size->diskControllers.contains(DiskController::SCSI)) {
        need(image.offer,
             fmt::format("its disk controller types include NVMe, which {} requires", size->name));
        break;
      }
    for (const Disk &disk : tier.disks) {
      if (disk.role() != DiskRole::Os || !disk.ephemeral.known() || disk.size.set())
        continue;
      for (const VmSize *size : possibleSizes(tier, ctx.program.catalog))
        if (std::optional<unsigned> room = ephemeralRoom(tier, disk, *size))
          need(image.offer, fmt::format("its OS disk has at most {} GiB, so that an ephemeral OS "
                                        "disk fits on {}",
                                        *room, size->name));
    }
    need(image.offer, "it has no purchase plan");
  }
};
} // namespace

/// See MicrosoftDocs/azure-compute-docs, vm-applications.md (error messages).
static void needApplication(ClusterLowering &ctx, const Tier &tier,
                            const Application &application) {
  StringRef system = tier.image.value()->os == OperatingSystem::Windows ? "Windows" : "Linux";
  ctx.need("application", ctx.shown(application.id),
           fmt::format("version {} exists, supports {} and is replicated to {}",
                       ctx.shown(application.version), system, ctx.cluster.region.value()->name),
           application.head);
}

void azcl::needImages(ClusterLowering &ctx) {
  for (const Tier &tier : ctx.cluster.tiers)
    for (const Application &application : tier.applications)
      needApplication(ctx, tier, application);
  for (const Tier &tier : ctx.cluster.tiers)
    if (isManagedImage(tier)) {
      ImageNeeds{ctx, tier}.managed();
    } else if (isGalleryImage(tier)) {
      ImageNeeds needs{ctx, tier};
      needs.version();
      needs.machine();
    }
}
