// Checks the certificates of Front Door: their secrets, vaults and domains.
// MicrosoftDocs/azure-docs, articles/frontdoor/domain.md and managed-identity.md.
#include "azcl/Analysis/FrontDoors.h"
#include "azcl/Analysis/SecretUris.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct CertificateChecker {
  const RegionalApplication &application;
  const FrontDoor &door;
  PassContext &ctx;

  void run() {
    for (const FrontDoorCertificate &each : door.certificates) {
      secret(each);
      vault(each);
    }
    domains();
    if (door.identity.set() && door.certificates.empty())
      fault(door.identity.range, "identity", "has no effect without a `certificate`");
    if (!door.tls.set())
      return;
    if (!door.domains.set())
      fault(door.tls.range, "tls", "has no effect without `domains`");
    // Their API version does not have the property (resource type Microsoft.Cdn/profiles/
    // customDomains, 2024-09-01).
    for (const RegionBlock &region : application.regions)
      if (region.location.known() && region.location.value()->cloud != Cloud::Public) {
        fault(door.tls.range, "tls", "can be set in the public cloud only");
        break;
      }
  }

private:
  void fault(SourceRange place, std::string setting, std::string why) {
    ctx.diags.report(place, diag::EdgeCertificate, std::move(setting), std::move(why));
  }

  void secret(const FrontDoorCertificate &certificate) {
    forEachText(certificate.secret, [&](const PossibleText &possible) {
      std::string why = possible.whole ? faultOfSecretUri(possible.text, ctx.catalog) : "";
      if (!why.empty())
        ctx.diags.report(certificate.secret.place(), diag::SecretUriUnfit,
                         whenPrefix(possible.witness), possible.text.str(), why);
    });
  }

  /// The template names the secret by the ID of its vault.
  void vault(const FrontDoorCertificate &certificate) {
    if (!certificate.vault.known() || !certificate.secret.known())
      return;
    StringRef granted = certificate.vault.value().rsplit('/').second,
              host = vaultOf(certificate.secret.value());
    if (!host.empty() && !granted.empty() && !host.equals_insensitive(granted))
      ctx.diags
          .report(certificate.secret.place(), diag::EdgeCertificate, host.str(),
                  fmt::format("is not the vault `{}` of this certificate; use the ID of the vault "
                              "with the secret",
                              granted.str()))
          .label(certificate.vault.place(), note::GivenHere);
  }

  /// Each domain has one certificate.
  void domains() {
    const FrontDoorCertificate *rest = nullptr;
    llvm::StringMap<SourceRange> taken;
    for (const FrontDoorCertificate &each : door.certificates) {
      std::string label = fmt::format("certificate {}", each.label.text.str());
      if (!each.domains.set()) {
        if (rest)
          ctx.diags
              .report(each.head, diag::EdgeCertificate, label,
                      "names no `domains`, as another certificate; add `domains`")
              .label(rest->head, note::GivenHere);
        rest = rest ? rest : &each;
        continue;
      }
      if (!each.domains.known())
        continue;
      if (each.domains.size() == 0)
        fault(each.domains.place(), "domains", "is empty; leave it out for all domains");
      for (size_t i = 0; i < each.domains.size(); ++i) {
        StringRef name = each.domains[i];
        SourceRange place = each.domains.expr->operands[i]->range;
        if (!isDomain(name))
          fault(place, name.str(),
                fmt::format("is not one of the `domains` of `front-door {}`; add it there",
                            door.label.text.str()));
        auto [first, isNew] = taken.try_emplace(name.lower(), place);
        if (!isNew)
          ctx.diags
              .report(place, diag::EdgeCertificate, name.str(), "has two certificates; remove one")
              .label(first->second, note::GivenHere);
      }
    }
    if (!rest || (door.domains.set() && !door.domains.known()))
      return;
    bool serves = false;
    if (door.domains.set())
      for (size_t i = 0; i < door.domains.size(); ++i)
        serves |= certificateOf(door, door.domains[i]) == rest;
    if (!serves && !rest->incomplete)
      fault(rest->head, fmt::format("certificate {}", rest->label.text.str()),
            "serves no domain; add a name to the `domains` of the `front-door`");
  }

  bool isDomain(StringRef name) const {
    if (!door.domains.set())
      return false;
    if (!door.domains.known())
      return true;
    for (size_t i = 0; i < door.domains.size(); ++i)
      if (door.domains[i].equals_insensitive(name))
        return true;
    return false;
  }
};
} // namespace

void azcl::checkEdgeCertificates(const Program &program, PassContext &ctx) {
  for (const RegionalApplication &application : program.root->applications)
    for (const FrontDoor &door : application.frontDoors)
      CertificateChecker{application, door, ctx}.run();
}
