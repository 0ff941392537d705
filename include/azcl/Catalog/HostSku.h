// A row of host-skus.json: a SKU of dedicated hosts.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct HostSku {
  llvm::StringRef name;    ///< "Dsv5-Type1"
  llvm::StringRef family;  ///< The only family of VM sizes that it runs.
  unsigned vCpus;          ///< Of a host. They count for the quota.
  WordList sizes;          ///< "Standard_D4s_v5/25": how many VMs of each size fit on a host.
  bool automaticPlacement; ///< Azure can choose the host of a VM.
  llvm::StringRef retires; ///< "2023-06-30"; empty if Azure has announced no retirement.

  /// How many VMs of this size fit on a host; 0 if the size is not listed.
  unsigned room(llvm::StringRef size) const {
    unsigned count = 0;
    return sizes.detail(size).getAsInteger(10, count) ? 0 : count;
  }
};

} // namespace azcl
