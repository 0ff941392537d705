// The Azure Hybrid Benefit extension, which reads the license of the VM and connects it to the
// repositories of Red Hat.
#include "../Cluster.h"

using namespace azcl;

arm::Extension azcl::licenseExtension(ClusterLowering &ctx) {
  const Extension &facts = *ctx.program.catalog.extension("hybrid-benefit-rhel");
  arm::Extension extension;
  extension.name = facts.type; // the name in the documentation
  extension.publisher = facts.publisher;
  extension.type = facts.type;
  extension.version = facts.version;
  return extension;
}
