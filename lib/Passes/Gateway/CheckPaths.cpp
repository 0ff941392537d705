// Rejects health probe paths that do not start with `/` (MicrosoftDocs/azure-docs#18502).
// CheckGateway checks the probes of application gateways; a path that both use is reported once.
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// A derived path is checked at its source.
static void checkPath(const Setting &path, PassContext &ctx) {
  if (path.origin == Origin::Derived || path.origin == Origin::Default)
    return;
  forEachText(path, [&](StringRef text, bool) {
    if (text.starts_with("/"))
      return;
    auto report = ctx.diags.report(path.place(), diag::GatewayProbePath, text);
    if (path.known() && path.expr->kind == ExprKind::Text &&
        ctx.sources.text(path.place()).starts_with("\""))
      report.fix(path.place(), fmt::format("\"/{}", ctx.sources.text(path.place()).drop_front()),
                 note::SlashFirst);
  });
}

void azcl::checkPaths(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Tier &tier : cluster.tiers)
      if (tier.health)
        checkPath(tier.health->path, ctx);
    for (const Balancer &balancer : cluster.balancers)
      if (balancer.probe)
        checkPath(balancer.probe->path, ctx);
  }
}
