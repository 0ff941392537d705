// Implements the merging of JSON values.
#include "ValueFolder.h"
#include "azcl/Support/TemplateExpression.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::StringRef;

Values azcl::membersOf(const Values &objects, const std::string &name) {
  Values members;
  for (const Json *each : objects) {
    bool has = each && each->is_object() && each->contains(name);
    members.push_back(has ? &each->at(name) : nullptr);
  }
  return members;
}

Values azcl::completed(Values values) {
  const Json *any = *llvm::find_if(values, [](const Json *each) { return each; });
  for (const Json *&each : values)
    if (!each)
      each = any;
  return values;
}

std::vector<std::string> azcl::namesIn(const Values &objects) {
  std::vector<std::string> names;
  for (const Json *each : objects) {
    if (!each || !each->is_object())
      continue;
    size_t at = 0;
    for (const auto &[name, value] : each->items())
      if (auto known = llvm::find(names, name); known != names.end())
        at = known - names.begin() + 1;
      else
        names.insert(names.begin() + at++, name);
  }
  return names;
}

static std::string asLiteral(StringRef text) {
  std::string result = "'";
  for (char c : text)
    result += c == '\'' ? "''" : std::string(1, c);
  return result + "'";
}

std::string azcl::expressionOf(const Json &value) {
  auto listed = [](StringRef function, const std::vector<std::string> &items) {
    return function.str() + "(" + llvm::join(items, ", ") + ")";
  };
  std::vector<std::string> items;
  switch (value.type()) {
  case Json::value_t::string: {
    StringRef text = value.get_ref<const std::string &>();
    return expressions::isExpression(text) ? text.drop_front().drop_back().str()
                                           : asLiteral(expressions::literalOf(text));
  }
  case Json::value_t::array:
    for (const Json &item : value)
      items.push_back(expressionOf(item));
    return listed("createArray", items);
  case Json::value_t::object:
    for (const auto &[name, member] : value.items()) {
      items.push_back(expressionOf(name));
      items.push_back(expressionOf(member));
    }
    return listed("createObject", items);
  case Json::value_t::boolean: return value.get<bool>() ? "true()" : "false()";
  case Json::value_t::number_integer:
  case Json::value_t::number_unsigned: return compact(value);
  case Json::value_t::number_float: return "json('" + compact(value) + "')";
  default: return "null()";
  }
}

/// Whether the value contains no expression.
static bool isConstant(const Json &value) {
  if (value.is_string())
    return !expressions::isExpression(value.get_ref<const std::string &>());
  if (value.is_object())
    for (const auto &[name, member] : value.items())
      if (expressions::isExpression(name))
        return false;
  return !value.is_structured() || llvm::all_of(value, isConstant);
}

static bool areSame(const Json *a, const Json *b) {
  return a == b || (a && b && *a == *b);
}

/// Whether null can stand for a member that some of the objects do not have. In a map of
/// identities, null removes one.
static bool mayHaveNulls(const Values &objects, StringRef name) {
  for (const std::string &member : namesIn(objects))
    if (name == "userAssignedIdentities" || expressions::isExpression(member))
      if (llvm::is_contained(membersOf(objects, member), nullptr))
        return false;
  return true;
}

Json ValueFolder::fold(const Values &values, StringRef name) {
  if (llvm::all_of(values, [&](const Json *each) { return areSame(each, values[0]); }))
    return values[0] ? *values[0] : Json();
  bool isRegion = true, objects = true, arrays = true, constants = true;
  for (auto [each, region] : llvm::zip_equal(values, regions)) {
    isRegion &= each && each->is_string() && each->get_ref<const std::string &>() == region.str();
    objects &= each && each->is_object();
    arrays &= each && each->is_array();
    constants &= !each || isConstant(*each);
  }
  if (isRegion) {
    used = true;
    return "[" + key + "]";
  }
  if (std::string text = around(values); !text.empty())
    return text;
  Json zipped;
  if (objects && mayHaveNulls(values, name))
    return members(values);
  if (arrays && zip(values, name, zipped))
    return zipped;
  if (constants && variables)
    return constant(values, name);
  if (arrays)
    return "[" + joined(values) + "]";
  return "[" + choice(values) + "]";
}

std::string azcl::withoutRegion(StringRef text, StringRef region) {
  llvm::SmallVector<StringRef, 2> parts;
  text.split(parts, region);
  return llvm::join(parts, std::string(1, '\0'));
}

/// Texts that differ only in the name of the region, such as `eastus2/policy`; "" for others.
std::string ValueFolder::around(const Values &values) {
  std::string same;
  for (auto [each, region] : llvm::zip_equal(values, regions)) {
    if (!each || !each->is_string() || !isConstant(*each))
      return "";
    std::string text =
        withoutRegion(expressions::literalOf(each->get_ref<const std::string &>()), region);
    if (text.find('\0') == std::string::npos || (!same.empty() && text != same))
      return "";
    same = std::move(text);
  }
  used = true;
  std::string pieces;
  llvm::SmallVector<StringRef, 2> parts;
  StringRef(same).split(parts, '\0');
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i)
      pieces += (pieces.empty() ? "" : ", ") + key;
    if (!parts[i].empty())
      pieces += (pieces.empty() ? "" : ", ") + asLiteral(parts[i]);
  }
  return "[concat(" + pieces + ")]";
}

Json ValueFolder::members(const Values &objects) {
  Json result = Json::object();
  for (const std::string &name : namesIn(objects))
    result[name] = fold(membersOf(objects, name), name);
  return result;
}

/// Merges arrays item by item, if they have the same length and their items the same names.
bool ValueFolder::zip(const Values &arrays, StringRef name, Json &result) {
  size_t count = arrays[0]->size();
  auto nameOf = [](const Json &item) {
    return item.is_object() && item.contains("name") ? item["name"] : Json();
  };
  for (const Json *each : arrays) {
    if (each->size() != count)
      return false;
    for (size_t i = 0; i < count; ++i)
      if (nameOf((*each)[i]) != nameOf((*arrays[0])[i]) || !(*each)[i].is_object())
        return false;
  }
  result = Json::array();
  for (size_t i = 0; i < count; ++i) {
    Values items;
    for (const Json *each : arrays)
      items.push_back(&(*each)[i]);
    result.push_back(fold(items, name));
  }
  return true;
}

/// A member of `byRegion` for each region. Equal lists of values share a member.
Json ValueFolder::constant(const Values &values, StringRef name) {
  used = true;
  std::string list;
  for (const Json *each : values)
    list += each ? compact(*each) + "\n" : "null\n";
  std::string &member = named[list];
  if (member.empty()) {
    std::string stem;
    for (char c : name)
      if (llvm::isAlnum(c))
        stem += c;
    if (stem.empty() || llvm::isDigit(stem[0]))
      stem = "value" + stem;
    if (variable.is_null())
      for (StringRef region : regions)
        variable[region.str()] = Json::object();
    member = stem;
    for (unsigned i = 2; !taken.insert(StringRef(member).lower()).second; ++i)
      member = stem + std::to_string(i);
    for (auto [each, region] : llvm::zip_equal(values, regions))
      variable[region.str()][member] = each ? *each : Json();
  }
  return fmt::format("[variables('{}')[{}].{}]", variableName, key, member);
}

/// Whether the members of each object are in the order of namesIn().
static bool keepsOrder(const Values &objects) {
  std::vector<std::string> all = namesIn(objects);
  for (const Json *each : objects) {
    auto at = all.begin();
    for (const auto &[name, value] : each->items()) {
      at = std::find(at, all.end(), name);
      if (at == all.end())
        return false;
    }
  }
  return true;
}

/// Arrays of different items: items with the same name, or equal ones, are the same item.
std::string ValueFolder::joined(const Values &arrays) {
  std::vector<Json> byName;
  for (const Json *each : arrays) {
    Json &object = byName.emplace_back(Json::object());
    for (const Json &item : *each)
      object[item.is_object() && item.contains("name") ? compact(item["name"]) : compact(item)] =
          item;
    if (object.size() != each->size()) // names that are not unique
      return choice(arrays);
  }
  Values objects;
  for (const Json &each : byName)
    objects.push_back(&each);
  if (!keepsOrder(objects))
    return choice(arrays);
  llvm::SmallVector<size_t, 4> in;
  std::string items, result;
  auto flush = [&] {
    if (items.empty())
      return;
    std::string list = "createArray(" + std::exchange(items, "") + ")";
    if (in.size() < arrays.size())
      list = fmt::format("if({}, {}, createArray())", isIn(in), list);
    result += (result.empty() ? "" : ", ") + list;
  };
  for (const std::string &name : namesIn(objects)) {
    Values members = membersOf(objects, name);
    llvm::SmallVector<size_t, 4> having;
    for (size_t i = 0; i < members.size(); ++i)
      if (members[i])
        having.push_back(i);
    if (having != in)
      flush();
    in = having;
    items += (items.empty() ? "" : ", ") + expressionOf(fold(completed(members), name));
  }
  flush();
  return "concat(" + result + ")";
}

std::string ValueFolder::isIn(llvm::ArrayRef<size_t> which) {
  used = true;
  if (which.size() == 1)
    return fmt::format("equals({}, '{}')", key, regions[which[0]]);
  std::vector<std::string> names;
  for (size_t i : which)
    names.push_back("'" + regions[i].str() + "'");
  return fmt::format("contains(createArray({}), {})", llvm::join(names, ", "), key);
}

/// The values with the regions that have them, the one of the most regions last.
std::string ValueFolder::choice(const Values &values) {
  struct Case {
    const Json *value;
    llvm::SmallVector<size_t, 4> in;
  };
  llvm::SmallVector<Case, 4> cases;
  for (size_t i = 0; i < values.size(); ++i) {
    auto same = llvm::find_if(cases, [&](const Case &c) { return areSame(c.value, values[i]); });
    if (same == cases.end())
      cases.push_back({values[i], {i}});
    else
      same->in.push_back(i);
  }
  llvm::stable_sort(cases, [](const Case &a, const Case &b) { return a.in.size() < b.in.size(); });
  auto text = [](const Case &c) { return c.value ? expressionOf(*c.value) : "null()"; };
  std::string result = text(cases.back());
  for (const Case &each : llvm::reverse(llvm::ArrayRef(cases).drop_back()))
    result = fmt::format("if({}, {}, {})", isIn(each.in), text(each), result);
  return result;
}

Json ValueFolder::condition(const Values &values, const Json *own) {
  llvm::SmallVector<size_t, 4> in;
  for (size_t i = 0; i < values.size(); ++i)
    if (values[i])
      in.push_back(i);
  if (in.size() == values.size())
    return own ? *own : Json();
  std::string there = isIn(in);
  return own ? fmt::format("[and({}, {})]", there, expressionOf(*own)) : "[" + there + "]";
}
