// Rejects what a balancer cannot be: an address of others, two ways to one port, a second of its kind, a
// probe that is never answered, thousands of rules.
#include "azcl/Analysis/Networks.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

static void checkAddress(const Balancer &balancer, PassContext &ctx) {
  bool isPublic = balancer.isPublic();
  if (balancer.dns.known() && balancer.exposure.known() && !isPublic)
    ctx.diags.report(balancer.dns.place(), diag::NameUnfit, balancer.dns.value(),
                     "an internal balancer has no name on the internet");
  if (!balancer.address.set() || balancer.address.poisoned())
    return;
  const Expr *only[] = {balancer.address.expr};
  Proof form = proveEach(only, [](llvm::ArrayRef<Scalar> values) {
    std::optional<IpNetwork> address =
        values[0].text.contains('/') ? std::nullopt : IpNetwork::parse(values[0].text);
    return address && !address->v6;
  });
  auto report = [&](const Proof &proof, std::string why) {
    std::optional<Scalar> value = evaluate(*only[0], proof.witness);
    if (!proof.witness.empty())
      why += fmt::format(" (with {})", printWitness(proof.witness));
    ctx.diags.report(balancer.address.place(), diag::BalancerAddressUnfit, value ? value->text : "", why);
  };
  if (form.answer == Proof::Answer::Fails)
    return report(form, "it is no IPv4 address");
  if (isPublic)
    return report({}, "a public balancer has one of Azure's");
  const Subnet *subnet = frontendSubnet(balancer);
  if (!subnet || subnet->existing.set())
    return;
  Proof inside = proveAddresses({&subnet->address, &balancer.address},
                                [](llvm::ArrayRef<IpNetwork> each) { return each[0].overlaps(each[1]); });
  if (inside.answer == Proof::Answer::Fails)
    return report(inside, "its machines stand in " + addressAt(subnet->address, inside.witness)->text());
  Proof free = proveAddresses({&subnet->address, &balancer.address},
                              [](llvm::ArrayRef<IpNetwork> each) { return canHave(each[0], each[1]); });
  if (free.answer == Proof::Answer::Fails)
    report(free, "Azure keeps it for itself");
}

/// Two rules cannot end at one port of the same machines.
static void checkBackends(const Balancer &balancer, PassContext &ctx) {
  llvm::DenseMap<std::pair<const Tier *, int64_t>, const Listen *> owners;
  const Listen *every = nullptr;
  for (const Listen &listener : balancer.listeners)
    if (listener.everyPort.known() && listener.everyPort.value())
      every = &listener;
  for (const Listen &listener : balancer.listeners) {
    bool isPublic = balancer.isPublic();
    if (every && &listener != every && !isPublic) // a public one has none: reported
      ctx.diags.report(every->everyPort.range, diag::EveryPortUnfit, "leaves no port for other listeners")
          .label(listener.head, note::GivenHere);
    if (!listener.port.known() || !listener.to.known() || !listener.protocol.known() ||
        (listener.floating.known() && listener.floating.value()))
      continue;
    CountRange inside = listener.port.value().to, from = listener.port.value().from;
    if (from.high - from.low != inside.high - inside.low)
      continue; // reported
    int64_t udp = listener.protocol.value() == Transport::Udp ? 1 << 20 : 0;
    for (int64_t port = inside.low; port <= std::min<int64_t>(inside.high, 65535); ++port) {
      auto [at, isNew] = owners.try_emplace({listener.to.value(), port + udp}, &listener);
      CountRange outside = listener.port.value().from, other = at->second->port.value().from;
      if (isNew || &listener == at->second || (outside.low <= other.high && other.low <= outside.high))
        continue; // the same port outside is a matter of its own
      ctx.diags.report(listener.port.place(), diag::BackendPortTwice, port, listener.to.value()->label.text)
          .label(at->second->port.place(), note::GivenHere);
      break;
    }
  }
}

/// Each port is a rule, but all of `every-port` are one.
static size_t rulesOf(const Listen &listener) {
  if (!listener.port.known())
    return 1;
  CountRange ports = listener.port.value().from;
  return std::clamp<int64_t>(ports.high - ports.low + 1, 1, 65535);
}

/// A rule for each of thousands is a mistake.
static bool checkRuleCount(const Balancer &balancer, PassContext &ctx) {
  const size_t most = ctx.catalog.limit(LimitId::BalancerRules);
  size_t rules = balancer.nats.size();
  for (const Listen &listener : balancer.listeners)
    rules += rulesOf(listener);
  if (rules > most)
    ctx.diags.report(balancer.head, diag::LimitPassed, balancer.label.text, rules, "rules", most);
  return rules <= most;
}

/// What leads to each tier. A machine takes 300 rules (MicrosoftDocs/azure-docs,
/// load-balancer/load-balancer-common-deployment-errors.md, LoadBalancerRuleCountLimitReachedForNic).
static void checkRulesOfTiers(const Cluster &cluster, PassContext &ctx) {
  const size_t most = ctx.catalog.limit(LimitId::BalancerRulesOfCard);
  llvm::DenseMap<const Tier *, size_t> rules;
  auto add = [&](const Fixed<Ref<Tier>> &to, size_t count) {
    if (!to.poisoned() && to.value())
      rules[to.value()] += count;
  };
  for (const Balancer &balancer : cluster.balancers) {
    for (const Listen &listener : balancer.listeners)
      add(listener.to, rulesOf(listener));
    for (const Nat &nat : balancer.nats)
      add(nat.to, 1);
  }
  for (const Tier &tier : cluster.tiers)
    if (size_t count = rules.lookup(&tier); count > most)
      ctx.diags.report(tier.head, diag::LimitPassed, tier.label.text, count, "rules of balancers", most);
}

/// The end of a `nat` is that of no other rule (hashicorp/terraform-provider-azurerm#84).
static void checkNats(const Balancer &balancer, PassContext &ctx) {
  struct End {
    const Block *block;
    SourceRange place;
  };
  llvm::DenseMap<std::pair<const Tier *, int64_t>, llvm::SmallVector<End, 1>> ends;
  for (const Listen &listener : balancer.listeners) {
    bool floating = listener.floating.known() && listener.floating.value();
    if (floating || !listener.port.known() || !listener.to.known() || !listener.protocol.known() ||
        listener.protocol.value() == Transport::Udp)
      continue;
    CountRange inside = listener.port.value().to;
    for (int64_t port = inside.low; port <= std::min<int64_t>(inside.high, 65535); ++port)
      ends[{listener.to.value(), port}].push_back({&listener, listener.port.place()});
  }
  for (const Nat &nat : balancer.nats) {
    if (!nat.ports.known() || !nat.to.known() || nat.ports.value().to.low != nat.ports.value().to.high)
      continue;
    int64_t port = nat.ports.value().to.low;
    auto &others = ends[{nat.to.value(), port}];
    auto other = llvm::find_if(others, [&](const End &end) { return !neverTogether(*end.block, nat); });
    if (other != others.end())
      ctx.diags.report(nat.ports.place(), diag::NatPortTaken, port, nat.to.value()->label.text)
          .label(other->place, note::GivenHere);
    others.push_back({&nat, nat.ports.place()});
  }
}

/// One internal and one public balancer are as many as a machine can be behind.
static void checkOneOfEach(const Cluster &cluster, PassContext &ctx) {
  struct Way {
    const Balancer *balancer;
    SourceRange place;
  };
  llvm::DenseMap<std::pair<const Tier *, unsigned>, llvm::SmallVector<Way, 1>> ways;
  auto add = [&](const Balancer &balancer, const Fixed<Ref<Tier>> &to) {
    const Tier *tier = to.poisoned() ? nullptr : to.value();
    if (!tier)
      return;
    auto &known = ways[{tier, unsigned(balancer.exposure.value())}];
    if (llvm::any_of(known, [&](const Way &way) { return way.balancer == &balancer; }))
      return;
    auto other =
        llvm::find_if(known, [&](const Way &way) { return !neverTogether(*way.balancer, balancer); });
    if (other != known.end())
      ctx.diags
          .report(to.place(), diag::BalancersOfOneKind, tier->label.text,
                  Words<Exposure>::words[size_t(balancer.exposure.value())].name)
          .label(other->place, note::GivenHere);
    known.push_back({&balancer, to.place()});
  };
  for (const Balancer &balancer : cluster.balancers) {
    if (!balancer.exposure.known())
      continue;
    for (const Listen &listener : balancer.listeners)
      add(balancer, listener.to);
    for (const Nat &nat : balancer.nats)
      add(balancer, nat.to);
  }
}

/// An address has one owner (Azure/sap-hana#552).
static void checkOwners(const Cluster &cluster, PassContext &ctx) {
  struct Owner {
    const Block *block;
    SourceRange place;
  };
  llvm::StringMap<Owner> owners;
  auto add = [&](const Block &block, const Setting &address) {
    auto [at, isNew] = owners.try_emplace(address.expr->text, Owner{&block, address.place()});
    if (!isNew && !neverTogether(*at->second.block, block))
      ctx.diags.report(address.place(), diag::AddressTwice, address.expr->text, at->second.block->label.text)
          .label(at->second.place, note::GivenHere);
  };
  for (const Balancer &balancer : cluster.balancers)
    if (balancer.address.known() && balancer.exposure.known() &&
        balancer.exposure.value() == Exposure::Internal)
      add(balancer, balancer.address);
  for (const Gateway &gateway : cluster.gateways)
    if (gateway.address.known() && gateway.exposure.known() && gateway.isInternal())
      add(gateway, gateway.address);
}

/// MicrosoftDocs/azure-docs, load-balancer/load-balancer-custom-probe-overview.md, "Limitations".
static void checkProbe(const Balancer &balancer, PassContext &ctx) {
  static constexpr int64_t closed[] = {19, 21, 25, 70, 110, 119, 143, 220, 993};
  const Probe *probe = balancer.probe.get();
  if (!probe || probe->protocol() != Protocol::Http || !probe->port.set() || probe->port.poisoned())
    return;
  const Expr *port[] = {probe->port.expr};
  Proof proof = proveEach(
      port, [](llvm::ArrayRef<Scalar> values) { return !llvm::is_contained(closed, values[0].number); });
  std::optional<Scalar> value;
  if (proof.answer == Proof::Answer::Fails)
    value = evaluate(*port[0], proof.witness);
  if (value)
    ctx.diags.report(probe->port.place(), diag::ProbePortRefused, value->number,
                     proof.witness.empty() ? "" : fmt::format(" (with {})", printWitness(proof.witness)));
}

void azcl::checkBalancers(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    bool few = true;
    for (const Balancer &balancer : cluster.balancers) {
      checkAddress(balancer, ctx);
      checkBackends(balancer, ctx);
      checkNats(balancer, ctx);
      checkProbe(balancer, ctx);
      few &= checkRuleCount(balancer, ctx);
    }
    checkOneOfEach(cluster, ctx);
    checkOwners(cluster, ctx);
    if (few)
      checkRulesOfTiers(cluster, ctx);
  }
}
