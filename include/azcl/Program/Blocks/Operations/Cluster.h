// The block `cluster`, and what applies to a cluster as a whole.
#pragma once

#include "azcl/Program/Blocks/Balancing.h"
#include "azcl/Program/Blocks/Gateway/Gateway.h"
#include "azcl/Program/Blocks/Operations/Board.h"
#include "azcl/Program/Blocks/Operations/Budget.h"
#include "azcl/Program/Blocks/Operations/Drill.h"
#include "azcl/Program/Blocks/Operations/Flags.h"
#include "azcl/Program/Blocks/Operations/Slo.h"
#include "azcl/Program/Blocks/Security/Compliance.h"
#include "azcl/Program/Blocks/Security/Logs.h"
#include "azcl/Program/Blocks/Security/Vault.h"

namespace azcl {

struct Naming : BlockOf<BlockKind::Naming> {
  Fixed<Text> prefix;

  template <class = void> static constexpr auto vocabulary() {
    return block("naming", "The names of resources.",
                 required<&Naming::prefix>(
                     "prefix", "The prefix of resource names, instead of the cluster name."))
        .conditional(WhenRule::Never);
  }
};

struct Tags : BlockOf<BlockKind::Tags> {
  template <class = void> static constexpr auto vocabulary() {
    return block("tags", "Tags on every resource: `tags { owner = \"web team\"  \"cost center\" = "
                         "\"4711\" }`.")
        .keyed(types::text)
        .conditional(WhenRule::Never);
  }
};

struct RawResource : BlockOf<BlockKind::RawResource> {
  Fixed<Text> type, version;
  Open<Text> name;
  Fixed<bool> located;
  Open<Any> scope, properties, sku, kind;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "resource",
               "An Azure resource for which the language has no block. Other properties of the "
               "type, "
               "such as `identity` and `zones`, are written as in a template.",
               required<&RawResource::type>(
                   "type", "The resource type, such as `\"Microsoft.Storage/storageAccounts\"`."),
               optional<&RawResource::version>("api-version",
                                               "The API version of the resource type.")
                   .derivedFrom("the newest stable version of the type"),
               optional<&RawResource::name>(
                   "name", "The resource name, which can be an `arm` expression. For a child "
                           "resource: the names of its parents and its own, separated by slashes.")
                   .derivedFrom("made from the names of the cluster and the resource"),
               optional<&RawResource::located>("located",
                                               "Whether the resource has a location and tags.")
                   .derivedFrom("yes, if the type has a location"),
               optional<&RawResource::scope>(
                   "scope", "The resource that an extension resource such as a role assignment or "
                            "a lock applies to: `tier.web`, `resource.store`, or a resource ID. If "
                            "omitted, the resource group."),
               optional<&RawResource::sku>("sku", "The `sku` of the resource, an object."),
               optional<&RawResource::kind>("kind", "The `kind` of the resource."),
               optional<&RawResource::properties>("properties",
                                                  "The `properties` of the resource, an object."))
        .keyed(types::any)
        .named();
  }
};

struct Output : BlockOf<BlockKind::Output> {
  Open<Any> value;

  template <class = void> static constexpr auto vocabulary() {
    return block("output",
                 "A value that the deployment returns, such as the address of a service: `output "
                 "host { value = resource.cache.properties.hostName }`.",
                 required<&Output::value>("value", "The value; not a secret."))
        .named();
  }
};

struct NamedCluster : BlockOf<BlockKind::Cluster> {
  using Base = NamedCluster;
  /// Unique in the program: the label; for a cluster of an application also the region's label.
  llvm::StringRef name;
};

struct Cluster : NamedCluster {
  Fixed<Region> region;
  Fixed<List<int64_t>> zones;
  One<Slo> slo;
  One<Naming> naming;
  One<Tags> tags;
  One<Compliance> compliance;
  Many<Vault> vaults;
  Many<Logs> logs;
  Many<Backup> backups;
  Many<Alerts> alerts;
  Many<Budget> budgets;
  Many<FeatureFlags> flags;
  Many<Board> boards;
  Many<Drill> drills;
  Many<RawResource> resources;
  Many<Output> outputs;
  One<Network> network;
  Many<Tier> tiers;
  Many<Balancer> balancers;
  Many<Gateway> gateways;

  template <class = void> static constexpr auto vocabulary() {
    return block("cluster", "Resources that are deployed together in one region.",
                 required<&Cluster::region>("region", "The Azure region of the cluster."),
                 optional<&Cluster::zones>(
                     "zones", "The availability zones over which instances are spread.")
                     .derivedFrom("all zones of the region")
                     .between(1, 3),
                 child<&Cluster::slo>("slo"), child<&Cluster::network>("network"),
                 child<&Cluster::tiers>("tier"), child<&Cluster::balancers>("balancer"),
                 child<&Cluster::gateways>("gateway"), child<&Cluster::compliance>("compliance"),
                 child<&Cluster::vaults>("vault"), child<&Cluster::logs>("logs"),
                 child<&Cluster::backups>("backup"), child<&Cluster::alerts>("alerts"),
                 child<&Cluster::budgets>("budget"), child<&Cluster::flags>("flags"),
                 child<&Cluster::boards>("board"), child<&Cluster::drills>("drill"),
                 child<&Cluster::naming>("naming"), child<&Cluster::tags>("tags"),
                 child<&Cluster::resources>("resource"), child<&Cluster::outputs>("output"))
        .named()
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
