// The units in which templates receive values.
#include "azcl/Program/Wire.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;

int64_t azcl::wireUnit(const Type &type) {
  switch (type.kind) {
  case TypeKind::Percent: return 10000;
  case TypeKind::Duration: return 1000;
  case TypeKind::Size: return int64_t(1) << 30;
  default: return 1;
  }
}

llvm::ArrayRef<Unit> azcl::textUnits(const Type &type) {
  static constexpr Unit percent[] = {{"%", {}, 10000, ""}};
  auto of = [](Dimension dimension) {
    auto first =
        llvm::find_if(units(), [&](const Unit &unit) { return unit.dimension == dimension; });
    auto last = std::find_if(first, units().end(),
                             [&](const Unit &unit) { return unit.dimension != dimension; });
    return llvm::ArrayRef<Unit>(first, last);
  };
  switch (type.kind) {
  case TypeKind::Percent: return percent;
  case TypeKind::Duration: return of(Dimension::Duration);
  case TypeKind::Size: return of(Dimension::Size);
  case TypeKind::Throughput: return of(Dimension::Throughput);
  default: return {};
  }
}

std::string azcl::textOf(const Scalar &value, const Type &type) {
  if (type.kind == TypeKind::Bool)
    return value.number ? "true" : "false";
  for (const Unit &unit : textUnits(type))
    if (value.number % unit.factor == 0)
      return std::to_string(value.number / unit.factor) + unit.name.str();
  return type.isText() ? value.text.str() : print(value, type);
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
