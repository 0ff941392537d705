#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A time zone by the name that Windows gives it, and Azure takes.
struct TimeZone {
  llvm::StringRef name;   ///< "W. Europe Standard Time"
  llvm::StringRef place;  ///< "Europe/Berlin"; empty for names that are no longer given.
  WordList abbreviations; ///< "CET"
};

} // namespace azcl
