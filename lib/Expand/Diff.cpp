// Compares two expansions property by property.
#include "azcl/Expand/Diff.h"
#include "Replacements.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

namespace {
/// Finds the differences between two values, down to the leaves.
class Comparer {
public:
  void compare(const std::string &path, const Json *before, const Json *after);
  std::vector<Change> changes;

private:
  void objects(const std::string &path, const Json *before, const Json *after);
  void arrays(const std::string &path, const Json *before, const Json *after);
};

const Json *memberOf(const Json *object, const std::string &key) {
  if (!object)
    return nullptr;
  auto found = object->find(key);
  return found == object->end() ? nullptr : &*found;
}

bool isFull(const Json *value, bool (Json::*is)() const noexcept) {
  return value && (value->*is)() && !value->empty();
}

/// Whether items can be matched by name: each has a name, and all names differ.
bool areNamed(const Json *array) {
  llvm::StringMap<bool> seen;
  return !array || llvm::all_of(*array, [&](const Json &item) {
    const std::string *name = findString(item, "name");
    return name && seen.try_emplace(*name).second;
  });
}

const Json *itemNamed(const Json *array, const std::string &name) {
  for (size_t i = 0; array && i < array->size(); ++i)
    if (*findString((*array)[i], "name") == name)
      return &(*array)[i];
  return nullptr;
}

bool holdsObjects(const Json *array) {
  return !array || llvm::all_of(*array, [](const Json &item) { return item.is_object(); });
}

std::string keyStep(const std::string &path, const std::string &key) {
  bool plain = !key.empty() && key.find_first_of(".[]/ ") == std::string::npos;
  return plain ? path + (path.empty() ? "" : ".") + key : path + "['" + key + "']";
}

void Comparer::objects(const std::string &path, const Json *before, const Json *after) {
  if (before)
    for (auto &[key, value] : before->get_ref<const Json::object_t &>())
      compare(keyStep(path, key), &value, memberOf(after, key));
  if (after)
    for (auto &[key, value] : after->get_ref<const Json::object_t &>())
      if (!memberOf(before, key))
        compare(keyStep(path, key), nullptr, &value);
}

void Comparer::arrays(const std::string &path, const Json *before, const Json *after) {
  if (areNamed(before) && areNamed(after)) {
    for (size_t i = 0; before && i < before->size(); ++i) {
      const std::string &name = *findString((*before)[i], "name");
      compare(path + "[" + name + "]", &(*before)[i], itemNamed(after, name));
    }
    for (size_t i = 0; after && i < after->size(); ++i)
      if (const std::string &name = *findString((*after)[i], "name"); !itemNamed(before, name))
        compare(path + "[" + name + "]", nullptr, &(*after)[i]);
    return;
  }
  size_t had = before ? before->size() : 0, has = after ? after->size() : 0;
  for (size_t i = 0; i < std::max(had, has); ++i)
    compare(path + "[" + std::to_string(i) + "]", i < had ? &(*before)[i] : nullptr,
            i < has ? &(*after)[i] : nullptr);
}

void Comparer::compare(const std::string &path, const Json *before, const Json *after) {
  if (before && after && *before == *after)
    return;
  // one value can be missing, but both must be of this kind
  auto fits = [&](bool (Json::*is)() const noexcept) {
    return (isFull(before, is) && (!after || isFull(after, is))) || (!before && isFull(after, is));
  };
  if (fits(&Json::is_object))
    return objects(path, before, after);
  if (fits(&Json::is_array) && holdsObjects(before) && holdsObjects(after))
    return arrays(path, before, after);
  changes.push_back({path, before, after});
}

/// Normalizes a location: "West Europe" is the same as westeurope.
std::string plainLocation(const Json *location) {
  std::string result;
  for (char c : location ? StringRef(textOf(*location)).lower() : "")
    if (c != ' ')
      result += c;
  return result;
}

} // namespace

std::vector<Change> azcl::expansion::changesOf(const ExpandedResource &before,
                                               const ExpandedResource &after) {
  Comparer comparer;
  for (auto &[key, value] : before.body.get_ref<const Json::object_t &>())
    if (key != "id" && key != "type" && key != "name" && key != "dependsOn")
      comparer.compare(keyStep("", key), &value, memberOf(&after.body, key));
  for (auto &[key, value] : after.body.get_ref<const Json::object_t &>())
    if (key != "dependsOn" && !memberOf(&before.body, key))
      comparer.compare(keyStep("", key), nullptr, &value);
  llvm::erase_if(comparer.changes, [](const Change &change) {
    return change.path == "location" && plainLocation(change.before) == plainLocation(change.after);
  });
  return std::move(comparer.changes);
}

namespace {
/// Prints the changes of one resource; true if one of them forces a replacement.
bool print(const ExpandedResource &after, const std::vector<Change> &changes,
           llvm::raw_ostream &out) {
  bool replaced = false;
  out << "~ " << after.type << " " << after.name << "\n";
  for (const Change &change : changes) {
    bool replaces = !replacementSource(after, change).empty();
    replaced |= replaces;
    out << "    " << (!change.before ? "+ " : !change.after ? "- " : "~ ") << change.path << ": ";
    if (change.before)
      out << compact(*change.before) << (change.after ? " -> " : "");
    if (change.after)
      out << compact(*change.after);
    out << (replaces ? "  ! forces replacement\n" : "\n");
  }
  return replaced;
}

using Index = llvm::StringMap<const ExpandedResource *>;

Index indexOf(const Expansion &expansion) {
  Index index;
  for (const ExpandedResource &resource : expansion.contents().resources)
    index[StringRef(resource.id).lower()] = &resource;
  return index;
}
} // namespace

Difference azcl::diff(const Expansion &before, const Expansion &after, llvm::raw_ostream &out) {
  Index had = indexOf(before), has = indexOf(after);
  Difference result;
  for (const ExpandedResource &resource : after.contents().resources)
    if (!had.contains(StringRef(resource.id).lower())) {
      out << "+ " << resource.type << " " << resource.name << "\n";
      ++result.added;
    }
  for (const ExpandedResource &resource : after.contents().resources)
    if (const ExpandedResource *old = had.lookup(StringRef(resource.id).lower())) {
      std::vector<Change> changes = changesOf(*old, resource);
      result.changed += !changes.empty();
      result.replaced += !changes.empty() && print(resource, changes, out);
    }
  for (const ExpandedResource &resource : before.contents().resources)
    if (!has.contains(StringRef(resource.id).lower())) {
      out << "- " << resource.type << " " << resource.name << "\n";
      ++result.removed;
    }
  std::string forced =
      result.replaced ? fmt::format(" ({} forces replacement)", result.replaced) : "";
  out << fmt::format("{} added, {} changed{}, {} removed\n", result.added, result.changed, forced,
                     result.removed);
  return result;
}
