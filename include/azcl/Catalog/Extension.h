// A row of extensions.json: a VM extension.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct Extension {
  llvm::StringRef name; ///< "application-health-linux"
  llvm::StringRef publisher, type;
  llvm::StringRef version; ///< "2.0": the major version and the minimum minor version.
  OperatingSystem os;
  llvm::StringRef kind;       ///< "custom-script"; the same word for all operating systems.
  llvm::StringRef deployedAs; ///< The name of the extension resource. It never changes.
  unsigned order;             ///< Extensions with a lower number are installed first.
  Support arm64;              ///< Supports Arm64 VM sizes.
  WordList images;            ///< Those that are documented; empty: all.
  WordList unsupportedImages; ///< The installation fails on them.
  llvm::StringRef outbound;   ///< "the internet"; empty if it needs no outbound connectivity.
  Support automaticUpgrade;   ///< Supports automatic upgrades within its major version.
  Support scaleSets;
  llvm::StringRef retires; ///< Retirement date; empty if Azure has announced none.
  llvm::StringRef replacement;
  llvm::StringRef restsOn;
};

} // namespace azcl
