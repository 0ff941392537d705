// Lowers private endpoints and their private DNS zones.
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

/// A resource that is shared by users with different conditions must always exist.
static void shareCondition(arm::Resource &resource, const Value &condition) {
  if (resource.condition != condition)
    resource.condition = Value();
}

namespace {
struct EndpointLowerer {
  ClusterLowering &ctx;
  const PrivateEndpoint &endpoint;

  /// A resource group cannot have two zones of the same name.
  arm::PrivateDnsZone &zone(StringRef symbol, const Value &name) {
    Value condition = ctx.translate.condition(endpoint);
    for (const auto &each : ctx.module.resources)
      if (auto *zone = llvm::dyn_cast<arm::PrivateDnsZone>(each.get());
          zone && zone->name() == name && ctx.module.groupOf(*zone) == group()) {
        shareCondition(*zone, condition);
        return *zone;
      }
    auto &made = ctx.module.add<arm::PrivateDnsZone>(symbol, endpoint.head,
                                                     shared("private-dns", "private DNS zones"));
    made.names.push_back(name);
    made.location = "global";
    made.tags = ctx.zoneTags();
    made.condition = condition;
    return made;
  }

  /// The key of the resource group of the zones.
  StringRef group() const {
    return ctx.answers.hasRegionalZones() ? ctx.module.components[ctx.networks].group
                                          : ctx.globalGroup();
  }

  /// Zones for the networks of all regions belong to none. Their links wait for the networks, and
  /// the endpoints for the zones.
  unsigned shared(StringRef name, StringRef doc) {
    if (ctx.globalGroup().empty() || ctx.answers.hasRegionalZones())
      return ctx.networks;
    const std::vector<arm::Component> &all = ctx.module.components;
    for (size_t i = 0; i < all.size(); ++i)
      if (all[i].name == name)
        return i;
    return ctx.module.addComponent({name, doc, {}, ctx.globalGroup()});
  }

  /// Templates should not contain host names of one cloud (Azure/arm-ttk#210). Only the storage
  /// suffix has the same form in all clouds.
  Value zoneName(const PrivateLink &fact) {
    if (fact.storageStem.empty())
      return fact.zoneIn(ctx.cluster.region.value()->cloud);
    return ctx.values.concat({fact.storageStem, ctx.values.call(arm::Function::StorageSuffix, {})});
  }

  void link(const arm::PrivateDnsZone &zone) {
    Value condition = ctx.translate.condition(endpoint), network = ctx.networkId();
    for (const auto &each : ctx.module.resources)
      if (auto *link = llvm::dyn_cast<arm::PrivateDnsZoneLink>(each.get());
          link && link->network == network && link->names.front() == zone.name() &&
          ctx.module.groupOf(*link) == ctx.module.groupOf(zone)) {
        shareCondition(*link, condition);
        return;
      }
    auto &made = ctx.addChild<arm::PrivateDnsZoneLink>(zone, ctx.name(ctx.cluster.name), endpoint);
    made.condition = condition;
    made.location = "global";
    made.tags = ctx.zoneTags();
    made.network = network;
    made.component = shared("private-dns-links", "the networks of private DNS zones");
  }

  /// Azure updates a subnet for only one private endpoint at a time and returns
  /// ReferencedResourceNotProvisioned for the next (Azure/bicep-ptn-aiml-landing-zone#41). A
  /// conditional endpoint can be absent, so the next one also waits for those before it.
  void afterNeighbors(arm::PrivateEndpoint &made) {
    for (const auto &each : llvm::reverse(ctx.module.resources)) {
      auto *other = llvm::dyn_cast<arm::PrivateEndpoint>(each.get());
      if (!other || other == &made || !(other->subnet == made.subnet))
        continue;
      made.after.push_back(other);
      if (!other->condition.set() || other->condition == made.condition)
        return;
    }
  }

  void lower() {
    const PrivateLink &fact = *ctx.program.catalog.privateLink(
        Words<LinkKind>::words[size_t(endpoint.kind.value())].name);
    auto &made = ctx.add<arm::PrivateEndpoint>(ctx.name(endpoint.label.text, "-endpoint"), endpoint,
                                               ctx.networks);
    made.subnet = ctx.subnetId(*endpoint.subnet.value());
    afterNeighbors(made);
    arm::PrivateConnection connection;
    connection.name = ctx.name(endpoint.label.text);
    ctx.services.push_back({&made, &endpoint});
    connection.groups = ctx.values.list({fact.group});
    made.connections.push_back(connection);
    if (!endpoint.dns.value())
      return;
    arm::PrivateDnsZone &names =
        zone(fact.zoneIn(ctx.cluster.region.value()->cloud), zoneName(fact));
    link(names);
    auto &group = ctx.addChild<arm::PrivateDnsZoneGroup>(made, "default", endpoint);
    group.zones.push_back({{}, "zone", ctx.values.idOf(names)});
  }
};
} // namespace

void azcl::lowerPrivateEndpoints(ClusterLowering &ctx) {
  for (const PrivateEndpoint &endpoint : ctx.cluster.network->privateEndpoints)
    EndpointLowerer{ctx, endpoint}.lower();
}
