// The frontends of load balancers: the default frontend, whose settings are those of the load
// balancer, and the `frontend` blocks.
#pragma once

#include "azcl/Analysis/Networks.h"

namespace azcl {

struct FrontendRef {
  const Balancer *balancer;
  const Frontend *named = nullptr; ///< null: the default frontend

  const Block &block() const { return named ? static_cast<const Block &>(*named) : *balancer; }
  const Fixed<Text> &dns() const { return named ? named->dns : balancer->dns; }
  const Open<Text> &address() const { return named ? named->address : balancer->address; }
  const Fixed<int64_t> &zone() const { return named ? named->zone : balancer->zone; }
  const Open<Text> &addressPrefix() const {
    return named ? named->addressPrefix : balancer->addressPrefix;
  }
  const Open<bool> &ddosProtection() const {
    return named ? named->ddosProtection : balancer->ddosProtection;
  }
  friend bool operator==(const FrontendRef &a, const FrontendRef &b) {
    return a.balancer == b.balancer && a.named == b.named;
  }
};

/// The frontend of a listener or a NAT rule.
template <class Rule> FrontendRef frontendOf(const Rule &rule) {
  return {static_cast<const Balancer *>(rule.parent), blockOf(rule.frontend)};
}

/// Whether a listener or a NAT rule uses the frontend.
bool isUsed(const FrontendRef &frontend);
/// The frontends that are deployed: the default frontend, if it is used or all others have
/// conditions, and all `frontend` blocks. Those with conditions come last, so that the others have
/// fixed positions.
llvm::SmallVector<FrontendRef, 2> frontendsOf(const Balancer &balancer);

/// The subnet of an internal frontend: its own, else the subnet of the first tier behind it. Null
/// for a public frontend.
const Subnet *subnetOf(const FrontendRef &frontend);

} // namespace azcl
