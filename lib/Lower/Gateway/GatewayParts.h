// Functions and types shared by the files that lower application gateways.
#pragma once

#include "../Cluster.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace azcl {

/// The backend that serves the requests of a listener or of one of its paths.
struct GatewayAnswer {
  const Block &block;
  const GatewayListen &listen;
  llvm::StringRef name; ///< of its probe and its backend settings
  const Tier &tier;
  const Expr *port; ///< on the instances
  WebProtocol protocol;
  const Setting &host;
  const GatewayProbe &probe;
};
void forEachAnswer(ClusterLowering &ctx, const Gateway &gateway,
                   llvm::function_ref<void(const GatewayAnswer &)> visit);

/// The condition of a listener or a path, given that its gateway exists.
arm::Value whenOf(ClusterLowering &ctx, const Block &block);
llvm::StringRef nameOf(ClusterLowering &ctx, const GatewayListen &listen, const GatewayPath &path);
/// Whether the range is a single number.
inline bool isFixed(const Setting &range) {
  return range.expr->operands[0] == range.expr->operands[1];
}
/// The first host name without a wildcard, or `otherwise`. The result can depend on the deployment.
arm::Value plainHost(ClusterLowering &ctx, const Setting &hosts, arm::Value otherwise);
arm::Value hasPlainHost(ClusterLowering &ctx, const Setting &hosts);
/// Whether a host name, or one of a list, has a wildcard; a Bool if known at compile time.
arm::Value hasWildcard(ClusterLowering &ctx, const Expr &hosts);
/// Outputs an address that clients connect to.
void giveAddress(ClusterLowering &ctx, const Gateway &gateway, llvm::StringRef suffix,
                 arm::Value address);
arm::Value internalAddress(ClusterLowering &ctx, const Gateway &gateway);

/// The identity with which the gateway reads certificates.
struct GatewayIdentity {
  arm::Value id;                       ///< unset if it needs none
  const arm::Resource *role = nullptr; ///< the gateway is created after it
};
GatewayIdentity gatewayIdentity(ClusterLowering &ctx, const Gateway &gateway);
// Additional resources of the gateway; null if it needs none.
const arm::PublicIPAddress *gatewayAddress(ClusterLowering &ctx, const Gateway &gateway);
const arm::WebFirewallPolicy *gatewayFirewall(ClusterLowering &ctx, const Gateway &gateway);

} // namespace azcl
