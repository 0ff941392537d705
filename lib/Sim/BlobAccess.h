// Decides who can use the blob service of a storage account.
#pragma once

#include "Sas.h"
#include "Service.h"

namespace azcl::sim {

/// The storage account with this name, in any resource group; nullptr if there is none.
const Resource *findAccount(const State &state, llvm::StringRef name);
/// Whether clients on the internet, such as Azure Resource Manager, cannot reach the account.
bool isBehindFirewall(const Resource &account);
std::optional<SasRefusal> checkAccess(const Call &call, const Resource &account,
                                      const SasRequest &request);

} // namespace azcl::sim
