// Tiers: VMs or scale sets of one image and size, with their administrator account.
#pragma once

#include "azcl/Program/Blocks/Access.h"
#include "azcl/Program/Blocks/Compute/Admin.h"
#include "azcl/Program/Blocks/Compute/Application.h"
#include "azcl/Program/Blocks/Compute/DedicatedHosts.h"
#include "azcl/Program/Blocks/Compute/Disks.h"
#include "azcl/Program/Blocks/Compute/Health.h"
#include "azcl/Program/Blocks/Compute/License.h"
#include "azcl/Program/Blocks/Compute/Maintenance.h"
#include "azcl/Program/Blocks/Compute/NetworkInterface.h"
#include "azcl/Program/Blocks/Compute/Placement.h"
#include "azcl/Program/Blocks/Compute/Release.h"
#include "azcl/Program/Blocks/Compute/Reservation.h"
#include "azcl/Program/Blocks/Compute/RunCommand.h"
#include "azcl/Program/Blocks/Compute/Spot.h"
#include "azcl/Program/Blocks/Compute/TierKind.h"
#include "azcl/Program/Blocks/Compute/Upgrade.h"
#include "azcl/Program/Blocks/Network/Network.h"
#include "azcl/Program/Blocks/Operations/Patch.h"
#include "azcl/Program/Blocks/Scaling.h"
#include "azcl/Program/Blocks/Security/Extend.h"
#include "azcl/Program/Blocks/Security/Identity.h"
#include "azcl/Program/Blocks/Security/Join.h"
#include "azcl/Program/Blocks/Security/JustInTimeAccess.h"
#include "azcl/Program/Blocks/Security/Login.h"
#include "azcl/Program/Blocks/Security/VmSecurity.h"

namespace azcl {

enum class ScaleInOrder : uint8_t { Default, Oldest, Newest };
template <> struct Words<ScaleInOrder> {
  static constexpr WordInfo words[] = {
      {"default", "keep the zones balanced, then remove the newest instance"},
      {"oldest", "remove the oldest instance first", "OldestVM"},
      {"newest", "remove the newest instance first", "NewestVM"}};
  static constexpr Type type{TypeKind::Word, "scale-in-order", "`default`, `oldest` or `newest`",
                             words};
};
enum class Patching : uint8_t { Image, Platform, Manual, Automatic };
template <> struct Words<Patching> {
  static constexpr WordInfo words[] = {{"image", "the update mechanism of the image"},
                                       {"platform",
                                        "Azure orchestrates updates, one VM after another", "",
                                        bitsOf(TierKind::Flexible, TierKind::Machines)},
                                       {"manual", "no automatic updates; Windows only"},
                                       {"automatic", "`platform` if Azure supports it for the "
                                                     "image and the tier, else `image`"}};
  static constexpr Type type{TypeKind::Word, "patching",
                             "`image`, `platform`, `manual` or `automatic`", words};
};
enum class UpdateReboot : uint8_t { IfRequired, Never, Always };
template <> struct Words<UpdateReboot> {
  static constexpr WordInfo words[] = {
      {"if-required", "restart if an update requires it", "IfRequired"},
      {"never", "never restart, even if an update then has no effect", "Never"},
      {"always", "restart after each installation of updates", "Always"}};
  static constexpr Type type{TypeKind::Word, "update-reboot", "`if-required`, `never` or `always`",
                             words};
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
      resilient, hotpatch, ipv6;
  Fixed<int64_t> faultDomains, updateDomains;
  Fixed<ScaleInOrder> scaleIn;
  Open<Duration> notice;
  Fixed<License> license;
  Fixed<Patching> patching;
  Fixed<UpdateReboot> updateReboot;
  Open<Text> customData, timezone;
  Open<List<Text>> securityGroups;
  One<Spot> spot;
  One<Mix> mix;
  One<Reservation> reservation;
  One<Standby> standby;
  One<Release> release;
  One<DedicatedHosts> hosts;
  One<Patch> patch;
  One<Admin> admin;
  Many<NetworkInterface> interfaces;
  Many<Allow> allows;
  Many<Deny> denies;
  Many<AllowOutbound> outboundAllows;
  Many<DenyOutbound> outboundDenies;
  Fixed<OutboundTraffic> outboundTraffic;
  One<Placement> placement;
  One<Health> health;
  Many<Disk> disks;
  One<Security> security;
  One<Identity> identity;
  One<Join> join;
  One<Login> login;
  One<JustInTimeAccess> justInTime;
  Many<Extend> extensions;
  Many<RunCommand> runCommands;
  Many<Application> applications;
  One<Autoscale> autoscale;
  One<Upgrade> upgrade;
  One<Repair> repair;
  One<Shutdown> shutdown;
  One<Maintenance> maintenance;

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
               optional<&Tier::ipv6>(
                   "ipv6",
                   "Whether the network interfaces have an IPv6 address beside the IPv4 one.")
                   .derivedFrom("`yes` in a dual-stack network of the program"),
               optional<&Tier::securityGroups>(
                   "application-security-groups",
                   "The resource IDs of existing application security groups of which the network "
                   "interfaces are members."),
               child<&Tier::interfaces>("network-interface"), child<&Tier::allows>("allow"),
               child<&Tier::denies>("deny"), child<&Tier::outboundAllows>("allow-outbound"),
               child<&Tier::outboundDenies>("deny-outbound"),
               optional<&Tier::outboundTraffic>("outbound-traffic",
                                                "Which outbound traffic the security rules allow.")
                   .defaultsTo("open")
                   .stricterOf(OutboundTraffic::Closed, OutboundTraffic::Open),
               optional<&Tier::kind>("kind", "The Azure resource: a scale set in flexible or "
                                             "uniform orchestration mode, or single VMs.")
                   .defaultsTo("flexible")
                   .fact(),
               optional<&Tier::name>("name", "The name of the Azure resource.")
                   .derivedFrom("made from the names of the cluster and the tier"),
               optional<&Tier::computerName>(
                   "computer-name", "The prefix of the computer names. A number or letters follow.")
                   .derivedFrom("the name of the tier"),
               optional<&Tier::version>("version", "The image version.").defaultsTo("\"latest\""),
               optional<&Tier::os>("os", "The operating system of a gallery image.")
                   .derivedFrom("the operating system of the image; `linux` for a gallery image")
                   .fact(),
               optional<&Tier::trustedLaunch>(
                   "trusted-launch",
                   "Enables Trusted Launch: the VM boots only signed components and measures them.")
                   .derivedFrom(
                       "`yes` if the image and the VM size support it; `no` for a gallery image")
                   .stricter(Stricter::Greater),
               optional<&Tier::customData>("custom-data",
                                           "Custom data that each VM receives at its first start, "
                                           "such as `file(\"cloud-init.yaml\")`."),
               optional<&Tier::timezone>("timezone",
                                         "The Windows name of the time zone of Windows VMs."),
               optional<&Tier::license>("license", "The license of the operating system.")
                   .defaultsTo("included"),
               optional<&Tier::patching>("patching",
                                         "How updates of the operating system are installed.")
                   .defaultsTo("image")
                   .stricterOf(Patching::Platform, Patching::Automatic, Patching::Image),
               optional<&Tier::updateReboot>(
                   "update-reboot",
                   "Whether the updates of `patching = platform` can restart an instance.")
                   .derivedFrom("`if-required` with `patching = platform`"),
               optional<&Tier::hotpatch>(
                   "hotpatch", "Hotpatching: Windows installs most updates without a restart.")
                   .derivedFrom("with an image that supports it: `yes` with `patching = platform` "
                                "and without `maintenance`, else `no`"),
               optional<&Tier::accelerated>(
                   "accelerated-networking",
                   "Enables accelerated networking: network traffic bypasses the host.")
                   .derivedFrom("`yes` if the VM size supports it and the tier has no `hosts`"),
               optional<&Tier::forwarding>(
                   "ip-forwarding",
                   "Allows the network interface to receive packets that are not addressed to it.")
                   .defaultsTo("no")
                   .stricter(Stricter::Smaller),
               optional<&Tier::publicAddress>("public-address",
                                              "Gives each instance its own public IP address.")
                   .defaultsTo("no")
                   .stricter(Stricter::Smaller),
               optional<&Tier::faultDomains>(
                   "fault-domains", "The number of fault domains over which instances are spread.")
                   .derivedFrom("`1`, which means as many as possible; `5` for a uniform scale set "
                                "of VMs with InfiniBand; for `machines` without zones, the number "
                                "that the region has; for `machines` on new dedicated hosts, one "
                                "for each host, as far as the host group can have them")
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
               child<&Tier::spot>("spot"), child<&Tier::mix>("mix").forKinds(TierKind::Flexible),
               child<&Tier::reservation>("reservation"),
               child<&Tier::standby>("standby").forKinds(TierKind::Flexible),
               child<&Tier::hosts>("hosts").forKinds(TierKind::Uniform, TierKind::Machines),
               child<&Tier::patch>("patch"), child<&Tier::placement>("placement"),
               child<&Tier::health>("health"), child<&Tier::disks>("disk"),
               child<&Tier::security>("security"), child<&Tier::identity>("identity"),
               child<&Tier::join>("join"),
               child<&Tier::login>("login").forKinds(TierKind::Machines),
               child<&Tier::justInTime>("just-in-time-access").forKinds(TierKind::Machines),
               child<&Tier::extensions>("extend"),
               child<&Tier::runCommands>("run-command").forKinds(TierKind::Machines),
               child<&Tier::applications>("application"),
               child<&Tier::autoscale>("autoscale").forKinds(TierKind::Flexible, TierKind::Uniform),
               child<&Tier::upgrade>("upgrade"),
               child<&Tier::release>("release").forKinds(TierKind::Flexible, TierKind::Uniform),
               child<&Tier::repair>("repair").forKinds(TierKind::Flexible, TierKind::Uniform),
               child<&Tier::shutdown>("shutdown"), child<&Tier::maintenance>("maintenance"))
        .named();
  }
};

} // namespace azcl
