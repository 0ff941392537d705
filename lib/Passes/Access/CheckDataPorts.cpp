// Warns of ports behind which data is kept, where everybody can reach them: Checkmarx/kics
// 594c198b-4d79-41b8-9b36-fde13348b619 and its list of ports (assets/libraries/common.rego). Ports for
// managing machines are refused elsewhere.
#include "Exposed.h"
#include "azcl/Diagnostics/Access.h"

using namespace azcl;
using llvm::StringRef;

static constexpr int64_t dataPorts[] = {445, 1433, 3306, 5432, 6379, 9042, 9200, 11211, 27017};
static constexpr StringRef dataNames[] = {"SMB",       "SQL Server",    "MySQL",     "PostgreSQL", "Redis",
                                          "Cassandra", "Elasticsearch", "Memcached", "MongoDB"};
static_assert(std::size(dataPorts) == std::size(dataNames));

void azcl::checkDataPorts(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    forEachExposed(accessTo(program, cluster), [&](const AccessPath &path, StringRef with) {
      // What is refused elsewhere needs no warning. Where too many values would have to be tried, nothing is said.
      if (findPort(path.ports, managementPorts).port)
        return;
      PortFound found = findPort(path.ports, dataPorts);
      if (!found.port)
        return;
      StringRef name = dataNames[llvm::find(dataPorts, found.port) - std::begin(dataPorts)];
      auto report =
          ctx.diags.report(portPlace(path), diag::DataOpen, name, found.port, withBoth(found.witness, with));
      if (SourceRange source = sourcePlace(path); source.valid())
        report.label(source, note::OpenHere);
    });
}
