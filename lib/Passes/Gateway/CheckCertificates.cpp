// Rejects certificates of application gateways that are not Key Vault secrets. The gateway reads
// them during deployment.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/SecretUris.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static void checkUri(const Setting &uri, PassContext &ctx) {
  forEachText(uri, [&](const PossibleText &possible) {
    std::string why = possible.whole ? faultOfSecretUri(possible.text, ctx.catalog) : "";
    if (why.empty())
      return;
    auto report = ctx.diags.report(uri.place(), diag::SecretUriUnfit, whenPrefix(possible.witness),
                                   possible.text.str(), why);
    StringRef text = ctx.sources.text(uri.place());
    size_t at = text.find("/certificates/");
    if (uri.known() && text.starts_with("\"") && at != StringRef::npos)
      report.fix(uri.place(),
                 (text.take_front(at) + "/secrets/" +
                  text.drop_front(at + StringRef("/certificates/").size()))
                     .str(),
                 note::SecretOfCertificate);
  });
}

/// The gateway can read only the vault on which its identity has a role.
static void checkVault(const Gateway &gateway, PassContext &ctx) {
  if (!gateway.certificateVault.set() || gateway.certificateVault.poisoned())
    return;
  bool used = false;
  for (const GatewayListen &listen : gateway.listeners) {
    used |= listen.certificate.set() || listen.backendRoot.set();
    if (!gateway.certificateVault.known())
      continue;
    StringRef granted = gateway.certificateVault.value().rsplit('/').second;
    for (const Setting *secret : {static_cast<const Setting *>(&listen.certificate),
                                  static_cast<const Setting *>(&listen.backendRoot)}) {
      if (!secret->known())
        continue;
      StringRef host = vaultOf(secret->expr->text);
      if (!host.empty() && !host.equals_insensitive(granted))
        ctx.diags.report(secret->place(), diag::CertificateElsewhere, host.str(), granted.str())
            .label(gateway.certificateVault.place(), note::GivenHere);
    }
  }
  if (gateway.identity.set())
    ctx.diags
        .report(gateway.certificateVault.range, diag::CertificateVaultUnused,
                "an existing `identity` keeps its own roles")
        .label(gateway.identity.range, note::GivenHere);
  else if (!used && !gateway.incomplete)
    ctx.diags.report(gateway.certificateVault.range, diag::CertificateVaultUnused,
                     "no listener has one");
}

void azcl::checkCertificates(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Gateway &gateway : cluster.gateways) {
      for (const GatewayListen &listen : gateway.listeners) {
        checkUri(listen.certificate, ctx);
        checkUri(listen.backendRoot, ctx);
      }
      checkVault(gateway, ctx);
    }
}
