// Selects the tags for private DNS zones.
#include "azcl/Analysis/Tags.h"

using namespace azcl;
using llvm::StringRef;

static bool fitsZones(StringRef name) {
  return name.find_first_of(" ():|") == StringRef::npos &&
         !(!name.empty() && llvm::isDigit(name.front()));
}

llvm::SmallVector<const Entry *, 8> azcl::tagsOfZones(const Cluster &cluster) {
  llvm::SmallVector<const Entry *, 8> tags;
  size_t most = builtinLimit(LimitId::ZoneTags) - 1; // the compiler adds one tag
  if (cluster.tags)
    for (const Entry &tag : cluster.tags->entries)
      if (fitsZones(tag.key.text) && tags.size() < most)
        tags.push_back(&tag);
  return tags;
}
