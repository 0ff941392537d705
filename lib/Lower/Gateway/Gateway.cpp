// A gateway: its addresses, listeners, and how requests get from those to machines. Conditional listeners
// are conditional parts; pools and frontend ports are there even when none of those that use them is.
#include "GatewayParts.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
/// Where callers come in. A gateway with both an internal and a public address has two of each listener.
struct Side {
  StringRef frontend;
  StringRef suffix; ///< of the names of what it has for itself
};

struct Lowerer {
  ClusterLowering &it;
  const Gateway &gateway;
  arm::ApplicationGateway &made;

  Value part(StringRef type, StringRef name) { return it.values.partOf(made, type, Value(name)); }
  StringRef name(const GatewayListen &listen, Side side) { return it.name(listen.label.text, side.suffix); }

  llvm::SmallVector<Side, 2> sides() {
    llvm::SmallVector<Side, 2> all;
    if (gateway.isPublic())
      all.push_back({"public", ""});
    if (gateway.isInternal())
      all.push_back({"internal", gateway.isPublic() ? ".internal" : ""});
    return all;
  }

  StringRef pool(const Tier &tier) {
    StringRef name = it.name(tier.label.text);
    bool known = llvm::any_of(made.pools, [&](const arm::GatewayPool &each) { return each.name == Value(name); });
    if (!known) {
      made.pools.push_back({{}, name});
      it.pools[&tier].push_back({&made, name});
    }
    return name;
  }

  /// Listeners may share a port, and the gateway has each port once.
  StringRef port(const GatewayListen &listen) {
    Value number = it.translate.value(*listen.port.expr->operands[0]->operands[0]);
    for (const arm::GatewayPort &each : made.ports)
      if (each.port == number)
        return each.name.text();
    StringRef name = number.is(arm::ValueKind::Int)
                         ? it.name("port-", std::to_string(number.number()))
                         : it.name("port-", listen.label.text);
    made.ports.push_back({{}, name, number});
    return name;
  }

  StringRef certificate(std::vector<arm::GatewayCertificate> &all, const GatewayListen &listen,
                        const Setting &secret) {
    Value uri = it.translate.value(secret);
    for (const arm::GatewayCertificate &each : all)
      if (each.secret == uri && !each.when.set())
        return each.name.text();
    StringRef name = it.name(listen.label.text);
    all.push_back({{whenOf(it, listen)}, name, uri});
    return name;
  }

  void probe(const GatewayAnswer &answer) {
    arm::GatewayProbe probe;
    probe.when = whenOf(it, answer.block);
    probe.name = answer.name;
    probe.protocol = wireName(answer.protocol);
    probe.host = it.translate.value(answer.probe.host);
    probe.port = it.translate.value(answer.probe.port);
    probe.path = it.translate.value(answer.probe.path);
    probe.seconds = it.translate.seconds(answer.probe.every);
    probe.timeout = it.translate.seconds(answer.probe.timeout);
    probe.threshold = it.translate.value(answer.probe.failures);
    made.probes.push_back(probe);
  }

  void backend(const GatewayAnswer &answer) {
    const GatewayListen &listen = answer.listen;
    arm::GatewayBackend backend;
    backend.when = whenOf(it, answer.block);
    backend.name = answer.name;
    backend.protocol = wireName(answer.protocol);
    backend.port = it.translate.value(*answer.port);
    backend.affinity = listen.affinity.value() ? "Enabled" : "Disabled";
    backend.timeout = it.translate.seconds(listen.timeout);
    backend.host = it.translate.value(answer.host);
    if (answer.protocol == WebProtocol::Https) {
      // Without a name there is nothing to hold the certificate against.
      if (!answer.host.set() && !listen.plainHost())
        backend.checkName = false;
      if (listen.backendRoot.set())
        backend.roots.push_back(arm::referTo(part(
            "trustedRootCertificates", certificate(made.roots, listen, listen.backendRoot))));
    }
    backend.draining = true;
    backend.drainSeconds = it.translate.seconds(listen.draining);
    backend.probe = part("probes", answer.name);
    probe(answer);
    pool(answer.tier);
    made.backends.push_back(backend);
  }

  void redirect(const Redirect &redirect, const Block &block, StringRef name, Side side) {
    static constexpr StringRef kinds[] = {"Permanent", "Found", "SeeOther", "Temporary"};
    arm::GatewayRedirect made;
    made.when = whenOf(it, block);
    made.name = name;
    made.kind = kinds[size_t(redirect.kindOfAnswer())];
    if (redirect.to.set())
      made.listener = part("httpListeners", this->name(*redirect.to.value(), side));
    made.url = it.translate.value(redirect.url);
    made.withPath = redirect.keepPath.value();
    made.withQuery = redirect.keepQuery.value();
    this->made.redirects.push_back(made);
  }

  /// Where requests go: rules, path maps and the rules in those say it alike.
  template <class Source, class Target>
  void lead(const Source &from, StringRef name, Side side, Target &to) {
    if (from.redirect) {
      StringRef own = it.name(name, side.suffix);
      redirect(*from.redirect.get(), from, own, side);
      to.redirect = part("redirectConfigurations", own);
      return;
    }
    if (const Rewrite *rewrite = from.rewrite.value())
      to.rewrite = part("rewriteRuleSets", it.name(rewrite->label.text));
    to.pool = part("backendAddressPools", pool(*from.to.value()));
    to.backend = part("backendHttpSettingsCollection", name);
  }

  void rewrite(const Rewrite &rewrite) {
    arm::GatewayRewrite rule;
    rule.name = it.values.text(rewrite.label.text);
    rule.order = 100;
    for (const HeaderChange &change : rewrite.headers) {
      arm::GatewayHeader header;
      header.when = it.translate.value(change.when);
      header.name = it.translate.value(change.name);
      // An empty value takes a header away.
      header.value = change.value.set() ? it.translate.value(change.value) : Value("");
      (change.side() == HeaderSide::Request ? rule.requestHeaders : rule.responseHeaders).push_back(header);
    }
    arm::GatewayRewriteSet set;
    set.when = it.translate.value(rewrite.when);
    set.name = rule.name;
    set.rules.push_back(std::move(rule));
    made.rewrites.push_back(std::move(set));
  }

  StringRef pathMap(const GatewayListen &listen, Side side) {
    arm::GatewayPathMap map;
    StringRef own = name(listen, side);
    map.when = whenOf(it, listen);
    map.name = own;
    lead(listen, it.name(listen.label.text), side, map);
    for (const GatewayPath &path : listen.paths) {
      arm::GatewayPathRule rule;
      rule.when = it.translate.value(path.when);
      rule.name = it.values.text(path.label.text);
      rule.paths = it.translate.value(path.paths);
      lead(path, nameOf(it, listen, path), side, rule);
      map.rules.push_back(rule);
    }
    made.pathMaps.push_back(std::move(map));
    return own;
  }

  /// Names go before wildcards, and those before a listener for all hosts; else in the order of the source.
  int priority(const GatewayListen &listen, int index, Side side) {
    int rank = 0;
    if (!listen.hosts.set())
      rank = 2;
    else
      for (const Expr *host : listen.hosts.expr->operands)
        if (host->text.find_first_of("*?") != StringRef::npos)
          rank = 1;
    return 100 + 5000 * rank + 10 * index + (side.suffix.empty() ? 0 : 5);
  }

  void listener(const GatewayListen &listen, int index, Side side) {
    arm::GatewayListener part;
    part.when = whenOf(it, listen);
    part.name = name(listen, side);
    part.protocol = wireName(listen.protocol.value());
    part.frontend = this->part("frontendIPConfigurations", side.frontend);
    part.port = this->part("frontendPorts", port(listen));
    part.hosts = it.translate.value(listen.hosts);
    if (listen.tls()) {
      part.certificate = this->part("sslCertificates", certificate(made.certificates, listen, listen.certificate));
      if (listen.hosts.set())
        part.sni = true;
    }
    made.listeners.push_back(part);

    arm::GatewayRule rule;
    rule.when = part.when;
    rule.name = part.name;
    rule.priority = priority(listen, index, side);
    rule.listener = this->part("httpListeners", name(listen, side));
    if (listen.paths.empty()) {
      rule.kind = "Basic";
      lead(listen, it.name(listen.label.text), side, rule);
    } else {
      rule.kind = "PathBasedRouting";
      rule.pathMap = this->part("urlPathMaps", pathMap(listen, side));
    }
    made.rules.push_back(rule);
  }

  void size() {
    static constexpr StringRef skus[] = {"Standard_v2", "WAF_v2"};
    made.sku = skus[size_t(gateway.sku.value())];
    if (isFixed(gateway.capacity)) {
      made.fixedCapacity = it.translate.low(gateway.capacity);
      return;
    }
    made.least = it.translate.low(gateway.capacity);
    made.most = it.translate.high(gateway.capacity);
  }

  void frontends(const arm::PublicIPAddress *address) {
    Value subnet = it.subnetId(*gateway.subnet.value());
    made.addresses.push_back({{}, "address", subnet});
    if (address)
      made.frontends.push_back({{}, "public", it.values.idOf(*address), {}, {}, {}});
    if (gateway.isInternal())
      made.frontends.push_back({{}, "internal", {}, subnet, internalAddress(it, gateway), "Static"});
  }

  void tls() {
    static constexpr StringRef policies[] = {"AppGwSslPolicy20220101", "AppGwSslPolicy20220101S",
                                             "AppGwSslPolicy20170401S"};
    made.tlsKind = "Predefined";
    made.tlsPolicy = policies[size_t(gateway.tls.value())];
    made.http2 = gateway.http2.value();
  }
};
} // namespace

void azcl::lowerGateway(ClusterLowering &it, const Gateway &gateway) {
  if (gateway.listeners.empty())
    return; // nothing would reach it
  const arm::UserAssignedIdentity *identity = gatewayIdentity(it, gateway);
  const arm::PublicIPAddress *address = gatewayAddress(it, gateway);
  const arm::WebFirewallPolicy *policy = gatewayFirewall(it, gateway);
  auto &made = it.add<arm::ApplicationGateway>(gateway.label.text, gateway, it.edge);
  made.zones = it.zones();
  if (identity) {
    Value pair[] = {it.values.idOf(*identity), Value::object({})};
    made.identityType = "UserAssigned";
    made.identities = Value::object(it.module.arena.copy<Value>(pair));
  }
  if (policy)
    made.firewall = it.values.idOf(*policy);
  Lowerer lowerer{it, gateway, made};
  lowerer.size();
  lowerer.tls();
  lowerer.frontends(address);
  forEachAnswer(it, gateway, [&](const GatewayAnswer &answer) { lowerer.backend(answer); });
  if (made.pools.empty())
    made.pools.push_back({{}, "none"}); // it only sends callers elsewhere
  for (const Rewrite &rewrite : gateway.rewrites)
    lowerer.rewrite(rewrite);
  int index = 0;
  for (const GatewayListen &listen : gateway.listeners) {
    for (Side side : lowerer.sides())
      lowerer.listener(listen, index, side);
    ++index;
  }
}
