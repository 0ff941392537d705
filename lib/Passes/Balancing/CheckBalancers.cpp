// Rejects load balancers that Azure would reject: an address that another resource uses, two rules
// for one backend port, two load balancers of the same type in front of one tier, a DNS label used
// twice, or too many rules. Also warns about health probes of unsuitable ports and paths.
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Outbound.h"
#include "azcl/Analysis/Ports.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Balancing.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

static const Tier *target(const Fixed<Ref<Tier>> &to) {
  return to.poisoned() ? nullptr : to.value();
}

static void checkAddress(const FrontendRef &frontend, PassContext &ctx) {
  const Balancer &balancer = *frontend.balancer;
  const Fixed<Text> &dns = frontend.dns();
  const Open<Text> &wanted = frontend.address();
  bool isPublic = balancer.isPublic();
  if (dns.known() && balancer.exposure.known() && !isPublic)
    ctx.diags.report(dns.place(), diag::NameUnfit, fmt::format("the DNS label `{}`", dns.value()),
                     "has no effect: an internal load balancer has no public IP address");
  if (!wanted.set() || wanted.poisoned())
    return;
  const Expr *only[] = {wanted.expr};
  Proof form = proveEach(only, [](llvm::ArrayRef<Scalar> values) {
    std::optional<IpNetwork> address =
        values[0].text.contains('/') ? std::nullopt : IpNetwork::parse(values[0].text);
    return address && !address->v6;
  });
  auto report = [&](const Proof &proof, std::string why) {
    std::optional<Scalar> value = evaluate(*only[0], proof.witness);
    if (!proof.witness.empty())
      why += whenSuffix(proof.witness);
    ctx.diags.report(wanted.place(), diag::BalancerAddressUnfit, value ? value->text.str() : "",
                     why);
  };
  if (form.answer == Proof::Answer::Fails)
    return report(form, "it is not an IPv4 address");
  if (isPublic)
    return report({}, "Azure assigns the address of a public load balancer");
  const Subnet *subnet = subnetOf(frontend);
  if (!subnet || subnet->existing.set())
    return;
  Proof inside = proveAddresses({&subnet->address, &wanted}, [](llvm::ArrayRef<IpNetwork> each) {
    return each[0].overlaps(each[1]);
  });
  if (inside.answer == Proof::Answer::Fails)
    return report(inside, fmt::format("it is not in {}, {}",
                                      frontend.named && frontend.named->subnet.set()
                                          ? "its subnet"
                                          : "the subnet of its tier",
                                      addressAt(subnet->address, inside.witness)->text()));
  Proof free = proveAddresses({&subnet->address, &wanted}, [](llvm::ArrayRef<IpNetwork> each) {
    return canHave(each[0], each[1]);
  });
  if (free.answer == Proof::Answer::Fails)
    report(free, "Azure reserves this address");
}

/// The backend of a load balancer rule.
namespace {
struct End {
  PortRange ports, front;
  const Tier *tier;
  Transport transport;
  FrontendRef frontend;
  bool floating = false;

  /// Whether Azure compares the backend ports of the rules. With floating IP, the frontend address
  /// distinguishes the rules (kubernetes-sigs/cloud-provider-azure#521).
  bool meets(const End &other) const {
    return tier == other.tier && transport == other.transport && floating == other.floating &&
           (!floating || frontend == other.frontend);
  }
};
} // namespace

static bool isTrue(const Fixed<bool> &setting) {
  return setting.known() && setting.value();
}

/// A rule for all ports excludes other rules, unless both have floating IP. Two such rules also
/// need different frontends (MicrosoftDocs/azure-docs,
/// load-balancer/load-balancer-ha-ports-overview.md).
static void checkEveryPorts(const Balancer &balancer, PassContext &ctx) {
  if (balancer.isPublic())
    return; // CheckPorts rejects it
  llvm::SmallVector<const Listen *, 2> earlier;
  for (const Listen &every : balancer.listeners) {
    if (!isTrue(every.everyPort))
      continue;
    earlier.push_back(&every);
    for (const Listen &other : balancer.listeners) {
      bool floating = isTrue(every.floating) && isTrue(other.floating);
      bool apart =
          floating && (!isTrue(other.everyPort) || !(frontendOf(every) == frontendOf(other)));
      bool later = isTrue(other.everyPort) && !llvm::is_contained(earlier, &other);
      if (&other == &every || apart || later || neverTogether(every, other))
        continue;
      ctx.diags
          .report(every.everyPort.range, diag::EveryPortUnfit,
                  floating
                      ? "forwards all ports, so the frontend cannot have another such listener"
                      : "forwards all ports, so the load balancer cannot have another listener")
          .label(other.head, note::GivenHere);
    }
  }
}

/// Two rules cannot forward to the same backend port of one tier. Returns the backends of the rules
/// without floating IP.
static llvm::SmallVector<End, 8> checkBackends(const Balancer &balancer, PassContext &ctx) {
  llvm::SmallVector<End, 8> ends;
  for (const Listen &listener : balancer.listeners) {
    std::optional<PortRange> inside = portRange(listener, listener.port, 1),
                             front = portRange(listener, listener.port, 0);
    const Tier *tier = target(listener.to);
    if (!inside || !front || !tier || !listener.protocol.known() || listener.frontend.poisoned())
      continue;
    if (listener.port.known()) {
      CountRange ports = listener.port.value().to, from = listener.port.value().from;
      if (from.high - from.low != ports.high - ports.low)
        continue; // CheckPorts reports it
    }
    End end{*inside,
            *front,
            tier,
            listener.protocol.value(),
            frontendOf(listener),
            isTrue(listener.floating)};
    for (const End &other : ends) {
      if (!other.meets(end))
        continue;
      std::optional<SharedPort> shared = sharedPort(other.ports, end.ports);
      if (!shared || (other.frontend == end.frontend && sharedPort(other.front, end.front)))
        continue; // CheckPorts reports shared frontend ports
      ctx.diags
          .report(listener.port.place(), diag::BackendPortTwice, whenPrefix(shared->witness),
                  shared->port, tier->label.text)
          .label(other.ports.place, note::GivenHere);
      break;
    }
    ends.push_back(end);
  }
  llvm::erase_if(ends, [](const End &end) { return end.floating; });
  return ends;
}

/// Each port is one rule for each address family, but `every-port` is a single rule.
static size_t rulesOf(const Listen &listener) {
  const auto &balancer = static_cast<const Balancer &>(*listener.parent);
  size_t families = balancer.ipv6.known() && balancer.ipv6.value() ? 2 : 1;
  if (!listener.port.known())
    return families;
  CountRange ports = listener.port.value().from;
  return families * std::clamp<int64_t>(ports.high - ports.low + 1, 1, 65535);
}

/// A load balancer with thousands of ports has as many rules, which is usually a mistake.
static bool checkRuleCount(const Balancer &balancer, PassContext &ctx) {
  const size_t most = ctx.catalog.limit(LimitId::BalancerRules);
  size_t rules = balancer.nats.size();
  for (const Listen &listener : balancer.listeners)
    rules += rulesOf(listener);
  if (rules > most)
    ctx.diags.report(balancer.head, diag::LimitPassed,
                     fmt::format("load balancer `{}`", balancer.label.text), rules, "rules", most);
  return rules <= most;
}

/// Counts the rules that forward to each tier. A network interface supports 300 rules
/// (MicrosoftDocs/azure-docs, load-balancer/load-balancer-common-deployment-errors.md,
/// LoadBalancerRuleCountLimitReachedForNic).
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
      ctx.diags.report(tier.head, diag::LimitPassed, fmt::format("tier `{}`", tier.label.text),
                       count, "load balancer rules", most);
}

/// A `nat` and another rule cannot have the same backend port
/// (hashicorp/terraform-provider-azurerm#84).
static void checkNats(const Balancer &balancer, llvm::SmallVector<End, 8> ends, PassContext &ctx) {
  for (const Nat &nat : balancer.nats) {
    std::optional<PortRange> inside = portRange(nat, nat.ports, 1);
    const Tier *tier = target(nat.to);
    if (!inside || !tier || print(*inside->low) != print(*inside->high))
      continue;
    for (const End &other : ends) {
      std::optional<SharedPort> shared;
      if (other.tier == tier && other.transport == Transport::Tcp)
        shared = sharedPort(other.ports, *inside);
      if (!shared)
        continue;
      ctx.diags
          .report(nat.ports.place(), diag::NatPortTaken, whenPrefix(shared->witness), shared->port,
                  tier->label.text)
          .label(other.ports.place, note::GivenHere);
      break;
    }
    ends.push_back({*inside, *inside, tier, Transport::Tcp, frontendOf(nat)});
  }
}

/// An instance can be behind at most one internal and one public load balancer.
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
    auto other = llvm::find_if(
        known, [&](const Way &way) { return !neverTogether(*way.balancer, balancer); });
    if (other != known.end())
      ctx.diags
          .report(to.place(), diag::BalancersOfOneKind, tier->label.text,
                  Words<Exposure>::words[size_t(balancer.exposure.value())].name)
          .label(other->place, note::GivenHere)
          .label(balancer.exposure.place(), note::ChosenHere);
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

/// A load balancer without rules has no effect but costs money. With `outbound = balancer` it still
/// provides outbound connectivity.
static void checkPurpose(const Cluster &cluster, const Balancer &balancer, PassContext &ctx) {
  if (balancer.incomplete)
    return;
  llvm::SmallVector<const Block *, 8> uses;
  for (const Listen &listener : balancer.listeners)
    uses.push_back(&listener);
  for (const Nat &nat : balancer.nats)
    uses.push_back(&nat);
  if (uses.empty()) {
    ctx.diags.report(balancer.head, diag::BalancerForwardsNothing, "", balancer.label.text,
                     "no load balancer is deployed");
    return;
  }
  const auto &outbound = cluster.network->outbound;
  if (balancer.isPublic() && outbound.known() && outbound.value() == Outbound::Balancer)
    return;
  if (Proof proof = proveSomeOf(uses, &balancer); proof.answer == Proof::Answer::Fails)
    ctx.diags.report(balancer.head, diag::BalancerForwardsNothing, whenPrefix(proof.witness),
                     balancer.label.text, "give the load balancer a `when`");
}

/// The suffix of a DNS label depends only on the resource group, which clusters of the same region
/// share.
static void checkLabels(const Program &program, PassContext &ctx) {
  struct Owner {
    FrontendRef frontend;
    const Region *region;
  };
  llvm::StringMap<llvm::SmallVector<Owner, 1>> owners;
  for (const Cluster &cluster : program.clusters()) {
    if (!cluster.region.known())
      continue;
    auto add = [&](const FrontendRef &frontend) {
      const Fixed<Text> &dns = frontend.dns();
      if (!dns.known())
        return;
      auto &known = owners[dns.value().lower()];
      for (const Owner &other : known) {
        std::optional<Assignment> both;
        if (other.region == cluster.region.value())
          both = whenTogether(other.frontend.block(), frontend.block());
        if (!both)
          continue;
        ctx.diags
            .report(dns.place(), diag::DnsLabelTwice, whenPrefix(*both), dns.value(),
                    cluster.region.value()->name, other.frontend.balancer->label.text)
            .label(other.frontend.dns().place(), note::GivenHere);
        break;
      }
      known.push_back({frontend, cluster.region.value()});
    };
    for (const Balancer &balancer : cluster.balancers)
      if (balancer.isPublic())
        for (const FrontendRef &frontend : frontendsOf(balancer))
          add(frontend);
  }
}

/// Only one resource can have an IP address (Azure/sap-hana#552).
static void checkOwners(const Cluster &cluster, PassContext &ctx) {
  struct Owner {
    const Block *block;
    SourceRange place;
  };
  llvm::StringMap<Owner> owners;
  auto add = [&](const Block &block, const Setting &address) {
    auto [at, isNew] = owners.try_emplace(address.expr->text, Owner{&block, address.place()});
    if (!isNew && !neverTogether(*at->second.block, block))
      ctx.diags
          .report(address.place(), diag::AddressTwice, address.expr->text,
                  at->second.block->label.text)
          .label(at->second.place, note::GivenHere);
  };
  for (const Balancer &balancer : cluster.balancers)
    if (balancer.exposure.known() && balancer.exposure.value() == Exposure::Internal)
      for (const FrontendRef &frontend : frontendsOf(balancer))
        if (frontend.address().known())
          add(frontend.block(), frontend.address());
  for (const Gateway &gateway : cluster.gateways)
    if (gateway.address.known() && gateway.exposure.known() && gateway.isInternal())
      add(gateway, gateway.address);
}

/// The root page does not show whether an application works (PSRule for Azure, Azure.LB.Probe). A
/// path that the program sets is accepted.
static void checkProbePath(const Balancer &balancer, PassContext &ctx) {
  const Probe *probe = balancer.probe.get();
  if (probe && probe->origin != Origin::Derived && probe->path.set() &&
      probe->path.origin == Origin::Default && probe->port.known() &&
      llvm::is_contained(portsFor(PortRole::Web, ctx.catalog), probe->port.value()))
    ctx.diags.report(probe->head, diag::ProbePathDefault, probe->port.value());
}

/// Azure accepts only TCP probes for some ports; see docs/diagnostics/AZC5083.md about HTTPS.
static void checkProbe(const Balancer &balancer, PassContext &ctx) {
  const Probe *probe = balancer.probe.get();
  if (!probe || probe->protocol() == Protocol::Tcp || !probe->port.set() || probe->port.poisoned())
    return;
  const Expr *port[] = {probe->port.expr};
  Proof proof = proveEach(port, [&](llvm::ArrayRef<Scalar> values) {
    return llvm::none_of(ctx.catalog.ports(), [&](const Port &each) {
      return each.number == values[0].number && each.httpProbes == Support::No;
    });
  });
  std::optional<Scalar> value;
  if (proof.answer == Proof::Answer::Fails)
    value = evaluate(*port[0], proof.witness);
  if (!value)
    return;
  auto report = ctx.diags.report(probe->port.place(), diag::ProbePortRefused, value->number,
                                 whenSuffix(proof.witness));
  if (probe->port.origin == Origin::Derived && probe->port.expr->range.valid())
    report.label(probe->port.expr->range, note::AskedHere);
}

/// The subnet of an internal frontend must allow load balancers.
static void checkFrontendSubnet(const Cluster &cluster, const Frontend &frontend,
                                PassContext &ctx) {
  const Subnet *subnet = blockOf(frontend.subnet);
  if (!subnet)
    return;
  if (isReserved(*subnet))
    ctx.diags.report(frontend.subnet.place(), diag::StandsInReserved,
                     fmt::format("frontend `{}`", frontend.label.text), subnet->label.text);
  else if (holdsGateway(cluster, *subnet))
    ctx.diags.report(frontend.subnet.place(), diag::FrontendBesideGateway, subnet->label.text);
}

/// An unused frontend costs money. With `outbound = balancer`, it still provides SNAT ports.
static void checkFrontendUse(const Cluster &cluster, const Balancer &balancer, PassContext &ctx) {
  const auto &outbound = cluster.network->outbound;
  if (balancer.incomplete || (balancer.listeners.empty() && balancer.nats.empty()))
    return;
  llvm::SmallVector<FrontendRef, 4> useful;
  if (outbound.known() && outbound.value() == Outbound::Balancer)
    for (const SnatUser &user : snatUsers(balancer))
      useful.append(user.frontends);
  for (const Frontend &frontend : balancer.frontends) {
    FrontendRef each{&balancer, &frontend};
    if (!isUsed(each) && !llvm::is_contained(useful, each) && !frontend.incomplete)
      ctx.diags.report(frontend.head, diag::FrontendUnused, frontend.label.text);
  }
}

/// Azure limits the frontends of a load balancer (azure-subscription-service-limits).
static void countFrontends(const Balancer &balancer, PassContext &ctx) {
  size_t families = balancer.ipv6.known() && balancer.ipv6.value() ? 2 : 1;
  size_t count = families * frontendsOf(balancer).size(),
         most = ctx.catalog.limit(LimitId::BalancerFrontends);
  if (count > most)
    ctx.diags.report(balancer.head, diag::LimitPassed,
                     fmt::format("load balancer `{}`", balancer.label.text), count, "frontends",
                     most);
}

void azcl::checkBalancers(const Program &program, PassContext &ctx) {
  checkLabels(program, ctx);
  for (const Cluster &cluster : program.clusters()) {
    bool few = true;
    for (const Balancer &balancer : cluster.balancers) {
      for (const FrontendRef &frontend : frontendsOf(balancer))
        checkAddress(frontend, ctx);
      for (const Frontend &frontend : balancer.frontends)
        checkFrontendSubnet(cluster, frontend, ctx);
      checkFrontendUse(cluster, balancer, ctx);
      countFrontends(balancer, ctx);
      checkPurpose(cluster, balancer, ctx);
      checkEveryPorts(balancer, ctx);
      checkNats(balancer, checkBackends(balancer, ctx), ctx);
      checkProbe(balancer, ctx);
      checkProbePath(balancer, ctx);
      few &= checkRuleCount(balancer, ctx);
    }
    checkOneOfEach(cluster, ctx);
    checkOwners(cluster, ctx);
    if (few)
      checkRulesOfTiers(cluster, ctx);
  }
}
