// The units in which templates receive values.
#include "azcl/Program/Wire.h"

using namespace azcl;

int64_t azcl::wireUnit(const Type &type) {
  switch (type.kind) {
  case TypeKind::Percent: return 10000;
  case TypeKind::Duration: return 1000;
  case TypeKind::Size: return int64_t(1) << 30;
  default: return 1;
  }
}

llvm::StringRef azcl::wireUnitName(const Type &type) {
  switch (type.kind) {
  case TypeKind::Percent: return "percent";
  case TypeKind::Duration: return "seconds";
  case TypeKind::Size: return "GiB";
  case TypeKind::Time: return "minutes after midnight";
  default: return "";
  }
}
