// Template functions for objects, and for unions and intersections.
#include "Function.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static Json createObject(Call &call) {
  if (call.size() % 2)
    return call.fail("every key needs a value");
  Json result = Json::object();
  for (size_t i = 0; i < call.size() && !call.failed(); i += 2)
    result[call.string(i)] = call[i + 1];
  return result;
}

/// Merges objects: the last value of a key wins, and nested objects are merged.
static void unite(Json &into, const Json &from) {
  for (auto &[key, value] : from.get_ref<const Json::object_t &>()) {
    auto found = into.find(key);
    if (found != into.end() && found->is_object() && value.is_object())
      unite(*found, value);
    else
      into[key] = value;
  }
}

static Json unionOf(Call &call) {
  Json result = call[0].is_object() ? Json::object() : Json::array();
  for (size_t i = 0; i < call.size() && !call.failed(); ++i) {
    if (result.is_object())
      unite(result, call.object(i));
    else
      for (const Json &item : call.array(i))
        if (!hasItem(result, item))
          result.push_back(item);
  }
  return result;
}

static Json intersection(Call &call) {
  Json result = call[0];
  for (size_t i = 1; i < call.size() && !call.failed(); ++i) {
    Json kept = result.is_object() ? Json::object() : Json::array();
    if (result.is_object()) {
      const Json &other = call.object(i);
      for (auto &[key, value] : result.items())
        if (other.contains(key) && areEqual(other[key], value))
          kept[key] = value;
    } else {
      for (const Json &item : call.array(i))
        if (hasItem(result, item))
          kept.push_back(item);
    }
    result = std::move(kept);
  }
  return result;
}

static Json objectKeys(Call &call) {
  Json result = Json::array();
  for (auto &[key, value] : call.object(0).items())
    result.push_back(key);
  return result;
}

/// Returns [{"key": ..., "value": ...}], sorted by key.
static Json items(Call &call) {
  std::vector<Json> result;
  for (auto &[key, value] : call.object(0).items())
    result.push_back({{"key", key}, {"value", value}});
  llvm::stable_sort(result, [](const Json &a, const Json &b) { return a["key"] < b["key"]; });
  return result;
}

static Json tryGet(Call &call) {
  Json value = call[0];
  for (size_t i = 1; i < call.size(); ++i) {
    const Json *next = nullptr;
    if (call[i].is_string())
      next = findMember(value, call.string(i));
    else if (value.is_array() && call.integer(i) >= 0 && size_t(call.integer(i)) < value.size())
      next = &value[size_t(call.integer(i))];
    if (!next)
      return nullptr;
    value = Json(*next);
  }
  return value;
}

static Json shallowMerge(Call &call) {
  Json result = Json::object();
  for (const Json &part : call.array(0)) {
    if (!part.is_object())
      return call.fail(fmt::format("the items must be objects, but one is {}", kindOf(part)));
    for (auto &[key, value] : part.get_ref<const Json::object_t &>())
      result[key] = value;
  }
  return result;
}

static Json coalesce(Call &call) {
  for (size_t i = 0; i < call.size(); ++i)
    if (!call[i].is_null())
      return call[i];
  return nullptr;
}

static Json null(Call &) {
  return nullptr;
}

static const Function table[] = {
    {"createObject", 0, any, createObject, Unknowns::Kept},
    {"union", 1, any, unionOf},
    {"intersection", 2, any, intersection},
    {"objectKeys", 1, 1, objectKeys},
    {"items", 1, 1, items},
    {"tryGet", 2, any, tryGet},
    {"shallowMerge", 1, 1, shallowMerge},
    {"coalesce", 1, any, coalesce, Unknowns::Kept},
    {"null", 0, 0, null},
};

llvm::ArrayRef<Function> azcl::expansion::objectFunctions() {
  return table;
}
