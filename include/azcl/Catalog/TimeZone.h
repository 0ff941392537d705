// A row of time-zones.json: a time zone and its Windows name, which Azure uses.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct TimeZone {
  llvm::StringRef name;   ///< "W. Europe Standard Time"
  llvm::StringRef place;  ///< "Europe/Berlin"; empty for obsolete names.
  WordList abbreviations; ///< "CET"
};

} // namespace azcl
