// Warns about database ports that the whole internet can reach (Checkmarx/kics
// 594c198b-4d79-41b8-9b36-fde13348b619). CheckAccess rejects open management ports.
#include "Exposed.h"
#include "azcl/Diagnostics/Access.h"

using namespace azcl;
using llvm::StringRef;

void azcl::checkDataPorts(const Program &program, PassContext &ctx) {
  const auto managementPorts = portsFor(PortRole::Management, ctx.catalog);
  const auto dataPorts = portsFor(PortRole::Data, ctx.catalog);
  for (const Cluster &cluster : program.clusters())
    forEachExposed(ctx.answers.access(cluster), [&](const AccessPath &path, StringRef with) {
      // Open management ports are already errors. If there are too many values to try, no warning
      // is given.
      if (findPort(path.ports, managementPorts).port)
        return;
      PortFound found = findPort(path.ports, dataPorts);
      if (!found.port)
        return;
      const Port &store = *llvm::find_if(ctx.catalog.ports(), [&](const Port &port) {
        return port.role == PortRole::Data && port.number == found.port;
      });
      auto report = ctx.diags.report(portPlace(path), diag::DataOpen, store.title, found.port,
                                     withBoth(found.witness, with));
      if (SourceRange source = sourcePlace(path); source.valid())
        report.label(source, note::OpenHere);
    });
}
