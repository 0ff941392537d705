// Helpers for message texts.
#include "azcl/Support/Format.h"
#include "llvm/ADT/SmallVector.h"

using namespace azcl;
using llvm::ArrayRef;
using llvm::StringRef;

std::string azcl::orList(ArrayRef<StringRef> items, size_t limit) {
  std::string text;
  size_t shown = std::min(items.size(), limit);
  for (size_t i = 0; i < shown; ++i) {
    if (i)
      text += i + 1 == items.size() ? " or " : ", ";
    text += fmt::format("`{}`", items[i]);
  }
  if (shown < items.size())
    text += ", ...";
  return text;
}

/// Whether two names differ only in two swapped neighboring letters, which counts as one typing
/// error.
static bool isTransposed(StringRef a, StringRef b) {
  if (a.size() != b.size())
    return false;
  size_t at = 0;
  while (at < a.size() && a[at] == b[at])
    ++at;
  return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] &&
         a.substr(at + 2) == b.substr(at + 2);
}

StringRef azcl::nearest(StringRef name, ArrayRef<StringRef> candidates) {
  // Up to a third of the letters can differ: enough for a typing error, too little for a different
  // word.
  unsigned best = std::max<size_t>(1, name.size() / 3) + 1;
  StringRef found;
  for (StringRef candidate : candidates) {
    if (candidate.equals_insensitive(name))
      return candidate;
    // The distance is at least the difference in length.
    size_t gap = std::max(name.size(), candidate.size()) - std::min(name.size(), candidate.size());
    if (gap >= best)
      continue;
    unsigned distance = isTransposed(name, candidate)
                            ? 1
                            : name.edit_distance_insensitive(candidate, true, best - 1);
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

StringRef azcl::article(StringRef word) {
  return !word.empty() && StringRef("aeiouAEIOU").contains(word.front()) ? "an" : "a";
}
