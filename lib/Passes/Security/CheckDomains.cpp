// Rejects domain joins that cannot work, and warns of those that need something else.
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Names.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static bool isSameDomain(const Join &a, const Join &b) {
  return a.name.set() && b.name.set() && !a.name.poisoned() && !b.name.poisoned() &&
         StringRef(print(*a.name.expr)).equals_insensitive(print(*b.name.expr));
}

/// Single VMs and uniform scale sets number their computer names. Flexible scale sets add random
/// letters.
static bool numbersNames(const Tier &tier) {
  return tier.kind.known() && tier.kind.value() != TierKind::Flexible;
}

static void checkAccountNames(const Program &program, const Tier &tier, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &other : cluster.tiers) {
      if (&other == &tier)
        return;
      if (!other.join || !isWindows(other) || !numbersNames(other) || !numbersNames(tier) ||
          other.kind.value() != tier.kind.value() ||
          !isSameDomain(*tier.join.get(), *other.join.get()) ||
          !StringRef(computerNameOf(tier)).equals_insensitive(computerNameOf(other)) ||
          !mayCoexist({tier.join.get()}, {other.join.get()}))
        continue;
      ctx.diags
          .report(tier.head, diag::DomainNames, tier.label.text, other.label.text,
                  computerNameOf(tier))
          .label(other.head, note::GivenHere);
      return;
    }
}

/// Azure/azure-quickstart-templates#6417: an OU in quotes; an empty OU is rejected as well.
static void checkUnit(const Join &join, PassContext &ctx) {
  forEachText(join.unit, [&](StringRef text, bool whole) {
    if ((whole && text.empty()) || text.contains('"'))
      ctx.diags.report(join.unit.place(), diag::ExtensionSetting, "ou",
                       text.empty() ? "is empty; leave it out" : "contains quotes");
  });
}

void azcl::checkDomains(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      const Join *join = tier.join.get();
      if (!join || !tier.image.known())
        continue;
      if (!isWindows(tier)) {
        ctx.diags.report(join->head, diag::DomainLinux, tier.image.value()->name)
            .label(tier.image.place(), note::ChosenHere);
        continue;
      }
      const Network &network = *cluster.network.get();
      if (!network.existing.set() && !network.dns.set() && join->name.set() &&
          !join->name.poisoned())
        ctx.diags.report(join->head, diag::DomainWithoutDns, print(*join->name.expr));
      checkUnit(*join, ctx);
      checkAccountNames(program, tier, ctx);
    }
}
