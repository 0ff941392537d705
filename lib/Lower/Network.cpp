// The network of a cluster: its subnets, what may enter each, and the way out.
#include "Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

void azcl::lowerIdentities(ClusterLowering &it) {
  for (const Tier &tier : it.cluster.tiers)
    it.identityOf[&tier] = &it.add<arm::UserAssignedIdentity>(it.name(tier.label.text, "-identity"), tier,
                                                              it.identities);
}

/// Zone-redundant where the region has zones: the only kind that survives the loss of one.
static arm::NatGateway &lowerNat(ClusterLowering &it) {
  const Network &network = *it.cluster.network.get();
  auto &address = it.add<arm::PublicIPAddress>("nat-ip", network, it.networks);
  address.sku = "StandardV2";
  auto &gateway = it.add<arm::NatGateway>("nat", network, it.networks);
  gateway.sku = "StandardV2";
  gateway.idleMinutes = 4;
  gateway.addresses.push_back(arm::referTo(it.values.idOf(address)));
  return gateway;
}

/// Lets in what was found, and nothing else: the rule that admits the whole network, and with it its
/// peers, is one of Azure's own.
static arm::NetworkSecurityGroup &lowerSecurityGroup(ClusterLowering &it, const Subnet &subnet) {
  auto &group = it.add<arm::NetworkSecurityGroup>(it.name(subnet.label.text, "-nsg"), subnet, it.networks);
  int priority = 100;
  for (const Access &access : it.access) {
    if (access.subnet != &subnet)
      continue;
    bool known = llvm::any_of(group.rules, [&](const arm::SecurityRule &rule) {
      return rule.port == access.port && rule.protocol == access.protocol &&
             rule.source == access.source && (!rule.when.set() || rule.when == access.when);
    });
    if (known)
      continue;
    arm::SecurityRule rule;
    rule.when = access.when;
    rule.name = access.name;
    rule.description = access.why;
    rule.direction = "Inbound";
    rule.priority = priority;
    rule.access = "Allow";
    rule.protocol = access.protocol;
    rule.source = access.source;
    rule.sourcePort = "*";
    rule.destination = "*";
    rule.port = access.port;
    group.rules.push_back(rule);
    priority += 10;
  }
  arm::SecurityRule deny;
  deny.name = "deny-inbound";
  deny.description = "nobody else";
  deny.direction = "Inbound";
  deny.priority = 4096;
  deny.access = "Deny";
  deny.protocol = deny.source = deny.sourcePort = deny.destination = deny.port = "*";
  group.rules.push_back(deny);
  return group;
}

void azcl::lowerNetwork(ClusterLowering &it) {
  const Network &network = *it.cluster.network.get();
  std::vector<arm::SubnetPart> subnets;
  arm::NatGateway *nat = it.cluster.tiers.empty() ? nullptr : &lowerNat(it);
  for (const Subnet &subnet : network.subnets) {
    arm::SubnetPart part;
    part.when = subnet.when.set() ? it.translate.condition(subnet) : Value();
    part.name = it.values.text(subnet.label.text);
    part.address = it.translate.value(subnet.address);
    part.outbound = false;
    if (subnet.label.text != "AzureBastionSubnet") {
      part.securityGroup = it.values.idOf(lowerSecurityGroup(it, subnet));
      if (nat && !holdsGateway(it.cluster, subnet)) // that goes out by its own address
        part.natGateway = it.values.idOf(*nat);
    }
    subnets.push_back(part);
  }
  it.network = &it.add<arm::VirtualNetwork>("network", network, it.networks);
  it.network->addresses = it.values.list({it.translate.value(network.address)});
  it.network->subnets = std::move(subnets);
  for (const Subnet &subnet : network.subnets)
    it.translate.stands(subnet, it.subnetId(subnet));
}
