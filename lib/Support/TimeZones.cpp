#include "azcl/Support/TimeZones.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using llvm::StringRef;

static constexpr StringRef zones[] = {
#define ZONE(NAME) NAME,
#define USUAL(FROM, TO)
#include "azcl/Support/TimeZones.def"
};
static constexpr std::pair<StringRef, StringRef> usual[] = {
#define ZONE(NAME)
#define USUAL(FROM, TO) {FROM, TO},
#include "azcl/Support/TimeZones.def"
};

bool azcl::isTimeZone(StringRef name) {
  return llvm::any_of(zones, [&](StringRef zone) { return zone.equals_insensitive(name); });
}

StringRef azcl::nearestTimeZone(StringRef name) {
  for (auto [from, to] : usual)
    if (from.equals_insensitive(name))
      return to;
  return nearest(name, zones);
}
