// The columns of service-tags.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::serviceTagsKind() {
  return {
      .name = "service-tags",
      .row = "ServiceTag",
      .table = "serviceTags",
      .rows = "tags",
      .access = rowsIn<&Catalog::Tables::serviceTags>(),
      .spoken = "tags",
  };
}
