// Template functions for arrays and for strings as sequences of characters.
#include "Function.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static Json createArray(Call &call) {
  Json result = Json::array();
  for (size_t i = 0; i < call.size(); ++i)
    result.push_back(call[i]);
  return result;
}

static Json array(Call &call) {
  return call[0].is_array() ? call[0] : Json::array({call[0]});
}

/// The byte offset after a number of UTF-8 characters.
static size_t startOf(StringRef text, size_t characters) {
  size_t at = 0;
  for (; at < text.size() && characters; --characters)
    for (++at; at < text.size() && (uint8_t(text[at]) & 0xc0) == 0x80;)
      ++at;
  return at;
}

static Json length(Call &call) {
  if (call[0].is_string()) {
    size_t continued =
        llvm::count_if(call.string(0), [](char c) { return (uint8_t(c) & 0xc0) == 0x80; });
    return call.string(0).size() - continued;
  }
  if (call[0].is_structured())
    return call[0].size();
  return call.fail(
      fmt::format("argument 1 is {}, not a string, an array or an object", kindOf(call[0])));
}

static Json empty(Call &call) {
  if (call[0].is_string())
    return call.string(0).empty();
  if (call[0].is_structured() || call[0].is_null())
    return call[0].empty();
  return call.fail(
      fmt::format("argument 1 is {}, not a string, an array or an object", kindOf(call[0])));
}

static Json contains(Call &call) {
  if (call[0].is_string())
    return call.string(0).find(textOf(call[1])) != std::string::npos;
  if (call[0].is_object())
    return findMember(call[0], call.string(1)) != nullptr;
  return hasItem(call.array(0), call[1]);
}

static Json first(Call &call) {
  if (call[0].is_string())
    return call.string(0).substr(0, startOf(call.string(0), 1));
  const Json &items = call.array(0);
  return items.empty() ? Json() : items.front();
}

static Json last(Call &call) {
  if (call[0].is_string()) {
    StringRef text = call.string(0);
    size_t at = text.size();
    while (at > 0 && (uint8_t(text[--at]) & 0xc0) == 0x80)
      continue;
    return text.substr(at).str();
  }
  const Json &items = call.array(0);
  return items.empty() ? Json() : items.back();
}

static size_t countIn(Call &call, size_t size) {
  return std::min<int64_t>(std::max<int64_t>(call.integer(1), 0), size);
}

static Json skip(Call &call) {
  if (call[0].is_string())
    return call.string(0).substr(startOf(call.string(0), countIn(call, call.string(0).size())));
  const Json &items = call.array(0);
  return std::vector<Json>(items.begin() + countIn(call, items.size()), items.end());
}

static Json take(Call &call) {
  if (call[0].is_string())
    return call.string(0).substr(0, startOf(call.string(0), countIn(call, call.string(0).size())));
  const Json &items = call.array(0);
  return std::vector<Json>(items.begin(), items.begin() + countIn(call, items.size()));
}

static Json range(Call &call) {
  int64_t from = call.integer(0), count = call.integer(1);
  if (count < 0 || count > 10000)
    return call.fail(fmt::format("the count must be from 0 to 10000, not {}", count));
  Json result = Json::array();
  for (int64_t i = 0; i < count; ++i)
    result.push_back(int64_t(uint64_t(from) + i));
  return result;
}

static Json extreme(Call &call, bool largest) {
  std::optional<int64_t> result;
  for (const Json &item : call.list()) {
    if (!item.is_number_integer())
      return call.fail(fmt::format("the values must be integers, but one is {}", kindOf(item)));
    int64_t number = item.get<int64_t>();
    if (!result || (largest ? number > *result : number < *result))
      result = number;
  }
  return result ? Json(*result) : call.fail("the array is empty");
}

static Json min(Call &call) {
  return extreme(call, false);
}
static Json max(Call &call) {
  return extreme(call, true);
}

static Json flatten(Call &call) {
  Json result = Json::array();
  for (const Json &part : call.array(0)) {
    if (!part.is_array())
      return call.fail(fmt::format("the items must be arrays, but one is {}", kindOf(part)));
    for (const Json &item : part)
      result.push_back(item);
  }
  return result;
}

static const Function table[] = {
    {"createArray", 0, any, createArray, Unknowns::Kept},
    {"array", 1, 1, array},
    {"length", 1, 1, length},
    {"empty", 1, 1, empty},
    {"contains", 2, 2, contains},
    {"first", 1, 1, first},
    {"last", 1, 1, last},
    {"skip", 2, 2, skip},
    {"take", 2, 2, take},
    {"range", 2, 2, range},
    {"min", 1, any, min},
    {"max", 1, any, max},
    {"flatten", 1, 1, flatten},
};

llvm::ArrayRef<Function> azcl::expansion::arrayFunctions() {
  return table;
}
