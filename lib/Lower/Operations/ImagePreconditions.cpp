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

  /// Adds a precondition only once, however many tiers use the image.
  void need(StringRef subject, std::string text) {
    for (const arm::Precondition &each : ctx.module.preconditions)
      if (each.kind == "image" && each.subject == subject && each.why == text)
        return;
    ctx.module.preconditions.push_back(
        {"image", ctx.name(subject), ctx.name(text), tier.image.place()});
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
    bool trusted = tier.trustedLaunch.known() && tier.trustedLaunch.value();
    bool first =
        ofSizes([](const VmSize &size) { return size.generations.contains(Generation::V1); });
    bool second =
        ofSizes([](const VmSize &size) { return size.generations.contains(Generation::V2); });
    if (trusted || (second && !first))
      need(image.offer, "its generation is V2");
    else if (first && !second)
      need(image.offer, "its generation is V1");
    if (trusted)
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

void azcl::needImages(ClusterLowering &ctx) {
  for (const Tier &tier : ctx.cluster.tiers)
    if (isGalleryImage(tier)) {
      ImageNeeds needs{ctx, tier};
      needs.version();
      needs.machine();
    }
}
