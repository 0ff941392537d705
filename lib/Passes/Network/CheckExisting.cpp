// Rejects settings that would change an existing network: the program can only name its subnets.
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// Defaults do not count as set, because a printed model contains them.
static bool isChosen(const Setting &setting, const Row &row) {
  if (setting.origin != Origin::Written && setting.origin != Origin::Preset)
    return false;
  return row.initial.empty() || !setting.known() || print(*setting.expr) != row.initial;
}

namespace {
struct ExistingChecker {
  const Cluster &cluster;
  PassContext &ctx;
  const Network &network = *cluster.network.get();

  void run() {
    rejectAttributes(network);
    checkBlocks();
    for (const Subnet &subnet : network.subnets)
      checkSubnet(subnet);
    for (const Tier &tier : cluster.tiers) {
      checkRules(tier);
      for (const NetworkInterface &each : tier.interfaces)
        checkRules(each);
      all(tier.outboundAllows, "allow-outbound");
      all(tier.outboundDenies, "deny-outbound");
      if (isClosed(tier))
        changed(tier.outboundTraffic.place(), "outbound-traffic");
    }
  }

private:
  void changed(SourceRange place, StringRef what) {
    ctx.diags.report(place, diag::ExistingNetworkChanged, what)
        .label(network.existing.range, note::GivenHere);
  }
  template <class Blocks> void all(const Blocks &blocks, StringRef keyword) {
    for (const Block &each : blocks)
      changed(each.head, keyword);
  }

  template <class B> void checkRules(const B &card) {
    all(card.allows, "allow");
    all(card.denies, "deny");
  }

  /// Every attribute except `existing`.
  void rejectAttributes(const Block &block) {
    for (const Row &row : info(block.kind).rows)
      if (row.isAttribute() && row.name != "existing")
        if (const Setting &setting = row.setting(const_cast<Block &>(block));
            isChosen(setting, row))
          changed(setting.range, row.name);
  }

  void checkBlocks() {
    if (network.nat)
      changed(network.nat->head, "nat-gateway");
    if (network.bastion)
      changed(network.bastion->head, "bastion");
    if (network.vpnGateway)
      changed(network.vpnGateway->head, "vpn-gateway");
    if (network.expressRouteGateway)
      changed(network.expressRouteGateway->head, "expressroute-gateway");
    all(network.routes, "route");
    all(network.peers, "peer");
  }

  void checkSubnet(const Subnet &subnet) {
    if (isReserved(subnet, ReservedSubnet::Bastion) && network.bastion && !subnet.existing.set())
      return; // the bastion is reported instead
    if (isReserved(subnet, ReservedSubnet::Gateway) && !hybridGateways(network).empty() &&
        !subnet.existing.set())
      return; // the gateway is reported instead
    if (subnet.existing.set())
      rejectAttributes(subnet);
    else if (!subnet.incomplete)
      ctx.diags.report(subnet.head, diag::SubnetNotNamed, subnet.label.text);
  }
};
} // namespace

void azcl::checkExisting(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (cluster.network->existing.set()) {
      ExistingChecker{cluster, ctx}.run();
      continue;
    }
    for (const Subnet &subnet : cluster.network->subnets)
      if (subnet.existing.set())
        ctx.diags.report(subnet.existing.place(), diag::SubnetExistsAlone, subnet.label.text);
  }
}
