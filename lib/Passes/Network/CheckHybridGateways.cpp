// Rejects VPN and ExpressRoute gateways whose subnet is too small, and connections that Azure
// rejects or over which no traffic flows. MicrosoftDocs/azure-docs,
// vpn-gateway/vpn-gateway-about-vpn-gateway-settings.md, includes/vpn-gateway-faq-bgp-include.md.
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static void checkGatewayExtent(const Network &network, PassContext &ctx) {
  const Subnet *subnet = findSubnet(network, ReservedSubnet::Gateway);
  if (!subnet)
    return;
  int64_t needs = ctx.catalog.reservedSubnet(ReservedSubnet::Gateway).addresses;
  if (std::optional<int64_t> has = addressCount(*subnet); has && *has < needs)
    ctx.diags.report(extentOf(*subnet), diag::VirtualGatewaySubnetSmall, *has, needs)
        .label(hybridGateways(network).front()->head, note::GatewayHere);
}

/// Azure accepts a range that contains the whole network, because the routes of the network are
/// more specific (MicrosoftDocs/azure-docs#60393). It rejects other ranges that overlap with the
/// network (ConnectionOverlappingAddressSpaces, MicrosoftDocs/azure-docs#110829).
static void checkSiteRanges(const Network &network, const VpnConnection &site, PassContext &ctx) {
  for (const ListChoice &choice : listsOf(site.ranges)) {
    if (!whenChosen(choice, site))
      continue;
    if (choice.list->operands.empty() && !site.asn.set())
      ctx.diags.report(choice.under.empty() ? site.ranges.place() : choice.list->range,
                       diag::SiteUnreachable, site.label.text);
    for (const Expr *each : choice.list->operands) {
      Setting range;
      range.expr = each;
      Proof proof = proveAddresses({&network.address, &range}, [](llvm::ArrayRef<IpNetwork> both) {
        return !both[0].overlaps(both[1]) || both[1].prefix < both[0].prefix;
      });
      if (proof.answer == Proof::Answer::Fails)
        ctx.diags
            .report(each->range, diag::SiteOverlaps, addressAt(range, proof.witness)->text(),
                    site.label.text, addressAt(network.address, proof.witness)->text(),
                    whenPrefix(proof.witness))
            .label(network.address.place(), note::GivenHere);
    }
  }
}

/// Why no autonomous system of this number can be a peer; empty if one can.
static StringRef whyReserved(int64_t asn, bool site) {
  if (asn == 23456 || (asn >= 64496 && asn <= 64511) || (asn >= 65535 && asn <= 65551) ||
      asn == 4294967295)
    return "IANA reserves it";
  static constexpr int64_t azure[] = {8074, 8075, 12076, 65515, 65517, 65518, 65519, 65520};
  return site && llvm::is_contained(azure, asn) ? "Azure reserves it for its own side" : "";
}

static void checkAsn(const Block &owner, const Open<int64_t> &asn, bool site, PassContext &ctx) {
  if (!asn.set() || asn.poisoned())
    return;
  const Expr *number[] = {asn.expr};
  Proof proof = proveWhile({&owner}, number, [&](llvm::ArrayRef<Scalar> values) {
    return whyReserved(values[0].number, site).empty();
  });
  if (proof.answer != Proof::Answer::Fails)
    return;
  if (std::optional<Scalar> value = evaluate(*asn.expr, proof.witness))
    ctx.diags.report(asn.place(), diag::AsnUnfit, value->number, whyReserved(value->number, site),
                     whenPrefix(proof.witness));
}

static void checkSameAsn(const VpnGateway &gateway, const VpnConnection &site, PassContext &ctx) {
  if (!gateway.asn.set() || !site.asn.set() || gateway.asn.poisoned() || site.asn.poisoned())
    return;
  const Expr *both[] = {gateway.asn.expr, site.asn.expr};
  Proof proof = proveWhile({&site}, both, [](llvm::ArrayRef<Scalar> values) {
    return values[0].number != values[1].number;
  });
  if (proof.answer != Proof::Answer::Fails)
    return;
  if (std::optional<Scalar> value = evaluate(*site.asn.expr, proof.witness))
    ctx.diags
        .report(site.asn.place(), diag::AsnUnfit, value->number, "the gateway has the same number",
                whenPrefix(proof.witness))
        .label(gateway.asn.place(), note::GivenHere);
}

/// APIPA addresses need addresses of the same kind on the gateway, which the language cannot say.
static void checkBgpAddress(const Network &network, const VpnConnection &site, PassContext &ctx) {
  if (!site.bgpAddress.set() || site.bgpAddress.poisoned())
    return;
  auto report = [&](const Proof &proof, StringRef why) {
    if (proof.answer == Proof::Answer::Fails)
      ctx.diags.report(site.bgpAddress.place(), diag::BgpAddressUnfit,
                       addressAt(site.bgpAddress, proof.witness)->base().text(), why,
                       whenPrefix(proof.witness));
  };
  static const IpNetwork linkLocal = *IpNetwork::parse("169.254.0.0/16");
  report(
      proveAddresses({&site.bgpAddress},
                     [](llvm::ArrayRef<IpNetwork> each) { return !each[0].overlaps(linkLocal); }),
      "a link-local (APIPA) address needs a matching address of the gateway");
  report(proveAddresses({&site.bgpAddress, &network.address},
                        [](llvm::ArrayRef<IpNetwork> each) { return !each[0].overlaps(each[1]); }),
         "it is an address of the network");
  if (site.address.set() && !site.address.poisoned())
    report(proveAddresses({&site.bgpAddress, &site.address},
                          [](llvm::ArrayRef<IpNetwork> each) { return !(each[0] == each[1]); }),
           "it is the public IP address of the VPN device");
}

static void checkSite(const Network &network, const VpnGateway &gateway, const VpnConnection &site,
                      PassContext &ctx) {
  if (site.address.set() && site.host.set())
    ctx.diags.report(site.host.range, diag::TwoOfOne, "address", "host", "the VPN device")
        .label(site.address.range, note::GivenHere);
  else if (!site.address.set() && !site.host.set() && !site.incomplete)
    ctx.diags.report(site.head, diag::NeitherOfTwo, "connection", "address", "host");
  if (site.asn.set() != site.bgpAddress.set() && !site.incomplete)
    ctx.diags.report((site.asn.set() ? site.asn.range : site.bgpAddress.range), diag::BgpIncomplete,
                     site.asn.set() ? "asn" : "bgp-address",
                     site.asn.set() ? "bgp-address" : "asn");
  else if (!site.asn.set() && !site.ranges.set() && !site.incomplete)
    ctx.diags.report(site.head, diag::SiteUnreachable, site.label.text);
  checkSiteRanges(network, site, ctx);
  checkAsn(site, site.asn, true, ctx);
  checkSameAsn(gateway, site, ctx);
  checkBgpAddress(network, site, ctx);
}

static void checkZonesOfSku(const Cluster &cluster, const ExpressRouteGateway &gateway,
                            PassContext &ctx) {
  if (!cluster.region.known() || !gateway.sku.known())
    return;
  bool zonal = !cluster.region.value()->zones.empty();
  ExpressRouteSku sku = gateway.sku.value();
  bool older = sku >= ExpressRouteSku::Standard;
  if (zonal != older)
    return;
  ExpressRouteSku better = ExpressRouteSku(zonal ? unsigned(sku) - 3 : unsigned(sku) + 3);
  auto word = [](ExpressRouteSku each) { return Words<ExpressRouteSku>::words[size_t(each)].name; };
  ctx.diags.report(
      gateway.sku.place(), diag::ExpressRouteSkuZones, word(sku), cluster.region.value()->name,
      zonal ? "the gateway is not zone-redundant"
            : "the region is not known to have availability zones, which the SKU needs",
      word(better));
}

void azcl::checkHybridGateways(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    const Network &network = *cluster.network.get();
    if (network.existing.set() || hybridGateways(network).empty())
      continue;
    checkGatewayExtent(network, ctx);
    if (const ExpressRouteGateway *gateway = network.expressRouteGateway.get())
      checkZonesOfSku(cluster, *gateway, ctx);
    const VpnGateway *gateway = network.vpnGateway.get();
    if (!gateway)
      continue;
    checkAsn(*gateway, gateway->asn, false, ctx);
    for (const VpnConnection &site : gateway->connections)
      checkSite(network, *gateway, site, ctx);
  }
}
