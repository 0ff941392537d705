// The blocks `application` and `region`: the same clusters in several regions.
#pragma once

#include "azcl/Program/Blocks/Regions/FrontDoor.h"
#include "azcl/Program/Blocks/Regions/Rollout.h"

namespace azcl {

enum class RegionRole : uint8_t { Active, Standby };
template <> struct Words<RegionRole> {
  static constexpr WordInfo words[] = {
      {"active", "the region always serves clients"},
      {"standby", "the region serves clients only if no active region is healthy"}};
  static constexpr Type type{TypeKind::Word, "region-role", "`active` or `standby`", words};
};

struct WrittenRegion : BlockOf<BlockKind::RegionBlock> {
  using Base = WrittenRegion;
  SourceRange whole; ///< where the block is written
};

struct RegionBlock : WrittenRegion {
  Fixed<Region> location;
  Fixed<RegionRole> role;
  Fixed<Percent> capacity;
  Fixed<int64_t> weight;
  Open<Text> host;
  Fixed<Cidr> address;
  Many<Cluster> clusters;

  bool isStandby() const { return role.known() && role.value() == RegionRole::Standby; }

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "region",
               "A region in which the clusters of an application run. Its `cluster` blocks contain "
               "only what differs there, and are merged with those of the application as a block "
               "is merged with its preset.",
               required<&RegionBlock::location>("location", "The Azure region."),
               optional<&RegionBlock::role>(
                   "role", "Whether the region serves clients while others are healthy.")
                   .defaultsTo("active"),
               optional<&RegionBlock::capacity>(
                   "capacity",
                   "The share of the minimum of `instances` that each tier keeps ready in a "
                   "standby region, rounded up, but at least two. Instances that the region "
                   "block itself sets stay as they are.")
                   .derivedFrom("100%")
                   .between(percent(1), percent(100)),
               optional<&RegionBlock::weight>(
                   "weight",
                   "The share of clients relative to the weights of the other regions, where "
                   "the method is `weighted`.")
                   .defaultsTo("100")
                   .between(1, 1000),
               optional<&RegionBlock::host>(
                   "host",
                   "The host name by which Front Door reaches the entry of this region. It must "
                   "lead to the public address of the entry and be in its certificate, which "
                   "Front Door then checks.")
                   .derivedFrom("the DNS name of the public address"),
               optional<&RegionBlock::address>("address",
                                               "The address range for the networks of this region.")
                   .derivedFrom(
                       "the next range of 65,536 addresses of the application's `address`"),
               child<&RegionBlock::clusters>("cluster"))
        .named()
        .conditional(WhenRule::Never);
  }
};

struct GlobalSlo : BlockOf<BlockKind::GlobalSlo> {
  Fixed<Percent> availability;

  template <class = void> static constexpr auto vocabulary() {
    return block("slo", "The service level objectives of the application.",
                 optional<&GlobalSlo::availability>(
                     "availability", "The percentage of time for which at least one region must "
                                     "be available to clients.")
                     .between(0, percent(100)))
        .conditional(WhenRule::Never);
  }
};

struct RegionalApplication : BlockOf<BlockKind::RegionalApplication> {
  Fixed<Cidr> address;
  Fixed<bool> peering;
  One<GlobalSlo> slo;
  One<Tags> tags;
  Many<TrafficManager> trafficManagers;
  Many<GlobalBalancer> globalBalancers;
  Many<FrontDoor> frontDoors;
  One<Rollout> rollout;
  Many<RegionBlock> regions;
  /// The clusters as they are written. Those of the program are in the regions.
  Many<Cluster> clusters;

  template <class = void> static constexpr auto vocabulary() {
    return block("application",
                 "The same clusters in several regions. Each region can have a resource group of "
                 "its own.",
                 optional<&RegionalApplication::address>(
                     "address", "The address range that the regions divide among themselves, in "
                                "the order in which they are written.")
                     .defaultsTo("10.0.0.0/8"),
                 optional<&RegionalApplication::peering>(
                     "peering", "Whether the networks of the regions are peered.")
                     .defaultsTo("no"),
                 child<&RegionalApplication::slo>("slo"), child<&RegionalApplication::tags>("tags"),
                 child<&RegionalApplication::regions>("region", Need::Required),
                 child<&RegionalApplication::trafficManagers>("traffic-manager"),
                 child<&RegionalApplication::globalBalancers>("global-balancer"),
                 child<&RegionalApplication::frontDoors>("front-door"),
                 child<&RegionalApplication::rollout>("rollout"),
                 child<&RegionalApplication::clusters>("cluster"))
        .named()
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
