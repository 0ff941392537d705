// Finds rules of security groups that never decide, and callers who are let in and kept out at once. What the
// order within a group is, docs/rationale/network.md says: the balancer's probe, what is denied, what is let
// in.
#include "azcl/Analysis/Addresses.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using llvm::StringRef;

namespace {
/// Those who call.
struct Callers {
  enum class Kind : uint8_t { Everybody, Tag, Addresses, Place, Unknown } kind = Kind::Unknown;
  StringRef tag;
  llvm::SmallVector<IpNetwork, 2> addresses; ///< of Place too, if they are known
  const Subnet *subnet = nullptr;
  const Expr *expr = nullptr; ///< of Addresses, or of what is Unknown
};

/// What passes, written by the author or derived from a way in.
struct Passage {
  const Block *block;
  Callers callers;
  const Expr *ports = nullptr; ///< null: all
  std::optional<CountRange> range;
  AccessProtocol protocol = AccessProtocol::Tcp;
  std::string what; ///< of a way in: what it is
};

/// All that concerns the machines of one subnet.
struct SubnetRules {
  std::vector<Passage> denies, allows, ways, probes;
};
} // namespace

static Callers listed(const Setting &addresses) {
  Callers callers;
  callers.expr = addresses.expr;
  if (addresses.poisoned() || addresses.expr->kind != ExprKind::List)
    return callers;
  for (const Expr *each : addresses.expr->operands) {
    std::optional<IpNetwork> network =
        each->kind == ExprKind::Text ? IpNetwork::parse(each->text) : std::nullopt;
    if (!network)
      return callers;
    if (network->prefix == 0 && !network->v6)
      callers.kind = Callers::Kind::Everybody;
    callers.addresses.push_back(*network);
  }
  if (callers.kind == Callers::Kind::Unknown)
    callers.kind = Callers::Kind::Addresses;
  return callers;
}

static Callers tagged(StringRef tag) {
  Callers callers;
  bool all = llvm::is_contained({"*", "0.0.0.0/0"}, tag);
  callers.kind = all ? Callers::Kind::Everybody : Callers::Kind::Tag;
  callers.tag = tag;
  return callers;
}

static Callers standingIn(const Subnet *subnet) {
  Callers callers;
  if (!subnet)
    return callers;
  callers.kind = Callers::Kind::Place;
  callers.subnet = subnet;
  if (std::optional<IpNetwork> addresses = knownAddresses(subnet->address))
    callers.addresses.push_back(*addresses);
  return callers;
}

static bool covers(const Callers &wide, const Callers &narrow) {
  using Kind = Callers::Kind;
  auto among = [&](const IpNetwork &each) {
    return llvm::any_of(wide.addresses, [&](const IpNetwork &range) { return contains(range, each); });
  };
  if (wide.kind == Kind::Everybody)
    return true;
  if (wide.kind == Kind::Unknown || narrow.kind == Kind::Unknown)
    return wide.expr && narrow.expr && wide.kind == narrow.kind && print(*wide.expr) == print(*narrow.expr);
  if (wide.kind == Kind::Tag)
    return (narrow.kind == Kind::Tag && wide.tag.equals_insensitive(narrow.tag)) ||
           (narrow.kind == Kind::Place && wide.tag.equals_insensitive("VirtualNetwork"));
  if (wide.kind == Kind::Place && narrow.kind == Kind::Place && wide.subnet == narrow.subnet)
    return true;
  return (narrow.kind == Kind::Addresses || narrow.kind == Kind::Place) && !narrow.addresses.empty() &&
         llvm::all_of(narrow.addresses, among);
}

/// Wherever `narrow` speaks, `wide` does too.
static bool covers(const Passage &wide, const Passage &narrow) {
  if (wide.protocol != AccessProtocol::Any && wide.protocol != narrow.protocol)
    return false;
  if (wide.ports &&
      !(wide.range && narrow.range && wide.range->low <= narrow.range->low &&
        narrow.range->high <= wide.range->high) &&
      !(narrow.ports && print(*wide.ports) == print(*narrow.ports)))
    return false;
  return isThereWith(*wide.block, *narrow.block) && covers(wide.callers, narrow.callers);
}

static void setPorts(Passage &entry, const Expr &range) {
  entry.ports = &range;
  if (!range.open && !range.isError())
    entry.range = decode<CountRange>(range);
}

template <BlockKind K> static Passage passageOf(const AccessRule<K> &rule) {
  Passage entry{&rule, {}, nullptr, std::nullopt, AccessProtocol::Tcp, {}};
  if (rule.from.set())
    entry.callers =
        standingIn(rule.from.poisoned() || !rule.from.value() || rule.from.value()->subnet.poisoned()
                       ? nullptr
                       : rule.from.value()->subnet.value());
  else if (rule.addresses.set())
    entry.callers = listed(rule.addresses);
  else if (rule.tag.known())
    entry.callers = tagged(rule.tag.value());
  else if (!rule.tag.set() && K == BlockKind::Deny)
    entry.callers.kind = Callers::Kind::Everybody;
  if (rule.service.known()) {
    const ServicePort &known = servicePorts[size_t(rule.service.value())];
    entry.protocol = known.protocol;
    entry.ports = rule.service.expr;
    entry.range = CountRange{known.port, known.port};
  } else if (rule.port.set()) {
    setPorts(entry, *rule.port.expr);
  } else if (K == BlockKind::Deny) {
    entry.protocol = AccessProtocol::Any;
  }
  if (rule.protocol.known())
    entry.protocol = rule.protocol.value();
  return entry;
}

/// It says who calls, and where, once.
template <BlockKind K> static bool isSound(const AccessRule<K> &rule) {
  int sources = rule.from.set() + rule.addresses.set() + rule.tag.set();
  bool nobody = rule.addresses.set() && rule.addresses.expr->kind == ExprKind::List &&
                rule.addresses.expr->operands.empty();
  return sources <= 1 && (sources == 1 || K == BlockKind::Deny) && !nobody && !rule.incomplete &&
         !(rule.port.set() && rule.service.set());
}

namespace {
class AllRules {
public:
  AllRules(const Cluster &cluster) : cluster(cluster) {
    for (const Tier &tier : cluster.tiers)
      if (SubnetRules *group = of(tier)) {
        for (const Deny &rule : tier.denies)
          if (isSound(rule))
            group->denies.push_back(passageOf(rule));
        for (const Allow &rule : tier.allows)
          if (isSound(rule))
            group->allows.push_back(passageOf(rule));
      }
    for (const Balancer &balancer : cluster.balancers)
      if (balancer.exposure.known())
        add(balancer);
    for (const Gateway &gateway : cluster.gateways)
      add(gateway);
    if (const Bastion *bastion = cluster.network->bastion.get())
      add(*bastion);
  }

  llvm::MapVector<const Subnet *, SubnetRules> all;

private:
  SubnetRules *of(const Tier &tier) {
    const Subnet *subnet = tier.subnet.poisoned() ? nullptr : tier.subnet.value();
    return subnet ? &all[subnet] : nullptr;
  }

  /// A way in, unless nobody is kept out of the tier anyway.
  void way(const Tier *tier, const Block &block, Callers callers, const Expr *ports, AccessProtocol protocol,
           std::string what) {
    SubnetRules *group = tier ? of(*tier) : nullptr;
    if (!group || group->denies.empty())
      return;
    Passage entry{&block, std::move(callers), nullptr, std::nullopt, protocol, std::move(what)};
    if (ports)
      setPorts(entry, *ports);
    group->ways.push_back(std::move(entry));
  }

  void add(const Balancer &balancer) {
    bool open = balancer.isPublic();
    auto callersOf = [&](const Setting &from) {
      return from.set() ? listed(from) : tagged(open ? "Internet" : "VirtualNetwork");
    };
    auto name = [&](StringRef kind, StringRef label) {
      return fmt::format("`{} {}` of the balancer `{}`", kind.str(), label.str(), balancer.label.text.str());
    };
    for (const Listen &listen : balancer.listeners) {
      bool every = listen.everyPort.known() && listen.everyPort.value();
      if (listen.to.poisoned() || !listen.protocol.known() ||
          (!every && (!listen.port.set() || listen.port.poisoned())))
        continue;
      bool udp = listen.protocol.value() == Transport::Udp;
      way(listen.to.value(), listen, callersOf(listen.from), every ? nullptr : listen.port.expr->operands[1],
          every ? AccessProtocol::Any
          : udp ? AccessProtocol::Udp
                : AccessProtocol::Tcp,
          name("listen", listen.label.text));
    }
    for (const Listen &listen : balancer.listeners)
      addProbe(balancer, listen);
    for (const Nat &nat : balancer.nats)
      if (!nat.to.poisoned() && nat.ports.set() && !nat.ports.poisoned())
        way(nat.to.value(), nat, callersOf(nat.from), nat.ports.expr->operands[1], AccessProtocol::Tcp,
            name("nat", nat.label.text));
  }

  void addProbe(const Balancer &balancer, const Listen &listen) {
    const Probe *probe = balancer.probe.get();
    SubnetRules *group = listen.to.poisoned() || !listen.to.value() ? nullptr : of(*listen.to.value());
    if (!group || group->denies.empty() || !probe || !probe->port.known())
      return;
    int64_t port = probe->port.value();
    group->probes.push_back({probe, tagged("AzureLoadBalancer"), probe->port.expr, CountRange{port, port},
                             AccessProtocol::Tcp, balancer.label.text.str()});
  }

  void add(const Gateway &gateway) {
    Callers callers = standingIn(gateway.subnet.poisoned() ? nullptr : gateway.subnet.value());
    std::string what = fmt::format("the gateway `{}`", gateway.label.text.str());
    auto single = [&](const Fixed<Ref<Tier>> &to, const Block &block, const Expr *port) {
      if (to.poisoned() || !to.value() || !port || port->open || port->isError())
        return;
      way(to.value(), block, callers, nullptr, AccessProtocol::Tcp, what);
      if (SubnetRules *group = of(*to.value()); group && !group->denies.empty()) {
        group->ways.back().ports = port;
        group->ways.back().range = CountRange{port->number, port->number};
      }
    };
    for (const GatewayListen &listen : gateway.listeners) {
      if (listen.port.set() && !listen.port.poisoned())
        single(listen.to, listen, listen.port.expr->operands[1]->operands[0]);
      for (const GatewayPath &path : listen.paths)
        single(path.to, path, path.port.expr);
    }
  }

  void add(const Bastion &bastion) {
    if (!bastion.sku.known() || bastion.sku.value() == BastionSku::Developer)
      return;
    const Subnet *subnet = nullptr;
    for (const Subnet &each : cluster.network->subnets)
      if (each.label.text == "AzureBastionSubnet")
        subnet = &each;
    for (const Tier &tier : cluster.tiers) {
      SubnetRules *group = of(tier);
      if (!subnet || !group || group->denies.empty() || !tier.os.known())
        continue;
      int64_t port = tier.os.value() == Os::Windows ? 3389 : 22;
      way(&tier, bastion, standingIn(subnet), nullptr, AccessProtocol::Tcp, "the bastion");
      group->ways.back().ports = tier.os.expr;
      group->ways.back().range = CountRange{port, port};
    }
  }

  const Cluster &cluster;
};
} // namespace

/// Among rules of one kind of one tier.
static void checkAmong(llvm::ArrayRef<Passage> rules, StringRef kind, PassContext &ctx) {
  std::vector<bool> told(rules.size());
  auto tell = [&](size_t which, size_t other, bool same) {
    if (told[which] || told[other])
      return;
    told[which] = true;
    StringRef name = rules[which].block->label.text, wider = rules[other].block->label.text;
    auto report = same ? ctx.diags.report(rules[which].block->head, diag::RuleTwice, kind, name, wider)
                       : ctx.diags.report(rules[which].block->head, diag::RuleCovered, kind, name, wider);
    if (same)
      report.label(rules[other].block->head, note::GivenHere);
    else
      report.label(rules[other].block->head, note::WiderHere);
  };
  for (size_t j = 1; j < rules.size(); ++j)
    for (size_t i = 0; i < j; ++i) {
      bool earlier = covers(rules[i], rules[j]), later = covers(rules[j], rules[i]);
      if (earlier)
        tell(j, i, later);
      else if (later)
        tell(i, j, false);
    }
}

/// What is let in somewhere and denied altogether.
static void checkDenied(const SubnetRules &group, PassContext &ctx) {
  auto denial = [&](const Passage &entry) {
    return llvm::find_if(group.denies, [&](const Passage &deny) { return covers(deny, entry); });
  };
  for (const Passage &allow : group.allows)
    if (auto deny = denial(allow); deny != group.denies.end())
      ctx.diags
          .report(allow.block->head, diag::RuleContradicted, allow.block->label.text, deny->block->label.text)
          .label(deny->block->head, note::DeniedHere);
  for (const Passage &way : group.ways)
    if (auto deny = denial(way); deny != group.denies.end())
      ctx.diags.report(deny->block->head, diag::CallersKeptOut, deny->block->label.text, way.what)
          .label(way.block->head, note::CallersHere);
  for (const Passage &deny : group.denies)
    for (const Passage &probe : group.probes)
      if (deny.callers.kind == Callers::Kind::Tag && covers(probe, deny)) {
        ctx.diags.report(deny.block->head, diag::DenyOfProbe, deny.block->label.text, probe.what);
        break;
      }
}

/// A security group takes so many rules; the last is the one that keeps out everybody else. False if there are more.
static bool checkCount(const Subnet &subnet, const SubnetRules &group, PassContext &ctx) {
  const size_t most = ctx.catalog.limit(LimitId::SecurityRules);
  llvm::StringSet<> known;
  for (const std::vector<Passage> *rules : {&group.denies, &group.allows})
    for (const Passage &rule : *rules) {
      std::string key = fmt::format("{}/{}/{}/{}", rules == &group.denies, unsigned(rule.protocol),
                                    rule.callers.tag.str(), static_cast<const void *>(rule.callers.subnet));
      if (rule.callers.expr)
        key += print(*rule.callers.expr);
      if (rule.ports)
        key += "/" + print(*rule.ports);
      known.insert(key);
    }
  if (known.size() < most)
    return true;
  ctx.diags.report(subnet.head, diag::LimitPassed, subnet.label.text, known.size() + 1,
                   "rules in its security group", most);
  return false;
}

void azcl::checkRules(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (cluster.network->existing.set())
      continue;
    AllRules groups(cluster);
    for (auto &[subnet, group] : groups.all)
      if (!isReserved(*subnet) && checkCount(*subnet, group, ctx))
        checkDenied(group, ctx);
    for (const Tier &tier : cluster.tiers) {
      auto own = [&](const auto &rules) {
        std::vector<Passage> entries;
        if (rules.size() < ctx.catalog.limit(LimitId::SecurityRules))
          for (const auto &rule : rules)
            if (isSound(rule))
              entries.push_back(passageOf(rule));
        return entries;
      };
      checkAmong(own(tier.allows), "allow", ctx);
      checkAmong(own(tier.denies), "deny", ctx);
    }
  }
}
