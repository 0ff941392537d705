#include "Replacements.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

namespace {
enum class When {
  Any,
  ItemRemoved, ///< of an array, or there was no array
  FalseToTrue,
  NumberFalls,
  IfFlexible, ///< the scale set is in the flexible mode
};

struct Row {
  StringRef type, path;
  When when;
  StringRef source;
};

const Row rows[] = {
#define REPLACEMENT(type, path, when, source) {type, path, When::when, source},
#include "Replacements.def"
};

/// Names and numbers between brackets left out.
std::string withoutItems(StringRef path) {
  std::string result;
  bool within = false;
  for (char c : path) {
    within &= c != ']';
    if (!within)
      result += c;
    within |= c == '[';
  }
  return result;
}

bool isAtOrBelow(StringRef path, StringRef of) {
  return path.consume_front(of) && (path.empty() || path[0] == '.' || path[0] == '[');
}

bool losesItem(const Json *before, const Json *after) {
  if (!before || !before->is_array())
    return after != nullptr; // from a region to its zones
  return !after || !after->is_array() ||
         llvm::any_of(*before, [&](const Json &item) { return !hasItem(*after, item); });
}

bool isFlexible(const ExpandedResource &resource) {
  const Json *properties = findMember(resource.body, "properties");
  const std::string *mode = properties ? findString(*properties, "orchestrationMode") : nullptr;
  return mode && StringRef(*mode).equals_insensitive("Flexible");
}

bool holds(When when, const ExpandedResource &after, const Change &change) {
  switch (when) {
  case When::Any: return true;
  case When::ItemRemoved: return losesItem(change.before, change.after);
  case When::FalseToTrue:
    return change.before && *change.before == Json(false) && change.after &&
           *change.after == Json(true);
  case When::NumberFalls:
    return change.before && change.after && change.before->is_number() &&
           change.after->is_number() && *change.after < *change.before;
  case When::IfFlexible: return isFlexible(after);
  }
  return false;
}
} // namespace

StringRef azcl::expansion::replacementSource(const ExpandedResource &after, const Change &change) {
  std::string path = withoutItems(change.path);
  for (const Row &row : rows)
    if ((row.type == "*" || row.type.equals_insensitive(after.type)) &&
        isAtOrBelow(path, row.path) && holds(row.when, after, change))
      return row.source;
  return "";
}
