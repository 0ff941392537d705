// Template functions for strings.
#include "Format.h"
#include "Function.h"
#include "Text.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static bool isText(const Json &value) {
  return value.is_string() || value.is_number_integer() || value.is_boolean() || isUnknown(value);
}

/// Joins arrays, or values as string() prints them.
static Json concat(Call &call) {
  if (call.has(0) && call[0].is_array()) {
    Json result = Json::array();
    for (size_t i = 0; i < call.size() && !call.failed(); ++i)
      for (const Json &item : call.array(i))
        result.push_back(item);
    return result;
  }
  std::string result;
  for (size_t i = 0; i < call.size(); ++i) {
    // then the first argument is an array that only Azure knows
    if (call[i].is_structured() && isUnknown(call[0]))
      return unknown("concat(" + spellingOf(call[0]) + ")");
    if (!isText(call[i]))
      return call.fail(fmt::format("argument {} is {}, but argument 1 is {}", i + 1,
                                   kindOf(call[i]), kindOf(call[0])));
    result += stringOf(call[i]);
  }
  return withWholePairs(std::move(result));
}

static Json format(Call &call) {
  std::vector<Json> values;
  for (size_t i = 1; i < call.size(); ++i)
    values.push_back(call[i]);
  std::string problem, result = compositeFormat(call.string(0), values, problem);
  return problem.empty() ? Json(withWholePairs(std::move(result))) : call.fail(problem);
}

static Json toLower(Call &call) {
  return lowerCase(call.string(0));
}
static Json toUpper(Call &call) {
  return upperCase(call.string(0));
}
static Json trim(Call &call) {
  return trimmed(call.string(0)).str();
}

static Json substring(Call &call) {
  const std::string &text = call.string(0);
  std::u16string all = units(text);
  int64_t from = call.integer(1);
  if (from < 0 || from > int64_t(all.size()))
    return call.fail(fmt::format("start index {} is outside `{}`", from, text));
  int64_t length = call.integer(2, all.size() - from);
  if (length < 0 || length > int64_t(all.size()) - from)
    return call.fail(fmt::format("start index {} and length {} exceed `{}`", from, length, text));
  return textOfUnits(std::u16string_view(all).substr(from, length));
}

static Json replace(Call &call) {
  StringRef text = call.string(0), from = call.string(1);
  const std::string &to = call.string(2);
  if (from.empty())
    return call.failed() ? Json() : call.fail("the string to replace must not be empty");
  std::string result;
  for (size_t at; (at = text.find(from)) != StringRef::npos;
       text = text.drop_front(at + from.size())) {
    result += text.take_front(at).str() + to;
    if (result.size() > (8u << 20))
      return call.fail("the result is larger than 8 MB");
  }
  return withWholePairs(result + text.str());
}

static Json split(Call &call) {
  std::vector<std::string> delimiters;
  for (const Json &item : call[1].is_array() ? call[1] : Json::array({call.string(1)})) {
    if (!item.is_string())
      return call.fail("the delimiters must be strings");
    if (!item.get_ref<const std::string &>().empty())
      delimiters.push_back(item);
  }
  Json result = Json::array();
  StringRef text = call.string(0);
  size_t from = 0, at = 0;
  while (at < text.size()) {
    auto found = llvm::find_if(
        delimiters, [&](StringRef delimiter) { return text.substr(at).starts_with(delimiter); });
    if (found == delimiters.end()) {
      ++at;
      continue;
    }
    result.push_back(text.slice(from, at).str());
    from = at += found->size();
  }
  result.push_back(text.substr(from).str());
  return result;
}

static Json join(Call &call) {
  std::string result;
  StringRef separator = call.string(1);
  bool first = true;
  for (const Json &item : call.array(0)) {
    if (!isText(item))
      return call.fail(fmt::format("the items must be strings, integers or booleans, but one is {}",
                                   kindOf(item)));
    if (!std::exchange(first, false))
      result += separator;
    result += stringOf(item);
    if (result.size() > (8u << 20))
      return call.fail("the result is larger than 8 MB");
  }
  return withWholePairs(std::move(result));
}

static Json padLeft(Call &call) {
  std::string text = call[0].is_number_integer() ? textOf(call[0]) : call.string(0);
  int64_t width = call.integer(1), size = units(text).size();
  if (width < 1 || width > 16)
    return call.fail(fmt::format("the total length must be from 1 to 16, not {}", width));
  std::string pad = call.has(2) ? call.string(2) : " ";
  if (units(pad).size() != 1)
    return call.failed() ? Json() : call.fail("the padding must be one character");
  for (; size < width; ++size)
    text = pad + text;
  return text;
}

static Json startsWith(Call &call) {
  return StringRef(folded(call.string(0))).starts_with(folded(call.string(1)));
}
static Json endsWith(Call &call) {
  return StringRef(folded(call.string(0))).ends_with(folded(call.string(1)));
}

static Json position(size_t found) {
  return found == std::string::npos ? Json(-1) : Json(found);
}

/// The position of an item in an array, or of a substring, ignoring case.
static Json indexOf(Call &call) {
  if (call[0].is_string())
    return position(units(folded(call.string(0))).find(units(folded(call.string(1)))));
  const Json &items = call.array(0);
  for (size_t i = 0; i < items.size(); ++i)
    if (areEqual(items[i], call[1]))
      return i;
  return -1;
}

static Json lastIndexOf(Call &call) {
  if (call[0].is_string()) {
    std::u16string text = units(folded(call.string(0))), what = units(folded(call.string(1)));
    if (what.empty()) // the last character, not the end
      return text.empty() ? 0 : text.size() - 1;
    return position(text.rfind(what));
  }
  const Json &items = call.array(0);
  for (size_t i = items.size(); i-- > 0;)
    if (areEqual(items[i], call[1]))
      return i;
  return -1;
}

static Json toString(Call &call) {
  if (call[0].is_null() || call[0].is_number_float())
    return call.failType(0, "a string, an integer, a boolean, an array or an object");
  return stringOf(call[0]);
}

static Json failWith(Call &call) {
  return call.fail(call.string(0));
}

llvm::ArrayRef<Function> azcl::expansion::stringFunctions() {
  static const Function table[] = {
      {"concat", 0, any, concat, Unknowns::Kept},
      {"format", 1, any, format, Unknowns::Kept},
      {"toLower", 1, 1, toLower},
      {"toUpper", 1, 1, toUpper},
      {"trim", 1, 1, trim},
      {"substring", 2, 3, substring},
      {"replace", 3, 3, replace},
      {"split", 2, 2, split},
      {"join", 2, 2, join},
      {"padLeft", 2, 3, padLeft},
      {"startsWith", 2, 2, startsWith},
      {"endsWith", 2, 2, endsWith},
      {"indexOf", 2, 2, indexOf},
      {"lastIndexOf", 2, 2, lastIndexOf},
      {"string", 1, 1, toString, Unknowns::Kept},
      {"fail", 1, 1, failWith},
  };
  return table;
}
