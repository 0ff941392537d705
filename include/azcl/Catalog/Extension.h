// A row of extensions.json: a VM extension.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct Extension {
  llvm::StringRef name; ///< "application-health-linux"
  llvm::StringRef publisher, type;
  llvm::StringRef version; ///< "2.0": the major version and the minimum minor version.
  OperatingSystem os;
  Support automaticUpgrade; ///< Supports automatic upgrades within its major version.
  Support scaleSets;
  llvm::StringRef retires; ///< Retirement date; empty if Azure has announced none.
  llvm::StringRef replacement;
  llvm::StringRef restsOn;
};

} // namespace azcl
