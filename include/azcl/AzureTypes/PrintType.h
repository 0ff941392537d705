// Prints a type of Azure, for people and as JSON.
#pragma once

#include "azcl/AzureTypes/TypeLibrary.h"
#include "llvm/Support/raw_ostream.h"

namespace azcl::azure {

/// The properties with their types and descriptions, nested; then those that can only be read.
void printType(const ResourceType &type, llvm::raw_ostream &out);
/// A list of nodes that refer to each other by number; the first is the body.
void printTypeJson(const ResourceType &type, llvm::raw_ostream &out);

/// For example "a resource group or another resource".
std::string scopeNames(uint8_t scopes);

} // namespace azcl::azure
