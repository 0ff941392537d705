// Rejects a `shutdown` that stops and resumes at the same time.
#include "azcl/Diagnostics/Scaling.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

void azcl::checkShutdown(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      const Shutdown *shutdown = tier.shutdown.get();
      if (shutdown && shutdown->at.known() && shutdown->resume.known() &&
          shutdown->at.value().minutes == shutdown->resume.value().minutes)
        ctx.diags.report(shutdown->resume.place(), diag::ShutdownAllDay, print(*shutdown->at.expr))
            .label(shutdown->at.place(), note::StopsHere);
    }
}
