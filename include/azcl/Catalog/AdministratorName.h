#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A name that Azure rejects for the administrator of a machine, in lower case.
struct AdministratorName {
  llvm::StringRef name;
};

} // namespace azcl
