// Compares the services of private endpoints.
#include "azcl/Analysis/PrivateZones.h"
#include "azcl/Analysis/Regions.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

static bool mentionsBlock(const Expr &expr) {
  return expr.kind == ExprKind::Reference ||
         llvm::any_of(expr.operands, [](const Expr *each) { return mentionsBlock(*each); });
}

std::string azcl::registeredService(const Cluster &cluster, const PrivateEndpoint &endpoint) {
  if (!endpoint.kind.known() || !endpoint.to.set() || endpoint.to.poisoned() ||
      !endpoint.dns.known() || !endpoint.dns.value())
    return "";
  // The same reference means another resource in another cluster.
  StringRef where = mentionsBlock(*endpoint.to.expr) ? cluster.name : StringRef();
  return fmt::format("{} {} {}", Words<LinkKind>::words[size_t(endpoint.kind.value())].name, where,
                     StringRef(print(*endpoint.to.expr)).lower());
}

bool azcl::hasRegionalZones(const Program &program) {
  if (program.root->applications.empty())
    return false;
  llvm::StringMap<const RegionBlock *> regions;
  for (const Cluster &cluster : program.clusters())
    for (const PrivateEndpoint &endpoint : cluster.network->privateEndpoints)
      if (std::string service = registeredService(cluster, endpoint); !service.empty())
        if (auto [at, isNew] = regions.try_emplace(service, regionOf(cluster));
            at->second != regionOf(cluster))
          return true;
  return false;
}
