// Lowers the access paths of Analysis/Access.h to security rules.
#include "../Cluster.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

static Value number(ClusterLowering &ctx, const Expr &port) {
  return ctx.values.call(arm::Function::String, {ctx.translate.value(port)});
}
static Value range(ClusterLowering &ctx, Value low, Value high) {
  return low == high ? low : ctx.values.concat({low, "-", high});
}

static void setPorts(ClusterLowering &ctx, const AccessPorts &ports, arm::SecurityRule &rule) {
  llvm::SmallVector<Value, 2> all;
  if (ports.low)
    all.push_back(range(ctx, number(ctx, *ports.low), number(ctx, *ports.high)));
  for (CountRange each : ports.fixed)
    all.push_back(range(ctx, ctx.values.text(std::to_string(each.low)),
                        ctx.values.text(std::to_string(each.high))));
  if (all.size() > 1)
    rule.ports = ctx.values.list(all);
  else
    rule.port = all.empty() ? Value("*") : all.front();
}

static Value addressOf(ClusterLowering &ctx, const AccessPeer &peer) {
  if (peer.addresses)
    return ctx.translate.value(*peer.addresses);
  if (peer.subnet)
    return ctx.translate.value(peer.addressesOf());
  return peer.tag.empty() ? Value("*") : ctx.values.text(peer.tag);
}

/// One side of a rule: application security groups, one address or tag, or several addresses.
static void setSide(ClusterLowering &ctx, const AccessPeer &peer,
                    std::vector<arm::Reference> &groups, Value &one, Value &several) {
  if (peer.tier) {
    groups = {arm::referTo(ctx.values.idOf(*ctx.groupOf.at(peer.tier)))};
    return;
  }
  Value address = addressOf(ctx, peer);
  bool list = address.is(arm::ValueKind::List);
  if (list && address.items().size() == 1)
    one = address.items().front();
  else
    (peer.addresses ? several : one) = address;
}

static arm::SecurityRule ruleFor(ClusterLowering &ctx, const AccessPath &path) {
  arm::SecurityRule rule;
  for (const Block *need : path.needs)
    rule.when = ctx.values.both(rule.when, ctx.translate.condition(*need));
  rule.description = ctx.name(ruleReason(path));
  rule.direction = path.outbound ? "Outbound" : "Inbound";
  rule.access = path.denied() ? "Deny" : "Allow";
  rule.protocol = wireName(path.protocol);
  setSide(ctx, path.source, rule.sourceGroups, rule.source, rule.sources);
  rule.sourcePort = "*";
  setSide(ctx, path.destination, rule.destinationGroups, rule.destination, rule.destinations);
  setPorts(ctx, path.ports, rule);
  return rule;
}

static arm::SecurityRule denyTheRest(int64_t priority) {
  arm::SecurityRule rule;
  rule.name = "deny-inbound";
  rule.description = "deny all other inbound traffic";
  rule.direction = "Inbound";
  rule.access = "Deny";
  rule.protocol = rule.source = rule.sourcePort = rule.destination = rule.port = "*";
  rule.priority = priority;
  return rule;
}

/// Allows the access paths and denies the rest. The last rule denies what Azure's default rules
/// would allow: traffic from the whole virtual network and its peers.
arm::NetworkSecurityGroup &azcl::lowerSecurityGroup(ClusterLowering &ctx, const Subnet &subnet) {
  auto &group =
      ctx.add<arm::NetworkSecurityGroup>(ctx.name(subnet.label.text, "-nsg"), subnet, ctx.networks);
  std::vector<const AccessPath *> paths = ctx.access.rulesOf(subnet);
  const int64_t least = ctx.program.catalog.least(LimitId::SecurityRulePriority),
                most = ctx.program.catalog.limit(LimitId::SecurityRulePriority);
  const int64_t step = int64_t(paths.size()) * 10 < most - least ? 10 : 1;
  int64_t next[] = {least, least}; // inbound and outbound priorities are independent
  llvm::StringSet<> names;
  for (const AccessPath *path : paths) {
    arm::SecurityRule rule = ruleFor(ctx, *path);
    std::string own = ruleName(*path);
    StringRef name = ctx.madeName(own);
    for (unsigned i = 2; !names.insert(name.lower()).second; ++i) // Azure ignores case
      name = ctx.madeName(own + "-" + std::to_string(i));
    rule.name = name;
    rule.priority = next[path->outbound];
    next[path->outbound] += step;
    group.rules.push_back(rule);
  }
  group.rules.push_back(denyTheRest(most));
  return group;
}
