// The columns of vm-series.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::vmSeriesKind() {
  using enum Need;
  return {
      .name = "vm-series",
      .row = "VmSeries",
      .table = "vmSeries",
      .rows = "series",
      .columns =
          {
              column<&VmSeries::memoryPreserving>("memoryPreserving", support(), Optional),
              column<&VmSeries::infiniBand>("infiniBand", support(), Optional),
              column<&VmSeries::ultraDisk>("ultraDisk", support(), Optional),
              column<&VmSeries::networkEncryption>("networkEncryption", support(), Optional),
              column<&VmSeries::flexible>("flexible", support(), Optional),
              column<&VmSeries::gpu>("gpu", word("GpuVendor"), Optional),
              column<&VmSeries::gpuDriver>("gpuDriver", wordSet("OperatingSystem"), Optional),
              column<&VmSeries::azureDiskEncryption>("azureDiskEncryption", support(), Optional),
              column<&VmSeries::reservationDomains>("reservationDomains", support(), Optional),
              checked("src", sourceIds()),
          },
      .anyNames = true,
      .access = rowsIn<&Catalog::Tables::vmSeries>(),
      .usual = {"memoryPreserving", "infiniBand", "ultraDisk"},
  };
}
