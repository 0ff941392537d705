// Checks the settings of public IP addresses: rejects them where there is no such address, and
// warns of DDoS protection that the network already provides.
#include "azcl/Analysis/Frontends.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// An address inherits the protection of its network by default (protectionMode
/// VirtualNetworkInherited, Azure/azure-cli#24968).
static void checkPlan(const Network &network, const Open<bool> &ddosProtection, PassContext &ctx) {
  bool may = ddosProtection.known() ? ddosProtection.value() : isExplicit(ddosProtection);
  if (const Setting *plan = ddosPlanOf(network); may && plan)
    ctx.diags.report(ddosProtection.place(), diag::DdosTwice).label(plan->place(), note::PlanHere);
}

/// `reason` says why the address does not exist; empty if it does.
static void checkAddressSettings(const Network &network, const Open<Text> &prefix,
                                 const Open<bool> &ddosProtection, StringRef reason,
                                 PassContext &ctx) {
  if (reason.empty())
    return checkPlan(network, ddosProtection, ctx);
  if (isExplicit(prefix))
    ctx.diags.report(prefix.range, diag::AddressSettingUnused, "address-prefix", reason);
  if (isExplicit(ddosProtection) && !(ddosProtection.known() && !ddosProtection.value()))
    ctx.diags.report(ddosProtection.range, diag::AddressSettingUnused, "ddos-protection", reason);
}

/// A load balancer has no default frontend if no rule uses it.
static void checkDefaultFrontend(const Balancer &balancer, PassContext &ctx) {
  bool empty = balancer.listeners.empty() && balancer.nats.empty();
  if (balancer.frontends.empty() || empty || balancer.incomplete ||
      llvm::is_contained(frontendsOf(balancer), FrontendRef{&balancer}))
    return;
  auto unused = [&](const Setting &setting, StringRef name) {
    if (isExplicit(setting))
      ctx.diags.report(setting.range, diag::AddressSettingUnused, name,
                       "no `listen` and no `nat` uses the default frontend");
  };
  unused(balancer.dns, "dns");
  unused(balancer.address, "address");
  unused(balancer.zone, "zone");
  unused(balancer.addressPrefix, "address-prefix");
  if (!balancer.ddosProtection.known() || balancer.ddosProtection.value())
    unused(balancer.ddosProtection, "ddos-protection");
}

static void checkFrontends(const Network &network, const Balancer &balancer, PassContext &ctx) {
  StringRef reason =
      balancer.isPublic() ? "" : "an internal load balancer has no public IP address";
  for (const FrontendRef &frontend : frontendsOf(balancer)) {
    checkAddressSettings(network, frontend.addressPrefix(), frontend.ddosProtection(), reason, ctx);
    if (balancer.isPublic() && frontend.named && isExplicit(frontend.named->subnet))
      ctx.diags.report(frontend.named->subnet.range, diag::AddressSettingUnused, "subnet",
                       "a public frontend is not in a subnet");
  }
}

/// A plan has a fixed monthly price, so the program says it once.
static void checkNewPlan(const Program &program, PassContext &ctx) {
  bool told = false;
  for (const Cluster &cluster : program.clusters()) {
    const Network &network = *cluster.network.get();
    const Open<bool> &created = network.newDdosPlan;
    if (network.ddosPlan.set() && created.set())
      ctx.diags.report(created.range, diag::TwoOfOne, "ddos-plan", "new-ddos-plan", "the plan")
          .label(network.ddosPlan.range, note::GivenHere);
    else if (ddosPlanOf(network) == &created && !created.poisoned() && !told) {
      told = true;
      ctx.diags.report(created.range, diag::DdosPlanPrice);
    }
  }
}

void azcl::checkPublicAddresses(const Program &program, PassContext &ctx) {
  checkNewPlan(program, ctx);
  for (const Cluster &cluster : program.clusters()) {
    const Network &network = *cluster.network.get();
    for (const Balancer &balancer : cluster.balancers)
      if (balancer.exposure.known()) {
        checkFrontends(network, balancer, ctx);
        checkDefaultFrontend(balancer, ctx);
      }
    for (const Gateway &gateway : cluster.gateways)
      if (gateway.exposure.known())
        checkAddressSettings(
            network, gateway.addressPrefix, gateway.ddosProtection,
            gateway.isPublic() ? "" : "an internal application gateway has no public IP address",
            ctx);
    const Bastion *bastion = network.bastion.get();
    if (bastion && bastion->sku.known())
      checkAddressSettings(network, bastion->addressPrefix, bastion->ddosProtection,
                           bastion->sku.value() == BastionSku::Developer
                               ? "a bastion with `sku = developer` has no public IP address of its "
                                 "own"
                               : "",
                           ctx);
  }
}
