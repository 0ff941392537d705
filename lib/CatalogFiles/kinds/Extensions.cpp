// The columns of extensions.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::extensionsKind() {
  using enum Need;
  return {
      .name = "extensions",
      .row = "Extension",
      .table = "extensions",
      .rows = "extensions",
      .columns =
          {
              column<&Extension::publisher>("publisher", text()),
              column<&Extension::type>("type", text()),
              column<&Extension::version>("version", text()),
              column<&Extension::os>("os", word("OperatingSystem")),
              column<&Extension::kind>("kind", text(), Optional),
              column<&Extension::deployedAs>("deployedAs", text(), Optional),
              column<&Extension::order>("order", count(), Optional),
              column<&Extension::arm64>("arm64", support(), Optional),
              column<&Extension::images>("images", words(), Optional),
              column<&Extension::unsupportedImages>("unsupportedImages", words(), Optional),
              column<&Extension::outbound>("outbound", text(), Optional),
              column<&Extension::automaticUpgrade>("automaticUpgrade", support(), Optional),
              column<&Extension::scaleSets>("scaleSets", support(), Optional),
              column<&Extension::retires>("retires", date(), Optional),
              column<&Extension::replacement>("replacement", text(), Optional),
              column<&Extension::restsOn>("restsOn", text(), Optional),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::extensions>(),
      .usual = {"publisher", "type", "version", "os"},
  };
}
