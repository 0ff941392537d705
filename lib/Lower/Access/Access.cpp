// Who may talk to whom, derived from listeners, probes, rules and ways in for people.
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

static StringRef protocolOf(Transport transport) {
  return transport == Transport::Udp ? "Udp" : "Tcp";
}

/// "8443" or "80-90"
static Value portText(ClusterLowering &it, const Expr &range) {
  auto text = [&](const Expr &port) {
    return it.values.call(arm::Function::String, {it.translate.value(port)});
  };
  Value low = text(*range.operands[0]), high = text(*range.operands[1]);
  return low == high ? low : it.values.concat({low, "-", high});
}

/// Those who may call, if they are listed.
static void setSource(ClusterLowering &it, Access &access, const Setting &addresses) {
  if (!addresses.set())
    return;
  access.source = it.translate.value(addresses);
  access.several = !access.source.is(arm::ValueKind::List) || access.source.items().size() > 1;
  if (!access.several)
    access.source = access.source.items().front();
}

static void balancerAccess(ClusterLowering &it, const Balancer &balancer) {
  bool fromInternet = balancer.isPublic();
  StringRef source = fromInternet ? "Internet" : "VirtualNetwork";
  for (const Listen &listener : balancer.listeners) {
    const Tier &tier = *listener.to.value();
    // What a rule sees is the port behind the balancer.
    bool every = listener.everyPort.value();
    Access access{&subnetOf(tier),
                  every ? Value("*") : portText(it, *listener.port.expr->operands[1]),
                  every ? StringRef("*") : protocolOf(listener.protocol.value()),
                  source,
                  it.name("in-", balancer.label.text, "-", listener.label.text),
                  fromInternet ? "callers from the internet" : "callers from the network",
                  it.translate.condition(listener)};
    setSource(it, access, listener.from);
    it.access.push_back(access);
    if (balancer.probe)
      it.access.push_back(
          {&subnetOf(tier),
           it.values.call(arm::Function::String, {it.translate.value(balancer.probe->port)}), "Tcp",
           "AzureLoadBalancer", it.name("probe-", balancer.label.text), "the balancer's probe",
           it.translate.condition(listener)});
  }
  for (const Nat &nat : balancer.nats) {
    Access access{&subnetOf(*nat.to.value()),
                  portText(it, *nat.ports.expr->operands[1]),
                  "Tcp",
                  source,
                  it.name("nat-", balancer.label.text, "-", nat.label.text),
                  "a port for each machine",
                  it.translate.condition(nat)};
    setSource(it, access, nat.from);
    it.access.push_back(access);
  }
}

/// `allow NAME { ... }` and `deny NAME { ... }` of a tier.
template <BlockKind K>
static void ruleAccess(ClusterLowering &it, const Tier &tier, const AccessRule<K> &rule) {
  static constexpr StringRef protocols[] = {"Tcp", "Udp", "Icmp", "*"};
  AccessProtocol protocol = AccessProtocol::Tcp;
  Access access;
  access.subnet = &subnetOf(tier);
  access.port = "*";
  if (rule.service.set()) {
    const ServicePort &known = servicePorts[size_t(rule.service.value())];
    access.port = it.values.text(std::to_string(known.port));
    protocol = known.protocol;
  } else if (rule.port.set()) {
    access.port = portText(it, *rule.port.expr);
  } else if (K == BlockKind::Deny) {
    protocol = AccessProtocol::Any; // who is kept out is kept out
  }
  access.protocol = protocols[size_t(rule.protocol.set() ? rule.protocol.value() : protocol)];
  access.source = "*";
  if (rule.from.set())
    access.source = it.translate.value(subnetOf(*rule.from.value()).address);
  else if (rule.tag.set())
    access.source = it.values.text(rule.tag.value());
  setSource(it, access, rule.addresses);
  access.denied = K == BlockKind::Deny;
  access.name = it.name(access.denied ? "deny-" : "allow-", tier.label.text, "-", rule.label.text);
  access.why = access.denied ? "kept out by the program" : "let in by the program";
  if (!rule.doc.empty())
    access.why = it.name(rule.doc);
  access.when = it.translate.condition(rule);
  it.access.push_back(access);
}

/// People who come by a bastion, of this network or of one that is peered with it.
static void bastionAccess(ClusterLowering &it, const Cluster &host) {
  const Bastion *bastion = host.network->bastion.get();
  if (!bastion || bastion->sku.value() == BastionSku::Developer)
    return;
  for (const Subnet &subnet : host.network->subnets) {
    if (subnet.label.text != "AzureBastionSubnet")
      continue;
    Value source = it.translate.value(subnet.address);
    for (const Tier &tier : it.cluster.tiers) {
      bool windows = tier.image.value()->os == OperatingSystem::Windows;
      Value when = it.values.both(it.translate.condition(*bastion), it.translate.condition(tier));
      it.access.push_back({&subnetOf(tier), windows ? "3389" : "22", "Tcp", source,
                           &host == &it.cluster
                               ? it.name("bastion-", tier.label.text)
                               : it.name("bastion-", host.label.text, "-", tier.label.text),
                           "people who come by the bastion", when});
    }
  }
}

void azcl::findAccess(ClusterLowering &it) {
  if (it.cluster.network->existing.set())
    return; // no security group is ours
  for (const Balancer &balancer : it.cluster.balancers)
    balancerAccess(it, balancer);
  for (const Tier &tier : it.cluster.tiers) {
    for (const Deny &rule : tier.denies)
      ruleAccess(it, tier, rule);
    for (const Allow &rule : tier.allows)
      ruleAccess(it, tier, rule);
  }
  for (const Cluster &host : it.program.clusters())
    if (&host == &it.cluster || arePeered(host, it.cluster))
      bastionAccess(it, host);
  findGatewayAccess(it);
}
