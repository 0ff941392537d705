// Knows, of each private endpoint that keeps a name, the zone to keep it in.
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static StringRef nameOf(Cloud cloud) {
  return cloud == Cloud::Public  ? "the public cloud"
         : cloud == Cloud::China ? "Azure China"
                                 : "Azure Government";
}

void azcl::checkPrivateEndpoints(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const PrivateEndpoint &endpoint : cluster.network->privateEndpoints) {
      if (!endpoint.kind.known() || !cluster.region.known() || !endpoint.dns.known() ||
          !endpoint.dns.value())
        continue;
      StringRef kind = Words<LinkKind>::words[size_t(endpoint.kind.value())].name;
      Cloud cloud = cluster.region.value()->cloud;
      if (program.catalog.privateLink(kind)->zoneIn(cloud).empty())
        ctx.diags.report(endpoint.kind.place(), diag::PrivateZoneUnknown, kind, nameOf(cloud));
    }
}
