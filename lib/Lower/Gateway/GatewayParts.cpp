// What a gateway needs around it: its identity, address and firewall.
#include "GatewayParts.h"
#include "azcl/Support/IpNetwork.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

StringRef azcl::nameOf(ClusterLowering &it, const GatewayListen &listen, const GatewayPath &path) {
  return it.name(listen.label.text, ".", path.label.text);
}

Value azcl::whenOf(ClusterLowering &it, const Block &block) {
  Value all;
  for (const Block *at = &block; at->kind != BlockKind::Gateway; at = at->parent)
    if (at->when.set())
      all = it.values.both(it.translate.value(at->when), all);
  return all;
}

void azcl::forEachAnswer(ClusterLowering &it, const Gateway &gateway,
                         llvm::function_ref<void(const GatewayAnswer &)> visit) {
  for (const GatewayListen &listen : gateway.listeners) {
    if (listen.to.set())
      visit({listen, listen, it.name(listen.label.text), *listen.to.value(),
             listen.port.expr->operands[1]->operands[0], listen.backend.value(), listen.backendHost,
             *listen.probe.get()});
    for (const GatewayPath &path : listen.paths)
      if (path.to.set())
        visit({path, listen, nameOf(it, listen, path), *path.to.value(), path.port.expr,
               path.backend.value(), path.backendHost, *path.probe.get()});
  }
}

Value azcl::gatewayIdentity(ClusterLowering &it, const Gateway &gateway) {
  bool needed = false;
  for (const GatewayListen &listen : gateway.listeners)
    needed |= listen.certificate.set() || listen.backendRoot.set();
  if (gateway.identity.set()) {
    StringRef subject = gateway.identity.known() ? gateway.identity.value() : StringRef("identity");
    if (needed)
      it.module.preconditions.push_back({"role", it.name(subject, ": Key Vault Secrets User"),
                                         "the gateway reads its certificates from the vault as this identity",
                                         gateway.head});
    return it.translate.value(gateway.identity);
  }
  if (!needed)
    return {};
  auto &identity = it.add<arm::UserAssignedIdentity>(it.name(gateway.label.text, "-gateway-identity"), gateway,
                                                     it.identities);
  // The gateway reads its certificates while it is deployed, so the role must exist before: the identity too.
  it.module.preconditions.push_back(
      {"role", it.name(identity.name().text(), ": Key Vault Secrets User"),
       "the gateway reads its certificates from the vault as this identity; create the identity under this name in the "
       "resource group and assign the role before the first deployment, or give the gateway an existing `identity`",
       gateway.head});
  return it.values.idOf(identity);
}

void azcl::giveAddress(ClusterLowering &it, const Gateway &gateway, StringRef suffix, Value address) {
  std::string name = gateway.label.text.str();
  for (const Balancer &balancer : it.cluster.balancers)
    if (balancer.label.text == gateway.label.text)
      name += "-gateway";
  name += suffix;
  it.module.outputs.push_back({it.alone ? it.name(name) : it.name(it.cluster.label.text, "-", name), address,
                               it.translate.condition(gateway)});
}

const arm::PublicIPAddress *azcl::gatewayAddress(ClusterLowering &it, const Gateway &gateway) {
  const Subnet &subnet = *gateway.subnet.value();
  if (it.cluster.network->existing.set())
    it.module.preconditions.push_back(
        {"delegation", it.name("subnet ", subnet.existing.known() ? subnet.existing.value() : subnet.label.text),
         "the subnet of a gateway must be delegated to Microsoft.Network/applicationGateways", gateway.head});
  if (!gateway.isPublic()) {
    it.module.preconditions.push_back({"feature", "Microsoft.Network/EnableApplicationGatewayNetworkIsolation",
                                       "a gateway without a public address needs it", gateway.head});
    return nullptr;
  }
  auto &address = it.add<arm::PublicIPAddress>(it.name(gateway.label.text, "-gateway-ip"), gateway, it.edge);
  address.sku = "Standard";
  address.zones = it.zones();
  address.idleMinutes = 4;
  giveAddress(it, gateway, "", it.values.runtimeOf(address, "ipAddress"));
  return &address;
}

/// Units take the first addresses of a subnet, so the frontend takes the last that can be had.
Value azcl::internalAddress(ClusterLowering &it, const Gateway &gateway) {
  if (gateway.address.set())
    return it.translate.value(gateway.address);
  const Expr &range = *gateway.subnet.value()->address.expr;
  if (!range.open) {
    IpNetwork whole = *IpNetwork::parse(range.text);
    return it.values.text(IpNetwork::of(whole.first() + whole.count() - 2, 32).text());
  }
  // cidrHost counts from the first address that can be had; 64 addresses are the least.
  bool sized = range.kind == ExprKind::Call && !range.operands[1]->open;
  int64_t size = sized ? int64_t(1) << (32 - range.operands[1]->number) : 64;
  return it.values.call(arm::Function::CidrHost, {it.translate.value(range), size - 3});
}

static arm::ManagedRuleSet rulesOf(WafRules rules) {
  switch (rules) {
  case WafRules::Microsoft22: return {{}, "Microsoft_DefaultRuleSet", "2.2"};
  case WafRules::Microsoft21: return {{}, "Microsoft_DefaultRuleSet", "2.1"};
  case WafRules::Owasp32: return {{}, "OWASP", "3.2"};
  }
  llvm_unreachable("not a set of rules");
}

static arm::RuleExclusion exclusionOf(ClusterLowering &it, const WafExclusion &exclusion) {
  arm::RuleExclusion made;
  made.when = it.translate.value(exclusion.when);
  made.variable = wireName(exclusion.field.value());
  made.comparison = wireName(exclusion.match.value());
  made.selector = exclusion.name.set() ? it.translate.value(exclusion.name) : Value("*");
  return made;
}

const arm::WebFirewallPolicy *azcl::gatewayFirewall(ClusterLowering &it, const Gateway &gateway) {
  const Waf *waf = gateway.waf.get();
  if (!waf)
    return nullptr;
  auto &policy = it.add<arm::WebFirewallPolicy>(it.name(gateway.label.text, "-waf"), gateway, it.edge);
  policy.mode = wireName(waf->mode.value());
  policy.ruleSets.push_back(rulesOf(waf->ruleset.value()));
  if (waf->botProtection.value())
    policy.ruleSets.push_back({{}, "Microsoft_BotManagerRuleSet", "1.0"});
  for (const WafExclusion &each : waf->exclusions)
    policy.exclusions.push_back(exclusionOf(it, each));
  return &policy;
}

