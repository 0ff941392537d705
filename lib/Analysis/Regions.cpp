// Finds the regions of clusters.
#include "azcl/Analysis/Regions.h"
#include "fmt/format.h"

using namespace azcl;

const RegionBlock *azcl::regionOf(const Cluster &cluster) {
  return llvm::dyn_cast_or_null<RegionBlock>(cluster.parent);
}

const RegionalApplication &azcl::applicationOf(const RegionBlock &region) {
  return *llvm::cast<RegionalApplication>(region.parent);
}

const Cluster *azcl::counterpartOf(const Cluster &cluster, const RegionBlock &region) {
  for (const Cluster &each : region.clusters)
    if (each.label.text == cluster.label.text)
      return &each;
  return nullptr;
}

std::string azcl::groupKeyOf(const Program &program, const RegionBlock &region) {
  if (program.root->applications.size() == 1)
    return region.label.text.str();
  // Labels contain no periods, so the keys differ.
  return fmt::format("{}.{}", applicationOf(region).label.text.str(), region.label.text.str());
}

std::string azcl::groupKeyOf(const Program &program, const Cluster &cluster) {
  if (program.root->applications.empty())
    return "";
  const RegionBlock *region = regionOf(cluster);
  return region ? groupKeyOf(program, *region) : globalGroup.str();
}
