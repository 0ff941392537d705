// The columns of autoscale-metrics.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::autoscaleMetricsKind() {
  using enum Need;
  return {
      .name = "autoscale-metrics",
      .row = "AutoscaleMetric",
      .table = "autoscaleMetrics",
      .rows = "metrics",
      .columns =
          {
              column<&AutoscaleMetric::of>("of", words()),
              column<&AutoscaleMetric::divided>("divided", flag(), Optional),
          },
      .anyNames = true,
      .access = rowsIn<&Catalog::Tables::autoscaleMetrics>(),
      .spoken = "metrics",
      .usual = {"of"},
  };
}
