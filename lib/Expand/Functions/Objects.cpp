// Template functions for objects, and for unions and intersections.
#include "Function.h"
#include "Text.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static Json createObject(Call &call) {
  if (call.size() % 2)
    return call.fail("every key needs a value");
  Json result = Json::object();
  for (size_t i = 0; i < call.size() && !call.failed(); i += 2) {
    if (result.contains(call.string(i)) && !call.failed())
      return call.fail(fmt::format("the key `{}` occurs twice", call.string(i)));
    result[call.string(i)] = call[i + 1];
  }
  return result;
}

using Members = std::vector<std::pair<std::string, Json>>;

static Members membersOf(const Json &object) {
  const auto &members = object.get_ref<const Json::object_t &>();
  return Members(members.begin(), members.end());
}

static Json objectOf(Members members) {
  Json result = Json::object();
  auto &into = result.get_ref<Json::object_t &>();
  for (auto &[key, value] : members)
    into.Container::emplace_back(std::move(key), std::move(value));
  return result;
}

/// The member with this key, ignoring case; the end if there is none. Of several, the last stays.
static Members::iterator find(Call &call, Members &members, StringRef key) {
  if (!call.in.session.spend(members.size(), call.in.place))
    return members.end();
  auto matches = [&](const auto &member) { return !compareIgnoringCase(member.first, key); };
  auto last = std::find_if(members.rbegin(), members.rend(), matches);
  if (last == members.rend())
    return members.end();
  auto end = std::remove_if(members.begin(), last.base() - 1, matches);
  return members.erase(end, last.base() - 1);
}

/// Merges objects. The last value and the last spelling of a key win, null does not, and nested
/// objects are merged.
static Json unite(Call &call, const Json &a, const Json &b) {
  Members result = membersOf(a);
  for (auto &[key, value] : b.get_ref<const Json::object_t &>()) {
    auto found = find(call, result, key);
    if (found == result.end()) {
      result.emplace_back(key, value);
      continue;
    }
    auto &[spelling, old] = *found;
    spelling = key;
    if (value.is_null())
      continue;
    if (old.is_object() && value.is_object())
      old = unite(call, old, value);
    else if (!old.is_null() && old.type() != value.type() &&
             (old.is_structured() || value.is_structured()))
      call.fail(fmt::format("the values of `{}` are {} and {}", key, kindOf(old), kindOf(value)));
    else
      old = value;
  }
  return objectOf(std::move(result));
}

/// Whether all arguments are arrays, or all are objects.
static bool checkSameKind(Call &call) {
  for (size_t i = 0; i < call.size() && !call.failed(); ++i)
    if (!call[i].is_structured())
      call.failType(i, "an array or an object");
    else if (call[i].type() != call[0].type())
      call.fail(fmt::format("argument {} is {}, but argument 1 is {}", i + 1, kindOf(call[i]),
                            kindOf(call[0])));
  return !call.failed();
}

static Json unionOf(Call &call) {
  if (!checkSameKind(call))
    return nullptr;
  // Keys of the first object that differ only in case stay.
  bool objects = call[0].is_object();
  Json result = objects ? call[0] : Json::array();
  for (size_t i = objects; i < call.size() && !call.failed(); ++i) {
    if (objects)
      result = unite(call, result, call.object(i));
    else
      for (const Json &item : call.array(i))
        if (call.in.session.spend(result.size(), call.in.place) && !hasItem(result, item))
          result.push_back(item);
  }
  return result;
}

static Json intersection(Call &call) {
  if (!checkSameKind(call))
    return nullptr;
  Json result = call[0];
  for (size_t i = 1; i < call.size(); ++i) {
    Json kept = result.is_object() ? Json::object() : Json::array();
    if (result.is_object()) {
      const Json &other = call.object(i);
      for (auto &[key, value] : result.get_ref<const Json::object_t &>())
        if (other.contains(key) && areEqual(other[key], value))
          kept[key] = value;
    } else {
      for (const Json &item : result)
        if (call.in.session.spend(call[i].size() + kept.size(), call.in.place) &&
            hasItem(call[i], item) && !hasItem(kept, item))
          kept.push_back(item);
    }
    result = std::move(kept);
  }
  return result;
}

/// The members of an object, sorted by key.
static Members sortedMembers(Call &call) {
  Members result = membersOf(call.object(0));
  llvm::stable_sort(result, [](const auto &a, const auto &b) {
    return compareIgnoringCase(a.first, b.first) < 0;
  });
  return result;
}

static Json objectKeys(Call &call) {
  Json result = Json::array();
  for (auto &[key, value] : sortedMembers(call))
    result.push_back(key);
  return result;
}

/// Returns [{"key": ..., "value": ...}].
static Json items(Call &call) {
  Json result = Json::array();
  for (auto &[key, value] : sortedMembers(call))
    result.push_back({{"key", key}, {"value", std::move(value)}});
  return result;
}

/// Follows the steps from argument `from`, unless `value` is null.
static Json follow(Call &call, Json value, size_t from) {
  for (size_t i = from; i < call.size() && !call.failed() && (i > from || !value.is_null()); ++i)
    value = call.in.step(value, call[i]);
  return value;
}

/// Only the first step may lead to nothing.
static Json tryGet(Call &call) {
  const Json &value = call[0], &key = call[1];
  if (value.is_object() && key.is_string()) {
    const Json *found = findMember(value, call.string(1));
    return follow(call, found ? *found : Json(), 2);
  }
  if (value.is_array() && key.is_number_integer()) {
    int64_t at = call.integer(1);
    return follow(call, at >= 0 && size_t(at) < value.size() ? value[size_t(at)] : Json(), 2);
  }
  return nullptr;
}

static Json indexFromEnd(Call &call) {
  const Json &items = call.array(0);
  int64_t from = call.index(1);
  if (call.failed())
    return nullptr;
  if (from < 1 || size_t(from) > items.size())
    return call.fail(fmt::format("index {} from the end is out of range; the array has {} item{}",
                                 from, items.size(), items.size() == 1 ? "" : "s"));
  return items[items.size() - from];
}

static Json tryIndexFromEnd(Call &call) {
  const Json &items = call[0];
  if (!items.is_array() || !call[1].is_number_integer())
    return nullptr;
  int64_t from = call.index(1);
  if (call.failed() || from < 1 || size_t(from) > items.size())
    return nullptr;
  return follow(call, items[items.size() - from], 2);
}

/// The first spelling and the last value of a key win.
static Json shallowMerge(Call &call) {
  Members result;
  for (const Json &part : call.array(0)) {
    if (!part.is_object())
      return call.fail(fmt::format("the items must be objects, but one is {}", kindOf(part)));
    for (auto &[key, value] : part.get_ref<const Json::object_t &>()) {
      auto found = find(call, result, key);
      if (found == result.end())
        result.emplace_back(key, value);
      else
        found->second = value;
    }
  }
  return objectOf(std::move(result));
}

static Json null(Call &) {
  return nullptr;
}

llvm::ArrayRef<Function> azcl::expansion::objectFunctions() {
  static const Function table[] = {
      {"createObject", 0, any, createObject, Unknowns::Kept},
      {"union", 2, any, unionOf},
      {"intersection", 2, any, intersection},
      {"objectKeys", 1, 1, objectKeys},
      {"items", 1, 1, items},
      {"tryGet", 2, any, tryGet},
      {"indexFromEnd", 2, 2, indexFromEnd},
      {"tryIndexFromEnd", 2, any, tryIndexFromEnd},
      {"shallowMerge", 1, 1, shallowMerge},
      {"null", 0, 0, null},
  };
  return table;
}
