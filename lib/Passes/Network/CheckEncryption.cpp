// Warns of tiers whose traffic virtual network encryption does not encrypt.
// MicrosoftDocs/azure-docs, virtual-network/virtual-network-encryption-overview.md.
#include "azcl/Analysis/Sizes.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

static void checkTierTraffic(const Network &network, const Tier &tier, PassContext &ctx) {
  for (const VmSize *size : possibleSizes(tier, ctx.catalog)) {
    const VmSeries *series = ctx.catalog.series(*size);
    if (series && series->networkEncryption == Support::Yes)
      continue;
    ctx.diags
        .report(placeOf(tier, *size), diag::TrafficUnencrypted, tier.label.text,
                fmt::format("VM size `{}` does not support it", size->name))
        .label(network.encrypted.place(), note::ChosenHere);
    return;
  }
  if (tier.accelerated.known() && !tier.accelerated.value())
    ctx.diags
        .report(tier.accelerated.place(), diag::TrafficUnencrypted, tier.label.text,
                "it requires accelerated networking")
        .label(network.encrypted.place(), note::ChosenHere);
}

void azcl::checkEncryption(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    const Network &network = *cluster.network.get();
    if (network.encrypted.known() && network.encrypted.value() && !network.existing.set())
      for (const Tier &tier : cluster.tiers)
        checkTierTraffic(network, tier, ctx);
  }
}
