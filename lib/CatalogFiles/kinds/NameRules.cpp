// The columns of name-rules.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::nameRulesKind() {
  using enum Need;
  return {
      .name = "name-rules",
      .row = "NameRule",
      .table = "nameRules",
      .rows = "rules",
      .columns =
          {
              column<&NameRule::only>("only", text(), Optional),
              column<&NameRule::least>("least", count(1), Optional),
              column<&NameRule::most>("most", count(1), Optional),
              column<&NameRule::characters>("characters", wordSet("NameCharacter"), Optional),
              column<&NameRule::first>("first", wordSet("NameCharacter"), Optional),
              column<&NameRule::last>("last", wordSet("NameCharacter"), Optional),
              column<&NameRule::singleHyphens>("singleHyphens", flag(), Optional),
              checked("src", sourceIds()),
          },
      .rules = {{"least, most and characters are required unless only is set",
                 [](const Row &row) {
                   return row.find("only") ||
                          (row.find("least") && row.find("most") && row.find("characters"));
                 }}},
      .anyNames = true,
      .access = rowsIn<&Catalog::Tables::nameRules>(),
      .usual = {"least", "most", "characters"},
  };
}
