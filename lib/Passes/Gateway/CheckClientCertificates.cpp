// Rejects mutual TLS settings of application gateways that Azure would reject or ignore.
// MicrosoftDocs/azure-docs, application-gateway/mutual-authentication-overview.md.
#include "azcl/Analysis/Certificates.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using llvm::StringRef;

static void checkAuthorities(const GatewayListen &listen, const ClientCertificates &clients,
                             PassContext &ctx) {
  const Setting &authorities = clients.authorities;
  if (!authorities.set()) {
    if (clients.isStrict() && !clients.incomplete)
      ctx.diags.report(clients.head, diag::ClientAuthoritiesMissing, "", listen.label.text);
    return;
  }
  if (authorities.poisoned())
    return;
  const size_t most = ctx.catalog.limit(LimitId::GatewayListenerAuthorities);
  const size_t bytes = ctx.catalog.limit(LimitId::GatewayClientAuthorityBytes);
  for (const ListChoice &choice : listsOf(authorities)) {
    size_t count = choice.list->operands.size();
    std::optional<Assignment> when;
    if (!count || count > most)
      when = whenChosen(choice, clients);
    if (when && !count && clients.isStrict())
      ctx.diags.report(authorities.place(), diag::ClientAuthoritiesMissing, whenPrefix(*when),
                       listen.label.text);
    if (when && count > most)
      ctx.diags.report(authorities.place(), diag::LimitPassed,
                       fmt::format("listener `{}`", listen.label.text), count,
                       "chains of certificate authorities", most);
    for (const Expr *each : choice.list->operands)
      forEachText(*each, [&](const PossibleText &possible) {
        if (!possible.whole)
          return;
        if (possible.text.size() > bytes)
          ctx.diags.report(each->range, diag::LimitPassed, "this chain", possible.text.size(),
                           "bytes", bytes);
        else if (std::string why = faultOfChain(possible.text); !why.empty())
          ctx.diags.report(each->range, diag::ClientAuthorityUnfit, whenPrefix(possible.witness),
                           why);
      });
  }
}

static void checkPassthrough(const Cluster &cluster, const ClientCertificates &clients,
                             PassContext &ctx) {
  auto unused = [&](const Setting &setting, StringRef name) {
    ctx.diags.report(setting.range, diag::ClientSettingUnused, name)
        .label(clients.mode.place(), note::ChosenHere);
  };
  if (isExplicit(clients.authorities))
    unused(clients.authorities, "authorities");
  if (isExplicit(clients.verifyIssuer) &&
      !(clients.verifyIssuer.known() && !clients.verifyIssuer.value()))
    unused(clients.verifyIssuer, "verify-issuer");
  if (isExplicit(clients.revocation) && clients.revocation.known() &&
      clients.revocation.value() != Revocation::None)
    unused(clients.revocation, "revocation");
  // The API version for the sovereign clouds (docs/rationale/templates.md) lacks the mode.
  if (cluster.region.known() && cluster.region.value()->cloud != Cloud::Public)
    ctx.diags.report(clients.mode.place(), diag::ClientModeByCloud,
                     cloudName(cluster.region.value()->cloud));
}

/// Counts the different chains that always exist with the gateway.
static void checkChains(const Gateway &gateway, PassContext &ctx) {
  llvm::StringSet<> chains;
  for (const GatewayListen &listen : gateway.listeners) {
    const ClientCertificates *clients = listen.clients.get();
    if (!clients || !clients->authorities.set() || clients->authorities.poisoned() ||
        !isThereWith(*clients, gateway))
      continue;
    auto lists = listsOf(clients->authorities);
    if (lists.size() == 1)
      for (const Expr *each : lists.front().list->operands)
        chains.insert(each->open ? print(*each) : each->text.str());
  }
  if (size_t most = ctx.catalog.limit(LimitId::GatewayClientAuthorities); chains.size() > most)
    ctx.diags.report(gateway.head, diag::LimitPassed,
                     fmt::format("application gateway `{}`", gateway.label.text), chains.size(),
                     "chains of certificate authorities", most);
}

void azcl::checkClientCertificates(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Gateway &gateway : cluster.gateways) {
      for (const GatewayListen &listen : gateway.listeners) {
        const ClientCertificates *clients = listen.clients.get();
        if (!clients)
          continue;
        if (listen.protocol.known() && !listen.tls())
          ctx.diags.report(clients->head, diag::ClientCertificatesOnHttp, listen.label.text)
              .label(listen.protocol.place(), note::ChosenHere);
        if (clients->mode.known() && !clients->isStrict())
          checkPassthrough(cluster, *clients, ctx);
        checkAuthorities(listen, *clients, ctx);
      }
      checkChains(gateway, ctx);
    }
}
