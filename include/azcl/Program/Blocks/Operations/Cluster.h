// The outermost blocks.
#pragma once

#include "azcl/Program/Blocks/Balancing.h"
#include "azcl/Program/Blocks/Gateway/Gateway.h"

namespace azcl {

/// What the cluster promises.
struct Slo : BlockOf<BlockKind::Slo> {
  Fixed<Percent> availability, capacity;

  template <class = void> static constexpr auto vocabulary() {
    return block("slo", "What the cluster promises to those who use it.",
                 optional<&Slo::availability>("availability", "The share of time that it answers.")
                     .between(0, percent(100)),
                 optional<&Slo::capacity>(
                     "capacity",
                     "The share of its machines that each tier keeps when any one zone is lost.")
                     .between(0, percent(100)))
        .conditional(WhenRule::Never);
  }
};

/// How resources are called.
struct Naming : BlockOf<BlockKind::Naming> {
  Fixed<Text> prefix;

  template <class = void> static constexpr auto vocabulary() {
    return block("naming", "How resources are called.",
                 required<&Naming::prefix>(
                     "prefix", "What their names begin with, instead of the cluster's name."))
        .conditional(WhenRule::Never);
  }
};

struct Tags : BlockOf<BlockKind::Tags> {
  template <class = void> static constexpr auto vocabulary() {
    return block("tags", "Labels on every resource: `tags { owner = \"web team\"  \"cost center\" "
                         "= \"4711\" }`.")
        .keyed(types::text)
        .conditional(WhenRule::Never);
  }
};

/// A resource of any type, spelled out.
struct RawResource : BlockOf<BlockKind::RawResource> {
  Fixed<Text> type, version;
  Open<Text> name;
  Fixed<bool> located;
  Open<Any> scope, properties, sku, kind;

  template <class = void> static constexpr auto vocabulary() {
    return block("resource",
                 "A resource that the language has no word for, spelled out as in a template.",
                 required<&RawResource::type>(
                     "type", "Its type, such as `\"Microsoft.Storage/storageAccounts\"`."),
                 required<&RawResource::version>(
                     "api-version", "The version of its type that the properties are of."),
                 optional<&RawResource::name>(
                     "name", "Its name, which may be an `arm` expression; for a child the names of "
                             "its parents and its own, with slashes between them.")
                     .derivedFrom("the names of cluster and resource"),
                 optional<&RawResource::located>("located", "It has a location and tags.")
                     .defaultsTo("yes"),
                 optional<&RawResource::scope>(
                     "scope", "The resource that an extension resource such as a role assignment "
                              "or a lock applies to: `tier.web`, `resource.store`, or an id. "
                              "Without it: the resource group."),
                 optional<&RawResource::sku>("sku", "Its `sku`, an object."),
                 optional<&RawResource::kind>("kind", "Its `kind`."),
                 optional<&RawResource::properties>("properties", "Its properties, an object."))
        .named();
  }
};

struct Cluster : BlockOf<BlockKind::Cluster> {
  Fixed<Region> region;
  Fixed<List<int64_t>> zones;
  One<Slo> slo;
  One<Naming> naming;
  One<Tags> tags;
  Many<RawResource> resources;
  One<Network> network;
  Many<Tier> tiers;
  Many<Balancer> balancers;
  Many<Gateway> gateways;

  template <class = void> static constexpr auto vocabulary() {
    return block("cluster", "Everything that is deployed together in one region.",
                 required<&Cluster::region>("region", "Where it runs."),
                 optional<&Cluster::zones>(
                     "zones", "The availability zones that its machines are spread over.")
                     .derivedFrom("all that the region has")
                     .between(1, 3),
                 child<&Cluster::slo>("slo"), child<&Cluster::network>("network"),
                 child<&Cluster::tiers>("tier"), child<&Cluster::balancers>("balancer"),
                 child<&Cluster::gateways>("gateway"), child<&Cluster::naming>("naming"),
                 child<&Cluster::tags>("tags"), child<&Cluster::resources>("resource"))
        .named()
        .conditional(WhenRule::Never);
  }
};

/// A set of values for parameters. Its keys are their names, so it has no rows.
struct Environment : BlockOf<BlockKind::Environment> {
  template <class = void> static constexpr auto vocabulary() {
    return block("environment", "Values for parameters, each checked against its domain: "
                                "`environment prod { peak = 40 }`.")
        .named()
        .conditional(WhenRule::Never);
  }
};

/// A whole program: what may stand at the top of a file, beside declarations.
struct Root : BlockOf<BlockKind::Root> {
  Many<Environment> environments;
  Many<Cluster> clusters;

  template <class = void> static constexpr auto vocabulary() {
    return block("file", "The top of a file.", child<&Root::environments>("environment"),
                 child<&Root::clusters>("cluster"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
