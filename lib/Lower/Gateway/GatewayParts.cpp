// Lowers the resources that an application gateway needs: its identity, public address and firewall
// policy.
#include "GatewayParts.h"
#include "azcl/Analysis/Traffic.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

StringRef azcl::nameOf(ClusterLowering &ctx, const GatewayListen &listen, const GatewayPath &path) {
  return ctx.name(listen.label.text, ".", path.label.text);
}

Value azcl::whenOf(ClusterLowering &ctx, const Block &block) {
  Value all;
  for (const Block *at = &block; at->kind != BlockKind::Gateway; at = at->parent)
    if (at->when.set())
      all = ctx.values.both(ctx.translate.value(at->when), all);
  return all;
}

void azcl::forEachAnswer(ClusterLowering &ctx, const Gateway &gateway,
                         llvm::function_ref<void(const GatewayAnswer &)> visit) {
  for (const GatewayListen &listen : gateway.listeners) {
    if (listen.to.set())
      visit({listen, listen, ctx.name(listen.label.text), *listen.to.value(),
             listen.port.expr->operands[1]->operands[0], listen.backend.value(), listen.backendHost,
             *listen.probe.get()});
    for (const GatewayPath &path : listen.paths)
      if (path.to.set())
        visit({path, listen, nameOf(ctx, listen, path), *path.to.value(), path.port.expr,
               path.backend.value(), path.backendHost, *path.probe.get()});
  }
}

GatewayIdentity azcl::gatewayIdentity(ClusterLowering &ctx, const Gateway &gateway) {
  bool needed = false;
  for (const GatewayListen &listen : gateway.listeners)
    needed |= listen.certificate.set() || listen.backendRoot.set();
  if (gateway.identity.set()) {
    StringRef subject = gateway.identity.known() ? gateway.identity.value() : StringRef("identity");
    if (needed)
      ctx.module.preconditions.push_back(
          {"role", ctx.name(subject, ": Key Vault Secrets User"),
           "the gateway uses this identity to read its certificates from Key Vault", gateway.head});
    return {ctx.translate.value(gateway.identity)};
  }
  if (!needed)
    return {};
  auto &identity = ctx.add<arm::UserAssignedIdentity>(
      ctx.name(gateway.label.text, "-gateway-identity"), gateway, ctx.identities);
  if (gateway.certificateVault.set()) {
    auto &role = ctx.add<arm::GroupDeployment>(ctx.name(gateway.label.text, "-gateway-role"),
                                               gateway, ctx.roles);
    assignElsewhere(ctx, role, ctx.translate.value(gateway.certificateVault),
                    ctx.values.runtimeOf(identity, "principalId"),
                    BuiltInRole::KeyVaultSecretsUser);
    return {ctx.values.idOf(identity), &role};
  }
  // The gateway reads its certificates while it is deployed, so the role must exist before: the
  // identity too.
  ctx.module.preconditions.push_back(
      {"role", ctx.name(identity.name().text(), ": Key Vault Secrets User"),
       "the gateway uses this identity to read its certificates from Key Vault; before the first "
       "deployment, create the identity with this name in the resource group and assign the role, "
       "or set `identity` to an existing one",
       gateway.head});
  return {ctx.values.idOf(identity)};
}

void azcl::giveAddress(ClusterLowering &ctx, const Gateway &gateway, StringRef suffix,
                       Value address) {
  std::string name = gateway.label.text.str();
  for (const Balancer &balancer : ctx.cluster.balancers)
    if (balancer.label.text == gateway.label.text)
      name += "-gateway";
  name += suffix;
  ctx.module.outputs.push_back({ctx.alone ? ctx.name(name) : ctx.name(ctx.cluster.name, "-", name),
                                address, ctx.translate.condition(gateway)});
}

const arm::PublicIPAddress *azcl::gatewayAddress(ClusterLowering &ctx, const Gateway &gateway) {
  const Subnet &subnet = *gateway.subnet.value();
  if (ctx.cluster.network->existing.set())
    ctx.module.preconditions.push_back(
        {"delegation",
         ctx.name("subnet ", subnet.existing.known() ? subnet.existing.value() : subnet.label.text),
         "the subnet of an application gateway must be delegated to "
         "Microsoft.Network/applicationGateways",
         gateway.head});
  if (!gateway.isPublic()) {
    ctx.module.preconditions.push_back(
        {"feature", "Microsoft.Network/EnableApplicationGatewayNetworkIsolation",
         "an application gateway without a public IP address needs this feature", gateway.head});
    return nullptr;
  }
  auto &address =
      ctx.add<arm::PublicIPAddress>(ctx.name(gateway.label.text, "-gateway-ip"), gateway, ctx.edge);
  address.sku = "Standard";
  address.zones = ctx.zones();
  address.idleMinutes = 4;
  ctx.setOrigin(address, gateway.addressPrefix, gateway.ddosProtection);
  if (needsDnsName(ctx.cluster, gateway))
    address.label = uniqueLabel(ctx.module, (ctx.cluster.name + "-" + gateway.label.text).str());
  ctx.addresses[&gateway] = &address;
  giveAddress(ctx, gateway, "", ctx.values.runtimeOf(address, "ipAddress"));
  return &address;
}

/// Gateway instances use the first addresses of the subnet, so the frontend uses the last usable
/// one.
Value azcl::internalAddress(ClusterLowering &ctx, const Gateway &gateway) {
  if (gateway.address.set())
    return ctx.translate.value(gateway.address);
  const Expr &range = *gateway.subnet.value()->address.expr;
  if (!range.open) {
    IpNetwork whole = *IpNetwork::parse(range.text);
    return ctx.values.text(IpNetwork::of(whole.first() + whole.count() - 2, 32).text());
  }
  // cidrHost counts from the first usable address. The smallest gateway subnet has 64 addresses.
  bool sized = range.kind == ExprKind::Call && !range.operands[1]->open;
  int64_t size = sized ? int64_t(1) << (32 - range.operands[1]->number) : 64;
  return ctx.values.call(arm::Function::CidrHost, {ctx.translate.value(range), size - 3});
}

static arm::ManagedRuleSet rulesOf(WafRules rules) {
  switch (rules) {
  case WafRules::Microsoft22: return {{}, "Microsoft_DefaultRuleSet", "2.2"};
  case WafRules::Microsoft21: return {{}, "Microsoft_DefaultRuleSet", "2.1"};
  case WafRules::Owasp32: return {{}, "OWASP", "3.2"};
  }
  llvm_unreachable("not a set of rules");
}

static arm::RuleExclusion exclusionOf(ClusterLowering &ctx, const WafExclusion &exclusion) {
  arm::RuleExclusion made;
  made.when = ctx.translate.value(exclusion.when);
  made.variable = wireName(exclusion.field.value());
  made.comparison = wireName(exclusion.match.value());
  made.selector = exclusion.name.set() ? ctx.translate.value(exclusion.name) : Value("*");
  return made;
}

/// "office-only" as "officeOnly": Azure's portal allows only letters and digits.
static std::string ruleName(StringRef label) {
  std::string name;
  bool upper = false;
  for (char c : label) {
    if (llvm::isAlnum(c))
      name += upper && !name.empty() ? llvm::toUpper(c) : c;
    upper = !llvm::isAlnum(c);
  }
  return name.empty() || llvm::isDigit(name[0]) ? "rule" + name : name;
}

static Value comparisonOf(const WafCondition &condition) {
  switch (condition.target()) {
  case WafTarget::Address: return "IPMatch";
  case WafTarget::Country: return "GeoMatch";
  case WafTarget::Method: return "Equal";
  default: return wireName(condition.compare.value());
  }
}

static arm::FirewallRule ruleOf(ClusterLowering &ctx, const WafRule &rule,
                                llvm::StringSet<> &names) {
  arm::FirewallRule made;
  made.when = ctx.translate.value(rule.when);
  const std::string stem = ruleName(rule.label.text);
  std::string name = stem;
  for (unsigned i = 2; !names.insert(StringRef(name).lower()).second; ++i)
    name = stem + std::to_string(i);
  made.name = ctx.name(name);
  made.priority = ctx.translate.value(rule.priority);
  made.action = wireName(rule.action.value());
  if (rule.rate.set()) {
    made.kind = "RateLimitRule";
    made.window = wireName(rule.window.value());
    made.rate = ctx.translate.value(rule.rate);
    made.groups.emplace_back();
  }
  for (const WafCondition &condition : rule.conditions) {
    arm::FirewallCondition each;
    arm::FirewallVariable variable;
    variable.name = Words<WafTarget>::words[condition.variant].wire;
    if (condition.name.known())
      variable.selector = ctx.values.text(condition.name.value());
    each.variables.push_back(variable);
    each.comparison = comparisonOf(condition);
    if (condition.negate.value())
      each.negate = true;
    bool addresses = condition.target() == WafTarget::Address;
    const Setting &values =
        addresses ? static_cast<const Setting &>(condition.addresses) : condition.values;
    each.values = values.set() ? ctx.translate.value(values) : ctx.values.list({});
    made.conditions.push_back(each);
  }
  return made;
}

/// Requests through another Front Door profile come from the same addresses, so only this header
/// tells them apart (MicrosoftDocs/azure-docs, articles/frontdoor/origin-security.md).
static arm::FirewallRule frontDoorRule(ClusterLowering &ctx, const FrontDoor &door,
                                       const arm::WebFirewallPolicy &policy,
                                       llvm::StringSet<> &names) {
  arm::FirewallRule made;
  std::string name = "frontDoorOnly";
  for (unsigned i = 2; !names.insert(StringRef(name).lower()).second; ++i)
    name = "frontDoorOnly" + std::to_string(i);
  made.name = ctx.name(name);
  int64_t priority = 1;
  while (llvm::any_of(policy.rules, [&](const arm::FirewallRule &each) {
    return each.priority == Value(priority);
  }))
    ++priority;
  made.priority = priority;
  made.action = "Block";
  arm::FirewallCondition condition;
  arm::FirewallVariable variable;
  variable.name = "RequestHeaders";
  variable.selector = "X-Azure-FDID";
  condition.variables.push_back(variable);
  condition.comparison = "Equal";
  condition.negate = true;
  condition.values = ctx.values.list(
      {ctx.values.runtimeOf(*ctx.frontDoors->find(&door)->second.profile, "frontDoorId")});
  made.conditions.push_back(condition);
  return made;
}

const arm::WebFirewallPolicy *azcl::gatewayFirewall(ClusterLowering &ctx, const Gateway &gateway) {
  const Waf *waf = gateway.waf.get();
  if (!waf)
    return nullptr;
  auto &policy =
      ctx.add<arm::WebFirewallPolicy>(ctx.name(gateway.label.text, "-waf"), gateway, ctx.edge);
  policy.mode = wireName(waf->mode.value());
  policy.bodyCheck = waf->inspectBody.value();
  if (waf->bodyLimit.set())
    policy.bodyKibibytes = ctx.translate.count(*waf->bodyLimit.expr, 1 << 10);
  if (waf->uploadLimit.set())
    policy.uploadMebibytes = ctx.translate.count(*waf->uploadLimit.expr, 1 << 20);
  llvm::StringSet<> names;
  for (const WafRule &each : waf->rules)
    policy.rules.push_back(ruleOf(ctx, each, names));
  if (const FrontDoor *door = lockOf(ctx.cluster, gateway))
    policy.rules.push_back(frontDoorRule(ctx, *door, policy, names));
  policy.ruleSets.push_back(rulesOf(waf->ruleset.value()));
  if (waf->botProtection.value())
    policy.ruleSets.push_back({{}, "Microsoft_BotManagerRuleSet", "1.0"});
  for (const WafExclusion &each : waf->exclusions)
    policy.exclusions.push_back(exclusionOf(ctx, each));
  return &policy;
}
