// Finds host names without a wildcard, which probes need, when only the deployment knows the names.
#include "GatewayParts.h"
#include "azcl/Analysis/Hosts.h"

using namespace azcl;
using arm::Value;

Value azcl::hasWildcard(ClusterLowering &ctx, const Expr &hosts) {
  if (hosts.kind == ExprKind::Conditional && hosts.type->kind == TypeKind::List)
    return ctx.values.choose(ctx.translate.value(*hosts.operands[0]),
                             hasWildcard(ctx, *hosts.operands[1]),
                             hasWildcard(ctx, *hosts.operands[2]));
  if (hosts.kind == ExprKind::List) {
    Value some = false;
    for (const Expr *each : hosts.operands) {
      Value own = hasWildcard(ctx, *each);
      if (own == Value(true))
        return own;
      if (own == Value(false))
        continue;
      some = some == Value(false) ? own : ctx.values.either(some, own);
    }
    return some;
  }
  switch (wildcardOf(hosts)) {
  case Wildcard::Yes: return true;
  case Wildcard::No: return false;
  case Wildcard::Maybe: break;
  }
  Value host = ctx.translate.value(hosts);
  return ctx.values.either(ctx.values.call(arm::Function::Contains, {host, "*"}),
                           ctx.values.call(arm::Function::Contains, {host, "?"}));
}

static Value plainHostIn(ClusterLowering &ctx, const Expr &hosts, Value otherwise) {
  if (hosts.kind == ExprKind::Conditional)
    return ctx.values.choose(ctx.translate.value(*hosts.operands[0]),
                             plainHostIn(ctx, *hosts.operands[1], otherwise),
                             plainHostIn(ctx, *hosts.operands[2], otherwise));
  Value found = otherwise;
  for (const Expr *each : llvm::reverse(hosts.operands))
    found = ctx.values.choose(hasWildcard(ctx, *each), found, ctx.translate.value(*each));
  return found;
}

Value azcl::plainHost(ClusterLowering &ctx, const Setting &hosts, Value otherwise) {
  return hosts.set() ? plainHostIn(ctx, *hosts.expr, otherwise) : otherwise;
}

static Value hasPlainHostIn(ClusterLowering &ctx, const Expr &hosts) {
  if (hosts.kind == ExprKind::Conditional)
    return ctx.values.choose(ctx.translate.value(*hosts.operands[0]),
                             hasPlainHostIn(ctx, *hosts.operands[1]),
                             hasPlainHostIn(ctx, *hosts.operands[2]));
  Value found = false;
  for (const Expr *each : hosts.operands) {
    Value plain = ctx.values.call(arm::Function::Not, {hasWildcard(ctx, *each)});
    if (plain == Value(true))
      return plain;
    if (!(plain == Value(false)))
      found = found == Value(false) ? plain : ctx.values.either(found, plain);
  }
  return found;
}

Value azcl::hasPlainHost(ClusterLowering &ctx, const Setting &hosts) {
  return hasPlainHostIn(ctx, *hosts.expr);
}
