// Which changes an existing resource does not take.
#pragma once

#include "Contents.h"

namespace azcl::expansion {

/// A property that differs; nullptr where there is none.
struct Change {
  std::string path; ///< "properties.subnets[web].properties.addressPrefix"
  const Json *before = nullptr, *after = nullptr;
};

/// Where it is written that this change takes a new resource; "" if it does not.
llvm::StringRef replacementSource(const ExpandedResource &after, const Change &change);

} // namespace azcl::expansion
