// Finds the property changes that force Azure to replace a resource.
#include "Replacements.h"
#include "azcl/ARM/Module.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using namespace azcl::expansion;
using arm::Replaces;
using llvm::StringRef;

namespace {
struct Row {
  StringRef type; ///< "*" for any type
  std::string path;
  arm::Replacement fact;
};

/// Adds the rows of a layout; parts contribute their fields with the path of the part.
void collect(const arm::Layout &layout, StringRef type, const std::string &before,
             std::vector<Row> &rows) {
  for (const arm::Field &field : layout.fields) {
    std::string path = before + field.path.str();
    for (const arm::Replacement &fact : field.replacements)
      if (fact.when != Replaces::Never && (fact.onlyOf.empty() || fact.onlyOf == type))
        rows.push_back({type, path, fact});
    if (field.parts)
      collect(field.parts(), type, path + (field.shape == arm::Shape::Parts ? "[]." : "."), rows);
  }
}

std::vector<Row> allRows() {
  std::vector<Row> rows = {
#define REPLACEMENT(TYPE, PATH, WHEN, SOURCE)                                                      \
  {TYPE, PATH, {Replaces::WHEN, arm::sources::SOURCE, {}}},
#include "Replacements.def"
  };
  for (const arm::Layout *layout : arm::allLayouts())
    collect(*layout, layout->type, "", rows);
  return rows;
}

/// Removes names and indexes between brackets.
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
    return after != nullptr; // a change from regional to zonal
  return !after || !after->is_array() ||
         llvm::any_of(*before, [&](const Json &item) { return !hasItem(*after, item); });
}

bool isFlexible(const ExpandedResource &resource) {
  const Json *properties = findMember(resource.body, "properties");
  const std::string *mode = properties ? findString(*properties, "orchestrationMode") : nullptr;
  return mode && StringRef(*mode).equals_insensitive("Flexible");
}

bool holds(Replaces when, const ExpandedResource &after, const Change &change) {
  switch (when) {
  case Replaces::Never: return false;
  case Replaces::Always: return true;
  case Replaces::ItemRemoved: return losesItem(change.before, change.after);
  case Replaces::FalseToTrue:
    return change.before && *change.before == Json(false) && change.after &&
           *change.after == Json(true);
  case Replaces::NumberFalls:
    return change.before && change.after && change.before->is_number() &&
           change.after->is_number() && *change.after < *change.before;
  case Replaces::IfFlexible: return isFlexible(after);
  }
  return false;
}
} // namespace

StringRef azcl::expansion::replacementSource(const ExpandedResource &after, const Change &change) {
  std::string path = withoutItems(change.path);
  static const std::vector<Row> rows = allRows();
  for (const Row &row : rows)
    if ((row.type == "*" || row.type.equals_insensitive(after.type)) &&
        isAtOrBelow(path, row.path) && holds(row.fact.when, after, change))
      return row.fact.source;
  return "";
}
