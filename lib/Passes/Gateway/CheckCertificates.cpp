// Rejects certificates of application gateways that are not Key Vault secrets. The gateway reads
// them during deployment.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::StringRef;

static bool isName(StringRef text, const Catalog &catalog) {
  return !text.empty() && text.size() <= catalog.limit(LimitId::VaultObjectName) &&
         llvm::all_of(text, [](char c) { return llvm::isAlnum(c) || c == '-'; });
}

/// https://VAULT.DOMAIN/secrets/NAME[/VERSION] (Azure/azure-cli#28835)
static std::string whyUnfit(StringRef uri, const Catalog &catalog) {
  StringRef rest = uri;
  if (!rest.consume_front_insensitive("https://"))
    return "it does not start with `https://`";
  auto [host, path] = rest.split('/');
  if (!host.contains('.') || host.starts_with(".") || host.ends_with("."))
    return "it has no `VAULT.DOMAIN` after `https://`";
  llvm::SmallVector<StringRef, 4> parts;
  path.split(parts, '/');
  if (parts[0].equals_insensitive("certificates"))
    return "it is the URI of a certificate; use the URI of the secret with the same name";
  if (!parts[0].equals_insensitive("secrets"))
    return "its path does not start with `/secrets/`";
  if (parts.size() < 2 || parts[1].empty())
    return "it has no name after `/secrets/`";
  if (!isName(parts[1], catalog))
    return "a secret name can contain only letters, digits and hyphens";
  if (parts.size() > 3 || (parts.size() == 3 && !isName(parts[2], catalog)))
    return "only a version can follow the name";
  return "";
}

static void checkUri(const Setting &uri, PassContext &ctx) {
  forEachText(uri, [&](const PossibleText &possible) {
    std::string why = possible.whole ? whyUnfit(possible.text, ctx.catalog) : "";
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
      StringRef uri = secret->expr->text;
      StringRef host = uri.split("://").second.split('/').first.split('.').first;
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
