// Host names that only a deployment knows: which of them a probe can ask for.
#include "GatewayParts.h"
#include "azcl/Analysis/Hosts.h"

using namespace azcl;
using arm::Value;

Value azcl::hasWildcard(ClusterLowering &it, const Expr &hosts) {
  if (hosts.kind == ExprKind::Conditional && hosts.type->kind == TypeKind::List)
    return it.values.choose(it.translate.value(*hosts.operands[0]), hasWildcard(it, *hosts.operands[1]),
                            hasWildcard(it, *hosts.operands[2]));
  if (hosts.kind == ExprKind::List) {
    Value some = false;
    for (const Expr *each : hosts.operands) {
      Value own = hasWildcard(it, *each);
      if (own == Value(true))
        return own;
      if (own == Value(false))
        continue;
      some = some == Value(false) ? own : it.values.either(some, own);
    }
    return some;
  }
  switch (wildcardOf(hosts)) {
  case Wildcard::Yes: return true;
  case Wildcard::No: return false;
  case Wildcard::Maybe: break;
  }
  Value host = it.translate.value(hosts);
  return it.values.either(it.values.call(arm::Function::Contains, {host, "*"}),
                          it.values.call(arm::Function::Contains, {host, "?"}));
}

static Value plainHostIn(ClusterLowering &it, const Expr &hosts, Value otherwise) {
  if (hosts.kind == ExprKind::Conditional)
    return it.values.choose(it.translate.value(*hosts.operands[0]), plainHostIn(it, *hosts.operands[1], otherwise),
                            plainHostIn(it, *hosts.operands[2], otherwise));
  Value found = otherwise;
  for (const Expr *each : llvm::reverse(hosts.operands))
    found = it.values.choose(hasWildcard(it, *each), found, it.translate.value(*each));
  return found;
}

Value azcl::plainHost(ClusterLowering &it, const Setting &hosts, Value otherwise) {
  return hosts.set() ? plainHostIn(it, *hosts.expr, otherwise) : otherwise;
}

static Value hasPlainHostIn(ClusterLowering &it, const Expr &hosts) {
  if (hosts.kind == ExprKind::Conditional)
    return it.values.choose(it.translate.value(*hosts.operands[0]), hasPlainHostIn(it, *hosts.operands[1]),
                            hasPlainHostIn(it, *hosts.operands[2]));
  Value found = false;
  for (const Expr *each : hosts.operands) {
    Value plain = it.values.call(arm::Function::Not, {hasWildcard(it, *each)});
    if (plain == Value(true))
      return plain;
    if (!(plain == Value(false)))
      found = found == Value(false) ? plain : it.values.either(found, plain);
  }
  return found;
}

Value azcl::hasPlainHost(ClusterLowering &it, const Setting &hosts) { return hasPlainHostIn(it, *hosts.expr); }
