// Template functions for arrays and for strings as sequences of characters.
#include "Function.h"
#include "Text.h"
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

static Json length(Call &call) {
  if (call[0].is_string())
    return units(call.string(0)).size();
  if (call[0].is_structured())
    return call[0].size();
  return call.failType(0, "a string, an array or an object");
}

static Json empty(Call &call) {
  if (call[0].is_string())
    return call.string(0).empty();
  if (call[0].is_structured() || call[0].is_null())
    return call[0].empty();
  return call.failType(0, "a string, an array or an object");
}

static Json contains(Call &call) {
  if (call[0].is_string())
    return call.string(0).find(call.string(1)) != std::string::npos;
  if (call[0].is_object())
    return findMember(call[0], call.string(1)) != nullptr;
  return hasItem(call.array(0), call[1]);
}

/// `count` UTF-16 units of a string, or items of an array, from `from`.
static Json part(Call &call, size_t from, size_t count) {
  if (call[0].is_string()) {
    std::u16string text = units(call.string(0));
    from = std::min(from, text.size());
    return textOfUnits(std::u16string_view(text).substr(from, count));
  }
  const Json &items = call.array(0);
  from = std::min(from, items.size());
  count = std::min(count, items.size() - from);
  return std::vector<Json>(items.begin() + from, items.begin() + from + count);
}

static Json first(Call &call) {
  if (call[0].is_string())
    return part(call, 0, 1);
  const Json &items = call.array(0);
  return items.empty() ? Json() : items.front();
}

static Json last(Call &call) {
  if (call[0].is_string()) {
    size_t size = units(call.string(0)).size();
    return part(call, size ? size - 1 : 0, 1);
  }
  const Json &items = call.array(0);
  return items.empty() ? Json() : items.back();
}

static Json skip(Call &call) {
  return part(call, std::max<int64_t>(call.index(1), 0), std::u16string_view::npos);
}
static Json take(Call &call) {
  return part(call, 0, std::max<int64_t>(call.index(1), 0));
}

static Json range(Call &call) {
  int64_t from = call.integer(0), count = call.integer(1);
  if (count < 0 || count > 10000)
    return call.fail(fmt::format("the count must be from 0 to 10000, not {}", count));
  if (from < INT32_MIN || from > int64_t(INT32_MAX) + 1 - count)
    return call.fail("the integers must fit in 32 bits");
  Json result = Json::array();
  for (int64_t i = 0; i < count; ++i)
    result.push_back(from + i);
  return result;
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

llvm::ArrayRef<Function> azcl::expansion::arrayFunctions() {
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
      {"flatten", 1, 1, flatten},
  };
  return table;
}
