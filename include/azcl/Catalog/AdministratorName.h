// A row of administrator-names.json: a name that Azure rejects for the administrator of a VM, in
// lower case.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct AdministratorName {
  llvm::StringRef name;
};

} // namespace azcl
