// Rejects feature flags that Azure App Configuration does not accept (MicrosoftDocs/azure-docs,
// articles/azure-app-configuration/concept-key-value.md: a key cannot contain `%`).
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

void azcl::checkFlags(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const FeatureFlags &flags : cluster.flags)
      for (const Entry &each : flags.entries)
        if (each.key.text.empty() || each.key.text.contains('%') || each.key.text.contains(':'))
          ctx.diags.report(each.key.range, diag::FlagName, each.key.text);
}
