// The contents of an Expansion.
#pragma once

#include "Json.h"
#include "azcl/Expand/Expand.h"

namespace azcl {

struct ExpandedResource {
  std::string id, type, name;
  expansion::Json body; ///< as it is printed
};

struct Expansion::Data {
  std::vector<ExpandedResource> resources;
};

} // namespace azcl
