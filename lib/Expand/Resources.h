// The bodies and dependencies of resources.
#pragma once

#include "Evaluator.h"

namespace azcl::expansion {

bool isDeployment(const Record &record);
/// The record of this template with a name, symbolic name or ID; nullptr if there is none.
Record *findRecord(Deployment &deployment, llvm::StringRef name);
/// The resources of this template that a resource waits for.
std::vector<Record *> dependenciesOf(Session &session, Deployment &deployment,
                                     const Record &record);
/// Evaluates `properties` once; nullptr if the resource has none, is not deployed, or if this is
/// part of their evaluation.
const Json *propertiesOf(Session &session, Record &record);
ExpandedResource evaluateResource(Session &session, Deployment &deployment, Record &record);

/// The spelling of Azure for a member of a resource; "" for others.
llvm::StringRef memberOfResource(llvm::StringRef key);
/// The most similar member; "" if none is similar enough.
llvm::StringRef nearestMemberOfResource(llvm::StringRef key);

/// The ID of a resource at a scope, which is an ID or relative to its deployment.
std::string scopedId(Session &session, llvm::StringRef scope, const Record &record);
/// Reads the scope of a nested deployment into `target`, which has the scope of its parent.
void chooseScope(Evaluator &evaluator, const Json &source, Deployment &target);

} // namespace azcl::expansion
