// Checks private endpoints: their subnets, their DNS names and the tags of their zones. Later steps
// may assume that each endpoint with a DNS name has a private DNS zone. The whole program, or a
// region, shares one zone for each domain name.
#include "azcl/Analysis/Answers.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/PrivateZones.h"
#include "azcl/Analysis/Regions.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Analysis/Tags.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

/// If two endpoints register the same name, the later one overwrites its DNS record
/// (Azure/azure-quickstart-templates#12091).
static void checkZoneNames(const Program &program, PassContext &ctx) {
  llvm::StringMap<const PrivateEndpoint *> owners;
  const bool regional = ctx.answers.hasRegionalZones();
  for (const Cluster &cluster : program.clusters())
    for (const PrivateEndpoint &endpoint : cluster.network->privateEndpoints) {
      std::string service = registeredService(cluster, endpoint);
      if (service.empty())
        continue;
      std::string key = service + (regional ? " " + groupKeyOf(program, cluster) : "");
      auto [at, isNew] = owners.try_emplace(key, &endpoint);
      if (!isNew && !neverTogether(*at->second, endpoint))
        ctx.diags
            .report(endpoint.head, diag::EndpointTwice, endpoint.label.text, at->second->label.text,
                    Words<LinkKind>::words[size_t(endpoint.kind.value())].name)
            .label(at->second->head, note::GivenHere);
    }
}

static void checkEndpointPlaces(const Cluster &cluster, PassContext &ctx) {
  llvm::DenseMap<const Subnet *, const Gateway *> gateways;
  for (const Gateway &gateway : cluster.gateways)
    if (!gateway.subnet.poisoned())
      gateways.try_emplace(gateway.subnet.value(), &gateway);
  for (const PrivateEndpoint &endpoint : cluster.network->privateEndpoints) {
    const Subnet *subnet = endpoint.subnet.poisoned() ? nullptr : endpoint.subnet.value();
    if (!subnet)
      continue;
    if (isReserved(*subnet))
      ctx.diags.report(endpoint.subnet.place(), diag::StandsInReserved,
                       fmt::format("private endpoint `{}`", endpoint.label.text.str()),
                       subnet->label.text);
    else if (const Gateway *gateway = gateways.lookup(subnet))
      ctx.diags
          .report(endpoint.subnet.place(), diag::EndpointBesideGateway, endpoint.label.text,
                  subnet->label.text, gateway->label.text)
          .label(gateway->head, note::GivenHere);
  }
}

static void checkZoneTags(const Cluster &cluster, PassContext &ctx) {
  if (!cluster.tags)
    return;
  const PrivateEndpoint *named = nullptr;
  for (const PrivateEndpoint &endpoint : cluster.network->privateEndpoints)
    if (!named && endpoint.dns.known() && endpoint.dns.value())
      named = &endpoint;
  if (!named)
    return;
  auto taken = tagsOfZones(cluster);
  for (const Entry &tag : cluster.tags->entries)
    if (!llvm::is_contained(taken, &tag))
      ctx.diags.report(tag.key.range, diag::ZoneTagLeftOut, tag.key.text)
          .label(named->head, note::ZoneOfEndpoint);
}

void azcl::checkPrivateEndpoints(const Program &program, PassContext &ctx) {
  checkZoneNames(program, ctx);
  for (const Cluster &cluster : program.clusters()) {
    checkEndpointPlaces(cluster, ctx);
    checkZoneTags(cluster, ctx);
  }
  for (const Cluster &cluster : program.clusters())
    for (const PrivateEndpoint &endpoint : cluster.network->privateEndpoints) {
      if (!endpoint.kind.known() || !cluster.region.known() || !endpoint.dns.known() ||
          !endpoint.dns.value())
        continue;
      StringRef kind = Words<LinkKind>::words[size_t(endpoint.kind.value())].name;
      Cloud cloud = cluster.region.value()->cloud;
      if (program.catalog.privateLink(kind)->zoneIn(cloud).empty())
        ctx.diags.report(endpoint.kind.place(), diag::PrivateZoneUnknown, kind, cloudName(cloud));
    }
}
