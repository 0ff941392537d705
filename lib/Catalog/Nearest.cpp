// Distance measures between VM sizes and between regions, to suggest alternatives.
#include "azcl/Catalog/Nearest.h"

#include <algorithm>
#include <cmath>
using namespace azcl;

/// The distance between two sizes: a factor of two in vCPUs or memory counts as 1; similar names
/// break ties.
static double distance(const VmSize &a, const VmSize &b) {
  double steps = std::abs(std::log2(double(a.vCpus) / b.vCpus)) * 2 +
                 std::abs(std::log2(double(a.memoryMiB) / b.memoryMiB));
  steps += (a.category != b.category) * 1.5 + (a.architecture != b.architecture) * 10;
  steps += (a.premiumIO && !b.premiumIO) * 3 + (bool(a.tempDiskGiB) != bool(b.tempDiskGiB)) * 0.5;
  return steps + 0.01 * a.name.edit_distance(b.name);
}

const VmSize *azcl::nearestSize(const Catalog &catalog, const VmSize &like,
                                llvm::function_ref<bool(const VmSize &)> willDo) {
  const VmSize *best = nullptr;
  double least = 6; // a size farther away is not a useful suggestion
  for (const VmSize &each : catalog.vmSizes())
    if (double far = distance(like, each); far < least && each.retires.empty() &&
                                           !each.name.ends_with("_Promo") && &each != &like &&
                                           willDo(each)) {
      best = &each;
      least = far;
    }
  return best;
}

/// The name of a size without its version, and the version: `Standard_D2s` and 5.
static std::pair<llvm::StringRef, unsigned> splitVersion(llvm::StringRef name) {
  auto [series, digits] = name.rsplit("_v");
  unsigned version;
  return digits.getAsInteger(10, version) ? std::pair(name, 1u) : std::pair(series, version);
}

const VmSize *azcl::similarVersion(const Catalog &catalog, llvm::StringRef name) {
  llvm::StringRef series = splitVersion(name).first;
  const VmSize *newest = nullptr;
  auto rank = [&](const VmSize &size) {
    return std::tuple(-int(size.name.edit_distance(name)), size.retires.empty(),
                      splitVersion(size.name).second);
  };
  for (const VmSize &each : catalog.vmSizes())
    if (splitVersion(each.name).first.equals_insensitive(series) &&
        (!newest || rank(each) > rank(*newest)))
      newest = &each;
  return newest;
}

/// The distance between two regions in Earth radii. Regions with unknown coordinates are compared
/// by name: the distance is less than 1 for similar names.
static double distance(const Region &a, const Region &b) {
  if (!a.located() || !b.located())
    return 0.02 * a.name.edit_distance(b.name);
  auto radians = [](int hundredths) { return hundredths * (3.14159265358979 / 18000); };
  double cosine = std::sin(radians(a.latitude)) * std::sin(radians(b.latitude)) +
                  std::cos(radians(a.latitude)) * std::cos(radians(b.latitude)) *
                      std::cos(radians(a.longitude - b.longitude));
  return std::acos(std::clamp(cosine, -1.0, 1.0));
}

const Region *azcl::nearestRegion(const Catalog &catalog, const Region &like,
                                  llvm::function_ref<bool(const Region &)> willDo) {
  const Region *best = nullptr;
  double least = 10; // greater than any distance
  for (const Region &each : catalog.regions()) {
    if (each.cloud != like.cloud || each.access != RegionAccess::Open || &each == &like)
      continue;
    double far = distance(each, like) + (each.geography != like.geography) * 5;
    if (far < least && willDo(each)) {
      best = &each;
      least = far;
    }
  }
  return best;
}
