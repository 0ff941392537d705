// Checks that a load-balanced tier has at least two instances, and that automatic repairs probe an
// application that something installs.
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Balancing.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// A tier with a single instance is offline while that instance is updated.
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

/// Whether the health check probes a service that every image has.
static bool ofTheSystem(const Health &health, const Catalog &catalog) {
  if (const HealthEndpoint *endpoint = health.endpoint.get()) {
    if (endpoint->services.set() || endpoint->urls.set() || !endpoint->ports.set())
      return false;
    return llvm::all_of(listsOf(endpoint->ports), [&](const ListChoice &choice) {
      return llvm::all_of(choice.list->operands, [&](const Expr *port) {
        return port->open ||
               llvm::is_contained(portsFor(PortRole::Management, catalog), port->number);
      });
    });
  }
  if (health.protocol() != Protocol::Tcp || !health.port.known())
    return !health.port.known();
  return llvm::is_contained(portsFor(PortRole::Management, catalog), health.port.value());
}

/// Something must install the application that the health check probes; it can be an extension in a
/// patch.
static void checkInstalled(const Tier &tier, PassContext &ctx) {
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
  if (machines || !tier.repair || !tier.health || tier.incomplete || !tier.image.known() ||
      tier.patch || installsApplication(tier) || ofTheSystem(*tier.health.get(), ctx.catalog))
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
