// Lowers a load balancer: its address, backend pools, health probe, rules and NAT rules.
#include "../Cluster.h"
#include "azcl/Analysis/Traffic.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
struct BalancerLowerer {
  ClusterLowering &ctx;
  const Balancer &balancer;
  arm::LoadBalancer *made = nullptr;
  llvm::StringSet<> ruleNames;

  /// An address of a frontend.
  struct Address {
    FrontendRef of;
    bool v6 = false;
  };

  Value part(StringRef type, StringRef name) { return ctx.values.partOf(*made, type, Value(name)); }

  void frontends() {
    llvm::SmallVector<Address, 2> all;
    for (const FrontendRef &each : frontendsOf(balancer)) {
      all.push_back({each});
      if (balancer.ipv6.value())
        all.push_back({each, true});
    }
    llvm::SmallVector<arm::Frontend, 2> parts;
    for (const Address &each : all)
      parts.push_back(frontend(each));
    made = &ctx.add<arm::LoadBalancer>(balancer.label.text, balancer, ctx.edge);
    if (balancer.name.known())
      made->names.back() = ctx.values.text(balancer.name.value());
    made->frontends.assign(parts.begin(), parts.end());
    ctx.firstFrontend[&balancer] = frontendId(all.front());
    ctx.translate.setId(balancer, ctx.values.idOf(*made));
    // The template cannot read a frontend that may not exist; those with conditions come last.
    if (!balancer.isPublic())
      for (size_t i = 0; i < all.size(); ++i)
        if (const Frontend *named = all[i].of.named; !named || !named->when.set())
          output(all[i], ctx.values.runtimeOf(*made, ctx.name("frontendIPConfigurations[",
                                                              std::to_string(i),
                                                              "].properties.privateIPAddress")));
    ctx.patch(*made, balancer.patch);
  }

  /// Labels have no periods, so no name of an IPv4 address has this form, unless a frontend has the
  /// label `ipv6`.
  StringRef named6(const Address &address, StringRef name) {
    bool taken = llvm::any_of(frontendsOf(balancer), [](const FrontendRef &each) {
      return each.named && each.named->label.text.equals_insensitive("ipv6");
    });
    return !address.v6 ? name : ctx.madeName((name + (taken ? ".ipv6.2" : ".ipv6")).str());
  }
  StringRef frontendName(const Address &address) {
    const Frontend *named = address.of.named;
    StringRef name = !named ? "frontend"
                     : named->label.text.equals_insensitive("frontend")
                         ? "frontend.2"
                         : ctx.partName(named->label.text).text();
    return named6(address, name);
  }
  /// The name that the resources and the output of a frontend derive from.
  StringRef stem(const FrontendRef &frontend) {
    StringRef own = balancer.label.text;
    return frontend.named ? ctx.name(own, ".", frontend.named->label.text) : own;
  }
  Value frontendId(const Address &address) {
    return part("frontendIPConfigurations", frontendName(address));
  }

  arm::Frontend frontend(const Address &own) {
    const FrontendRef &frontend = own.of;
    arm::Frontend part;
    part.name = frontendName(own);
    if (frontend.named)
      part.when = ctx.translate.value(frontend.named->when);
    if (!balancer.isPublic()) {
      part.zones = zones(frontend);
      bool fixed = frontend.address().set() && !own.v6;
      part.allocation = fixed ? "Static" : "Dynamic";
      if (fixed)
        part.address = ctx.translate.value(frontend.address());
      if (own.v6)
        part.version = "IPv6";
      part.subnet = ctx.subnetId(*subnetOf(frontend));
      return part;
    }
    // The zones are set on the address; a frontend with a public address cannot set any.
    auto &address = ctx.add<arm::PublicIPAddress>(ctx.name(named6(own, stem(frontend)), "-ip"),
                                                  frontend.block(), ctx.edge);
    address.sku = "Standard";
    address.zones = zones(frontend);
    address.idleMinutes = 4;
    ctx.setOrigin(address, own.v6 ? Open<Text>() : frontend.addressPrefix(),
                  frontend.ddosProtection());
    if (own.v6)
      address.version = "IPv6";
    else if (frontend.dns().known())
      address.label = withHash(ctx.module, frontend.dns().value());
    else if (needsDnsName(ctx.cluster, balancer) && frontend == frontendsOf(balancer).front())
      address.label = uniqueLabel(ctx.module, (ctx.cluster.name + "-" + balancer.label.text).str());
    if (!own.v6)
      ctx.addresses[&frontend.block()] = &address;
    part.publicAddress = ctx.values.idOf(address);
    output(own, ctx.values.runtimeOf(address, "ipAddress"));
    return part;
  }

  /// Outputs the address that clients connect to.
  void output(const Address &of, Value address) {
    const FrontendRef &frontend = of.of;
    StringRef name = named6(of, stem(frontend));
    ctx.module.outputs.push_back(
        {ctx.alone ? ctx.name(name) : ctx.name(ctx.cluster.name, "-", name), address,
         ctx.translate.condition(frontend.block())});
  }

  Value zones(const FrontendRef &frontend) {
    const Fixed<int64_t> &zone = frontend.zone();
    return zone.known() ? ctx.texts({ctx.name(std::to_string(zone.value()))}) : ctx.zones();
  }

  StringRef pool(const Tier &tier, bool v6 = false) {
    StringRef name = ctx.partName(tier.label.text).text();
    if (v6)
      name = ctx.madeName((name + ".ipv6").str());
    bool known = llvm::any_of(
        made->pools, [&](const arm::BackendPool &each) { return each.name == Value(name); });
    if (!known)
      ctx.makePools(tier, name, [&](StringRef each, ReleaseSet set) {
        made->pools.push_back({{}, each, {}});
        (v6 ? ctx.ipv6Pools : ctx.pools)[&tier].push_back({made, each, set});
      });
    return name;
  }

  void probe() {
    const Probe &probe = *balancer.probe.get();
    arm::ProbePart part;
    part.name = "probe";
    part.protocol = wireName(probe.protocol());
    part.port = ctx.translate.value(probe.port);
    if (probe.protocol() != Protocol::Tcp)
      part.path = ctx.translate.value(probe.path);
    part.seconds = ctx.translate.seconds(probe.every);
    part.threshold = ctx.translate.value(probe.failures);
    made->probes.push_back(part);
  }

  /// Makes one rule for each port, or a single rule for all ports.
  void listen(const Listen &listener) {
    if (listener.everyPort.value())
      return rule(listener, ctx.partName(listener.label.text).text(), 0, 0);
    const Expr &outside = *listener.port.expr->operands[0],
               &inside = *listener.port.expr->operands[1];
    if (outside.open || inside.open || outside.operands[0]->number == outside.operands[1]->number)
      return rule(listener, ctx.partName(listener.label.text).text(),
                  ctx.translate.value(*outside.operands[0]),
                  ctx.translate.value(*inside.operands[0]));
    int64_t first = outside.operands[0]->number, last = outside.operands[1]->number;
    for (int64_t port = first; port <= last; ++port)
      rule(listener, ctx.name(ctx.partName(listener.label.text).text(), "-", std::to_string(port)),
           port, inside.operands[0]->number + port - first);
  }

  /// `a-90` can be the rule for port 90 of listener `a`, or that of a listener with the label
  /// `a-90`.
  StringRef uniqueName(StringRef wanted) {
    StringRef name = ctx.madeName(wanted);
    for (unsigned i = 2; !ruleNames.insert(name.lower()).second; ++i)
      name = ctx.madeName((wanted + "-" + std::to_string(i)).str());
    return name;
  }

  void rule(const Listen &listener, StringRef name, Value outside, Value inside) {
    rule(listener, name, outside, inside, false);
    if (balancer.ipv6.value())
      rule(listener, ctx.name(name, ".ipv6"), outside, inside, true);
  }

  void rule(const Listen &listener, StringRef name, Value outside, Value inside, bool v6) {
    arm::BalancingRule rule;
    rule.when = listener.when.set() ? ctx.translate.condition(listener) : Value();
    rule.name = uniqueName(name);
    rule.frontend = frontendId({frontendOf(listener), v6});
    rule.pool = ctx.livePool(*listener.to.value(), *made, pool(*listener.to.value(), v6));
    if (balancer.probe)
      rule.probe = part("probes", "probe");
    bool every = listener.everyPort.value(), tcp = listener.protocol.value() == Transport::Tcp;
    rule.protocol = every ? StringRef("All") : wireName(listener.protocol.value());
    rule.frontendPort = outside;
    rule.backendPort = inside;
    if (listener.affinity.value() != Affinity::Connection)
      rule.distribution = wireName(listener.affinity.value());
    if (listener.floating.value())
      rule.floating = true;
    rule.idleMinutes = ctx.translate.wholeMinutes(listener.idle);
    if (tcp || every)
      rule.tcpReset = true;
    if (balancer.isPublic())
      rule.noSnat = true; // the network configures outbound connectivity
    made->rules.push_back(rule);
  }

  void nat(const Nat &nat) {
    arm::NatRule rule;
    rule.when = nat.when.set() ? ctx.translate.condition(nat) : Value();
    rule.name = ctx.partName(nat.label.text);
    rule.frontend = frontendId({frontendOf(nat)});
    rule.pool = part("backendAddressPools", pool(*nat.to.value()));
    rule.protocol = "Tcp";
    const Expr &outside = *nat.ports.expr->operands[0];
    rule.firstPort = ctx.translate.value(*outside.operands[0]);
    rule.lastPort = ctx.translate.value(*outside.operands[1]);
    rule.backendPort = ctx.translate.value(*nat.ports.expr->operands[1]->operands[0]);
    rule.tcpReset = true;
    made->natRules.push_back(rule);
  }

  /// Connections through the service come from the addresses of its subnet.
  void link(const PrivateLinkService &link) {
    auto &service =
        ctx.add<arm::PrivateLinkService>(ctx.name(balancer.label.text, "-link"), link, ctx.edge);
    service.frontends.push_back(arm::referTo(ctx.firstFrontend[&balancer]));
    const Subnet &subnet = *link.subnet.value();
    arm::PrivateLinkAddress address;
    address.name = "address";
    address.subnet = ctx.subnetId(subnet);
    service.addresses.push_back(address);
    ctx.links[&balancer] = &service;
    needLinkSubnet(ctx, link);
  }

  /// Outbound connectivity through the frontends of the load balancer. If several tiers use a
  /// frontend, only one of them exists at a time.
  void outbound() {
    for (const SnatUser &user : snatUsers(balancer)) {
      arm::OutboundRule rule;
      rule.when = ctx.translate.anyOf(user.by, &balancer);
      rule.name = ctx.name("out-", user.tier->label.text);
      rule.protocol = "All";
      for (const FrontendRef &each : user.frontends) {
        Value when = each.named ? ctx.translate.value(each.named->when) : Value();
        rule.frontends.push_back({{when}, frontendId({each})});
      }
      rule.pool = part("backendAddressPools", pool(*user.tier));
      rule.ports = ctx.translate.value(balancer.outboundPorts);
      rule.idleMinutes = 4;
      rule.tcpReset = true;
      made->outboundRules.push_back(rule);
    }
  }
};
} // namespace

void azcl::needLinkSubnet(ClusterLowering &ctx, const PrivateLinkService &link) {
  if (ctx.cluster.network->existing.set())
    ctx.need("subnet", ctx.name("subnet ", azureName(*link.subnet.value())),
             "it has privateLinkServiceNetworkPolicies = Disabled, for a Private Link service",
             link.head);
}

void azcl::lowerBalancer(ClusterLowering &ctx, const Balancer &balancer) {
  if (balancer.listeners.empty() && balancer.nats.empty())
    return; // it would forward nothing
  BalancerLowerer lowerer{ctx, balancer};
  lowerer.frontends();
  ctx.balancers[&balancer] = lowerer.made;
  if (balancer.probe)
    lowerer.probe();
  for (const Listen &listener : balancer.listeners)
    lowerer.listen(listener);
  for (const Nat &nat : balancer.nats)
    lowerer.nat(nat);
  if (balancer.privateLink)
    lowerer.link(*balancer.privateLink.get());
  if (balancer.isPublic() && ctx.cluster.network->outbound.value() == Outbound::Balancer)
    lowerer.outbound();
}
