// Leaves a network alone that others have made: what is said of it only names its subnets.
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static bool isSaid(const Setting &setting) {
  return setting.origin == Origin::Written || setting.origin == Origin::Preset;
}

namespace {
struct ExistingChecker {
  const Cluster &cluster;
  PassContext &ctx;
  const Network &network = *cluster.network.get();

  void run() {
    checkAttributes();
    checkBlocks();
    for (const Subnet &subnet : network.subnets)
      checkSubnet(subnet);
    for (const Tier &tier : cluster.tiers) {
      all(tier.allows, "allow");
      all(tier.denies, "deny");
    }
  }

private:
  void changed(SourceRange place, StringRef what) {
    ctx.diags.report(place, diag::ExistingNetworkChanged, what).label(network.existing.range, note::GivenHere);
  }
  template <class Blocks> void all(const Blocks &blocks, StringRef keyword) {
    for (const Block &each : blocks)
      changed(each.head, keyword);
  }

  void checkAttributes() {
    const std::pair<StringRef, const Setting *> attributes[] = {{"address", &network.address},
                                                                {"outbound", &network.outbound},
                                                                {"firewall", &network.firewall},
                                                                {"dns", &network.dns},
                                                                {"ddos-plan", &network.ddosPlan}};
    for (auto [name, setting] : attributes)
      if (isSaid(*setting))
        changed(setting->range, name);
  }

  void checkBlocks() {
    if (network.nat)
      changed(network.nat->head, "nat-gateway");
    if (network.bastion)
      changed(network.bastion->head, "bastion");
    all(network.routes, "route");
    all(network.peers, "peer");
  }

  void checkSubnet(const Subnet &subnet) {
    if (subnet.label.text == "AzureBastionSubnet" && network.bastion)
      return; // what is wrong is the bastion
    if (!subnet.existing.set() && !subnet.incomplete)
      ctx.diags.report(subnet.head, diag::SubnetNotNamed, subnet.label.text);
    const std::pair<StringRef, const Setting *> attributes[] = {{"size", &subnet.size},
                                                                {"address", &subnet.address},
                                                                {"endpoints", &subnet.endpoints},
                                                                {"nat", &subnet.nat},
                                                                {"nsg", &subnet.nsg}};
    for (auto [name, setting] : attributes)
      if (isSaid(*setting) && subnet.existing.set())
        changed(setting->range, name);
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
