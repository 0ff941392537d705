// Checks the SKU of a bastion: the size and zones that a dedicated one needs, and the `allow` rules
// that a developer bastion needs, because it connects from outside the network.
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Diagnostics/Access.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

/// Whether the range can contain the address of Azure's platform services, from which a developer
/// bastion connects (MicrosoftDocs/azure-docs, bastion/quickstart-developer.md).
static bool mayContainPlatform(const Expr &range, const Catalog &catalog) {
  std::optional<IpNetwork> network = IpNetwork::parse(range.text);
  return range.open || !network ||
         llvm::any_of(catalog.addressRanges(), [&](const AddressRange &each) {
           return each.purpose == AddressUse::Platform &&
                  contains(*network, *IpNetwork::parse(each.name));
         });
}

/// Whether the rule can allow a developer bastion on `port`. Assumes that it does if parameters
/// decide.
static bool mayLetIn(const AccessPath &path, int64_t port, const Catalog &catalog) {
  if (path.cause != AccessCause::Allow || path.source.subnet)
    return false;
  if (!path.source.tag.empty() && !path.source.tag.equals_insensitive("AzureLoadBalancer") &&
      !path.source.tag.equals_insensitive("Any"))
    return false;
  if (path.source.addresses && path.source.addresses->kind == ExprKind::List &&
      llvm::none_of(path.source.addresses->operands,
                    [&](const Expr *each) { return mayContainPlatform(*each, catalog); }))
    return false;
  std::optional<CountRange> ports = path.ports.known();
  return !ports || (ports->low <= port && port <= ports->high);
}

static void checkDeveloper(const Cluster &cluster, const Bastion &bastion, PassContext &ctx) {
  if (cluster.tiers.empty() && !cluster.network->peers.empty())
    ctx.diags.report(bastion.sku.place(), diag::BastionDeveloperPeers);
  auto portOf = [&](const Tier &tier) {
    return ctx.catalog.port(tier.os.known() && tier.os.value() == Os::Windows ? "rdp" : "ssh")
        .number;
  };
  const ClusterAccess &access = ctx.answers.access(cluster);
  for (const Tier &tier : cluster.tiers) {
    const Subnet *subnet = subnetIn(tier);
    if (!tier.os.known() || !subnet)
      continue;
    // Without application security groups, tiers in the same subnet share its rules.
    if (llvm::none_of(access.rulesOf(*subnet), [&](const AccessPath *path) {
          const Tier *to = path->destination.tier;
          return (!to || to == &tier) && mayLetIn(*path, portOf(tier), ctx.catalog);
        }))
      ctx.diags
          .report(bastion.sku.place(), diag::BastionDeveloperShut, tier.label.text, portOf(tier))
          .label(tier.head, note::ShutHere);
  }
}

static void checkExtent(const Network &network, PassContext &ctx) {
  if (const Subnet *subnet = findSubnet(network, ReservedSubnet::Bastion))
    if (std::optional<int64_t> has = addressCount(*subnet);
        has && *has < ctx.catalog.reservedSubnet(ReservedSubnet::Bastion).addresses)
      ctx.diags.report(extentOf(*subnet), diag::BastionSubnetSmall, *has)
          .label(network.bastion->head, note::BastionHere);
}

/// Only the Premium SKU can record sessions.
static void checkRecording(const Bastion &bastion, PassContext &ctx) {
  if (bastion.recording.known() && bastion.recording.value() &&
      bastion.sku.value() != BastionSku::Premium)
    ctx.diags
        .report(bastion.recording.place(), diag::RecordingNeedsPremium,
                Words<BastionSku>::words[size_t(bastion.sku.value())].name)
        .label(bastion.sku.place(), note::ChosenHere);
}

void azcl::checkBastion(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    const Bastion *bastion = cluster.network->bastion.get();
    if (!bastion || !bastion->sku.known() || cluster.network->existing.set())
      continue;
    checkRecording(*bastion, ctx);
    if (bastion->sku.value() == BastionSku::Developer) {
      checkDeveloper(cluster, *bastion, ctx);
      continue;
    }
    checkExtent(*cluster.network.get(), ctx);
    if (cluster.region.known() && cluster.zones.known() && cluster.zones.size() &&
        !hasBastionZones(cluster, ctx.catalog))
      ctx.diags.report(bastion->head, diag::BastionWithoutZones, cluster.region.value()->name);
  }
}
