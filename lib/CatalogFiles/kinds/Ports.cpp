// The columns of ports.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::portsKind() {
  using enum Need;
  return {
      .name = "ports",
      .row = "Port",
      .table = "ports",
      .rows = "ports",
      .columns =
          {
              column<&Port::number>("port", "number", count(1, 65535)),
              column<&Port::protocol>("protocol", word("PortProtocol"), Optional),
              column<&Port::role>("role", word("PortRole"), Optional),
              column<&Port::title>("title", text(), Optional),
              column<&Port::sets>("sets", wordSet("RuleSet"), Optional),
              column<&Port::httpProbes>("httpProbes", support(), Optional),
              checked("src", sourceIds()),
          },
      .rules = {{"title is required if role is data",
                 [](const Row &row) { return !row.is("role", "data") || row.find("title"); }},
                {"a port of a rule set has the protocol TCP",
                 [](const Row &row) {
                   return !row.find("sets") || !row.find("protocol") || row.is("protocol", "tcp");
                 }}},
      .access = rowsIn<&Catalog::Tables::ports>(),
      .usual = {"number", "protocol"},
      .order = {"number"},
  };
}
