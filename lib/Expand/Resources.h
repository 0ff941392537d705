// The bodies and dependencies of resources.
#pragma once

#include "Session.h"

namespace azcl::expansion {

bool isDeployment(const Record &record);
/// The record of this template with a name, symbolic name or ID; nullptr if there is none.
Record *findRecord(Deployment &deployment, llvm::StringRef name);
/// Sorted IDs, without resources whose condition is false.
std::vector<std::string> dependenciesOf(Session &session, Deployment &deployment,
                                        const Record &record);
ExpandedResource evaluateResource(Session &session, Deployment &deployment, const Record &record);

} // namespace azcl::expansion
