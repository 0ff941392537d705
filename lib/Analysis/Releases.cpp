// Finds the listeners of previews.
#include "azcl/Analysis/Releases.h"
#include "azcl/Analysis/Networks.h"

using namespace azcl;

static const Release *candidate(const GatewayListen &listen) {
  const Tier *tier = listen.redirect ? nullptr : blockOf(listen.to);
  const Release *release = tier ? tier->release.get() : nullptr;
  return release && release->preview.set() && listen.paths.empty() ? release : nullptr;
}

llvm::SmallVector<const Gateway *, 1> azcl::gatewaysOf(const Tier &tier) {
  llvm::SmallVector<const Gateway *, 1> found;
  for (const Gateway &gateway : llvm::cast<Cluster>(tier.parent)->gateways)
    if (llvm::any_of(gateway.listeners.blocks, [&](const Block *each) {
          const auto &listen = *llvm::cast<GatewayListen>(each);
          return blockOf(listen.to) == &tier ||
                 llvm::any_of(listen.paths.blocks, [&](const Block *path) {
                   return blockOf(llvm::cast<GatewayPath>(path)->to) == &tier;
                 });
        }))
      found.push_back(&gateway);
  return found;
}

int64_t azcl::greatestCanary(const Tier &tier, int64_t instances) {
  const Canary *canary = isRolling(tier) ? tier.release->canary.get() : nullptr;
  if (!canary || !canary->weight.known())
    return 0;
  int64_t most = 0;
  for (size_t i = 0; i < canary->weight.size(); ++i)
    if (Percent share = canary->weight[i]; share.scaled > 0 && share.scaled <= percent(50))
      most = std::max(most, canaryInstances(instances, share));
  return most;
}

const Release *azcl::previewOf(const GatewayListen &listen) {
  const Release *release = candidate(listen);
  if (!release || !listen.port.set() || listen.port.poisoned())
    return release;
  const GatewayListen *first = nullptr;
  for (const GatewayListen &other : llvm::cast<Gateway>(listen.parent)->listeners)
    if (candidate(other) == release && other.port.set() && !other.port.poisoned() &&
        print(*other.port.expr) == print(*listen.port.expr) &&
        (!first || (first->when.set() && !other.when.set())))
      first = &other;
  return first == &listen ? release : nullptr;
}
