// Addresses of our own for services that stand elsewhere, and the zones in which their names are
// kept.
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

/// Two that may be there apart from each other share what is always there.
static void shareCondition(arm::Resource &resource, const Value &condition) {
  if (resource.condition != condition)
    resource.condition = Value();
}

namespace {
struct EndpointLowerer {
  ClusterLowering &it;
  const PrivateEndpoint &endpoint;

  /// One zone of a name in the whole program: a second would stand beside the first in its group.
  arm::PrivateDnsZone &zone(StringRef symbol, const Value &name) {
    Value condition = it.translate.condition(endpoint);
    for (const auto &each : it.module.resources)
      if (auto *zone = llvm::dyn_cast<arm::PrivateDnsZone>(each.get());
          zone && zone->name() == name) {
        shareCondition(*zone, condition);
        return *zone;
      }
    auto &made = it.module.add<arm::PrivateDnsZone>(symbol, endpoint.head, it.networks);
    made.names.push_back(name);
    made.location = "global";
    made.tags = it.zoneTags();
    made.condition = condition;
    return made;
  }

  /// Templates should not name hosts of one cloud: Azure/arm-ttk#210. Only the suffix of storage is written alike in all.
  Value zoneName(const PrivateLink &fact) {
    if (fact.storageStem.empty())
      return fact.zoneIn(it.cluster.region.value()->cloud);
    return it.values.concat({fact.storageStem, it.values.call(arm::Function::StorageSuffix, {})});
  }

  void link(const arm::PrivateDnsZone &zone) {
    Value condition = it.translate.condition(endpoint), network = it.networkId();
    for (const auto &each : it.module.resources)
      if (auto *link = llvm::dyn_cast<arm::PrivateDnsZoneLink>(each.get());
          link && link->network == network && link->names.front() == zone.name()) {
        shareCondition(*link, condition);
        return;
      }
    auto &made =
        it.addChild<arm::PrivateDnsZoneLink>(zone, it.name(it.cluster.label.text), endpoint);
    made.condition = condition;
    made.location = "global";
    made.tags = it.zoneTags();
    made.network = network;
    made.component = it.networks;
  }

  /// Azure changes a subnet for one endpoint at a time and answers ReferencedResourceNotProvisioned to the next
  /// (Azure/bicep-ptn-aiml-landing-zone#41). One that may be absent does not stand for those before it.
  void afterNeighbors(arm::PrivateEndpoint &made) {
    for (const auto &each : llvm::reverse(it.module.resources)) {
      auto *other = llvm::dyn_cast<arm::PrivateEndpoint>(each.get());
      if (!other || other == &made || !(other->subnet == made.subnet))
        continue;
      made.after.push_back(other);
      if (!other->condition.set() || other->condition == made.condition)
        return;
    }
  }

  void lower() {
    const PrivateLink &fact =
        *it.program.catalog.privateLink(Words<LinkKind>::words[size_t(endpoint.kind.value())].name);
    auto &made = it.add<arm::PrivateEndpoint>(it.name(endpoint.label.text, "-endpoint"), endpoint,
                                              it.networks);
    made.subnet = it.subnetId(*endpoint.subnet.value());
    afterNeighbors(made);
    arm::PrivateConnection connection;
    connection.name = it.name(endpoint.label.text);
    connection.service = it.translate.value(endpoint.to);
    connection.groups = it.values.list({fact.group});
    made.connections.push_back(connection);
    if (!endpoint.dns.value())
      return;
    arm::PrivateDnsZone &names = zone(fact.zoneIn(it.cluster.region.value()->cloud), zoneName(fact));
    link(names);
    auto &group = it.addChild<arm::PrivateDnsZoneGroup>(made, "default", endpoint);
    group.zones.push_back({{}, "zone", it.values.idOf(names)});
  }
};
} // namespace

void azcl::lowerPrivateEndpoints(ClusterLowering &it) {
  for (const PrivateEndpoint &endpoint : it.cluster.network->privateEndpoints)
    EndpointLowerer{it, endpoint}.lower();
}
