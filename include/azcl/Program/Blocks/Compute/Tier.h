// A group of identical machines.
#pragma once

#include "azcl/Program/Blocks/Access.h"
#include "azcl/Program/Blocks/Compute/Security.h"
#include "azcl/Program/Blocks/Compute/TierKind.h"
#include "azcl/Program/Blocks/Compute/Upgrade.h"
#include "azcl/Program/Blocks/Network.h"
#include "azcl/Program/Blocks/Operations/Patch.h"
#include "azcl/Program/Blocks/Scaling.h"

namespace azcl {

/// Who may log in.
struct Admin : BlockOf<BlockKind::Admin> {
  Open<Text> user;
  Open<SshKey> key;
  Open<Secret> password;

  template <class = void> static constexpr auto vocabulary() {
    return block("admin", "The first user of each machine: a key on Linux, a password on Windows.",
                 required<&Admin::user>("user", "The user's name."),
                 optional<&Admin::key>("key", "The public SSH key, for Linux."),
                 optional<&Admin::password>("password",
                                            "The password, a secret parameter, for Windows."))
        .conditional(WhenRule::Never);
  }
};

enum class Proximity : uint8_t { Tier, Zone };
template <> struct Words<Proximity> {
  static constexpr WordInfo words[] = {{"tier", "one group for all instances, in one zone"},
                                       {"zone", "one group, and one set of instances, in each zone",
                                        "", bitsOf(TierKind::Flexible, TierKind::Uniform)}};
  static constexpr Type type{TypeKind::Word, "proximity", "`tier` or `zone`", words};
};
enum class PlacementKind : uint8_t { Proximity };
template <> struct Words<PlacementKind> {
  static constexpr WordInfo words[] = {{"proximity", "as near to each other as Azure can"}};
};

struct Placement : BlockOf<BlockKind::Placement> {
  Fixed<Proximity> per;
  Fixed<bool> fallback;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "placement", "Where the instances stand to each other.",
               optional<&Placement::per>("per", "What shares a group.").defaultsTo("tier"),
               optional<&Placement::fallback>(
                   "fallback", "Spread over zones, without a group, where a group is not possible.")
                   .defaultsTo("no"))
        .oneOf<PlacementKind>()
        .conditional(WhenRule::Never);
  }
};

enum class Protocol : uint8_t { Http, Https, Tcp };
template <> struct Words<Protocol> {
  static constexpr WordInfo words[] = {{"http", "a request that is answered with 200", "Http"},
                                       {"https", "the same over TLS", "Https"},
                                       {"tcp", "a connection that is accepted", "Tcp"}};
};

struct Health : BlockOf<BlockKind::Health> {
  Protocol protocol() const { return Protocol(variant); }
  Open<int64_t> port;
  Open<Text> path;
  Open<Duration> every, grace;
  Open<int64_t> failures;
  Fixed<bool> rich;

  template <class = void> static constexpr auto vocabulary() {
    return block("health", "How an instance shows that it is well. Roll-outs and repairs go by it.",
                 required<&Health::port>("port", "The port that answers.").between(1, 65535),
                 optional<&Health::path>("path", "What is asked for.")
                     .defaultsTo("\"/\"")
                     .only(Protocol::Http, Protocol::Https),
                 optional<&Health::every>("every", "The time between two questions.")
                     .defaultsTo("5s")
                     .between(seconds(5), seconds(60)),
                 optional<&Health::failures>("failures",
                                             "How many answers in a row change its state.")
                     .defaultsTo("2")
                     .between(1, 24),
                 optional<&Health::rich>(
                     "rich", "The answer is JSON and says `Healthy`, `Unhealthy`, `Initializing` "
                             "or `Unknown`; a bare 200 is then not enough.")
                     .defaultsTo("no")
                     .only(Protocol::Http, Protocol::Https),
                 optional<&Health::grace>(
                     "grace", "With `rich`: how long an instance may say nothing after its start.")
                     .between(seconds(5), hours(2))
                     .only(Protocol::Http, Protocol::Https))
        .oneOf<Protocol>()
        .conditional(WhenRule::Never);
  }
};

enum class DiskRole : uint8_t { Os, Data };
template <> struct Words<DiskRole> {
  static constexpr WordInfo words[] = {{"os", "the disk that the machine starts from"},
                                       {"data", "a further disk"}};
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
      {"standard", "magnetic, for what is rarely read", "Standard_LRS"},
      {"standard-ssd", "solid state, for light work", "StandardSSD_LRS"},
      {"premium", "solid state with a guaranteed rate, by size", "Premium_LRS"},
      {"premium-v2", "a rate that is chosen apart from the size; data only", "PremiumV2_LRS"},
      {"ultra", "the highest rates; data only", "UltraSSD_LRS"},
      {"standard-ssd-zrs", "as standard-ssd, kept in three zones at once", "StandardSSD_ZRS"},
      {"premium-zrs", "as premium, kept in three zones at once", "Premium_ZRS"}};
  static constexpr Type type{TypeKind::Word, "disk-type", "a type of disk such as `premium`",
                             words};
};

enum class Caching : uint8_t { None, ReadOnly, ReadWrite };
template <> struct Words<Caching> {
  static constexpr WordInfo words[] = {
      {"none", "no cache: for logs, and for what caches itself", "None"},
      {"read-only", "reads come from the host's cache", "ReadOnly"},
      {"read-write", "writes do too: for the OS disk", "ReadWrite"}};
  static constexpr Type type{TypeKind::Word, "caching", "`none`, `read-only` or `read-write`",
                             words};
};

enum class Ephemeral : uint8_t { No, Cache, Resource, Nvme };
template <> struct Words<Ephemeral> {
  static constexpr WordInfo words[] = {{"off", "a managed disk, which outlives a stop"},
                                       {"cache", "on the host's cache", "CacheDisk"},
                                       {"resource", "on the local resource disk", "ResourceDisk"},
                                       {"nvme", "on a local NVMe disk", "NvmeDisk"}};
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
    return block(
               "disk", "A managed disk of each instance.",
               optional<&Disk::type>("type", "What it is made of.")
                   .derivedFrom(
                       "`premium` if the VM size supports premium storage, else `standard-ssd`"),
               optional<&Disk::size>(
                   "size", "How much it holds, in whole GiB; left out for `os`: as the image says.")
                   .between(gib(1), gib(65536)),
               optional<&Disk::count>("count", "How many of its kind.")
                   .defaultsTo("1")
                   .between(1, 64)
                   .only(DiskRole::Data),
               optional<&Disk::caching>("caching", "What the host keeps of it.")
                   .derivedFrom("`read-write` for `os`, `read-only` for `data`; `none` for "
                                "premium-v2 and ultra, `read-only` for an ephemeral one"),
               optional<&Disk::ephemeral>(
                   "ephemeral",
                   "It lives on the host: fast, free, and gone when the machine stops or moves.")
                   .defaultsTo("off")
                   .only(DiskRole::Os),
               optional<&Disk::iops>("iops", "How many requests a second, of premium-v2 and ultra.")
                   .between(100, 400000)
                   .only(DiskRole::Data),
               optional<&Disk::throughput>(
                   "throughput", "How much in a second, of premium-v2 and ultra, in whole MB.")
                   .between(1000000, 10000000000)
                   .only(DiskRole::Data))
        .oneOf<DiskRole>()
        .conditional(WhenRule::Never);
  }
};

enum class Eviction : uint8_t { Delete, Deallocate };
template <> struct Words<Eviction> {
  static constexpr WordInfo words[] = {
      {"delete", "it goes away, and so do its disks", "Delete"},
      {"deallocate", "it stops; its disks stay, and cost", "Deallocate"}};
  static constexpr Type type{TypeKind::Word, "eviction", "`delete` or `deallocate`", words};
};

/// Capacity that Azure has to spare, at a discount, until it wants it back.
struct Spot : BlockOf<BlockKind::Spot> {
  Fixed<Eviction> evict;
  Fixed<Decimal> maxPrice;
  Open<Duration> restore;
  Open<int64_t> base;
  Open<Percent> regular;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "spot", "Capacity that Azure has to spare, at a discount, until it wants it back.",
               optional<&Spot::evict>("evict", "What happens to an instance that Azure wants back.")
                   .defaultsTo("delete"),
               optional<&Spot::maxPrice>("max-price",
                                         "The most it may cost in an hour, in US dollars; left "
                                         "out: as much as a regular one.")
                   .between(1, 1000000),
               optional<&Spot::restore>("restore",
                                        "How long Azure tries to bring back what it has taken.")
                   .between(minutes(15), hours(2))
                   .forKinds(TierKind::Flexible, TierKind::Uniform),
               optional<&Spot::base>("base",
                                     "How many instances are regular ones, before any is spot.")
                   .between(0, builtinLimit(LimitId::SetInstances))
                   .forKinds(TierKind::Flexible),
               optional<&Spot::regular>("regular",
                                        "The share of regular ones among all above `base`.")
                   .between(0, percent(100))
                   .forKinds(TierKind::Flexible))
        .conditional(WhenRule::Never);
  }
};

enum class ScaleInOrder : uint8_t { Default, Oldest, Newest };
template <> struct Words<ScaleInOrder> {
  static constexpr WordInfo words[] = {{"default", "balanced over zones, then the newest"},
                                       {"oldest", "the oldest first", "OldestVM"},
                                       {"newest", "the newest first", "NewestVM"}};
  static constexpr Type type{TypeKind::Word, "scale-in-order", "`default`, `oldest` or `newest`",
                             words};
};
enum class License : uint8_t { Included, WindowsServer, WindowsClient, Rhel, Sles };
template <> struct Words<License> {
  static constexpr WordInfo words[] = {
      {"included", "paid with the machine"},
      {"windows-server", "your own Windows Server licence", "Windows_Server"},
      {"windows-client", "your own Windows client licence", "Windows_Client"},
      {"rhel", "your own Red Hat subscription", "RHEL_BYOS"},
      {"sles", "your own SUSE subscription", "SLES_BYOS"}};
  static constexpr Type type{TypeKind::Word, "license", "a licence such as `windows-server`",
                             words};
};
enum class Patching : uint8_t { Image, Platform, Manual };
template <> struct Words<Patching> {
  static constexpr WordInfo words[] = {{"image", "as the image does it"},
                                       {"platform",
                                        "Azure orchestrates updates, machine after machine", "",
                                        bitsOf(TierKind::Flexible, TierKind::Machines)},
                                       {"manual", "not at all: Windows only"}};
  static constexpr Type type{TypeKind::Word, "patching", "`image`, `platform` or `manual`", words};
};
enum class Os : uint8_t { Linux, Windows };
template <> struct Words<Os> {
  static constexpr WordInfo words[] = {{"linux", ""}, {"windows", ""}};
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
               "tier", "A group of identical machines.",
               required<&Tier::image>("image", "What the machines run."),
               required<&Tier::size>("size", "The size of each machine."),
               required<&Tier::instances>("instances",
                                          "How many; with a range: how many at least and at most.")
                   .between(0, builtinLimit(LimitId::SetInstances)),
               record<&Tier::admin>("admin", Need::Required),
               optional<&Tier::subnet>("subnet", "The subnet that they stand in.")
                   .derivedFrom("one of its own, placed by the compiler"),
               child<&Tier::allows>("allow"), child<&Tier::denies>("deny"),
               optional<&Tier::kind>("kind", "What the machines are to Azure.")
                   .defaultsTo("flexible"),
               optional<&Tier::name>("name", "What its resource is called.")
                   .derivedFrom("the names of cluster and tier"),
               optional<&Tier::computerName>(
                   "computer-name", "What the machines are called; a number or letters follow.")
                   .derivedFrom("the tier's name"),
               optional<&Tier::version>("version", "The version of the image.")
                   .defaultsTo("\"latest\""),
               optional<&Tier::os>("os", "The operating system of an image from a gallery.")
                   .derivedFrom("what the image has; `linux` for one from a gallery"),
               optional<&Tier::trustedLaunch>("trusted-launch",
                                              "Boots only what is signed, and measures it.")
                   .derivedFrom("`yes` if the image and the VM size support it; `no` for an image "
                                "from a gallery"),
               optional<&Tier::customData>("custom-data",
                                           "What each machine is given at its first start, such as "
                                           "`file(\"cloud-init.yaml\")`."),
               optional<&Tier::timezone>(
                   "timezone", "The Windows name of the machines' time zone, for Windows."),
               optional<&Tier::license>("license", "Whose licence pays for the operating system.")
                   .defaultsTo("included"),
               optional<&Tier::patching>("patching", "Who updates the operating system.")
                   .defaultsTo("image"),
               optional<&Tier::accelerated>("accelerated-networking", "The card bypasses the host.")
                   .derivedFrom("`yes` if the VM size supports it"),
               optional<&Tier::forwarding>("ip-forwarding",
                                           "The card takes packets that are not for its address.")
                   .defaultsTo("no"),
               optional<&Tier::publicAddress>(
                   "public-address", "Each machine has an address on the internet of its own.")
                   .defaultsTo("no"),
               optional<&Tier::faultDomains>("fault-domains",
                                             "Over how many racks instances are spread.")
                   .derivedFrom("`1`, which is as many as possible; `5` for a uniform set of VMs "
                                "with InfiniBand; of `machines` without zones, what the region has")
                   .between(1, 5),
               optional<&Tier::updateDomains>(
                   "update-domains",
                   "How many groups of `machines` without zones Azure updates one after the other.")
                   .between(1, 20)
                   .forKinds(TierKind::Machines),
               optional<&Tier::zoneBalance>(
                   "zone-balance",
                   "Rather fails than to have more instances in one zone than in another.")
                   .defaultsTo("no")
                   .forKinds(TierKind::Flexible, TierKind::Uniform),
               optional<&Tier::overprovision>(
                   "overprovision",
                   "A `uniform` set starts more than it needs and drops the slowest.")
                   .defaultsTo("no")
                   .forKinds(TierKind::Uniform),
               optional<&Tier::resilient>(
                   "resilient-create-delete",
                   "Azure retries creations and deletions of instances that fail.")
                   .derivedFrom(
                       "`yes` for scale sets without `overprovision`, in regions that support it")
                   .forKinds(TierKind::Flexible, TierKind::Uniform),
               optional<&Tier::scaleIn>("scale-in", "Which instances go first.")
                   .defaultsTo("default")
                   .forKinds(TierKind::Flexible, TierKind::Uniform),
               optional<&Tier::notice>("terminate-notice",
                                       "How long an instance is told before it goes away.")
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
