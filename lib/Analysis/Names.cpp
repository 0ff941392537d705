#include "azcl/Analysis/Names.h"

using namespace azcl;
using llvm::StringRef;

/// What the names of a cluster's resources begin with.
static StringRef nameBase(const Cluster &cluster) {
  return cluster.naming && cluster.naming->prefix.known() ? cluster.naming->prefix.value() : cluster.label.text;
}

static bool sharesNameBase(const Program &program, const Cluster &cluster) {
  for (const Cluster &other : program.clusters())
    if (&other != &cluster && nameBase(other).equals_insensitive(nameBase(cluster)))
      return true;
  return false;
}

std::string azcl::derivedName(const Program &program, const Cluster &cluster, StringRef suffix) {
  std::string whole = nameBase(cluster).str();
  // The order of clusters must not decide which of two gets a number: they would swap their resources.
  if (sharesNameBase(program, cluster))
    whole += "-" + cluster.label.text.str();
  return whole + (suffix.empty() ? "" : "-") + suffix.str();
}
