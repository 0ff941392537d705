// Values that are read from deployed resources: `resource.cache.properties.hostName`.
#pragma once

#include "azcl/AzureTypes/Check.h"
#include "azcl/Program/Program.h"

namespace azcl {

/// The path after the name of the resource: "properties.hostName"; empty for any other expression,
/// and for `resource.cache` and `resource.cache.id`, which are the ID.
llvm::StringRef readPath(const Expr &expr);
/// The resource that is read.
const RawResource &readResource(const Expr &expr);

/// Whether the value can be a resource ID.
bool mayBeId(const Expr &expr);

/// The resource type of a block that a value can refer to: "Microsoft.KeyVault/vaults"; empty if it
/// is unknown, or if the block has no single resource.
llvm::StringRef resourceTypeOf(const Block &block);

/// Whether the path calls a function such as `listKeys`, whose result is a secret.
bool isListCall(llvm::StringRef path);

/// The type of a resource; nullopt if the library does not have it.
std::optional<azure::ResourceType> azureType(const RawResource &resource);
/// The type of what is read; nullopt if it is unknown.
std::optional<azure::Found> readType(const Expr &expr);

/// The type of a template parameter or output for a value: "string", "int", "bool", "object" or
/// "array"; "" if the value has several types. An `arm` expression counts as a string.
llvm::StringRef wireType(const Expr &expr);

} // namespace azcl
