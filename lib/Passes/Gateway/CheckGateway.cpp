// Rejects application gateways that Azure would reject or that would serve no requests. Lowering
// may assume that each listener and path has exactly one target, and that the subnet of each
// gateway has enough addresses.
#include "../Ranges.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Hosts.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace azcl;
using llvm::StringRef;

/// "0", "1 (with n = 1)"; nullopt if the expression has no value.
static std::optional<std::string> shown(const Expr &expr, const Proof &proof) {
  std::optional<Scalar> value = evaluate(expr, proof.witness);
  if (!value)
    return std::nullopt;
  std::string with = whenSuffix(proof.witness);
  return print(*value, types::integer) + with;
}

static void checkCapacity(const Gateway &gateway, PassContext &ctx) {
  const Setting &capacity = gateway.capacity;
  if (!capacity.set() || capacity.poisoned())
    return;
  const Expr &low = *capacity.expr->operands[0], &high = *capacity.expr->operands[1];
  bool fixed = &low == &high;
  if (!fixed && reportEmptyRange(*capacity.expr, capacity.place(), ctx))
    return;
  int64_t least = fixed ? 1 : 2;
  Proof enough = proveBetween(high, least, INT64_MAX);
  if (enough.answer != Proof::Answer::Fails)
    return;
  if (std::optional<std::string> found = shown(high, enough); found && (*found)[0] != '-')
    ctx.diags.report(high.range, diag::GatewayCapacity,
                     fixed ? "the fixed capacity of a gateway"
                           : "the maximum capacity of a gateway",
                     least, *found);
}

static void checkSubnet(const Cluster &cluster, const Gateway &gateway, PassContext &ctx) {
  const Subnet *subnet = gateway.subnet.poisoned() ? nullptr : gateway.subnet.value();
  if (!subnet)
    return;
  if (isReserved(*subnet)) {
    ctx.diags.report(gateway.subnet.place(), diag::StandsInReserved,
                     fmt::format("application gateway `{}`", gateway.label.text.str()),
                     subnet->label.text);
    return;
  }
  for (const Tier &tier : cluster.tiers)
    for (const Card &card : cardsOf(tier))
      if (card.subnetOf() == subnet) {
        ctx.diags
            .report(gateway.subnet.place(), diag::GatewaySubnetShared, subnet->label.text,
                    tier.label.text)
            .label(card.subnet.place(), note::MachinesHere);
        return;
      }
  std::optional<int64_t> has = addressCount(*subnet);
  if (!has || !gateway.exposure.known())
    return;
  int64_t units = ctx.catalog.limit(LimitId::GatewayInstances);
  if (gateway.capacity.set() && !gateway.capacity.poisoned())
    units = largest(*gateway.capacity.expr->operands[1]).value_or(units);
  int64_t needs = std::max<int64_t>(64, units + builtinLimit(LimitId::ReservedAddresses) +
                                            gateway.isInternal());
  if (*has < needs)
    ctx.diags.report(gateway.subnet.place(), diag::GatewaySubnetSmall, subnet->label.text, *has,
                     needs);
  else if (*has < 256)
    ctx.diags.report(gateway.subnet.place(), diag::GatewaySubnetTight, subnet->label.text, *has);
}

static void checkAddress(const Gateway &gateway, PassContext &ctx) {
  if (!gateway.address.set() || !gateway.exposure.known())
    return;
  if (!gateway.isInternal()) {
    ctx.diags.report(gateway.address.range, diag::GatewayAddressPublic);
    return;
  }
  const Subnet *subnet = gateway.subnet.poisoned() ? nullptr : gateway.subnet.value();
  if (!subnet || subnet->existing.set())
    return;
  Proof proof =
      proveAddresses({&subnet->address, &gateway.address},
                     [](llvm::ArrayRef<IpNetwork> each) { return canHave(each[0], each[1]); });
  if (proof.answer != Proof::Answer::Fails)
    return;
  std::string with = whenSuffix(proof.witness);
  ctx.diags.report(gateway.address.place(), diag::GatewayAddressOutside,
                   addressAt(gateway.address, proof.witness)->text(), subnet->label.text,
                   addressAt(subnet->address, proof.witness)->text() + with);
}

static void checkFirewall(const Gateway &gateway, PassContext &ctx) {
  const Waf *waf = gateway.waf.get();
  if (!waf)
    return;
  if (gateway.sku.known() && gateway.sku.value() == GatewaySku::StandardV2)
    ctx.diags.report(waf->head, diag::WafWithoutSku).label(gateway.sku.place(), note::ChosenHere);
  if (waf->ruleset.known() && waf->ruleset.value() == WafRules::Owasp32)
    ctx.diags.report(waf->ruleset.place(), diag::WafRulesOld);
  for (const WafExclusion &each : waf->exclusions) {
    if (!each.match.known() || each.incomplete)
      continue;
    bool all = each.match.value() == WafMatch::Any;
    if (all == each.name.set())
      ctx.diags.report(each.head, diag::WafExclusionName, each.label.text,
                       all ? "has `match = any`, so it cannot have a `name`" : "needs a `name`");
  }
}

static void checkHeaders(const Many<HeaderChange> &headers, PassContext &ctx) {
  for (const HeaderChange &change : headers) {
    if (!change.name.known())
      continue;
    StringRef name = change.name.value();
    if (name.equals_insensitive("connection") || name.equals_insensitive("upgrade"))
      ctx.diags.report(change.name.place(), diag::RewriteOfConnection, "change", name);
    else if (name.equals_insensitive("host") && change.side() == HeaderSide::Request &&
             !change.value.set())
      ctx.diags.report(change.name.place(), diag::RewriteOfConnection, "remove", name);
  }
}

static void checkRewrite(const Rewrite &rewrite, PassContext &ctx) {
  llvm::SmallVector<const Block *, 4> headers;
  for (const HeaderChange &change : rewrite.headers)
    headers.push_back(&change);
  // The headers are a rule of their own, which must not be empty either.
  if (headers.empty())
    for (const RewriteRule &rule : rewrite.rules)
      headers.push_back(&rule);
  if (headers.empty() && !rewrite.incomplete)
    ctx.diags.report(rewrite.head, diag::RewriteEmpty, "", "rewrite", rewrite.label.text,
                     "`header` or `rule`");
  if (Proof proof = proveSomeOf(headers, &rewrite);
      !headers.empty() && proof.answer == Proof::Answer::Fails)
    ctx.diags.report(rewrite.head, diag::RewriteChangesNothing, whenPrefix(proof.witness),
                     rewrite.label.text);
  checkHeaders(rewrite.headers, ctx);
  for (const RewriteRule &rule : rewrite.rules)
    checkHeaders(rule.headers, ctx);
}

static void checkRedirect(const Redirect &redirect, PassContext &ctx) {
  if (redirect.to.set() == redirect.url.set() && !redirect.incomplete)
    ctx.diags.report(redirect.head, diag::RedirectTarget);
}

/// Azure returns ApplicationGatewayProbePathIsInvalid
/// (Azure/application-gateway-kubernetes-ingress#1167).
static void checkProbe(const GatewayProbe *probe, PassContext &ctx) {
  if (!probe)
    return;
  const Setting &path = probe->path;
  forEachText(path, [&](const PossibleText &possible) {
    if (possible.text.starts_with("/"))
      return;
    SourceRange place = path.expr->range.valid() ? path.expr->range : path.place();
    auto report = ctx.diags.report(place, diag::GatewayProbePath, possible.text);
    if (path.expr->kind == ExprKind::Text && path.expr->range.valid())
      report.fix(place, fmt::format("\"/{}\"", possible.text.str()), note::SlashFirst);
  });
}

/// Checks what listeners and paths have in common.
template <class Answer>
static void checkAnswer(StringRef kind, const Answer &answer, const GatewayListen &listen,
                        PassContext &ctx) {
  StringRef name = answer.label.text;
  checkProbe(answer.probe.get(), ctx);
  if (answer.redirect)
    checkRedirect(*answer.redirect.get(), ctx);
  if (!answer.to.set()) {
    if (!answer.redirect && !answer.incomplete)
      ctx.diags.report(answer.head, diag::GatewayNoTarget, kind, name);
    return;
  }
  if (answer.redirect) {
    ctx.diags.report(answer.redirect->head, diag::GatewayTwoTargets, kind, name)
        .label(answer.to.place(), note::GivenHere);
    return;
  }
  if (!answer.backend.set()) {
    if (!answer.incomplete)
      ctx.diags.report(answer.head, diag::GatewayBackendUnsaid, kind, name);
    return;
  }
  bool encrypts = answer.backend.known() && answer.backend.value() == WebProtocol::Https;
  if (encrypts && !answer.backendHost.set() && whenNoPlainHost(listen))
    ctx.diags.report(answer.backend.place(), diag::BackendNameUnknown, kind, name);
}

static void checkPort(const GatewayListen &listen, PassContext &ctx) {
  if (!listen.port.set() || listen.port.poisoned())
    return;
  for (const Expr *range : listen.port.expr->operands)
    if (range->operands[0] != range->operands[1]) {
      ctx.diags.report(range->range, diag::GatewayPortUnfit, print(*range),
                       "a listener has exactly one port");
      return;
    }
  const Expr &outside = *listen.port.expr->operands[0]->operands[0];
  const int64_t most = ctx.catalog.limit(LimitId::GatewayPort);
  Proof proof = proveBetween(outside, INT64_MIN, most);
  std::optional<Scalar> port;
  if (proof.answer == Proof::Answer::Fails)
    port = evaluate(outside, proof.witness);
  if (port && port->number <= 65535) // beyond 65535: out of bounds
    ctx.diags.report(outside.range, diag::GatewayPortUnfit, *shown(outside, proof),
                     fmt::format("Azure reserves ports {} to 65535", most + 1));
}

/// Whether the redirects from this listener form a loop.
static bool comesBack(const GatewayListen &listen) {
  const GatewayListen *at = &listen;
  llvm::SmallPtrSet<const GatewayListen *, 4> seen;
  while (at && at->redirect && !at->redirect->to.poisoned() && seen.insert(at).second) {
    at = at->redirect->to.value();
    if (at == &listen)
      return true;
  }
  return false;
}

static void checkListener(const GatewayListen &listen, PassContext &ctx) {
  StringRef name = listen.label.text;
  if (listen.protocol.known() && !listen.incomplete) {
    if (listen.tls() && !listen.certificate.set())
      ctx.diags.report(listen.head, diag::GatewayCertificateMissing, name);
    if (!listen.tls() && listen.certificate.set())
      ctx.diags.report(listen.certificate.place(), diag::GatewayCertificateUnused, name)
          .label(listen.protocol.place(), note::ChosenHere);
  }
  checkPort(listen, ctx);
  checkAnswer("listener", listen, listen, ctx);
  if (listen.rewrite.set() && listen.redirect && listen.paths.empty())
    ctx.diags.report(listen.rewrite.place(), diag::RewriteOfRedirect, "listener", name);
  if (comesBack(listen))
    ctx.diags.report(listen.redirect->to.place(), diag::RedirectComesBack, name);
  for (const GatewayPath &path : listen.paths) {
    checkAnswer("path", path, listen, ctx);
    if (path.rewrite.set() && path.redirect)
      ctx.diags.report(path.rewrite.place(), diag::RewriteOfRedirect, "path", path.label.text);
  }
}

/// Azure returns ApplicationGatewayMustHaveAtleastOneResourceOfType.
static void checkListeners(const Gateway &gateway, PassContext &ctx) {
  if (gateway.incomplete)
    return;
  llvm::SmallVector<const Block *, 8> listeners;
  for (const GatewayListen &listen : gateway.listeners)
    listeners.push_back(&listen);
  if (Proof proof = proveSomeOf(listeners, &gateway); proof.answer == Proof::Answer::Fails)
    ctx.diags.report(gateway.head, diag::GatewayWithoutListener, whenPrefix(proof.witness),
                     gateway.label.text);
}

void azcl::checkGateway(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Gateway &gateway : cluster.gateways) {
      checkCapacity(gateway, ctx);
      checkSubnet(cluster, gateway, ctx);
      checkAddress(gateway, ctx);
      checkFirewall(gateway, ctx);
      for (const Rewrite &rewrite : gateway.rewrites)
        checkRewrite(rewrite, ctx);
      checkListeners(gateway, ctx);
      for (const GatewayListen &listen : gateway.listeners)
        checkListener(listen, ctx);
    }
}
