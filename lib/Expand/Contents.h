// What an Expansion holds.
#pragma once

#include "Json.h"
#include "azcl/Expand/Expand.h"

namespace azcl {

struct ExpandedResource {
  std::string id, type, name;
  expansion::Json body; ///< as printed
};

struct Expansion::Data {
  std::vector<ExpandedResource> resources;
};

} // namespace azcl
