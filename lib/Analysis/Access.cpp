// Finds the access paths of a cluster and the security rules that they require.
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/FrontDoors.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Catalog/LimitId.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;
using Cause = AccessCause;

std::optional<CountRange> AccessPorts::known() const {
  if (fixed.size() == 1)
    return fixed.front();
  if (!low || low->open || high->open || low->isError() || high->isError())
    return std::nullopt;
  return CountRange{low->number, high->number};
}

llvm::SmallVector<const Expr *, 4> AccessPath::conditions() const {
  llvm::SmallVector<const Expr *, 4> all;
  for (const Block *need : needs)
    all.append(conditionsOf(*need));
  return all;
}

bool azcl::isClosed(const Tier &tier) {
  return tier.outboundTraffic.known() && tier.outboundTraffic.value() == OutboundTraffic::Closed;
}

bool azcl::hasTierGroups(const Cluster &cluster) {
  const Network &network = *cluster.network.get();
  return network.isolate.known() && network.isolate.value() == Isolation::Tiers &&
         !network.existing.set();
}

namespace {
struct GatewayPart {
  const Block &block;
  const Fixed<Ref<Tier>> &to;
  const Expr *port;
  const GatewayProbe *probe;
};

class Finder {
public:
  Finder(const Program &program, const Cluster &cluster, const Peerings &peerings)
      : program(program), cluster(cluster), peerings(peerings) {}

  std::vector<AccessPath> run() {
    for (const Balancer &each : cluster.balancers)
      balancer(each);
    for (const Tier &each : cluster.tiers) {
      rules(each, each);
      for (const NetworkInterface &card : each.interfaces)
        rules(each, card);
      outbound(each);
    }
    for (const Cluster &host : program.clusters())
      if (isConnected(host))
        bastion(host);
    for (const Gateway &each : cluster.gateways)
      gateway(each);
    if (const Subnet *subnet = findSubnet(*cluster.network.get(), ReservedSubnet::Bastion))
      bastionService(*subnet);
    for (const Subnet &each : cluster.network->subnets)
      if (hasOnlyEndpoints(cluster, each))
        endpoints(each);
    addIpv6();
    return std::move(paths);
  }

private:
  /// Whether the networks of the clusters are the same or peered.
  bool isConnected(const Cluster &other) const {
    return &other == &cluster || peerings.between(other, cluster);
  }
  AccessPath &add(AccessCause cause, const Subnet *subnet, const Block &block) {
    AccessPath &path = paths.emplace_back();
    path.cause = cause;
    path.subnet = subnet;
    path.block = &block;
    if (block.kind != BlockKind::Subnet) // the security group has the condition of its subnet
      path.needs.push_back(&block);
    return path;
  }
  AccessPath &add(AccessCause cause, const Tier &tier, const Block &block) {
    return addTo(cause, tier, subnetIn(tier), block);
  }
  AccessPath &addTo(AccessCause cause, const Tier &tier, const Subnet *subnet, const Block &block) {
    AccessPath &path = add(cause, subnet, block);
    path.tier = &tier;
    if (hasGroups)
      path.destination.tier = &tier;
    return path;
  }

  /// A rule has addresses of one family (hashicorp/terraform-provider-azurerm#12534), so a subnet
  /// with two is the source of two rules. Tags and groups include both families. Security rules do
  /// not support ICMPv6 (MicrosoftDocs/azure-docs, virtual-network/ip-services/ipv6-overview.md).
  void addIpv6() {
    auto isDual = [](const Subnet *subnet) { return subnet && subnet->ipv6Address.set(); };
    for (size_t i = 0, end = paths.size(); i < end; ++i)
      for (AccessPeer AccessPath::*side : {&AccessPath::source, &AccessPath::destination})
        if (const AccessPeer &peer = paths[i].*side; paths[i].protocol != AccessProtocol::Icmp &&
                                                     !peer.tier && isDual(peer.subnet) &&
                                                     isDual(paths[i].subnet)) {
          AccessPath twin = paths[i];
          (twin.*side).v6 = true;
          paths.push_back(std::move(twin));
        }
  }

  static const Tier *tierOf(const Fixed<Ref<Tier>> &to) {
    return to.set() && !to.poisoned() ? to.value() : nullptr;
  }
  static AccessPorts portsOf(const Expr &range) {
    return {range.operands[0], range.operands[1], {}};
  }
  static AccessPorts portOf(const Expr &port) { return {&port, &port, {}}; }
  static bool usable(const Setting &setting) { return setting.set() && !setting.poisoned(); }

  /// The addresses from which Front Door sends requests (MicrosoftDocs/azure-docs,
  /// articles/frontdoor/origin-security.md).
  static constexpr StringRef frontDoorTag = "AzureFrontDoor.Backend";

  void balancer(const Balancer &balancer) {
    if (!balancer.exposure.known())
      return;
    StringRef all = balancer.isPublic() ? "Internet" : "VirtualNetwork";
    const bool locked = lockOf(cluster, balancer) != nullptr;
    auto source = [&](const Setting &from, bool first = false) {
      return from.set()        ? AccessPeer{{}, from.expr, nullptr}
             : locked && first ? AccessPeer{frontDoorTag, nullptr, nullptr}
                               : AccessPeer{all, nullptr, nullptr};
    };
    for (const Listen &listen : balancer.listeners) {
      const Tier *tier = tierOf(listen.to);
      bool every = listen.everyPort.known() && listen.everyPort.value();
      if (!tier || listen.from.poisoned() || !listen.protocol.known() ||
          (!every && !usable(listen.port)))
        continue;
      AccessPath &path = add(Cause::Listener, *tier, listen);
      path.source = source(listen.from, frontendOf(listen) == frontendsOf(balancer).front());
      path.protocol = every                                       ? AccessProtocol::Any
                      : listen.protocol.value() == Transport::Udp ? AccessProtocol::Udp
                                                                  : AccessProtocol::Tcp;
      if (!every) // security rules apply to the port on the instances
        path.ports = portsOf(*listen.port.expr->operands[1]);
      // Connections through a Private Link service come from its subnet.
      if (const Subnet *subnet = balancer.privateLink && listen.from.set()
                                     ? blockOf(balancer.privateLink->subnet)
                                     : nullptr;
          subnet && frontendOf(listen) == frontendsOf(balancer).front()) {
        AccessPath link = path;
        link.source = {{}, nullptr, subnet};
        paths.push_back(std::move(link));
      }
      if (!balancer.probe || !usable(balancer.probe->port))
        continue;
      AccessPath &probe = add(Cause::Probe, *tier, listen);
      probe.source.tag = "AzureLoadBalancer";
      probe.ports = portOf(*balancer.probe->port.expr);
    }
    for (const Nat &nat : balancer.nats) {
      const Tier *tier = tierOf(nat.to);
      if (!tier || nat.from.poisoned() || !usable(nat.ports))
        continue;
      AccessPath &path = add(Cause::Nat, *tier, nat);
      path.source = source(nat.from);
      path.ports = portsOf(*nat.ports.expr->operands[1]);
    }
  }

  /// The rules of one network interface.
  template <class B> void rules(const Tier &tier, const B &card) {
    for (const Deny &each : card.denies)
      rule(Cause::Deny, tier, subnetIn(card), each);
    for (const Allow &each : card.allows)
      rule(Cause::Allow, tier, subnetIn(card), each);
  }

  /// Whether the rule names exactly one source and gives the port in one way only.
  template <BlockKind K> static bool isSound(const AccessRule<K> &rule) {
    int sources = rule.peer.set() + rule.addresses.set() + rule.tag.set();
    bool empty = rule.addresses.set() && rule.addresses.expr->kind == ExprKind::List &&
                 rule.addresses.expr->operands.empty();
    bool poisoned = rule.peer.poisoned() || rule.addresses.poisoned() || rule.tag.poisoned() ||
                    rule.port.poisoned() || rule.service.poisoned() || rule.ruleSet.poisoned() ||
                    rule.protocol.poisoned();
    return sources <= 1 && (sources == 1 || AccessRule<K>::denies) && !empty && !poisoned &&
           !rule.incomplete && rule.port.set() + rule.service.set() + rule.ruleSet.set() <= 1 &&
           (!rule.peer.set() || rule.peer.value());
  }

  const Port &wellKnown(KnownService service) const {
    return program.catalog.port(Words<KnownService>::words[size_t(service)].name);
  }
  static AccessProtocol protocolOf(const Port &port) {
    switch (port.protocol) {
    case PortProtocol::Tcp: return AccessProtocol::Tcp;
    case PortProtocol::Udp: return AccessProtocol::Udp;
    case PortProtocol::Any: return AccessProtocol::Any;
    }
    llvm_unreachable("not a protocol");
  }

  template <BlockKind K> void setPorts(AccessPath &path, const AccessRule<K> &rule) {
    if (rule.service.set()) {
      const Port &known = wellKnown(rule.service.value());
      path.ports.fixed.push_back({known.number, known.number});
      path.protocol = protocolOf(known);
    } else if (rule.ruleSet.set()) {
      for (int64_t port : portsFor(rule.ruleSet.value(), program.catalog))
        path.ports.fixed.push_back({port, port});
      path.protocol = AccessProtocol::Tcp; // a rule of the catalog
    } else {
      // A denied peer is denied for every protocol.
      path.protocol =
          rule.port.set() || !AccessRule<K>::denies ? AccessProtocol::Tcp : AccessProtocol::Any;
      if (rule.port.set())
        path.ports = portsOf(*rule.port.expr);
    }
    if (rule.protocol.set())
      path.protocol = rule.protocol.value();
  }

  template <BlockKind K>
  void rule(AccessCause cause, const Tier &tier, const Subnet *subnet, const AccessRule<K> &rule) {
    if (!isSound(rule))
      return;
    AccessPath &path = addTo(cause, tier, subnet, rule);
    if (AccessRule<K>::outbound) {
      path.outbound = true;
      std::swap(path.source, path.destination);
    }
    AccessPeer &peer = AccessRule<K>::outbound ? path.destination : path.source;
    setPorts(path, rule);
    if (rule.peer.set() && AccessRule<K>::outbound) {
      return toTier(paths.size() - 1, *rule.peer.value());
    } else if (rule.peer.set()) {
      peer.subnet = sourceSubnet(*rule.peer.value(), subnet);
      peer.tier = hasGroups ? rule.peer.value() : nullptr;
    } else if (rule.tag.set() && rule.tag.value() != "*") {
      peer.tag = rule.tag.value();
    } else if (rule.addresses.set()) {
      peer.addresses = rule.addresses.expr;
    }
    if (rule.peer.set() && !peer.subnet)
      paths.pop_back(); // the subnet is in error
  }

  /// Makes the path lead to each subnet in which the tier has a network interface.
  void toTier(size_t index, const Tier &tier) {
    AccessPath path = paths[index];
    paths.pop_back();
    llvm::SmallPtrSet<const Subnet *, 2> seen;
    for (const Card &card : cardsOf(tier)) {
      path.destination.subnet = card.subnetOf();
      if (path.destination.subnet && seen.insert(path.destination.subnet).second)
        paths.push_back(path);
    }
  }

  /// The outbound rules of a tier, for each of its network interfaces.
  void outbound(const Tier &tier) {
    std::vector<Card> cards = cardsOf(tier);
    for (const Card &card : cards) {
      for (const DenyOutbound &each : tier.outboundDenies)
        rule(Cause::DenyOutbound, tier, card.subnetOf(), each);
      for (const AllowOutbound &each : tier.outboundAllows)
        rule(Cause::AllowOutbound, tier, card.subnetOf(), each);
    }
    if (!isClosed(tier))
      return;
    for (const Card &card : cards) {
      callees(tier, card.subnetOf());
      resolvers(tier, card.subnetOf());
      outward(Cause::Closed, tier, card.subnetOf());
    }
  }

  /// One rule for each known DNS server: they can be of different address families.
  void resolvers(const Tier &tier, const Subnet *subnet) {
    const Setting &dns = cluster.network->dns;
    if (!usable(dns))
      return;
    auto resolver = [&]() -> AccessPeer & {
      AccessPath &path = outward(Cause::Resolver, tier, subnet);
      int64_t port = wellKnown(KnownService::Dns).number;
      path.ports.fixed.push_back({port, port});
      return path.destination;
    };
    auto isText = [](const Expr *each) { return each->kind == ExprKind::Text; };
    if (dns.expr->kind == ExprKind::List && llvm::all_of(dns.expr->operands, isText))
      for (const Expr *each : dns.expr->operands)
        resolver().tag = each->text;
    else
      resolver().addresses = dns.expr;
  }

  /// Security rules are stateful: answers to inbound connections need no rule. Azure's DNS resolver
  /// and the metadata service are exempt (MicrosoftDocs/azure-docs,
  /// virtual-network/network-security-groups-overview.md, Azure platform considerations).
  AccessPath &outward(Cause cause, const Tier &tier, const Subnet *subnet) {
    AccessPath &path = addTo(cause, tier, subnet, tier);
    path.outbound = true;
    path.protocol = AccessProtocol::Any;
    std::swap(path.source, path.destination);
    return path;
  }

  /// What the inbound rules let the tier connect to.
  void callees(const Tier &caller, const Subnet *subnet) {
    auto connect = [&](const auto &card) {
      for (const Allow &each : card.allows) {
        if (!isSound(each) || !each.peer.set() || each.peer.value() != &caller || !subnetIn(card))
          continue;
        AccessPath &path = outward(Cause::Callee, caller, subnet);
        path.needs.push_back(&each);
        path.destination.subnet = subnetIn(card);
        setPorts(path, each);
      }
    };
    for (const Tier &callee : cluster.tiers) {
      connect(callee);
      for (const NetworkInterface &card : callee.interfaces)
        connect(card);
    }
    for (const Cluster &other : program.clusters())
      if (isConnected(other))
        for (const PrivateEndpoint &each : other.network->privateEndpoints)
          if (const Subnet *to = subnetIn(each); to && to->address.set()) {
            AccessPath &path = outward(Cause::Callee, caller, subnet);
            path.needs.push_back(&each);
            path.destination.subnet = to;
          }
  }

  /// Connections from the bastion host of this network or of a peered network. They reach each tier
  /// on the SSH or RDP port of its operating system.
  void bastion(const Cluster &host) {
    const Bastion *bastion = host.network->bastion.get();
    if (!bastion || !bastion->sku.known() || bastion->sku.value() == BastionSku::Developer)
      return;
    const Subnet *from = findSubnet(*host.network.get(), ReservedSubnet::Bastion);
    if (!from)
      return;
    for (const Tier &tier : cluster.tiers) {
      if (!tier.image.known() && !tier.os.known())
        continue;
      bool windows = tier.image.known() ? tier.image.value()->os == OperatingSystem::Windows
                                        : tier.os.value() == Os::Windows;
      AccessPath &path = add(Cause::Bastion, tier, *bastion);
      path.needs.push_back(&tier);
      path.source.subnet = from;
      int64_t port = wellKnown(windows ? KnownService::Rdp : KnownService::Ssh).number;
      path.ports.fixed.push_back({port, port});
    }
  }

  /// Azure requires these rules on the subnet of a bastion (MicrosoftDocs/azure-docs,
  /// bastion/bastion-nsg.md, 2026-02-24). Without any one of them, it returns
  /// NetworkSecurityGroupNotCompliantForAzureBastionSubnet.
  void bastionService(const Subnet &subnet) {
    struct Row {
      StringRef name, why;
      bool outbound;
      StringRef source, destination;
      AccessProtocol protocol;
      llvm::SmallVector<CountRange, 2> ports;
    };
    using enum AccessProtocol;
    static const Row rows[] = {{"https-inbound",
                                "users who connect to the bastion",
                                false,
                                "Internet",
                                "",
                                Tcp,
                                {{443, 443}}},
                               {"gateway-manager-inbound",
                                "the control plane of the bastion",
                                false,
                                "GatewayManager",
                                "",
                                Tcp,
                                {{443, 443}}},
                               {"load-balancer-inbound",
                                "health probes of the bastion",
                                false,
                                "AzureLoadBalancer",
                                "",
                                Tcp,
                                {{443, 443}}},
                               {"bastion-inbound",
                                "communication between components of the bastion",
                                false,
                                "VirtualNetwork",
                                "VirtualNetwork",
                                Any,
                                {{8080, 8080}, {5701, 5701}}},
                               {"ssh-rdp-outbound",
                                "from the bastion to instances",
                                true,
                                "",
                                "VirtualNetwork",
                                Any,
                                {{22, 22}, {3389, 3389}}},
                               {"azure-outbound",
                                "from the bastion to Azure, for logs and metering",
                                true,
                                "",
                                "AzureCloud",
                                Tcp,
                                {{443, 443}}},
                               {"bastion-outbound",
                                "communication between components of the bastion",
                                true,
                                "VirtualNetwork",
                                "VirtualNetwork",
                                Any,
                                {{8080, 8080}, {5701, 5701}}},
                               {"http-outbound",
                                "session information and certificate validation",
                                true,
                                "",
                                "Internet",
                                Any,
                                {{80, 80}}}};
    for (const Row &row : rows) {
      AccessPath &path = add(Cause::BastionService, &subnet, subnet);
      path.source.tag = row.source;
      path.destination.tag = row.destination;
      path.outbound = row.outbound;
      path.protocol = row.protocol;
      path.ports.fixed = row.ports;
      path.name = row.name;
      path.why = row.why;
    }
  }

  /// The clients are the tiers of this network and of peered networks. If there can be clients
  /// outside the program, or the program has none, the whole virtual network and its peers are
  /// allowed.
  void endpoints(const Subnet &subnet) {
    bool others = findSubnet(*cluster.network.get(), ReservedSubnet::Gateway);
    for (const Peer &peer : cluster.network->peers)
      others |=
          !peer.to.set() || (peer.gateway.known() && peer.gateway.value() == PeerGateway::Theirs);
    size_t before = paths.size();
    for (const Cluster &other : program.clusters()) {
      if (others || !isConnected(other))
        continue;
      for (const Tier &tier : other.tiers) {
        const Subnet *from = sourceSubnet(tier, &subnet);
        if (!from || !from->address.set()) // an existing network: its address ranges are unknown
          continue;
        AccessPath &path = add(Cause::Endpoint, &subnet, tier);
        path.protocol = AccessProtocol::Any;
        path.source.subnet = from;
      }
    }
    if (paths.size() > before)
      return;
    AccessPath &path = add(Cause::Endpoint, &subnet, subnet);
    path.protocol = AccessProtocol::Any;
    path.source.tag = "VirtualNetwork";
  }

  void gateway(const Gateway &gateway) {
    const Subnet *subnet = subnetIn(gateway);
    if (gateway.listeners.empty() || !subnet || !gateway.exposure.known())
      return;
    for (const GatewayListen &listen : gateway.listeners) {
      if (!usable(listen.port))
        continue;
      auto clients = [&](StringRef tag, bool internal) {
        AccessPath &path = add(Cause::GatewayListener, subnet, listen);
        path.source.tag = tag;
        path.ports = portOf(*listen.port.expr->operands[0]->operands[0]);
        path.internal = internal;
      };
      if (const Subnet *link =
              gateway.privateLink ? blockOf(gateway.privateLink->subnet) : nullptr) {
        clients("", false);
        paths.back().source = {{}, nullptr, link};
      }
      if (gateway.isPublic() && !isBehindPrivateDoor(cluster, gateway))
        clients(lockOf(cluster, gateway) ? frontDoorTag : "Internet", false);
      if (gateway.isInternal())
        clients("VirtualNetwork", true);
    }
    // MicrosoftDocs/azure-docs, application-gateway/configuration-infrastructure.md, network
    // security groups
    AccessPath &manager = add(Cause::GatewayManager, subnet, gateway);
    manager.source.tag = "GatewayManager";
    manager.ports.fixed.push_back(
        {int64_t(program.catalog.limit(LimitId::GatewayPort)) + 1, 65535});
    AccessPath &health = add(Cause::GatewayHealth, subnet, gateway);
    health.source.tag = "AzureLoadBalancer";
    health.protocol = AccessProtocol::Any;
    for (const GatewayListen &listen : gateway.listeners) {
      if (usable(listen.port))
        backend(*subnet, {listen, listen.to, listen.port.expr->operands[1]->operands[0],
                          listen.probe.get()});
      for (const GatewayPath &path : listen.paths)
        if (usable(path.port))
          backend(*subnet, {path, path.to, path.port.expr, path.probe.get()});
    }
  }

  void backend(const Subnet &from, const GatewayPart &part) {
    const Tier *tier = tierOf(part.to);
    if (!tier)
      return;
    AccessPath &path = add(Cause::GatewayBackend, *tier, part.block);
    path.source.subnet = &from;
    path.ports = portOf(*part.port);
    if (!part.probe || !usable(part.probe->port))
      return;
    AccessPath &probe = add(Cause::GatewayProbe, *tier, part.block);
    probe.source.subnet = &from;
    probe.ports = portOf(*part.probe->port.expr);
  }

  const Program &program;
  const Cluster &cluster;
  const Peerings &peerings;
  /// Whether rules name the application security groups of tiers.
  const bool hasGroups = hasTierGroups(cluster);
  std::vector<AccessPath> paths;
};
} // namespace

ClusterAccess azcl::computeAccess(const Program &program, const Cluster &cluster,
                                  const Peerings &peerings) {
  ClusterAccess access;
  access.paths = Finder(program, cluster, peerings).run();
  for (unsigned i = 0; i < access.paths.size(); ++i)
    if (const Subnet *subnet = access.paths[i].subnet)
      access.bySubnet[subnet].push_back(i);
  return access;
}

/// Two rules that are written alike are the same rule.
static std::string keyOf(const Expr &expr) {
  if (expr.kind == ExprKind::List && expr.operands.size() == 1)
    return keyOf(*expr.operands.front());
  return expr.kind == ExprKind::Text ? expr.text.str() : print(expr);
}
static std::string keyOf(const AccessPeer &peer) {
  if (peer.addresses)
    return keyOf(*peer.addresses);
  if (peer.tier)
    return fmt::format("@{}", static_cast<const void *>(peer.tier));
  if (peer.subnet)
    return peer.addressesOf().set() ? keyOf(*peer.addressesOf().expr)
                                    : fmt::format("@{}", static_cast<const void *>(peer.subnet));
  return peer.tag.empty() ? "*" : peer.tag.str();
}
static std::string keyOf(const AccessPath &path) {
  std::string key =
      fmt::format("{}{}{} {} {}", path.denied(), path.outbound, unsigned(path.protocol),
                  keyOf(path.source), keyOf(path.destination));
  for (CountRange each : path.ports.fixed)
    key += fmt::format(" {}-{}", each.low, each.high);
  if (path.ports.low)
    key += fmt::format(" {}-{}", keyOf(*path.ports.low), keyOf(*path.ports.high));
  return key;
}

/// A deny rule overrides every allow rule. The load balancer probe comes first, because the load
/// balancer takes instances out of service without it.
static int rankOf(const AccessPath &path) {
  return path.cause == Cause::Closed              ? 3
         : path.denied()                          ? 1
         : path.source.tag == "AzureLoadBalancer" ? 0
                                                  : 2;
}

std::vector<const AccessPath *> ClusterAccess::rulesOf(const Subnet &subnet) const {
  std::vector<const AccessPath *> found, rules;
  auto at = bySubnet.find(&subnet);
  if (at == bySubnet.end())
    return rules;
  for (unsigned index : at->second)
    found.push_back(&paths[index]);
  if (llvm::any_of(found, [](const AccessPath *path) { return path->denied(); }))
    llvm::stable_sort(found, [](auto *a, auto *b) { return rankOf(*a) < rankOf(*b); });
  // Only rules of the same action are between equal rules, so their order does not matter. A rule
  // without a condition replaces equal rules that have one.
  struct Known {
    std::string when;
    size_t at; ///< in rules
  };
  llvm::StringMap<llvm::SmallVector<Known, 1>> known;
  for (const AccessPath *path : found) {
    std::string when;
    for (const Expr *condition : path->conditions())
      when += print(*condition) + ";";
    llvm::SmallVector<Known, 1> &equal = known[keyOf(*path)];
    if (llvm::any_of(equal,
                     [&](const Known &each) { return each.when.empty() || each.when == when; }))
      continue;
    if (!when.empty() || equal.empty()) {
      equal.push_back({std::move(when), rules.size()});
      rules.push_back(path);
      continue;
    }
    for (const Known &each : equal)
      rules[each.at] = nullptr;
    rules[equal[0].at] = path;
    equal = {{"", equal[0].at}};
  }
  llvm::erase(rules, nullptr);
  return rules;
}

bool azcl::existsWith(const AccessPath &outer, const AccessPath &inner) {
  llvm::SmallVector<const Expr *, 4> conditions = outer.conditions();
  if (conditions.empty())
    return true;
  return proveWhile(inner.needs, conditions, [](llvm::ArrayRef<Scalar> values) {
           return llvm::all_of(values, [](const Scalar &value) { return value.number != 0; });
         }).answer == Proof::Answer::Holds;
}

static bool isWhole(StringRef text) {
  std::optional<IpNetwork> network = IpNetwork::parse(text);
  return network && network->prefix == 0;
}

static std::optional<std::string> wholeIn(const Expr &expr) {
  if (expr.kind == ExprKind::List || expr.kind == ExprKind::Conditional) {
    for (const Expr *each : expr.operands.drop_front(expr.kind == ExprKind::Conditional))
      if (std::optional<std::string> found = wholeIn(*each))
        return found;
    return std::nullopt;
  }
  std::optional<std::string> found;
  forEachText(expr, [&](const PossibleText &possible) {
    if (possible.whole && !found && isWhole(possible.text))
      found = printWitness(possible.witness);
  });
  return found;
}

std::optional<std::string> azcl::openToInternetWhen(const AccessPeer &source) {
  if (source.addresses)
    return wholeIn(*source.addresses);
  bool tagged = source.tag.equals_insensitive("Internet") || source.tag.equals_insensitive("Any") ||
                isWhole(source.tag);
  return source.any() || tagged ? std::optional<std::string>("") : std::nullopt;
}

static std::string plainName(const AccessPath &path) {
  auto joined = [](std::initializer_list<StringRef> parts) { return llvm::join(parts, "-"); };
  const Block &block = *path.block;
  StringRef label = block.label.text,
            parent = block.parent ? block.parent->label.text : StringRef();
  switch (path.cause) {
  case Cause::Listener: return joined({"in", parent, label});
  case Cause::Probe: return joined({"probe", parent});
  case Cause::Nat: return joined({"nat", parent, label});
  case Cause::GatewayListener:
    return joined({"in", parent, label}) + (path.internal ? "-internal" : "");
  case Cause::GatewayManager: return joined({"upkeep", label});
  case Cause::GatewayHealth: return joined({"health", label});
  case Cause::GatewayBackend:
  case Cause::GatewayProbe: {
    StringRef kind = path.cause == Cause::GatewayBackend ? "gateway" : "gateway-probe";
    if (block.kind == BlockKind::GatewayPath)
      return joined({kind, block.parent->parent->label.text, parent}) + "." + label.str();
    return joined({kind, parent, label});
  }
  case Cause::Bastion: {
    const Block *host = block.parent->parent;
    if (path.tier->parent == host)
      return joined({"bastion", path.tier->label.text});
    return joined({"bastion", host->label.text, path.tier->label.text});
  }
  case Cause::BastionService: return path.name.str();
  case Cause::Endpoint:
    return block.kind == BlockKind::Tier ? joined({"endpoints", label}) : "endpoints-network";
  case Cause::Allow:
  case Cause::Deny: {
    StringRef kind = path.denied() ? "deny" : "allow";
    if (block.parent->kind == BlockKind::NetworkInterface)
      return joined({kind, path.tier->label.text, parent, label});
    return joined({kind, parent, label});
  }
  case Cause::AllowOutbound: return joined({"allow-outbound", parent, label});
  case Cause::DenyOutbound: return joined({"deny-outbound", parent, label});
  case Cause::Callee: {
    const Block &callee = *path.needs.back();
    if (callee.kind == BlockKind::PrivateEndpoint)
      return joined({"out", label, callee.label.text});
    return joined({"out", label, callee.parent->label.text, callee.label.text});
  }
  case Cause::Resolver: return joined({"out", label, "dns"});
  case Cause::Closed: return joined({"deny-outbound", label});
  }
  llvm_unreachable("not a cause");
}

std::string azcl::ruleName(const AccessPath &path) {
  return plainName(path) + (path.source.v6 || path.destination.v6 ? "-ipv6" : "");
}

std::string azcl::ruleReason(const AccessPath &path) {
  auto clients = [](bool internet) {
    return internet ? "clients on the internet" : "clients in the network";
  };
  switch (path.cause) {
  case Cause::Listener:
    return clients(static_cast<const azcl::Balancer *>(path.block->parent)->isPublic());
  case Cause::Probe: return "health probe of the load balancer";
  case Cause::Nat: return "NAT port of each instance";
  case Cause::GatewayListener: return clients(!path.internal);
  case Cause::GatewayManager: return "management of the application gateway by Azure";
  case Cause::GatewayHealth: return "health probes of the application gateway by Azure";
  case Cause::GatewayBackend: return "requests through the application gateway";
  case Cause::GatewayProbe: return "health probe of the application gateway";
  case Cause::Bastion: return "users of the bastion";
  case Cause::BastionService: return path.why.str();
  case Cause::Endpoint: return "clients of the private endpoints";
  case Cause::Allow:
  case Cause::AllowOutbound:
    return path.block->doc.empty() ? "allowed by the program" : path.block->doc.str();
  case Cause::Deny:
  case Cause::DenyOutbound:
    return path.block->doc.empty() ? "denied by the program" : path.block->doc.str();
  case Cause::Callee: return "connections that the destination allows";
  case Cause::Resolver: return "the DNS servers of the network";
  case Cause::Closed: return "deny all other outbound traffic";
  }
  llvm_unreachable("not a cause");
}

static llvm::SmallVector<int64_t, 16> portsIf(const Catalog &catalog,
                                              llvm::function_ref<bool(const Port &)> wanted) {
  llvm::SmallVector<int64_t, 16> numbers;
  for (const Port &port : catalog.ports())
    if (wanted(port))
      numbers.push_back(port.number);
  llvm::sort(numbers);
  return numbers;
}

llvm::SmallVector<int64_t, 16> azcl::portsFor(PortRole role, const Catalog &catalog) {
  return portsIf(catalog, [&](const Port &port) { return port.role == role; });
}

llvm::SmallVector<int64_t, 16> azcl::portsFor(RuleSet set, const Catalog &catalog) {
  return portsIf(catalog, [&](const Port &port) { return port.sets.contains(set); });
}

ServingBlocks azcl::servedTiers(const Cluster &cluster) {
  llvm::DenseMap<const Tier *, ServingBlock> served;
  auto add = [&](const Fixed<Ref<Tier>> &to, const Block &by, StringRef who) {
    if (const Tier *tier = to.poisoned() ? nullptr : to.value())
      served.try_emplace(tier, ServingBlock{&by, who});
  };
  for (const Balancer &balancer : cluster.balancers)
    for (const Listen &listener : balancer.listeners)
      add(listener.to, listener, "load balancer");
  for (const Gateway &gateway : cluster.gateways)
    for (const GatewayListen &listener : gateway.listeners) {
      add(listener.to, listener, "gateway");
      for (const GatewayPath &path : listener.paths)
        add(path.to, path, "gateway");
    }
  return served;
}
