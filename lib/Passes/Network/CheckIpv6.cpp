// Checks the IPv6 address ranges of dual-stack networks and of their subnets, under every
// assignment, and load balancers with IPv6 addresses. MicrosoftDocs/azure-docs,
// virtual-network/ip-services/ipv6-overview.md.
#include "azcl/Analysis/Frontends.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Balancing.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
class Ipv6Checker {
public:
  Ipv6Checker(const Cluster &cluster, PassContext &ctx)
      : cluster(cluster), network(*cluster.network.get()), ctx(ctx) {}

  void run() {
    if (!network.ipv6Address.set())
      return checkSingleStack();
    if (!checkRange() || !checkRoom())
      return;
    for (const Subnet &subnet : network.subnets)
      if (checkSubnet(subnet))
        checkOverlaps(subnet);
  }

private:
  void checkSingleStack() {
    for (const Subnet &subnet : network.subnets)
      if (subnet.ipv6Address.set())
        ctx.diags.report(subnet.ipv6Address.place(), diag::Ipv6WithoutNetwork,
                         fmt::format("the IPv6 range of subnet `{}`", subnet.label.text));
    for (const Tier &tier : cluster.tiers)
      if (tier.ipv6.known() && tier.ipv6.value())
        ctx.diags.report(tier.ipv6.place(), diag::Ipv6WithoutNetwork, "`ipv6`");
  }

  bool checkRange() {
    Proof proof = proveAddresses({&network.ipv6Address}, [](llvm::ArrayRef<IpNetwork> each) {
      return each[0].v6 && each[0].prefix <= ipv6SubnetPrefix;
    });
    if (proof.answer != Proof::Answer::Fails)
      return true;
    IpNetwork each = *addressAt(network.ipv6Address, proof.witness);
    ctx.diags.report(network.ipv6Address.place(), diag::Ipv6Range,
                     each.text() + whenSuffix(proof.witness),
                     each.v6 ? "the smallest is a /64" : "it is not an IPv6 range");
    return false;
  }

  /// The range must have a /64 for each subnet.
  bool checkRoom() {
    std::optional<uint64_t> most = greatestIpv6Subnet(network);
    bool unplaced = false;
    for (const Subnet &subnet : network.subnets)
      unplaced |= !subnet.ipv6Address.set() && hasIpv6Instances(cluster, subnet);
    Proof proof = proveAddresses({&network.ipv6Address}, [&](llvm::ArrayRef<IpNetwork> each) {
      return !unplaced && (!most || each[0].part(ipv6SubnetPrefix, *most));
    });
    if (proof.answer != Proof::Answer::Fails)
      return true;
    ctx.diags.report(network.ipv6Address.place(), diag::Ipv6Range,
                     addressAt(network.ipv6Address, proof.witness)->text() +
                         whenSuffix(proof.witness),
                     "it has no /64 for each subnet");
    return false;
  }

  bool checkSubnet(const Subnet &subnet) {
    Proof proof = proveAddresses({&subnet.ipv6Address}, [](llvm::ArrayRef<IpNetwork> each) {
      return each[0].v6 && each[0].prefix == ipv6SubnetPrefix;
    });
    if (proof.answer == Proof::Answer::Fails) {
      ctx.diags.report(subnet.ipv6Address.place(), diag::SubnetIpv6Range, subnet.label.text,
                       addressAt(subnet.ipv6Address, proof.witness)->text() +
                           whenSuffix(proof.witness));
      return false;
    }
    Proof inside =
        proveAddresses({&network.ipv6Address, &subnet.ipv6Address},
                       [](llvm::ArrayRef<IpNetwork> each) { return contains(each[0], each[1]); });
    if (inside.answer != Proof::Answer::Fails)
      return true;
    ctx.diags
        .report(subnet.ipv6Address.place(), diag::SubnetOutside, subnet.label.text,
                addressAt(subnet.ipv6Address, inside.witness)->text(),
                addressAt(network.ipv6Address, inside.witness)->text() + whenSuffix(inside.witness))
        .label(network.ipv6Address.place(), note::ChosenHere);
    return false;
  }

  /// Compares a subnet with the earlier ones.
  void checkOverlaps(const Subnet &subnet) {
    for (const Subnet &other : network.subnets) {
      if (&other == &subnet)
        return;
      // PlaceSubnets gave both a range of their own.
      if (subnet.ipv6Address.origin == Origin::Derived &&
          other.ipv6Address.origin == Origin::Derived)
        continue;
      Proof proof =
          proveAddresses({&other.ipv6Address, &subnet.ipv6Address},
                         [](llvm::ArrayRef<IpNetwork> each) { return !each[0].overlaps(each[1]); });
      if (proof.answer != Proof::Answer::Fails || neverTogether(subnet, other))
        continue;
      ctx.diags
          .report(subnet.ipv6Address.place(), diag::SubnetsOverlap, subnet.label.text,
                  addressAt(subnet.ipv6Address, proof.witness)->text(), other.label.text,
                  addressAt(other.ipv6Address, proof.witness)->text() + whenSuffix(proof.witness))
          .label(other.ipv6Address.place(), note::GivenHere);
    }
  }

  const Cluster &cluster;
  const Network &network;
  PassContext &ctx;
};
} // namespace

/// A listener with IPv6 forwards to the IPv6 addresses of the primary network interfaces.
static void checkListener(const Balancer &balancer, const Listen &listen, PassContext &ctx) {
  auto lacks = [&](SourceRange place, std::string why) {
    ctx.diags.report(place, diag::BalancerWithoutIpv6, balancer.label.text, std::move(why))
        .label(balancer.ipv6.place(), note::ChosenHere);
  };
  const Tier *tier = blockOf(listen.to);
  // With `ipv6 = yes`, a subnet without a range is reported already.
  if (tier && !(tier->ipv6.known() && tier->ipv6.value()))
    lacks(listen.to.place(), fmt::format("tier `{}` has no IPv6 addresses", tier->label.text));
  if (!balancer.isPublic() && listen.floating.known() && listen.floating.value())
    lacks(listen.floating.place(), "floating IP of both families requires `exposure = public`");
}

/// A security rule has source addresses of one family only.
static void checkSources(const Listen &listen, PassContext &ctx) {
  for (const ListChoice &choice : listsOf(listen.from)) {
    bool seen[2] = {};
    for (const Expr *each : choice.list->operands)
      forEachText(*each, [&](const PossibleText &text) {
        if (std::optional<IpNetwork> range = IpNetwork::parse(text.text))
          seen[range->v6] = true;
      });
    if (seen[0] == seen[1])
      continue;
    ctx.diags.report(listen.from.place(), diag::SourcesOfOneFamily, listen.label.text,
                     seen[0] ? "IPv6" : "IPv4");
    return;
  }
}

static void checkBalancer(const Balancer &balancer, PassContext &ctx) {
  if (!balancer.ipv6.known() || !balancer.ipv6.value())
    return;
  for (const Listen &listen : balancer.listeners) {
    checkListener(balancer, listen, ctx);
    checkSources(listen, ctx);
  }
  for (const FrontendRef &frontend : frontendsOf(balancer))
    if (const Subnet *subnet = subnetOf(frontend);
        subnet && frontend.named && frontend.named->subnet.set() && !subnet->existing.set() &&
        !subnet->ipv6Address.set())
      ctx.diags
          .report(frontend.named->subnet.place(), diag::BalancerWithoutIpv6, balancer.label.text,
                  fmt::format("subnet `{}` has no `ipv6-address`", subnet->label.text))
          .label(balancer.ipv6.place(), note::ChosenHere);
}

void azcl::checkIpv6(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (!cluster.network->existing.set())
      Ipv6Checker(cluster, ctx).run();
    for (const Balancer &balancer : cluster.balancers)
      checkBalancer(balancer, ctx);
  }
}
