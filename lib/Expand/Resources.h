// The bodies of resources, and what they depend on.
#pragma once

#include "Session.h"

namespace azcl::expansion {

bool isDeployment(const Record &record);
/// The record of this template that a name, a symbol or an id means; nullptr if there is none.
Record *findRecord(Deployment &deployment, llvm::StringRef name);
/// Sorted ids; those whose condition fails are left out.
std::vector<std::string> dependenciesOf(Session &session, Deployment &deployment,
                                        const Record &record);
ExpandedResource evaluateResource(Session &session, Deployment &deployment, const Record &record);

} // namespace azcl::expansion
