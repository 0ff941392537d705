// Tiers: their image, disks, health check, placement and Spot settings.
#pragma once

#include "azcl/Program/Blocks/Access.h"
#include "azcl/Program/Blocks/Compute/Security.h"
#include "azcl/Program/Blocks/Compute/TierKind.h"
#include "azcl/Program/Blocks/Compute/Upgrade.h"
#include "azcl/Program/Blocks/Network.h"
#include "azcl/Program/Blocks/Operations/Patch.h"
#include "azcl/Program/Blocks/Scaling.h"

namespace azcl {

struct Admin : BlockOf<BlockKind::Admin> {
  Open<Text> user;
  Open<SshKey> key;
  Open<Secret> password;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "admin",
               "The administrator account of each VM: an SSH key on Linux, a password on Windows.",
               required<&Admin::user>("user", "The user name of the administrator."),
               optional<&Admin::key>("key", "The SSH public key, for Linux."),
               optional<&Admin::password>(
                   "password", "The password, which is a parameter of type `secret`, for Windows."))
        .conditional(WhenRule::Never);
  }
};

enum class Proximity : uint8_t { Tier, Zone };
template <> struct Words<Proximity> {
  static constexpr WordInfo words[] = {
      {"tier", "one proximity placement group for all instances, in one availability zone"},
      {"zone", "one proximity placement group and one scale set in each availability zone", "",
       bitsOf(TierKind::Flexible, TierKind::Uniform)}};
  static constexpr Type type{TypeKind::Word, "proximity", "`tier` or `zone`", words};
};
enum class PlacementKind : uint8_t { Proximity };
template <> struct Words<PlacementKind> {
  static constexpr WordInfo words[] = {
      {"proximity",
       "a proximity placement group, which places instances as close together as Azure can"}};
};

struct Placement : BlockOf<BlockKind::Placement> {
  Fixed<Proximity> per;
  Fixed<bool> fallback;

  template <class = void> static constexpr auto vocabulary() {
    return block("placement", "The physical placement of the instances relative to each other.",
                 optional<&Placement::per>("per",
                                           "Which instances share a proximity placement group.")
                     .defaultsTo("tier"),
                 optional<&Placement::fallback>(
                     "fallback", "If the tier spans several availability zones, omits the "
                                 "proximity placement group instead of reporting an error.")
                     .defaultsTo("no"))
        .oneOf<PlacementKind>()
        .conditional(WhenRule::Never);
  }
};

enum class Protocol : uint8_t { Http, Https, Tcp };
template <> struct Words<Protocol> {
  static constexpr WordInfo words[] = {
      {"http", "an HTTP request that must return status 200", "Http"},
      {"https", "an HTTPS request that must return status 200", "Https"},
      {"tcp", "a TCP connection that must be accepted", "Tcp"}};
};

struct Health : BlockOf<BlockKind::Health> {
  Protocol protocol() const { return Protocol(variant); }
  Open<int64_t> port;
  Open<Text> path;
  Open<Duration> every, grace;
  Open<int64_t> failures;
  Fixed<bool> rich;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "health",
               "The application health check of each instance. Rolling upgrades and automatic "
               "repairs depend on it.",
               required<&Health::port>("port", "The port of the health endpoint.")
                   .between(1, 65535),
               optional<&Health::path>("path", "The URL path that the health check requests.")
                   .defaultsTo("\"/\"")
                   .only(Protocol::Http, Protocol::Https),
               optional<&Health::every>("every", "The interval between health checks.")
                   .defaultsTo("5s")
                   .between(seconds(5), seconds(60)),
               optional<&Health::failures>(
                   "failures",
                   "The number of consecutive results that change the health state of an instance.")
                   .defaultsTo("2")
                   .between(1, 24),
               optional<&Health::rich>(
                   "rich",
                   "Rich health states: the response is JSON with the state `Healthy`, "
                   "`Unhealthy`, `Initializing` or `Unknown`. A bare status 200 is not sufficient.")
                   .defaultsTo("no")
                   .only(Protocol::Http, Protocol::Https),
               optional<&Health::grace>("grace",
                                        "The grace period after the start of an instance, during "
                                        "which it need not report a state. Requires `rich`.")
                   .between(seconds(5), hours(2))
                   .only(Protocol::Http, Protocol::Https))
        .oneOf<Protocol>()
        .conditional(WhenRule::Never);
  }
};

enum class DiskRole : uint8_t { Os, Data };
template <> struct Words<DiskRole> {
  static constexpr WordInfo words[] = {{"os", "the OS disk"}, {"data", "a data disk"}};
};
enum class DiskType : uint8_t {
  Standard,
  StandardSsd,
  Premium,
  PremiumV2,
  Ultra,
  StandardSsdZrs,
  PremiumZrs
};
template <> struct Words<DiskType> {
  static constexpr WordInfo words[] = {
      {"standard", "Standard HDD, for infrequently read data", "Standard_LRS"},
      {"standard-ssd", "Standard SSD, for light workloads", "StandardSSD_LRS"},
      {"premium", "Premium SSD, with a guaranteed performance that depends on the size",
       "Premium_LRS"},
      {"premium-v2",
       "Premium SSD v2, with performance that is set independently of the size; data disks only",
       "PremiumV2_LRS"},
      {"ultra", "Ultra Disk, with the highest performance; data disks only", "UltraSSD_LRS"},
      {"standard-ssd-zrs", "as `standard-ssd`, replicated over three availability zones",
       "StandardSSD_ZRS"},
      {"premium-zrs", "as `premium`, replicated over three availability zones", "Premium_ZRS"}};
  static constexpr Type type{TypeKind::Word, "disk-type", "a disk type such as `premium`", words};
};

enum class Caching : uint8_t { None, ReadOnly, ReadWrite };
template <> struct Words<Caching> {
  static constexpr WordInfo words[] = {
      {"none", "no host cache, for logs and for software with its own cache", "None"},
      {"read-only", "the host caches reads", "ReadOnly"},
      {"read-write", "the host caches reads and writes, for the OS disk", "ReadWrite"}};
  static constexpr Type type{TypeKind::Word, "caching", "`none`, `read-only` or `read-write`",
                             words};
};

enum class Ephemeral : uint8_t { No, Cache, Resource, Nvme };
template <> struct Words<Ephemeral> {
  static constexpr WordInfo words[] = {
      {"off", "a managed disk, which is kept when the VM is stopped"},
      {"cache", "an ephemeral disk on the cache disk of the host", "CacheDisk"},
      {"resource", "an ephemeral disk on the local resource disk", "ResourceDisk"},
      {"nvme", "an ephemeral disk on a local NVMe disk", "NvmeDisk"}};
  static constexpr Type type{TypeKind::Word, "ephemeral", "`off`, `cache`, `resource` or `nvme`",
                             words};
};

struct Disk : BlockOf<BlockKind::Disk> {
  DiskRole role() const { return DiskRole(variant); }
  Fixed<DiskType> type;
  Open<Size> size;
  Fixed<int64_t> count;
  Fixed<Caching> caching;
  Fixed<Ephemeral> ephemeral;
  Open<int64_t> iops;
  Open<Throughput> throughput;

  template <class = void> static constexpr auto vocabulary() {
    return block("disk", "A managed disk of each instance.",
                 optional<&Disk::type>("type", "The disk type.")
                     .derivedFrom(
                         "`premium` if the VM size supports premium storage, else `standard-ssd`"),
                 optional<&Disk::size>(
                     "size", "The size in whole GiB. If omitted for `os`, the size in the image.")
                     .between(gib(1), gib(65536)),
                 optional<&Disk::count>("count", "The number of data disks with these settings.")
                     .defaultsTo("1")
                     .between(1, 64)
                     .only(DiskRole::Data),
                 optional<&Disk::caching>("caching", "The host caching mode.")
                     .derivedFrom("`read-write` for `os`, `read-only` for `data`; `none` for "
                                  "`premium-v2` and `ultra`, `read-only` for an ephemeral disk"),
                 optional<&Disk::ephemeral>(
                     "ephemeral", "Places the OS disk on the host of the VM: fast and free, but "
                                  "its data is lost when the VM is stopped or moved.")
                     .defaultsTo("off")
                     .only(DiskRole::Os),
                 optional<&Disk::iops>("iops",
                                       "The provisioned IOPS of a `premium-v2` or `ultra` disk.")
                     .between(100, 400000)
                     .only(DiskRole::Data),
                 optional<&Disk::throughput>(
                     "throughput",
                     "The provisioned throughput of a `premium-v2` or `ultra` disk, in whole MBps.")
                     .between(1000000, 10000000000)
                     .only(DiskRole::Data))
        .oneOf<DiskRole>()
        .conditional(WhenRule::Never);
  }
};

enum class Eviction : uint8_t { Delete, Deallocate };
template <> struct Words<Eviction> {
  static constexpr WordInfo words[] = {
      {"delete", "delete the instance and its disks", "Delete"},
      {"deallocate", "deallocate the instance and keep (and pay for) its disks", "Deallocate"}};
  static constexpr Type type{TypeKind::Word, "eviction", "`delete` or `deallocate`", words};
};

struct Spot : BlockOf<BlockKind::Spot> {
  Fixed<Eviction> evict;
  Fixed<Decimal> maxPrice;
  Open<Duration> restore;
  Open<int64_t> base;
  Open<Percent> regular;

  template <class = void> static constexpr auto vocabulary() {
    return block("spot",
                 "Azure Spot capacity: discounted instances that Azure can evict at any time.",
                 optional<&Spot::evict>("evict", "What happens to an evicted instance.")
                     .defaultsTo("delete"),
                 optional<&Spot::maxPrice>("max-price",
                                           "The maximum price of an instance per hour, in US "
                                           "dollars. If omitted, the price of a regular instance.")
                     .between(1, 1000000),
                 optional<&Spot::restore>("restore",
                                          "How long Azure tries to restore evicted instances.")
                     .between(minutes(15), hours(2))
                     .forKinds(TierKind::Flexible, TierKind::Uniform),
                 optional<&Spot::base>(
                     "base",
                     "The number of regular instances that are created before any Spot instance.")
                     .between(0, builtinLimit(LimitId::SetInstances))
                     .forKinds(TierKind::Flexible),
                 optional<&Spot::regular>(
                     "regular", "The percentage of regular instances among those above `base`.")
                     .between(0, percent(100))
                     .forKinds(TierKind::Flexible))
        .conditional(WhenRule::Never);
  }
};

enum class ScaleInOrder : uint8_t { Default, Oldest, Newest };
template <> struct Words<ScaleInOrder> {
  static constexpr WordInfo words[] = {
      {"default", "keep the zones balanced, then remove the newest instance"},
      {"oldest", "remove the oldest instance first", "OldestVM"},
      {"newest", "remove the newest instance first", "NewestVM"}};
  static constexpr Type type{TypeKind::Word, "scale-in-order", "`default`, `oldest` or `newest`",
                             words};
};
enum class License : uint8_t { Included, WindowsServer, WindowsClient, Rhel, Sles };
template <> struct Words<License> {
  static constexpr WordInfo words[] = {
      {"included", "the license is included in the price of the VM"},
      {"windows-server", "your own Windows Server license", "Windows_Server"},
      {"windows-client", "your own Windows client license", "Windows_Client"},
      {"rhel", "your own Red Hat subscription", "RHEL_BYOS"},
      {"sles", "your own SUSE subscription", "SLES_BYOS"}};
  static constexpr Type type{TypeKind::Word, "license", "a license type such as `windows-server`",
                             words};
};
enum class Patching : uint8_t { Image, Platform, Manual };
template <> struct Words<Patching> {
  static constexpr WordInfo words[] = {{"image", "the update mechanism of the image"},
                                       {"platform",
                                        "Azure orchestrates updates, one VM after another", "",
                                        bitsOf(TierKind::Flexible, TierKind::Machines)},
                                       {"manual", "no automatic updates; Windows only"}};
  static constexpr Type type{TypeKind::Word, "patching", "`image`, `platform` or `manual`", words};
};
enum class Os : uint8_t { Linux, Windows };
template <> struct Words<Os> {
  static constexpr WordInfo words[] = {{"linux", "Linux"}, {"windows", "Windows"}};
  static constexpr Type type{TypeKind::Word, "os", "`linux` or `windows`", words};
};

struct Tier : BlockOf<BlockKind::Tier> {
  Fixed<Image> image;
  Open<VmSize> size;
  Open<CountRange> instances;
  Fixed<Ref<Subnet>> subnet;
  Fixed<TierKind> kind;
  Fixed<Text> name, version, computerName;
  Fixed<Os> os;
  Fixed<bool> trustedLaunch, accelerated, forwarding, publicAddress, zoneBalance, overprovision,
      resilient;
  Fixed<int64_t> faultDomains, updateDomains;
  Fixed<ScaleInOrder> scaleIn;
  Open<Duration> notice;
  Fixed<License> license;
  Fixed<Patching> patching;
  Open<Text> customData, timezone;
  One<Spot> spot;
  One<Patch> patch;
  One<Admin> admin;
  Many<Allow> allows;
  Many<Deny> denies;
  One<Placement> placement;
  One<Health> health;
  Many<Disk> disks;
  One<Security> security;
  One<Autoscale> autoscale;
  One<Upgrade> upgrade;
  One<Repair> repair;
  One<Shutdown> shutdown;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "tier",
               "A group of identical VMs: a virtual machine scale set, or single VMs with `kind = "
               "machines`.",
               required<&Tier::image>("image", "The image of the OS disk."),
               required<&Tier::size>("size", "The VM size."),
               required<&Tier::instances>(
                   "instances", "The number of instances, or a range with the minimum and maximum.")
                   .between(0, builtinLimit(LimitId::SetInstances)),
               record<&Tier::admin>("admin", Need::Required),
               optional<&Tier::subnet>("subnet", "The subnet of the instances.")
                   .derivedFrom(
                       "a subnet for this tier only, whose address range the compiler chooses"),
               child<&Tier::allows>("allow"), child<&Tier::denies>("deny"),
               optional<&Tier::kind>("kind", "The Azure resource: a scale set in flexible or "
                                             "uniform orchestration mode, or single VMs.")
                   .defaultsTo("flexible"),
               optional<&Tier::name>("name", "The name of the Azure resource.")
                   .derivedFrom("made from the names of the cluster and the tier"),
               optional<&Tier::computerName>(
                   "computer-name", "The prefix of the computer names. A number or letters follow.")
                   .derivedFrom("the name of the tier"),
               optional<&Tier::version>("version", "The image version.").defaultsTo("\"latest\""),
               optional<&Tier::os>("os", "The operating system of a gallery image.")
                   .derivedFrom("the operating system of the image; `linux` for a gallery image"),
               optional<&Tier::trustedLaunch>(
                   "trusted-launch",
                   "Enables Trusted Launch: the VM boots only signed components and measures them.")
                   .derivedFrom(
                       "`yes` if the image and the VM size support it; `no` for a gallery image"),
               optional<&Tier::customData>("custom-data",
                                           "Custom data that each VM receives at its first start, "
                                           "such as `file(\"cloud-init.yaml\")`."),
               optional<&Tier::timezone>("timezone",
                                         "The Windows name of the time zone of Windows VMs."),
               optional<&Tier::license>("license", "The license of the operating system.")
                   .defaultsTo("included"),
               optional<&Tier::patching>("patching",
                                         "How updates of the operating system are installed.")
                   .defaultsTo("image"),
               optional<&Tier::accelerated>(
                   "accelerated-networking",
                   "Enables accelerated networking: network traffic bypasses the host.")
                   .derivedFrom("`yes` if the VM size supports it"),
               optional<&Tier::forwarding>(
                   "ip-forwarding",
                   "Allows the network interface to receive packets that are not addressed to it.")
                   .defaultsTo("no"),
               optional<&Tier::publicAddress>("public-address",
                                              "Gives each instance its own public IP address.")
                   .defaultsTo("no"),
               optional<&Tier::faultDomains>(
                   "fault-domains", "The number of fault domains over which instances are spread.")
                   .derivedFrom("`1`, which means as many as possible; `5` for a uniform scale set "
                                "of VMs with InfiniBand; for `machines` without zones, the number "
                                "that the region has")
                   .between(1, 5),
               optional<&Tier::updateDomains>("update-domains",
                                              "The number of update domains of `machines` without "
                                              "zones. Azure updates one domain after another.")
                   .between(1, 20)
                   .forKinds(TierKind::Machines),
               optional<&Tier::zoneBalance>("zone-balance",
                                            "Strict zone balance: a scale operation fails if it "
                                            "cannot keep the zones balanced.")
                   .defaultsTo("no")
                   .forKinds(TierKind::Flexible, TierKind::Uniform),
               optional<&Tier::overprovision>("overprovision",
                                              "Overprovisioning: the scale set starts more "
                                              "instances than it needs and deletes the slowest.")
                   .defaultsTo("no")
                   .forKinds(TierKind::Uniform),
               optional<&Tier::resilient>(
                   "resilient-create-delete",
                   "Azure retries the creation and deletion of instances if it fails.")
                   .derivedFrom(
                       "`yes` for scale sets without `overprovision`, in regions that support it")
                   .forKinds(TierKind::Flexible, TierKind::Uniform),
               optional<&Tier::scaleIn>("scale-in",
                                        "The order in which scale-in removes instances.")
                   .defaultsTo("default")
                   .forKinds(TierKind::Flexible, TierKind::Uniform),
               optional<&Tier::notice>(
                   "terminate-notice",
                   "How long before its deletion an instance receives a termination notification.")
                   .between(minutes(5), minutes(15))
                   .forKinds(TierKind::Flexible, TierKind::Uniform),
               child<&Tier::spot>("spot"), child<&Tier::patch>("patch"),
               child<&Tier::placement>("placement"), child<&Tier::health>("health"),
               child<&Tier::disks>("disk"), child<&Tier::security>("security"),
               child<&Tier::autoscale>("autoscale").forKinds(TierKind::Flexible, TierKind::Uniform),
               child<&Tier::upgrade>("upgrade"),
               child<&Tier::repair>("repair").forKinds(TierKind::Flexible, TierKind::Uniform),
               child<&Tier::shutdown>("shutdown"))
        .named();
  }
};

} // namespace azcl
