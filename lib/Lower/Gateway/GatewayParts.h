// What the lowering of gateways consists of.
#pragma once

#include "../Cluster.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace azcl {

/// Who answers the requests of a listener, or of one of its paths.
struct GatewayAnswer {
  const Block &block;
  const GatewayListen &listen;
  llvm::StringRef name; ///< of its probe and its settings
  const Tier &tier;
  const Expr *port; ///< on the machines
  WebProtocol protocol;
  const Setting &host;
  const GatewayProbe &probe;
};
void forEachAnswer(ClusterLowering &ctx, const Gateway &gateway,
                   llvm::function_ref<void(const GatewayAnswer &)> visit);

/// When a listener or a path is there, if its gateway is.
arm::Value whenOf(ClusterLowering &ctx, const Block &block);
llvm::StringRef nameOf(ClusterLowering &ctx, const GatewayListen &listen, const GatewayPath &path);
/// A single number, not a range.
inline bool isFixed(const Setting &range) {
  return range.expr->operands[0] == range.expr->operands[1];
}
/// The first host name without a wildcard, or `otherwise`; it may be known at deployment only.
arm::Value plainHost(ClusterLowering &ctx, const Setting &hosts, arm::Value otherwise);
arm::Value hasPlainHost(ClusterLowering &ctx, const Setting &hosts);
/// Whether a host name, or one of a list, has a wildcard; a Bool where that is known.
arm::Value hasWildcard(ClusterLowering &ctx, const Expr &hosts);
/// Makes an output of an address by which callers reach the gateway.
void giveAddress(ClusterLowering &ctx, const Gateway &gateway, llvm::StringRef suffix,
                 arm::Value address);
arm::Value internalAddress(ClusterLowering &ctx, const Gateway &gateway);

/// The ID of the identity by which it reads certificates; unset where it needs none.
arm::Value gatewayIdentity(ClusterLowering &ctx, const Gateway &gateway);
// The resources beside the gateway; null where it needs none.
const arm::PublicIPAddress *gatewayAddress(ClusterLowering &ctx, const Gateway &gateway);
const arm::WebFirewallPolicy *gatewayFirewall(ClusterLowering &ctx, const Gateway &gateway);

} // namespace azcl
