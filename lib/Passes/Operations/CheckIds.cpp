// Checks that each ID of an existing resource has the form of a resource ID and the expected type.
// Azure rejects another form with LinkedInvalidPropertyId (Azure/avdaccelerator#84,
// Azure/apiops#849), and a subscription that is not a GUID with InvalidSubscriptionId
// (MicrosoftDocs/azure-docs#77959).
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Reads.h"
#include "azcl/Analysis/ResourceIds.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Passes/Explain.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::ArrayRef;
using llvm::StringRef;

/// The allowed types of an ID; empty: any.
using Types = ArrayRef<StringRef>;

/// A reference to a `resource` block.
static void checkTarget(const Expr &expr, Types wanted, PassContext &ctx) {
  if (expr.kind == ExprKind::Conditional)
    for (const Expr *side : expr.operands.drop_front())
      checkTarget(*side, wanted, ctx);
  if (expr.kind != ExprKind::Text && !mayBeId(expr)) // checkId reports texts
    return (void)ctx.diags.report(expr.range, diag::ResourceIdForm, print(expr),
                                  "it must be a resource, or the ID of one");
  if (expr.kind != ExprKind::Reference || !expr.block)
    return;
  StringRef known = resourceTypeOf(*expr.block);
  std::string type = !known.empty() ? fmt::format("`{}`", known)
                     : llvm::isa<RawResource>(expr.block)
                         ? ""
                         : fmt::format("a {}", info(expr.block->kind).keyword);
  if (!type.empty() && llvm::none_of(wanted, [&](StringRef each) {
        return StringRef(type).trim('`').equals_insensitive(each);
      }))
    ctx.diags.report(expr.range, diag::ResourceIdUnfit, type, orList(wanted));
}

static void checkId(const Expr &id, SourceRange place, Types wanted, PassContext &ctx) {
  forEachText(id, [&](const PossibleText &each) {
    auto [text, whole, witness] = each;
    auto report = [&](std::string why) {
      explain(ctx.diags.report(place, diag::ResourceIdForm, text, why), witness);
    };
    size_t known = whole ? idRoot.size() : std::min(idRoot.size(), text.size());
    if (!text.take_front(known).equals_insensitive(idRoot.take_front(known)))
      return report(fmt::format("it does not start with `{}`", idRoot));
    if (!whole || text.contains("...")) // an ellipsis is a placeholder
      return;
    ResourceId read(text);
    if (!read.fault.empty())
      return report(read.fault);
    if (!wanted.empty() &&
        llvm::none_of(wanted, [&](StringRef each) { return each.equals_insensitive(read.type); }))
      explain(ctx.diags.report(place, diag::ResourceIdUnfit, fmt::format("`{}`", read.type),
                               orList(wanted)),
              witness);
  });
}

static void checkId(const Setting &id, Types wanted, PassContext &ctx) {
  if (id.set() && !id.poisoned())
    checkId(*id.expr, id.place(), wanted, ctx);
}

/// A resource of the program, or the ID of one.
static void checkAny(const Setting &id, Types wanted, PassContext &ctx) {
  checkId(id, wanted, ctx);
  if (id.set() && !id.poisoned())
    checkTarget(*id.expr, wanted, ctx);
}

static constexpr StringRef networks[] = {"Microsoft.Network/virtualNetworks"},
                           prefixes[] = {"Microsoft.Network/publicIPPrefixes"},
                           plans[] = {"Microsoft.Network/ddosProtectionPlans"},
                           accounts[] = {"Microsoft.Storage/storageAccounts"},
                           circuits[] = {"Microsoft.Network/expressRouteCircuits"},
                           workspaces[] = {"Microsoft.OperationalInsights/workspaces"},
                           securityGroups[] = {"Microsoft.Network/applicationSecurityGroups"},
                           reservations[] = {"Microsoft.Compute/capacityReservationGroups"},
                           hostGroups[] = {"Microsoft.Compute/hostGroups"},
                           applications[] = {"Microsoft.Compute/galleries/applications"},
                           images[] = {"Microsoft.Compute/images"},
                           vaults[] = {"Microsoft.KeyVault/vaults"},
                           encryptionSets[] = {"Microsoft.Compute/diskEncryptionSets"},
                           identities[] = {"Microsoft.ManagedIdentity/userAssignedIdentities"};

static void checkImageId(const Tier &tier, PassContext &ctx) {
  if (const Expr *open = openIdOf(tier))
    return checkId(*open, open->range, images, ctx);
  Expr id;
  id.kind = ExprKind::Text;
  id.type = &types::text;
  id.text = tier.image.value()->offer;
  checkId(id, tier.image.place(), images, ctx);
}

static void checkNetwork(const Network &network, PassContext &ctx) {
  checkId(network.existing, networks, ctx);
  checkId(network.ddosPlan, plans, ctx);
  if (const NatGateway *nat = network.nat.get())
    checkId(nat->addressPrefix, prefixes, ctx);
  if (const Bastion *bastion = network.bastion.get())
    checkId(bastion->addressPrefix, prefixes, ctx);
  if (const ExpressRouteGateway *gateway = network.expressRouteGateway.get())
    for (const CircuitConnection &connection : gateway->connections)
      checkId(connection.circuit, circuits, ctx);
  for (const Peer &peer : network.peers)
    checkId(peer.id, networks, ctx);
  if (const FlowLogs *logs = network.flowLogs.get()) {
    checkAny(logs->workspace, workspaces, ctx);
    checkAny(logs->storage, accounts, ctx);
  }
  for (const PrivateEndpoint &endpoint : network.privateEndpoints) {
    llvm::SmallVector<StringRef, 0> types;
    if (endpoint.kind.known())
      types = ctx.catalog.privateLink(Words<LinkKind>::words[size_t(endpoint.kind.value())].name)
                  ->types.words();
    checkAny(endpoint.to, types, ctx);
  }
}

/// The object IDs of people; lists can depend on parameters.
static void checkPeople(const Setting &people, PassContext &ctx) {
  for (const ListChoice &choice : listsOf(people))
    for (const Expr *each : choice.list->operands)
      if (each->kind == ExprKind::Text && !isGuid(each->text))
        ctx.diags.report(each->range, diag::PrincipalUnfit, each->text);
}

static void checkProtection(const Tier &tier, PassContext &ctx) {
  if (const Login *login = tier.login.get()) {
    checkPeople(login->admins, ctx);
    checkPeople(login->users, ctx);
  }
  if (tier.security && tier.security->encryption)
    checkId(tier.security->encryption->encryptionSet, encryptionSets, ctx);
  const Identity *identity = tier.identity.get();
  if (!identity)
    return;
  checkId(identity->existing, identities, ctx);
  if (identity->further.set() && !identity->further.poisoned())
    for (const Expr *each : identity->further.expr->operands)
      checkId(*each, each->range, identities, ctx);
  for (const RoleBlock &role : identity->roles)
    if (role.on.set() && !role.on.poisoned() && role.on.expr->kind != ExprKind::Reference)
      checkId(role.on, {}, ctx);
  if (identity->principal.known() && !isGuid(identity->principal.value()))
    ctx.diags.report(identity->principal.place(), diag::PrincipalUnfit,
                     identity->principal.value());
}

void azcl::checkIds(const Program &program, PassContext &ctx) {
  for (const RegionalApplication &application : program.root->applications)
    for (const FrontDoor &door : application.frontDoors) {
      checkId(door.identity, identities, ctx);
      for (const FrontDoorCertificate &certificate : door.certificates)
        checkId(certificate.vault, vaults, ctx);
    }
  for (const Cluster &cluster : program.clusters()) {
    checkNetwork(*cluster.network.get(), ctx);
    for (const Logs &logs : cluster.logs)
      checkId(logs.existing, workspaces, ctx);
    for (const Balancer &balancer : cluster.balancers) {
      checkId(balancer.addressPrefix, prefixes, ctx);
      for (const Frontend &frontend : balancer.frontends)
        checkId(frontend.addressPrefix, prefixes, ctx);
    }
    for (const Gateway &gateway : cluster.gateways) {
      checkId(gateway.identity, identities, ctx);
      checkId(gateway.certificateVault, vaults, ctx);
      checkId(gateway.addressPrefix, prefixes, ctx);
    }
    for (const Tier &tier : cluster.tiers) {
      for (const Application &application : tier.applications)
        checkId(application.id, applications, ctx);
      for (const ListChoice &choice : listsOf(tier.securityGroups))
        for (const Expr *each : choice.list->operands)
          checkId(*each, each->range, securityGroups, ctx);
      if (tier.reservation)
        checkId(tier.reservation->group, reservations, ctx);
      if (tier.hosts)
        checkId(tier.hosts->group, hostGroups, ctx);
      if (isManagedImage(tier))
        checkImageId(tier, ctx);
      checkProtection(tier, ctx);
      if (!tier.autoscale)
        continue;
      checkAny(tier.autoscale->history, workspaces, ctx);
      for (const CustomMetric &metric : tier.autoscale->metrics)
        checkId(metric.source, {}, ctx);
    }
  }
}
