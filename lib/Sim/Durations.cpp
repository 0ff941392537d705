// How long the simulated Azure takes: log-normal lengths with the percentiles of a table.
#include "Durations.h"
#include <cmath>

using namespace azcl::sim;
using llvm::StringRef;

namespace {
struct Row {
  StringRef type;
  Length length;
};
constexpr Row rows[] = {
#define DURATION(TYPE, P50, P95) {TYPE, {P50, P95}},
#include "Durations.def"
#undef DURATION
};
constexpr Length otherwise{8, 25};

Length percentilesOf(const Scenario::Data &scenario, StringRef type, StringRef id) {
  for (StringRef key : {id, type, StringRef("*")})
    if (auto found = scenario.durations.find(key.lower()); found != scenario.durations.end())
      return found->second;
  for (const Row &row : rows)
    if (row.type.equals_insensitive(type))
      return row.length;
  return otherwise;
}
} // namespace

double azcl::sim::chance(uint64_t seed, StringRef what, uint64_t turn) {
  return double(hashOf(what, mixed(seed) + turn) >> 11) / double(1ull << 53);
}

Milliseconds azcl::sim::lengthOf(const Scenario::Data &scenario, StringRef type, StringRef id,
                                 unsigned attempt) {
  Length length = percentilesOf(scenario, type, id);
  if (length.p50 <= 0)
    return Milliseconds(0);
  constexpr double z95 = 1.6448536269514722;
  double sigma = std::log(std::max(length.p95, length.p50) / length.p50) / z95;
  std::string key = id.lower();
  double u = 1 - chance(scenario.seed, key, 2 * attempt);
  double v = chance(scenario.seed, key, 2 * attempt + 1);
  double normal = std::sqrt(-2 * std::log(u)) * std::cos(2 * 3.14159265358979323846 * v);
  normal = std::clamp(normal, -3.0, 3.0);
  return Milliseconds(int64_t(length.p50 * std::exp(sigma * normal) * 1000));
}
