// Property changes that an existing resource does not accept.
#pragma once

#include "Contents.h"

namespace azcl::expansion {

/// A property that differs; nullptr where it does not exist.
struct Change {
  std::string path; ///< for example "properties.subnets[web].properties.addressPrefix"
  const Json *before = nullptr, *after = nullptr;
};

/// The differences of two versions of a resource, down to the leaves. They point into both.
std::vector<Change> changesOf(const ExpandedResource &before, const ExpandedResource &after);

/// The source that documents that the change forces a replacement; "" if it does not.
llvm::StringRef replacementSource(const ExpandedResource &after, const Change &change);

} // namespace azcl::expansion
