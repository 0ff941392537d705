// Finds security rules that have no effect, and traffic that the program both allows and denies.
// Within a security group, rules are in this order: the probe of the load balancer, `deny`, then
// what is allowed (docs/rationale/network.md).
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Addresses.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Diagnostics/Access.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringSet.h"
#include <map>
#include <tuple>

using namespace azcl;
using llvm::StringRef;
using Cause = AccessCause;

namespace {
/// An access path, prepared for many comparisons.
struct Passage {
  enum class Callers : uint8_t {
    Everybody,
    Tag,
    Addresses,
    Place,
    Unknown
  } kind = Callers::Unknown;
  const AccessPath *path;
  llvm::SmallVector<IpNetwork, 2> addresses; ///< for Addresses; for Place if they are known
  std::optional<CountRange> range;

  explicit Passage(const AccessPath &path) : path(&path), range(path.ports.known()) {
    const AccessPeer &other = peer();
    if (other.addresses) {
      readList(*other.addresses);
    } else if (other.subnet) {
      kind = Callers::Place;
      // The members of an application security group can have addresses in other subnets and of
      // both families.
      if (other.tier && (!other.tier->interfaces.empty() || other.subnet->ipv6Address.set()))
        return;
      if (std::optional<IpNetwork> known = knownAddresses(other.addressesOf()))
        addresses.push_back(*known);
    } else {
      kind = other.any() || other.tag == "0.0.0.0/0" ? Callers::Everybody : Callers::Tag;
    }
  }

  StringRef label() const { return path->block->label.text; }
  /// The source of an inbound path, or the destination of an outbound path.
  const AccessPeer &peer() const { return path->outbound ? path->destination : path->source; }
  /// The tier whose application security group the rule names; null if it applies to the subnet.
  const Tier *tier() const { return (path->outbound ? path->source : path->destination).tier; }
  StringRef keyword() const { return info(path->block->kind).keyword; }
  std::string text() const { return fmt::format("{} {}", keyword().str(), label().str()); }

private:
  void readList(const Expr &list) {
    if (list.kind != ExprKind::List)
      return;
    bool whole = false;
    for (const Expr *each : list.operands) {
      std::optional<IpNetwork> network =
          each->kind == ExprKind::Text ? IpNetwork::parse(each->text) : std::nullopt;
      if (!network)
        return;
      whole |= network->prefix == 0 && !network->v6;
      addresses.push_back(*network);
    }
    kind = whole ? Callers::Everybody : Callers::Addresses;
  }
};
using Callers = Passage::Callers;

/// The access paths to the instances in one subnet.
struct SubnetRules {
  std::vector<Passage> denies, allows, ways, probes;
};
} // namespace

static bool coversPeer(const Passage &wide, const Passage &narrow) {
  const AccessPeer &all = wide.peer(), &some = narrow.peer();
  auto among = [&](const IpNetwork &each) {
    return llvm::any_of(wide.addresses,
                        [&](const IpNetwork &range) { return contains(range, each); });
  };
  if (wide.kind == Callers::Everybody)
    return true;
  if (wide.kind == Callers::Unknown || narrow.kind == Callers::Unknown)
    return wide.kind == narrow.kind && print(*all.addresses) == print(*some.addresses);
  if (wide.kind == Callers::Tag)
    return (narrow.kind == Callers::Tag && all.tag.equals_insensitive(some.tag)) ||
           (narrow.kind == Callers::Place && all.tag.equals_insensitive("VirtualNetwork"));
  if (all.tier)
    return all.tier == some.tier;
  if (wide.kind == Callers::Place && narrow.kind == Callers::Place && all.subnet == some.subnet &&
      all.v6 == some.v6 && !some.tier)
    return true;
  return (narrow.kind == Callers::Addresses || narrow.kind == Callers::Place) &&
         !narrow.addresses.empty() && llvm::all_of(narrow.addresses, among);
}

static bool coversPorts(const Passage &wide, const Passage &narrow) {
  const AccessPorts &all = wide.path->ports, &some = narrow.path->ports;
  if (all.all())
    return true;
  if (wide.range && narrow.range)
    return wide.range->low <= narrow.range->low && narrow.range->high <= wide.range->high;
  return all.low && some.low && print(*all.low) == print(*some.low) &&
         print(*all.high) == print(*some.high);
}

/// Whether `wide` applies wherever `narrow` does.
static bool covers(const Passage &wide, const Passage &narrow) {
  bool protocol =
      wide.path->protocol == AccessProtocol::Any || wide.path->protocol == narrow.path->protocol;
  return protocol && (!wide.tier() || wide.tier() == narrow.tier()) && coversPorts(wide, narrow) &&
         existsWith(*wide.path, *narrow.path) && coversPeer(wide, narrow);
}

/// "`listen web` of load balancer `front`"
static std::string describe(const AccessPath &path) {
  const Block &block = *path.block;
  auto of = [&](StringRef keyword) {
    return fmt::format("`{} {}` of load balancer `{}`", keyword.str(), block.label.text.str(),
                       block.parent->label.text.str());
  };
  auto gateway = [&] {
    const Block *at = &block;
    while (at->kind != BlockKind::Gateway)
      at = at->parent;
    return at->label.text.str();
  };
  switch (path.cause) {
  case Cause::Listener: return of("listen");
  case Cause::Nat: return of("nat");
  case Cause::GatewayBackend: return fmt::format("application gateway `{}`", gateway());
  case Cause::GatewayProbe:
    return fmt::format("the health probe of application gateway `{}`", gateway());
  case Cause::Bastion: return "the bastion";
  default: return "";
  }
}

static SubnetRules sorted(const ClusterAccess &access, llvm::ArrayRef<unsigned> indexes) {
  SubnetRules group;
  for (unsigned index : indexes) {
    const AccessPath &path = access.paths[index];
    auto &part = path.cause == Cause::Deny    ? group.denies
                 : path.cause == Cause::Allow ? group.allows
                 : path.cause == Cause::Probe ? group.probes
                                              : group.ways;
    if (path.tier && !path.outbound)
      part.emplace_back(path);
  }
  return group;
}

/// The rules that the program writes; those that it implies are not compared.
static SubnetRules outboundOf(const ClusterAccess &access, llvm::ArrayRef<unsigned> indexes) {
  SubnetRules group;
  for (unsigned index : indexes) {
    const AccessPath &path = access.paths[index];
    if (path.cause == Cause::AllowOutbound || path.cause == Cause::DenyOutbound)
      (path.denied() ? group.denies : group.allows).emplace_back(path);
  }
  return group;
}

/// A rule of the program for one network interface. Its IPv6 twin is not compared a second time.
static bool isWritten(const AccessPath &path) {
  return (path.cause == Cause::Allow || path.cause == Cause::Deny ||
          path.cause == Cause::AllowOutbound || path.cause == Cause::DenyOutbound) &&
         !path.source.v6 && !path.destination.v6;
}

/// Compares the rules of one kind (`allow` or `deny`) in one tier.
static void checkAmong(llvm::ArrayRef<Passage> rules, StringRef kind, PassContext &ctx) {
  std::vector<bool> told(rules.size());
  auto tell = [&](size_t which, size_t other, bool same) {
    if (told[which] || told[other])
      return;
    told[which] = true;
    StringRef name = rules[which].label(), wider = rules[other].label();
    auto report =
        same ? ctx.diags.report(rules[which].path->block->head, diag::RuleTwice, kind, name, wider)
             : ctx.diags.report(rules[which].path->block->head, diag::RuleCovered, kind, name,
                                wider);
    if (same)
      report.label(rules[other].path->block->head, note::GivenHere);
    else
      report.label(rules[other].path->block->head, note::WiderHere);
  };
  for (size_t j = 1; j < rules.size(); ++j)
    for (size_t i = 0; i < j; ++i) {
      if (rules[i].path->block == rules[j].path->block)
        continue; // one block for several destinations
      bool earlier = covers(rules[i], rules[j]), later = covers(rules[j], rules[i]);
      if (earlier)
        tell(j, i, later);
      else if (later)
        tell(i, j, false);
    }
}

/// Reports traffic that one part of the program allows and another denies completely.
static void checkDenied(const SubnetRules &group, PassContext &ctx) {
  if (group.denies.empty())
    return;
  auto denial = [&](const Passage &entry) {
    return llvm::find_if(group.denies, [&](const Passage &deny) { return covers(deny, entry); });
  };
  llvm::SmallPtrSet<const Block *, 4> effective, reported; // a block can have several paths
  for (const Passage &allow : group.allows)
    if (denial(allow) == group.denies.end())
      effective.insert(allow.path->block);
  for (const Passage &allow : group.allows)
    if (auto deny = denial(allow);
        !effective.contains(allow.path->block) && reported.insert(allow.path->block).second)
      ctx.diags.report(allow.path->block->head, diag::RuleContradicted, allow.text(), deny->text())
          .label(deny->path->block->head, note::DeniedHere);
  const Block *told = nullptr; // a backend and its probe are reported once
  for (const Passage &way : group.ways)
    if (auto deny = denial(way); deny != group.denies.end()) {
      if (way.path->cause == Cause::GatewayProbe && told == way.path->block)
        continue;
      told = way.path->block;
      ctx.diags
          .report(deny->path->block->head, diag::CallersKeptOut, deny->label(), describe(*way.path))
          .label(told->head, note::CallersHere);
    }
  for (const Passage &deny : group.denies)
    for (const Passage &probe : group.probes)
      if (deny.kind == Callers::Tag && covers(probe, deny)) {
        ctx.diags.report(deny.path->block->head, diag::DenyOfProbe, deny.label(),
                         probe.path->block->parent->label.text);
        break;
      }
}

static void checkGroups(const Subnet &subnet, const ClusterAccess &access, PassContext &ctx) {
  llvm::SmallPtrSet<const Tier *, 8> named;
  for (const AccessPath *rule : access.rulesOf(subnet))
    for (const Tier *tier : {rule->source.tier, rule->destination.tier})
      if (tier)
        named.insert(tier);
  const size_t most = ctx.catalog.limit(LimitId::SecurityGroupGroups);
  if (named.size() > most)
    ctx.diags.report(subnet.head, diag::LimitPassed, fmt::format("subnet `{}`", subnet.label.text),
                     named.size(), "application security groups in its security rules", most);
}

/// Checks the number of rules in a security group, including the final rule that denies the rest.
/// Rules that never exist together are not added up. Returns false if there are too many.
static bool checkCount(const Subnet &subnet, const ClusterAccess &access, PassContext &ctx) {
  const size_t most = ctx.catalog.limit(LimitId::SecurityRules);
  std::vector<const AccessPath *> rules = access.rulesOf(subnet);
  if (rules.size() < most)
    return true;
  std::vector<const Expr *> conditions;
  std::vector<std::pair<size_t, size_t>> spans; // the conditions of each rule
  for (const AccessPath *rule : rules) {
    size_t first = conditions.size();
    for (const Expr *condition : rule->conditions())
      conditions.push_back(condition);
    spans.emplace_back(first, conditions.size());
  }
  size_t count = 0;
  Proof proof = proveWhile({}, conditions, [&](llvm::ArrayRef<Scalar> values) {
    count = 1;
    for (auto [first, last] : spans)
      count += llvm::all_of(values.slice(first, last - first),
                            [](const Scalar &value) { return value.number != 0; });
    return count <= most;
  });
  if (proof.answer != Proof::Answer::Fails)
    return proof.answer == Proof::Answer::Holds;
  std::string what = "rules in its network security group";
  if (!proof.witness.empty())
    what += whenSuffix(proof.witness);
  ctx.diags.report(subnet.head, diag::LimitPassed, fmt::format("subnet `{}`", subnet.label.text),
                   count, what, most);
  return false;
}

void azcl::checkRules(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (cluster.network->existing.set())
      continue;
    const ClusterAccess &access = ctx.answers.access(cluster);
    for (auto &[subnet, indexes] : access.bySubnet) {
      checkGroups(*subnet, access, ctx);
      if (!isReserved(*subnet) && checkCount(*subnet, access, ctx))
        checkDenied(sorted(access, indexes), ctx);
      checkDenied(outboundOf(access, indexes), ctx);
    }
    using Place = std::tuple<const Tier *, const Subnet *, BlockKind>;
    std::map<Place, std::vector<Passage>> own;
    llvm::SmallVector<Place, 8> places; // in program order
    for (const AccessPath &path : access.paths)
      if (isWritten(path)) {
        std::vector<Passage> &rules = own[{path.tier, path.subnet, path.block->kind}];
        if (rules.empty())
          places.push_back({path.tier, path.subnet, path.block->kind});
        rules.emplace_back(path);
      }
    for (const Place &place : places)
      if (own[place].size() < ctx.catalog.limit(LimitId::SecurityRules))
        checkAmong(own[place], info(std::get<BlockKind>(place)).keyword, ctx);
  }
}
