// Rejects clusters in different clouds. Lowering may assume that a program is in one cloud.
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// A deployment is a request to the Resource Manager of one cloud, and the clouds are physically
/// isolated instances of Azure (azure-docs,
/// azure-government/compare-azure-government-global-azure.md).
void azcl::checkClouds(const Program &program, PassContext &ctx) {
  const Cluster *first = nullptr;
  for (const Cluster &cluster : program.clusters()) {
    if (!cluster.region.known())
      continue;
    if (!first)
      first = &cluster;
    const Region &region = *cluster.region.value(), &other = *first->region.value();
    if (region.cloud != other.cloud)
      ctx.diags
          .report(cluster.region.place(), diag::CloudsMixed, region.name, toString(region.cloud),
                  other.name, toString(other.cloud))
          .label(first->region.place(), note::GivenHere);
  }
}
