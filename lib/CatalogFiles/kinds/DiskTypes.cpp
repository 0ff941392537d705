// The columns of disk-types.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::diskTypesKind() {
  using enum Need;
  return {
      .name = "disk-types",
      .row = "DiskTypeFacts",
      .table = "diskTypes",
      .rows = "types",
      .columns =
          {
              column<&DiskTypeFacts::leastGiB>("leastGiB", count(1)),
              column<&DiskTypeFacts::mostGiB>("mostGiB", count(1)),
              column<&DiskTypeFacts::osDisks>("osDisks", flag()),
              column<&DiskTypeFacts::caching>("caching", flag()),
              column<&DiskTypeFacts::zoneRedundant>("zoneRedundant", flag()),
              column<&DiskTypeFacts::premium>("premium", flag()),
              column<&DiskTypeFacts::iopsPerGibibyte>("iopsPerGibibyte", count(1), Optional),
              column<&DiskTypeFacts::leastIopsPerGibibyte>("leastIopsPerGibibyte", count(1),
                                                           Optional),
              column<&DiskTypeFacts::leastIops>("leastIops", count(1), Optional),
              column<&DiskTypeFacts::mostIops>("mostIops", count(1), Optional),
              column<&DiskTypeFacts::bytesPerRequest>("bytesPerRequest", count(1), Optional),
              column<&DiskTypeFacts::mostIopsPerMBps>("mostIopsPerMBps", count(1), Optional),
              column<&DiskTypeFacts::leastMBps>("leastMBps", count(1), Optional),
              column<&DiskTypeFacts::mostMBps>("mostMBps", count(1), Optional),
              checked("src", sourceIds()),
          },
      .rules = {{"iopsPerGibibyte, leastIops, mostIops, bytesPerRequest, leastMBps and mostMBps "
                 "must all be set or all be omitted",
                 [](const Row &row) {
                   bool rates = row.find("mostIops");
                   return bool(row.find("iopsPerGibibyte")) == rates &&
                          bool(row.find("bytesPerRequest")) == rates &&
                          bool(row.find("mostMBps")) == rates &&
                          bool(row.find("leastIops")) == rates &&
                          bool(row.find("leastMBps")) == rates;
                 }}},
      .access = rowsIn<&Catalog::Tables::diskTypes>(),
      .spoken = "disks",
      .usual = {"leastGiB", "mostGiB", "mostIops"},
  };
}
