// Lowers the profiles of Front Door, with their endpoints, domains and firewalls.
#include "FrontDoor.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
struct FrontDoorLowerer : ApplicationLowering {
  unsigned component;
  llvm::StringSet<> domainNames = {};

  LoweredFrontDoor run(const FrontDoor &door) {
    LoweredFrontDoor made;
    auto &profile = add<arm::FrontDoorProfile>(door.label.text, door, component);
    profile.sku = wireName(door.tier.value());
    profile.timeout = translate.seconds(door.timeout);
    std::string whole = (application.label.text + "-" + door.label.text).str();
    auto &endpoint = child<arm::FrontDoorEndpoint>(profile, whole, door, component);
    endpoint.names.back() = // Azure appends a hash to its host name
        resourceName(module, StringRef(whole).lower(), layoutOf(endpoint));
    made.profile = &profile;
    made.endpoint = &endpoint;
    std::vector<const arm::Resource *> names{&endpoint};
    if (door.domains.set())
      for (size_t i = 0; i < door.domains.size(); ++i) {
        arm::FrontDoorDomain &each = domain(profile, door, door.domains[i]);
        made.domains[door.domains[i].lower()] = &each;
        names.push_back(&each);
      }
    if (door.waf)
      firewall(profile, door, names);
    lowerEdgeRules(*this, door, profile, made.sets);
    return made;
  }

private:
  /// Front Door serves a domain once its owner has put the token into the DNS zone.
  arm::FrontDoorDomain &domain(const arm::FrontDoorProfile &profile, const FrontDoor &door,
                               StringRef host) {
    std::string name = legal(host);
    while (!domainNames.insert(name).second)
      name += "-2";
    auto &made = child<arm::FrontDoorDomain>(profile, name, door, component);
    made.host = values.text(host);
    if (door.tls.set())
      made.ciphers = wireName(door.tls.value());
    StringRef own = host.starts_with("*.") ? host.drop_front(2) : host;
    StringRef tokenName = uniqueOutput("dnsauth-" + name);
    module.preconditions.push_back(
        {"dns", text(host),
         text(fmt::format("after the first deployment, the DNS zone gets the record _dnsauth.{} of "
                          "type TXT with the output {}, and {} becomes an alias (CNAME) of the "
                          "endpoint",
                          own, tokenName, host)),
         door.domains.range});
    arm::Output token;
    token.name = tokenName;
    token.value = values.runtimeOf(made, "validationProperties.validationToken");
    token.condition = translate.condition(door);
    token.type = "string";
    token.doc = text(fmt::format("The text of the TXT record _dnsauth.{}, which proves to Front "
                                 "Door who owns the domain.",
                                 own));
    module.outputs.push_back(token);
    return made;
  }

  /// The name of the domain as a resource: letters, digits and hyphens.
  static std::string legal(StringRef host) {
    std::string name = host.consume_front("*.") ? "any-" : "";
    for (char c : host)
      name += llvm::isAlnum(c) ? llvm::toLower(c) : '-';
    return name;
  }

  void firewall(const arm::FrontDoorProfile &profile, const FrontDoor &door,
                llvm::ArrayRef<const arm::Resource *> names) {
    const FrontDoorWaf &waf = *door.waf.get();
    auto &policy = add<arm::EdgeFirewall>(text((door.label.text + "-waf").str()), door, component);
    policy.names.back() = values.text(
        module.uniqueName(policy.type(), firewallName(door), layoutOf(policy).names.most));
    policy.condition = translate.condition(waf);
    policy.sku = profile.sku;
    policy.mode = wireName(waf.mode.value());
    if (waf.limit.set())
      policy.rules = values.list({limit(waf)});
    // The rules of the default set only score a request; the action is for the sum.
    if (waf.managed.value())
      policy.managed = values.list({ruleSet("Microsoft_DefaultRuleSet", "2.1", "Block"),
                                    ruleSet("Microsoft_BotManagerRuleSet", "1.0", {})});
    auto &security = child<arm::EdgeSecurity>(profile, "firewall", door, component);
    security.condition = policy.condition;
    security.firewall = values.idOf(policy);
    llvm::SmallVector<Value, 4> domains;
    for (const arm::Resource *each : names)
      domains.push_back(values.object({{"id", values.idOf(*each)}}));
    security.associations = values.list({values.object(
        {{"domains", values.list(domains)}, {"patternsToMatch", values.list({"/*"})}})});
  }

  /// A letter, then letters and digits (Azure/azure-cli-extensions#5625).
  std::string firewallName(const FrontDoor &door) {
    std::string name;
    for (char c : (application.label.text + door.label.text).str())
      if (llvm::isAlnum(c))
        name += c;
    return (llvm::isAlpha(name.front()) ? name : "x" + name).substr(0, 125) + "waf";
  }

  Value ruleSet(StringRef type, StringRef version, Value action) {
    return values.object({{"ruleSetType", type},
                          {"ruleSetVersion", version},
                          {"ruleSetAction", action},
                          {"ruleGroupOverrides", values.list({})},
                          {"exclusions", values.list({})}});
  }

  /// Counts the requests of each address.
  Value limit(const FrontDoorWaf &waf) {
    Value everyone = values.object({{"matchVariable", "SocketAddr"},
                                    {"operator", "IPMatch"},
                                    {"negateCondition", false},
                                    {"matchValue", values.list({"0.0.0.0/0", "::/0"})}});
    return values.object(
        {{"name", "limit"},
         {"priority", 1},
         {"enabledState", "Enabled"},
         {"ruleType", "RateLimitRule"},
         {"rateLimitDurationInMinutes", waf.window.value() == LimitWindow::Minute ? 1 : 5},
         {"rateLimitThreshold", translate.value(waf.limit)},
         {"matchConditions", values.list({everyone})},
         {"action", "Block"}});
  }
};
} // namespace

LoweredFrontDoors azcl::lowerFrontDoors(const Program &program, arm::Module &module,
                                        Translate &translate) {
  LoweredFrontDoors profiles;
  for (const RegionalApplication &application : program.root->applications) {
    if (application.frontDoors.empty())
      continue;
    ApplicationLowering base{application, module, translate};
    unsigned component = base.component("front-door", "the profiles of Front Door");
    for (const FrontDoor &door : application.frontDoors)
      profiles[&door] = FrontDoorLowerer{{application, module, translate}, component}.run(door);
  }
  return profiles;
}
