// Compares resources with the types of Azure.
#pragma once

#include "azcl/ARM/Module.h"
#include "azcl/AzureTypes/Check.h"
#include <map>
#include <set>

namespace azcl::arm {

/// What is known of a value before the deployment. Places are not set.
azure::Given viewOf(const Value &value);

/// What contradicts the type of the resource, without its patches.
std::vector<azure::Fault> typeFaults(const Resource &resource, Arena &arena);

/// What contradicts the published type in a layout. `known` collects the fields that exist, and
/// `missing` the others: a part that several types share can have fields that only one of them has.
struct LayoutFaults {
  std::vector<std::string> faults;
  std::set<const Field *> known;
  std::map<const Field *, std::string> missing; ///< with their paths
};
void checkLayout(const Layout &layout, llvm::StringRef version, LayoutFaults &faults);

} // namespace azcl::arm
