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
