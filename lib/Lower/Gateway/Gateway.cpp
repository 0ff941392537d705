// Lowers an application gateway: its frontends, listeners and routing to backends. A conditional
// listener becomes conditional parts; backend pools and frontend ports exist even when nothing uses
// them.
#include "GatewayParts.h"
#include "azcl/Analysis/Hosts.h"
#include "azcl/Analysis/Releases.h"
#include "azcl/Analysis/Rewrites.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/Base64.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
/// A frontend of the gateway. A gateway with an internal and a public address has each listener
/// twice.
struct Side {
  StringRef frontend;
  StringRef suffix; ///< appended to the names of its parts
};

struct GatewayLowerer {
  ClusterLowering &ctx;
  const Gateway &gateway;
  arm::ApplicationGateway &made;
  std::vector<const Expr *> portExprs = {}; ///< of made.ports
  /// The name of each of these ports, or of an earlier port with the same number.
  std::vector<Value> portNames = {};
  std::vector<Value> chains = {}; ///< the texts of made.authorities

  Value part(StringRef type, Value name) { return ctx.values.partOf(made, type, name); }
  StringRef name(const GatewayListen &listen, Side side) {
    return ctx.name(listen.label.text, side.suffix);
  }

  llvm::SmallVector<Side, 2> sides() {
    llvm::SmallVector<Side, 2> all;
    if (gateway.isPublic())
      all.push_back({"public", ""});
    if (gateway.isInternal())
      all.push_back({"internal", gateway.isPublic() ? ".internal" : ""});
    return all;
  }

  StringRef pool(const Tier &tier) {
    StringRef name = ctx.name(tier.label.text);
    bool known = llvm::any_of(
        made.pools, [&](const arm::GatewayPool &each) { return each.name == Value(name); });
    if (!known)
      ctx.makePools(tier, name, [&](StringRef each, ReleaseSet set) {
        made.pools.push_back({{}, each});
        ctx.pools[&tier].push_back({&made, each, set});
      });
    return name;
  }

  /// Several listeners can share a frontend port, but the gateway can have each port only once. If
  /// two ports are equal only for some parameter values, the second is then left out and its
  /// listener uses the first.
  Value port(const GatewayListen &listen) {
    const Expr &expr = *listen.port.expr->operands[0]->operands[0];
    Value number = ctx.translate.value(expr);
    for (const arm::GatewayPort &each : made.ports)
      if (each.port == number)
        return part("frontendPorts", portNames[&each - made.ports.data()]);
    Value name = number.is(arm::ValueKind::Int)
                     ? ctx.values.text("port-" + std::to_string(number.number()))
                     : ctx.values.text(("port-" + listen.label.text).str());
    arm::GatewayPort own{{}, name, number};
    Value used = name;
    for (size_t at = made.ports.size(); at-- > 0;) {
      if (!mayBeEqual(*portExprs[at], expr))
        continue;
      Value same = ctx.values.call(arm::Function::Equals, {number, made.ports[at].port});
      own.when = ctx.values.both(ctx.values.call(arm::Function::Not, {same}), own.when);
      used = ctx.values.choose(same, made.ports[at].name, used);
    }
    portNames.push_back(used);
    portExprs.push_back(&expr);
    made.ports.push_back(own);
    return part("frontendPorts", used);
  }

  static bool mayBeEqual(const Expr &a, const Expr &b) {
    if (!a.open && !b.open)
      return a.number == b.number;
    const Expr *both[] = {&a, &b};
    return proveEach(both, [](llvm::ArrayRef<Scalar> values) {
             return values[0].number != values[1].number;
           }).answer != Proof::Answer::Holds;
  }

  /// Adds each secret only once, for as long as one of its listeners exists: Azure rejects two
  /// entries with the same name.
  StringRef certificate(std::vector<arm::GatewayCertificate> &all, const GatewayListen &listen,
                        const Setting &secret) {
    Value uri = ctx.translate.value(secret), when = whenOf(ctx, listen);
    for (arm::GatewayCertificate &each : all)
      if (each.secret == uri) {
        each.when = ctx.values.either(each.when, when);
        return each.name.text();
      }
    StringRef name = ctx.name(listen.label.text);
    all.push_back({{when}, name, uri});
    return name;
  }

  /// Adds each chain of certificates only once, for as long as a listener uses it.
  StringRef authority(const Expr &chain, Value when, StringRef listener) {
    Value text = ctx.translate.value(chain);
    if (!when.set() && !made.condition.set())
      ctx.boundLength(text, 1, ctx.program.catalog.limit(LimitId::GatewayClientAuthorityBytes));
    for (size_t i = 0; i < chains.size(); ++i)
      if (chains[i] == text) {
        made.authorities[i].when = ctx.values.either(made.authorities[i].when, when);
        return made.authorities[i].name.text();
      }
    // Labels have no periods.
    StringRef name = listener;
    for (unsigned i = 2;
         llvm::any_of(made.authorities, [&](const auto &each) { return each.name == Value(name); });
         ++i)
      name = ctx.name(listener, ".", std::to_string(i));
    Value data = chain.open ? ctx.values.call(arm::Function::Base64, {text})
                            : ctx.values.text(llvm::encodeBase64(chain.text));
    made.authorities.push_back({{when}, name, data});
    chains.push_back(text);
    return name;
  }

  void trust(const ClientCertificates &clients, arm::GatewaySslProfile &profile) {
    for (const ListChoice &choice : listsOf(clients.authorities)) {
      Value chosen;
      for (auto [condition, truth] : choice.under) {
        Value each = ctx.translate.value(*condition);
        chosen =
            ctx.values.both(chosen, truth ? each : ctx.values.call(arm::Function::Not, {each}));
      }
      llvm::SmallPtrSet<const char *, 4> seen;
      for (const Expr *chain : choice.list->operands) {
        StringRef name =
            authority(*chain, ctx.values.both(profile.when, chosen), profile.name.text());
        if (seen.insert(name.data()).second)
          profile.authorities.push_back({{chosen}, part("trustedClientCertificates", name)});
      }
    }
  }

  /// The SSL profile of a listener, which both sides of a gateway share. Its TLS policy overrides
  /// the one of the gateway, so it repeats it.
  Value sslProfile(const GatewayListen &listen) {
    const ClientCertificates &clients = *listen.clients.get();
    StringRef name = ctx.name(listen.label.text);
    Value id = part("sslProfiles", name);
    if (llvm::any_of(made.profiles, [&](const auto &each) { return each.name == Value(name); }))
      return id;
    arm::GatewaySslProfile profile;
    profile.when = whenOf(ctx, clients);
    profile.name = name;
    profile.tlsKind = made.tlsKind;
    profile.tlsPolicy = made.tlsPolicy;
    profile.issuer = ctx.translate.value(clients.verifyIssuer);
    profile.revocation = wireName(clients.revocation.value());
    if (!ctx.module.sovereign) // the API version there lacks it
      profile.mode = wireName(clients.mode.value());
    if (clients.authorities.set())
      trust(clients, profile);
    made.profiles.push_back(std::move(profile));
    return id;
  }

  void probe(const GatewayAnswer &answer) {
    arm::GatewayProbe probe;
    probe.when = whenOf(ctx, answer.block);
    probe.name = answer.name;
    probe.protocol = wireName(answer.protocol);
    probe.host = answer.probe.host.set() ? ctx.translate.value(answer.probe.host)
                                         : plainHost(ctx, answer.listen.hosts, "127.0.0.1");
    probe.port = ctx.translate.value(answer.probe.port);
    probe.path = ctx.translate.value(answer.probe.path);
    probe.seconds = ctx.translate.seconds(answer.probe.every);
    probe.timeout = ctx.translate.seconds(answer.probe.timeout);
    probe.threshold = ctx.translate.value(answer.probe.failures);
    made.probes.push_back(probe);
  }

  void backend(const GatewayAnswer &answer) {
    const GatewayListen &listen = answer.listen;
    arm::GatewayBackend backend;
    backend.when = whenOf(ctx, answer.block);
    backend.name = answer.name;
    backend.protocol = wireName(answer.protocol);
    backend.port = ctx.translate.value(*answer.port);
    backend.affinity = listen.affinity.value() ? "Enabled" : "Disabled";
    backend.timeout = ctx.translate.seconds(listen.timeout);
    backend.host = ctx.translate.value(answer.host);
    if (answer.protocol == WebProtocol::Https) {
      // Without a host name, the gateway cannot validate the backend certificate.
      if (!answer.host.set()) {
        PlainHost plain = plainHostOf(listen.hosts);
        if (!plain.decided)
          backend.checkName = hasPlainHost(ctx, listen.hosts);
        else if (!plain.host)
          backend.checkName = false;
      }
      if (listen.backendRoot.set())
        backend.roots.push_back(arm::referTo(
            part("trustedRootCertificates", certificate(made.roots, listen, listen.backendRoot))));
    }
    backend.draining = true;
    backend.drainSeconds = ctx.translate.seconds(listen.draining);
    backend.probe = part("probes", answer.name);
    probe(answer);
    pool(answer.tier);
    made.backends.push_back(backend);
  }

  void redirect(const Redirect &redirect, const Block &block, StringRef name, Side side) {
    if (llvm::any_of(this->made.redirects,
                     [&](const arm::GatewayRedirect &each) { return each.name == Value(name); }))
      return; // a rule and a path map can share it
    arm::GatewayRedirect made;
    made.when = whenOf(ctx, block);
    made.name = name;
    made.kind = wireName(redirect.kindOfAnswer());
    if (redirect.to.set())
      made.listener = part("httpListeners", this->name(*redirect.to.value(), side));
    made.url = ctx.translate.value(redirect.url);
    made.withPath = redirect.keepPath.value();
    made.withQuery = redirect.keepQuery.value();
    this->made.redirects.push_back(made);
  }

  /// Sets where requests go. Rules, path maps and path rules have the same properties for it.
  template <class Source, class Target>
  void lead(const Source &from, StringRef name, Side side, Target &to) {
    if (from.redirect) {
      StringRef own = ctx.name(name, side.suffix);
      redirect(*from.redirect.get(), from, own, side);
      to.redirect = part("redirectConfigurations", own);
      return;
    }
    if (const Rewrite *rewrite = from.rewrite.value())
      to.rewrite = part("rewriteRuleSets", ctx.name(rewrite->label.text));
    to.pool = ctx.livePool(*from.to.value(), made, pool(*from.to.value()));
    to.backend = part("backendHttpSettingsCollection", name);
  }

  void headers(const Many<HeaderChange> &changes, arm::GatewayRewrite &rule) {
    for (const HeaderChange &change : changes) {
      arm::GatewayHeader header;
      header.when = ctx.translate.value(change.when);
      header.name = ctx.translate.value(change.name);
      // An empty value removes the header.
      header.value = change.value.set() ? ctx.translate.value(change.value) : Value("");
      (change.side() == HeaderSide::Request ? rule.requestHeaders : rule.responseHeaders)
          .push_back(header);
    }
  }

  arm::GatewayRewrite rewriteRule(const RewriteRule &rule) {
    arm::GatewayRewrite made;
    made.when = ctx.translate.value(rule.when);
    made.name = ctx.values.text(rule.label.text);
    for (const RewriteCondition &condition : rule.conditions) {
      arm::GatewayRewriteCondition each;
      each.variable = ctx.name(rewriteVariable(condition));
      each.pattern = ctx.translate.value(condition.pattern);
      each.ignoreCase = condition.ignoreCase.value();
      each.negate = condition.negate.value();
      made.conditions.push_back(each);
    }
    headers(rule.headers, made);
    if (const RewriteUrl *url = rule.url.get()) {
      made.path = ctx.translate.value(url->path);
      made.query = ctx.translate.value(url->query);
      made.reroute = url->reroute.value();
    }
    return made;
  }

  void rewrite(const Rewrite &rewrite) {
    arm::GatewayRewriteSet set;
    set.when = ctx.translate.value(rewrite.when);
    set.name = ctx.values.text(rewrite.label.text);
    int order = 100;
    if (!rewrite.headers.empty()) {
      arm::GatewayRewrite rule;
      std::string name = rewrite.label.text.str();
      auto isTaken = [&] {
        for (const RewriteRule &each : rewrite.rules)
          if (each.label.text.equals_insensitive(name))
            return true;
        return false;
      };
      while (isTaken())
        name += "-headers";
      rule.name = ctx.name(name);
      rule.order = order++;
      headers(rewrite.headers, rule);
      set.rules.push_back(std::move(rule));
    }
    for (const RewriteRule &each : rewrite.rules) {
      set.rules.push_back(rewriteRule(each));
      set.rules.back().order = order++;
    }
    made.rewrites.push_back(std::move(set));
  }

  /// The condition under which the listener has a path; unset if it always has one.
  Value whenPaths(const GatewayListen &listen) {
    llvm::SmallVector<const Block *, 8> paths;
    for (const GatewayPath &path : listen.paths)
      paths.push_back(&path);
    if (proveSomeOf(paths, &listen).answer == Proof::Answer::Holds)
      return {};
    Value some = ctx.translate.value(paths.front()->when);
    for (const Block *path : llvm::drop_begin(paths))
      some = ctx.values.either(some, ctx.translate.value(path->when));
    return some;
  }

  StringRef pathMap(const GatewayListen &listen, Side side, Value when) {
    arm::GatewayPathMap map;
    StringRef own = name(listen, side);
    map.when = when;
    map.name = own;
    lead(listen, ctx.name(listen.label.text), side, map);
    for (const GatewayPath &path : listen.paths) {
      arm::GatewayPathRule rule;
      rule.when = ctx.translate.value(path.when);
      rule.name = ctx.values.text(path.label.text);
      rule.paths = ctx.translate.value(path.paths);
      lead(path, nameOf(ctx, listen, path), side, rule);
      map.rules.push_back(rule);
    }
    made.pathMaps.push_back(std::move(map));
    return own;
  }

  /// Host names come before wildcards, and wildcards before a listener for all hosts; otherwise,
  /// source order decides.
  Value priority(const GatewayListen &listen, int index, Side side) {
    int own = 100 + 10 * index + (side.suffix.empty() ? 0 : 5);
    if (!listen.hosts.set())
      return own + 10000;
    return ctx.values.choose(hasWildcard(ctx, *listen.hosts.expr), own + 5000, own);
  }

  /// Adds the listener, or its preview with another name and host name. Returns its condition.
  Value addListener(const GatewayListen &listen, StringRef name, Value hosts, Side side) {
    arm::GatewayListener part;
    part.when = whenOf(ctx, listen);
    part.name = name;
    part.protocol = wireName(listen.protocol.value());
    part.frontend = this->part("frontendIPConfigurations", side.frontend);
    part.port = port(listen);
    part.hosts = hosts;
    if (listen.tls()) {
      part.certificate =
          this->part("sslCertificates", certificate(made.certificates, listen, listen.certificate));
      if (hosts.set())
        part.sni = true;
    }
    if (listen.clients)
      withClients(listen, part);
    else
      made.listeners.push_back(part);
    return part.when;
  }

  void listener(const GatewayListen &listen, int index, Side side) {
    arm::GatewayRule rule;
    rule.when = addListener(listen, name(listen, side), ctx.translate.value(listen.hosts), side);
    rule.name = name(listen, side);
    rule.priority = priority(listen, index, side);
    rule.listener = this->part("httpListeners", name(listen, side));
    auto basic = [&](arm::GatewayRule rule) {
      rule.kind = "Basic";
      lead(listen, ctx.name(listen.label.text), side, rule);
      made.rules.push_back(rule);
    };
    if (listen.paths.empty())
      return basic(rule);
    // Azure rejects a path map without rules, so a listener whose paths are all absent gets a basic
    // rule.
    Value some = whenPaths(listen);
    if (some.set()) {
      arm::GatewayRule plain = rule;
      plain.when = ctx.values.both(rule.when, ctx.values.call(arm::Function::Not, {some}));
      basic(plain);
    }
    rule.when = ctx.values.both(rule.when, some);
    rule.kind = "PathBasedRouting";
    rule.pathMap = this->part("urlPathMaps", pathMap(listen, side, rule.when));
    made.rules.push_back(rule);
  }

  /// A listener for the scale set that does not serve clients, by a host name of its own. Its rule
  /// comes before those of other host names.
  void preview(const GatewayListen &listen, int index, Side side) {
    const Release *release = previewOf(listen);
    if (!release)
      return;
    const Tier &tier = *listen.to.value();
    StringRef own = ctx.name(listen.label.text, ".preview", side.suffix);
    arm::GatewayRule rule;
    rule.when =
        addListener(listen, own, ctx.values.list({ctx.translate.value(release->preview)}), side);
    rule.name = own;
    rule.priority = 102 + 10 * index + (side.suffix.empty() ? 0 : 5); // between those of priority()
    rule.listener = this->part("httpListeners", own);
    rule.kind = "Basic";
    lead(listen, ctx.name(listen.label.text), side, rule);
    rule.pool = ctx.idlePool(tier, made, pool(tier));
    made.rules.push_back(rule);
  }

  /// Adds the listener with its SSL profile, or without while `client-certificates` does not apply.
  void withClients(const GatewayListen &listen, arm::GatewayListener part) {
    const Setting &when = listen.clients->when;
    if (when.set()) {
      arm::GatewayListener plain = part;
      Value applies = ctx.translate.value(when);
      plain.when = ctx.values.both(part.when, ctx.values.call(arm::Function::Not, {applies}));
      made.listeners.push_back(plain);
      part.when = ctx.values.both(part.when, applies);
    }
    part.profile = sslProfile(listen);
    made.listeners.push_back(part);
  }

  void size() {
    made.sku = wireName(gateway.sku.value());
    if (isFixed(gateway.capacity)) {
      made.fixedCapacity = ctx.translate.low(gateway.capacity);
      return;
    }
    made.least = ctx.translate.low(gateway.capacity);
    made.most = ctx.translate.high(gateway.capacity);
  }

  /// Private endpoints connect to the public frontend through the addresses of this subnet.
  void link(const PrivateLinkService &link) {
    arm::GatewayLink part;
    part.name = "link";
    part.addresses.push_back({{}, "address", ctx.subnetId(*link.subnet.value())});
    made.links.push_back(part);
    made.frontends.back().link = this->part("privateLinkConfigurations", "link");
    needLinkSubnet(ctx, link);
  }

  void frontends(const arm::PublicIPAddress *address) {
    Value subnet = ctx.subnetId(*gateway.subnet.value());
    made.addresses.push_back({{}, "address", subnet});
    if (address)
      made.frontends.push_back({{}, "public", ctx.values.idOf(*address), {}, {}, {}, {}});
    if (address && gateway.privateLink)
      link(*gateway.privateLink.get());
    if (!gateway.isInternal())
      return;
    StringRef path = address ? "frontendIPConfigurations[1].properties.privateIPAddress"
                             : "frontendIPConfigurations[0].properties.privateIPAddress";
    giveAddress(ctx, gateway, address ? "-internal" : "", ctx.values.runtimeOf(made, path));
    made.frontends.push_back(
        {{}, "internal", {}, subnet, internalAddress(ctx, gateway), "Static", {}});
  }

  void tls() {
    made.tlsKind = "Predefined";
    made.tlsPolicy = wireName(gateway.tls.value());
    made.http2 = gateway.http2.value();
  }
};
} // namespace

void azcl::lowerGateway(ClusterLowering &ctx, const Gateway &gateway) {
  if (gateway.listeners.empty())
    return; // it would forward nothing
  GatewayIdentity identity = gatewayIdentity(ctx, gateway);
  const arm::PublicIPAddress *address = gatewayAddress(ctx, gateway);
  const arm::WebFirewallPolicy *policy = gatewayFirewall(ctx, gateway);
  auto &made = ctx.add<arm::ApplicationGateway>(gateway.label.text, gateway, ctx.edge);
  ctx.gateways[&gateway] = &made;
  made.zones = ctx.zones();
  if (auto *log = sendLogs(ctx, made, gateway.label.text, gateway, gateway.logs))
    log->tables = "Dedicated";
  if (identity.role)
    made.after.push_back(identity.role);
  if (identity.id.set()) {
    Value pair[] = {identity.id, Value::object({})};
    made.identityType = "UserAssigned";
    made.identities = Value::object(ctx.module.arena.copy<Value>(pair));
  }
  if (policy)
    made.firewall = ctx.values.idOf(*policy);
  GatewayLowerer lowerer{ctx, gateway, made};
  lowerer.size();
  lowerer.tls();
  lowerer.frontends(address);
  forEachAnswer(ctx, gateway, [&](const GatewayAnswer &answer) { lowerer.backend(answer); });
  if (made.pools.empty())
    made.pools.push_back({{}, "none"}); // all its listeners redirect
  for (const Rewrite &rewrite : gateway.rewrites)
    lowerer.rewrite(rewrite);
  int index = 0;
  for (const GatewayListen &listen : gateway.listeners) {
    for (Side side : lowerer.sides()) {
      lowerer.listener(listen, index, side);
      lowerer.preview(listen, index, side);
    }
    ++index;
  }
}
