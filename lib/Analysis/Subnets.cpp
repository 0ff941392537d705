// Finds the network interfaces of tiers, and what subnets contain.
#include "azcl/Analysis/Subnets.h"

using namespace azcl;

std::vector<Card> azcl::cardsOf(const Tier &tier) {
  std::vector<Card> cards{{tier, tier.subnet, tier.forwarding, tier.publicAddress}};
  for (const NetworkInterface &each : tier.interfaces)
    cards.push_back({each, each.subnet, each.forwarding, each.publicAddress, &each});
  return cards;
}

bool azcl::hasIpv6(const Tier &tier, const Card &card) {
  const auto &cluster = static_cast<const Cluster &>(*tier.parent);
  const Subnet *subnet = card.subnetOf();
  return tier.ipv6.known() && tier.ipv6.value() && subnet &&
         (cluster.network->existing.set() || subnet->ipv6Address.set());
}

bool azcl::hasIpv6Instances(const Cluster &cluster, const Subnet &subnet) {
  for (const Tier &tier : cluster.tiers)
    if (tier.ipv6.known() && tier.ipv6.value() && isIn(tier, subnet))
      return true;
  return false;
}

bool azcl::isIn(const Tier &tier, const Subnet &subnet) {
  if (subnetIn(tier) == &subnet)
    return true;
  for (const NetworkInterface &each : tier.interfaces)
    if (subnetIn(each) == &subnet)
      return true;
  return false;
}

const Subnet *azcl::sourceSubnet(const Tier &tier, const Subnet *to) {
  return to && isIn(tier, *to) ? to : subnetIn(tier);
}

bool azcl::hasOnlyEndpoints(const Cluster &cluster, const Subnet &subnet) {
  auto among = [&](const auto &blocks) {
    for (const auto &each : blocks)
      if (subnetIn(each) == &subnet)
        return true;
    return false;
  };
  if (!among(cluster.network->privateEndpoints) || among(cluster.gateways))
    return false;
  for (const Tier &tier : cluster.tiers)
    if (isIn(tier, subnet))
      return false;
  return true;
}
