// Writes the paths of Analysis/Access.h as security rules.
#include "../Cluster.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

static Value number(ClusterLowering &it, const Expr &port) {
  return it.values.call(arm::Function::String, {it.translate.value(port)});
}
static Value range(ClusterLowering &it, Value low, Value high) {
  return low == high ? low : it.values.concat({low, "-", high});
}

static void setPorts(ClusterLowering &it, const AccessPorts &ports, arm::SecurityRule &rule) {
  llvm::SmallVector<Value, 2> all;
  if (ports.low)
    all.push_back(range(it, number(it, *ports.low), number(it, *ports.high)));
  for (CountRange each : ports.fixed)
    all.push_back(range(it, it.values.text(std::to_string(each.low)), it.values.text(std::to_string(each.high))));
  if (all.size() > 1)
    rule.ports = it.values.list(all);
  else
    rule.port = all.empty() ? Value("*") : all.front();
}

static Value addressOf(ClusterLowering &it, const AccessPeer &peer) {
  if (peer.addresses)
    return it.translate.value(*peer.addresses);
  if (peer.subnet)
    return it.translate.value(peer.subnet->address);
  return peer.tag.empty() ? Value("*") : it.values.text(peer.tag);
}

static void setSource(ClusterLowering &it, const AccessPeer &source, arm::SecurityRule &rule) {
  Value address = addressOf(it, source);
  bool list = address.is(arm::ValueKind::List);
  if (list && address.items().size() == 1)
    rule.source = address.items().front();
  else
    (source.addresses ? rule.sources : rule.source) = address;
}

static arm::SecurityRule ruleFor(ClusterLowering &it, const AccessPath &path) {
  arm::SecurityRule rule;
  for (const Block *need : path.needs)
    rule.when = it.values.both(rule.when, it.translate.condition(*need));
  rule.description = it.name(ruleReason(path));
  rule.direction = path.outbound ? "Outbound" : "Inbound";
  rule.access = path.denied() ? "Deny" : "Allow";
  rule.protocol = wireName(path.protocol);
  setSource(it, path.source, rule);
  rule.sourcePort = "*";
  rule.destination = addressOf(it, path.destination);
  setPorts(it, path.ports, rule);
  return rule;
}

static arm::SecurityRule denyTheRest(int64_t priority) {
  arm::SecurityRule rule;
  rule.name = "deny-inbound";
  rule.description = "nobody else";
  rule.direction = "Inbound";
  rule.access = "Deny";
  rule.protocol = rule.source = rule.sourcePort = rule.destination = rule.port = "*";
  rule.priority = priority;
  return rule;
}

/// Lets in what was found, and nothing else: the rule that admits the whole network, and with it its
/// peers, is one of Azure's own.
arm::NetworkSecurityGroup &azcl::lowerSecurityGroup(ClusterLowering &it, const Subnet &subnet) {
  auto &group = it.add<arm::NetworkSecurityGroup>(it.name(subnet.label.text, "-nsg"), subnet, it.networks);
  std::vector<const AccessPath *> paths = it.access.rulesOf(subnet);
  const int64_t least = it.program.catalog.least(LimitId::SecurityRulePriority),
                most = it.program.catalog.limit(LimitId::SecurityRulePriority);
  const int64_t step = int64_t(paths.size()) * 10 < most - least ? 10 : 1;
  int64_t next[] = {least, least}; // inbound and outbound are counted apart
  llvm::StringSet<> names;
  for (const AccessPath *path : paths) {
    arm::SecurityRule rule = ruleFor(it, *path);
    StringRef own = it.name(ruleName(*path)), name = own;
    for (unsigned i = 2; !names.insert(name).second; ++i)
      name = it.name(own, "-", std::to_string(i));
    rule.name = name;
    rule.priority = next[path->outbound];
    next[path->outbound] += step;
    group.rules.push_back(rule);
  }
  group.rules.push_back(denyTheRest(most));
  return group;
}
