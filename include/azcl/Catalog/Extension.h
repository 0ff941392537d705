#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A program that Azure installs on machines.
struct Extension {
  llvm::StringRef name; ///< "application-health-linux"
  llvm::StringRef publisher, type;
  llvm::StringRef version; ///< "2.0": the major version and the least minor one.
  OperatingSystem os;
  Support automaticUpgrade; ///< Azure keeps it within its major version.
  Support scaleSets;
  llvm::StringRef retires; ///< Empty if Azure has announced nothing.
  llvm::StringRef replacement;
  llvm::StringRef restsOn;
};

} // namespace azcl
