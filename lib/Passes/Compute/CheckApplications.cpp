// Rejects VM applications that Azure does not install: too many, or one application twice.
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Explain.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// Azure installs one version of an application. MicrosoftDocs/azure-compute-docs,
/// vm-applications.md: "More than one VM Application was specified with the same
/// packageReferenceId".
static void checkTwice(const Tier &tier, const Application &application, PassContext &ctx) {
  for (const Application &other : tier.applications) {
    if (&other == &application)
      return;
    if (application.id.known() && other.id.known() &&
        StringRef(application.id.value()).equals_insensitive(other.id.value()) &&
        mayCoexist({&application}, {&other}))
      return (void)ctx.diags.report(application.id.place(), diag::ApplicationTwice)
          .label(other.id.place(), note::GivenHere);
  }
}

static void checkCount(const Tier &tier, size_t most, PassContext &ctx) {
  if (tier.applications.size() <= most)
    return;
  size_t always = 0;
  llvm::SmallVector<const Expr *, 8> conditions;
  const Block *last = nullptr;
  for (const Application &application : tier.applications) {
    if (application.when.set() && !application.when.poisoned())
      conditions.push_back(application.when.expr);
    else
      ++always;
    last = &application;
  }
  Proof proof = proveEach(conditions, [&](llvm::ArrayRef<Scalar> values) {
    return always + llvm::count_if(values, [](const Scalar &each) { return each.number != 0; }) <=
           most;
  });
  if (proof.answer == Proof::Answer::Fails)
    ctx.diags.report(last->head, diag::ApplicationsTooMany, whenPrefix(proof.witness),
                     tier.label.text, most);
}

void azcl::checkApplications(const Program &program, PassContext &ctx) {
  const size_t most = ctx.catalog.limit(LimitId::VmApplications);
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      checkCount(tier, most, ctx);
      for (const Application &application : tier.applications) {
        checkTwice(tier, application, ctx);
        forEachText(application.version, [&](const PossibleText &each) {
          if (each.whole && !isImageVersion(each.text, true))
            explain(
                ctx.diags.report(application.version.place(), diag::ApplicationVersion, each.text),
                each.witness);
        });
      }
    }
}
