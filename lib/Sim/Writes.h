// Writes resources into the state, with the checks of resource providers.
#pragma once

#include "Problem.h"
#include "ScenarioData.h"

namespace azcl::sim {

/// A resource that someone wants to write.
struct Write {
  std::string id, type, name, apiVersion;
  Json body; ///< complete, as the request or the template states it
};

/// Why a resource cannot have this state; null error code if it can.
struct Refusal {
  std::string statusCode; ///< of the operation, for example "Conflict"
  Json error;
  bool immediately = true;
  bool never = false; ///< the operation does not end
};

/// Finds the failure of the scenario, or a violation of Azure's rules.
std::optional<Refusal> refusalOf(State &state, const Scenario::Data &scenario, const Write &write,
                                 unsigned attempt);
/// Whether the resource exists with this body.
bool isUnchanged(State &state, const Write &write);
/// Stores a resource in a state of provisioning.
Resource &store(State &state, const Scenario::Data &scenario, const Write &write,
                llvm::StringRef provisioningState);
void setState(Resource &resource, llvm::StringRef provisioningState);
/// Removes a resource and the resources below it.
void removeTree(State &state, llvm::StringRef id);

/// Adds the properties that Azure computes.
void compute(const Scenario::Data &scenario, Resource &resource);
/// Replaces `<reference(ID).path>` by values of the state, where they exist.
Json resolved(State &state, const Json &value);

/// "/subscriptions/x" of an ID.
std::string subscriptionOf(llvm::StringRef id);
/// The ID of the parent of a child resource; "" for other resources.
std::string parentOf(llvm::StringRef id, llvm::StringRef type);
/// Type and name of the resource with this ID.
std::pair<std::string, std::string> typeAndNameOf(llvm::StringRef id);

} // namespace azcl::sim
