// What callers meet: more machines than one, with something on them that answers.
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Balancing.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// The only machine is gone while it is renewed.
static void checkCount(const Tier &tier, const ServingBlock &served, PassContext &ctx) {
  InstanceCounts counts(tier);
  counts.onlyWith(*served.by);
  Proof proof = counts.prove(
      [](llvm::ArrayRef<InstanceCount> all) { return !all[0].deployed || all[0].least >= 2; });
  auto failing = proof.answer == Proof::Answer::Fails ? counts.at(proof.witness)
                                                      : llvm::SmallVector<InstanceCount, 2>();
  if (failing.empty())
    return;
  ctx.diags
      .report(served.by->head, diag::SingleBehind, whenPrefix(proof.witness),
              failing[0].least ? "one" : "no", served.who)
      .label(failing[0].leastBy->place, note::SoFewHere);
}

/// The services that every image has.
static bool ofTheSystem(const Health &health, const Catalog &catalog) {
  if (health.protocol() != Protocol::Tcp || !health.port.known())
    return !health.port.known();
  return llvm::is_contained(portsFor(PortRole::Management, catalog), health.port.value());
}

/// What answers has to come from somewhere: `custom-data`, an image of one's own, or what a patch
/// adds.
static void checkInstalled(const Tier &tier, PassContext &ctx) {
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
  if (machines || !tier.repair || !tier.health || tier.incomplete || !tier.image.known() ||
      tier.patch || tier.image.value()->publisher.empty() || tier.customData.set() ||
      ofTheSystem(*tier.health.get(), ctx.catalog))
    return;
  ctx.diags.report(tier.repair->head, diag::RepairNothing)
      .label(tier.health->head, note::AskedHere);
}

void azcl::checkServing(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    const ServingBlocks &served = ctx.answers.serving(cluster);
    for (const Tier &tier : cluster.tiers) {
      checkInstalled(tier, ctx);
      if (auto found = served.find(&tier); found != served.end())
        checkCount(tier, found->second, ctx);
    }
  }
}
