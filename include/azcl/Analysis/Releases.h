// What a tier with `release` has beside its scale sets.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// The release whose preview has a listener beside this one: the same port and certificate, and the
/// host name of the preview. Of several listeners that lead to the tier by one port, this is the
/// first one that always exists, or else the first. Null for none.
const Release *previewOf(const GatewayListen &listen);

/// The gateways that forward to the tier. They measure the responses of each instance.
llvm::SmallVector<const Gateway *, 1> gatewaysOf(const Tier &tier);

/// How many instances beside `live` ones serve at most this share of the requests.
inline int64_t canaryInstances(int64_t live, Percent share) {
  return live * share.scaled / (percent(100) - share.scaled);
}
/// The fewest instances beside which one instance serves at most this share.
inline int64_t leastForCanary(Percent share) {
  return (percent(100) - 1) / share.scaled;
}

/// Whether the tier has a blue and a green scale set.
inline bool isBlueGreen(const Tier &tier) {
  return tier.release && tier.release->strategy() == ReleaseKind::BlueGreen;
}
/// Whether the tier has a scale set of canary instances.
inline bool isRolling(const Tier &tier) {
  return tier.release && tier.release->strategy() == ReleaseKind::Rolling;
}
/// The most canary instances that `release rolling` has beside `instances`; 0 without one.
int64_t greatestCanary(const Tier &tier, int64_t instances);

/// The number of backend pools that the tier has in a load balancer or gateway.
inline unsigned poolCountOf(const Tier &tier) {
  return isBlueGreen(tier) ? 3 : 1; // one for both scale sets, and one for each
}

/// The names of the scale sets of a tier with `release` in the parameter `leave`.
struct ReleaseSets {
  llvm::StringRef first, second;
};
inline ReleaseSets setsOf(ReleaseKind kind) {
  switch (kind) {
  case ReleaseKind::BlueGreen: return {"blue", "green"};
  case ReleaseKind::Rolling: return {"main", "canary"};
  }
  llvm_unreachable("not a kind of release");
}

} // namespace azcl
