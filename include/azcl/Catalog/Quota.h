// A row of quotas.json: a vCPU quota of the subscription in a region. The built-in table is empty.
#pragma once
#include "azcl/Catalog/Facts.h"

#include <string>

namespace azcl {

struct Quota {
  llvm::StringRef name; ///< "eastus2/standardDSv5Family" or "eastus2/cores"
  unsigned limit;
  unsigned used;     ///< The vCPUs in use at the date of the file.
  bool usedByOthers; ///< `used` does not count the VMs that the program itself deployed.
};

/// The name of a quota or of a family of VM sizes without spaces and in lower case: Azure spells
/// them differently in its listings.
std::string quotaKey(llvm::StringRef name);

} // namespace azcl
