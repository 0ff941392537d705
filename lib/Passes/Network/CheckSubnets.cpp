// Checks that each subnet has either a size, which PlaceSubnets turns into an address, or an
// address. Also checks the requirements of subnets that are reserved for an Azure service.
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/Support/MathExtras.h"

using namespace azcl;
using llvm::StringRef;

/// Size and address are equivalent, as in a printed model after placement.
static bool agree(const Subnet &subnet) {
  std::optional<IpNetwork> address = knownAddresses(subnet.address);
  return address && !subnet.size.poisoned() &&
         largest(*subnet.size.expr) == int64_t(address->count());
}

static void check(const Subnet &subnet, PassContext &ctx) {
  if (subnet.existing.set())
    return; // an existing subnet keeps its range
  if (subnet.size.set() && subnet.address.set() && !agree(subnet))
    ctx.diags.report(subnet.address.range, diag::SubnetSizeAndAddress, subnet.label.text)
        .label(subnet.size.range, note::GivenHere);
  else if (!subnet.size.set() && !subnet.address.set() && !subnet.incomplete)
    ctx.diags.report(subnet.head, diag::SubnetWithoutExtent, subnet.label.text);
  if (!subnet.size.set() || subnet.size.poisoned())
    return;
  const Expr *size[] = {subnet.size.expr};
  Proof proof = proveEach(size, [](llvm::ArrayRef<Scalar> values) {
    return values[0].number < 8 || llvm::isPowerOf2_64(values[0].number); // below 8: out of bounds
  });
  if (proof.answer == Proof::Answer::Unproved)
    ctx.diags.report(subnet.size.place(), diag::SubnetSizeUnproved);
  std::optional<Scalar> value;
  if (proof.answer == Proof::Answer::Fails)
    value = evaluate(*size[0], proof.witness);
  if (!value)
    return;
  std::string next = std::to_string(llvm::PowerOf2Ceil(value->number));
  auto report = ctx.diags.report(subnet.size.place(), diag::SubnetSizeNoPower,
                                 std::to_string(value->number) + whenSuffix(proof.witness), next);
  if (proof.witness.empty())
    report.idea(subnet.size.place(), next, note::NextPower);
}

/// CheckBastion and CheckHybridGateways check the subnets of a bastion and of gateways that the
/// program contains.
static void checkService(const Network &network, const Subnet &subnet,
                         const ReservedSubnetFacts &service, PassContext &ctx) {
  bool made =
      network.bastion && isReserved(subnet, ReservedSubnet::Bastion) &&
      !(network.bastion->sku.known() && network.bastion->sku.value() == BastionSku::Developer);
  made |= isReserved(subnet, ReservedSubnet::Gateway) && !hybridGateways(network).empty();
  if (std::optional<int64_t> has = addressCount(subnet); has && *has < service.addresses && !made)
    ctx.diags.report(extentOf(subnet), diag::ReservedSubnetSmall, subnet.label.text, *has,
                     service.service, service.addresses);
}

/// Of the subnets that are reserved for an Azure service, only the bastion subnet supports a
/// security group (MicrosoftDocs/azure-docs, vpn-gateway/vpn-gateway-about-vpn-gateway-settings.md,
/// firewall/firewall-faq.yml, route-server/route-server-faq.md), and only the firewall subnet a NAT
/// gateway (firewall/integrate-with-nat-gateway.md).
static void checkGuards(const Subnet &subnet, const ReservedSubnetFacts &service,
                        PassContext &ctx) {
  auto refuse = [&](const Fixed<bool> &setting, StringRef what) {
    if (setting.known() && setting.value())
      ctx.diags.report(setting.place(), diag::ReservedSubnetUnfit, subnet.label.text, what);
  };
  if (!service.securityGroup)
    refuse(subnet.nsg, "network security group");
  if (!service.natGateway)
    refuse(subnet.nat, "NAT gateway");
}

static void checkReserved(const Network &network, const Subnet &subnet, PassContext &ctx) {
  std::optional<ReservedSubnet> reserved = reservedAs(subnet);
  if (!reserved)
    return;
  const ReservedSubnetFacts &service = ctx.catalog.reservedSubnet(*reserved);
  checkService(network, subnet, service, ctx);
  checkGuards(subnet, service, ctx);
}

/// A subnet that a block uses without naming it must exist whenever the block does.
static void checkPresence(const Block &user, const Subnet &subnet, StringRef name,
                          PassContext &ctx) {
  Proof proof = proveExistsWith(subnet, user);
  if (proof.answer == Proof::Answer::Fails)
    ctx.diags.report(user.head, diag::ReferenceToAbsent, name, printWitness(proof.witness))
        .label(subnet.head, note::ConditionalHere);
}

/// A block that names no subnet uses the one with its own name.
static void checkDerived(const Block &user, const Fixed<Ref<Subnet>> &reference, PassContext &ctx) {
  const Subnet *subnet = blockOf(reference);
  if (subnet && reference.origin == Origin::Derived)
    checkPresence(user, *subnet, reference.expr->text, ctx);
}

/// A bastion of a SKU other than Developer uses the subnet that is reserved for it.
static void checkBastionSubnet(const Network &network, PassContext &ctx) {
  const Bastion *bastion = network.bastion.get();
  const Subnet *subnet = findSubnet(network, ReservedSubnet::Bastion);
  if (bastion && subnet && bastion->sku.known() && bastion->sku.value() != BastionSku::Developer)
    checkPresence(*bastion, *subnet, subnet->label.text, ctx);
}

static void checkGatewaySubnet(const Network &network, PassContext &ctx) {
  if (const Subnet *subnet = findSubnet(network, ReservedSubnet::Gateway))
    for (const Block *gateway : hybridGateways(network))
      checkPresence(*gateway, *subnet, subnet->label.text, ctx);
}

void azcl::checkSubnets(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    const Network &network = *cluster.network.get();
    bool ours = !network.existing.set();
    for (const Tier &tier : cluster.tiers)
      checkDerived(tier, tier.subnet, ctx);
    for (const Gateway &gateway : cluster.gateways)
      checkDerived(gateway, gateway.subnet, ctx);
    for (const PrivateEndpoint &endpoint : network.privateEndpoints)
      checkDerived(endpoint, endpoint.subnet, ctx);
    for (const Balancer &balancer : cluster.balancers)
      if (balancer.privateLink)
        checkDerived(*balancer.privateLink.get(), balancer.privateLink->subnet, ctx);
    for (const Gateway &gateway : cluster.gateways)
      if (gateway.privateLink)
        checkDerived(*gateway.privateLink.get(), gateway.privateLink->subnet, ctx);
    checkBastionSubnet(network, ctx);
    checkGatewaySubnet(network, ctx);
    for (const Subnet &subnet : network.subnets) {
      check(subnet, ctx);
      if (!ours || subnet.existing.set())
        continue;
      checkReserved(network, subnet, ctx);
    }
  }
}
