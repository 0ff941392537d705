// Lowers the managed identities of tiers.
#include "../Cluster.h"

using namespace azcl;

void azcl::lowerIdentities(ClusterLowering &ctx) {
  for (const Tier &tier : ctx.cluster.tiers)
    ctx.identityOf[&tier] = &ctx.add<arm::UserAssignedIdentity>(
        ctx.name(tier.label.text, "-identity"), tier, ctx.identities);
}
