// Rejects certificates of application gateways that are not Key Vault secrets. The gateway reads
// them during deployment.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/SecretUris.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Gateway.h"
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

void azcl::checkCertificates(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Gateway &gateway : cluster.gateways)
      for (const GatewayListen &listen : gateway.listeners) {
        checkUri(listen.certificate, ctx);
        checkUri(listen.backendRoot, ctx);
      }
}
