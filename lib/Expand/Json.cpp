// Parses, prints and compares JSON values.
#include "Json.h"
#include "Functions/Text.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include <cmath>

using namespace azcl::expansion;
using azcl::JsonForm;
using azcl::JsonWriter;
using llvm::StringRef;

static constexpr int maxJsonDepth = 128;
static constexpr unsigned maxKeys = 10000; // ordered objects are searched linearly

llvm::Expected<Json> azcl::expansion::parseJson(StringRef text) {
  const char *refusal = nullptr;
  std::vector<unsigned> keys(maxJsonDepth + 2);
  auto guard = [&](int depth, Json::parse_event_t event, Json &) {
    if (depth > maxJsonDepth)
      refusal = "values are nested too deeply";
    else if (event == Json::parse_event_t::object_start)
      keys[depth + 1] = 0;
    else if (event == Json::parse_event_t::key && ++keys[depth] > maxKeys)
      refusal = "an object has too many keys";
    return refusal == nullptr;
  };
  Json value;
  try {
    value = Json::parse(text.begin(), text.end(), guard, true, true);
  } catch (const Json::exception &problem) {
    // strip the prefix of "[json.exception.parse_error.101] parse error at line 1, column 2: ..."
    StringRef what = StringRef(problem.what()).split("] ").second;
    return llvm::createStringError(what.str());
  }
  if (refusal)
    return llvm::createStringError(refusal);
  return value;
}

Json azcl::expansion::unknown(StringRef spelling) {
  return Json::binary(std::vector<uint8_t>(spelling.bytes_begin(), spelling.bytes_end()));
}

bool azcl::expansion::isUnknown(const Json &value) {
  return value.is_binary();
}

std::string azcl::expansion::spellingOf(const Json &value) {
  const auto &bytes = value.get_binary();
  return std::string(bytes.begin(), bytes.end());
}

static constexpr const char *markKey = "\x01";

bool azcl::expansion::isMark(StringRef key, const Json &member) {
  return key == markKey && isUnknown(member);
}

const Json *azcl::expansion::openSpelling(const Json &value) {
  if (!value.is_object() || value.empty())
    return nullptr;
  auto last = std::prev(value.end());
  return isMark(last.key(), *last) ? &*last : nullptr;
}

void azcl::expansion::markOpen(Json &value, const std::string &spelling) {
  if (value.is_array()) {
    for (size_t i = 0; i < value.size(); ++i)
      markOpen(value[i], spelling + "[" + std::to_string(i) + "]");
  } else if (value.is_object()) {
    if (openSpelling(value)) // a part of another marked value
      return;
    for (auto &[key, member] : value.get_ref<Json::object_t &>())
      markOpen(member, spelling + "." + key);
    value[markKey] = unknown(spelling);
  }
}

void azcl::expansion::removeMarks(Json &value) {
  if (openSpelling(value))
    value.erase(markKey);
  if (value.is_structured())
    for (Json &part : value)
      removeMarks(part);
}

Json azcl::expansion::withoutUnknowns(Json value) {
  if (isUnknown(value))
    return "<" + spellingOf(value) + ">";
  if (openSpelling(value))
    value.erase(markKey);
  if (value.is_structured())
    for (Json &part : value)
      part = withoutUnknowns(std::move(part));
  return value;
}

bool azcl::expansion::containsUnknown(const Json &value) {
  if (value.is_object())
    return llvm::any_of(value.get_ref<const Json::object_t &>(), [](const auto &member) {
      return !isMark(member.first, member.second) && containsUnknown(member.second);
    });
  if (value.is_array())
    return llvm::any_of(value, containsUnknown);
  return isUnknown(value);
}

StringRef azcl::expansion::kindOf(const Json &value) {
  switch (value.type()) {
  case Json::value_t::null: return "null";
  case Json::value_t::object: return "an object";
  case Json::value_t::array: return "an array";
  case Json::value_t::string: return "a string";
  case Json::value_t::boolean: return "a boolean";
  case Json::value_t::number_integer:
  case Json::value_t::number_unsigned: return "an integer";
  case Json::value_t::number_float: return "a number";
  default: return "a value known only at deployment";
  }
}

std::string azcl::expansion::textOf(const Json &value) {
  if (value.is_string())
    return value.get_ref<const std::string &>();
  if (isUnknown(value))
    return "<" + spellingOf(value) + ">";
  return compact(withoutUnknowns(value));
}

std::string azcl::expansion::stringOf(const Json &value) {
  return value.is_boolean() ? (value.get<bool>() ? "True" : "False") : textOf(value);
}

const Json *azcl::expansion::findMember(const Json &object, StringRef name) {
  const Json *similar = nullptr;
  if (!object.is_object())
    return nullptr;
  for (auto &[key, value] : object.get_ref<const Json::object_t &>()) {
    if (name == key)
      return &value;
    if (!similar && !compareIgnoringCase(name, key))
      similar = &value;
  }
  return similar;
}

const std::string *azcl::expansion::findString(const Json &object, StringRef name) {
  const Json *value = findMember(object, name);
  return value && value->is_string() ? value->get_ptr<const std::string *>() : nullptr;
}

bool azcl::expansion::areEqual(const Json &a, const Json &b) {
  if (a.is_object() && b.is_object()) {
    return a.size() == b.size() && llvm::all_of(a.items(), [&](const auto &member) {
             auto found = b.find(member.key());
             return found != b.end() && areEqual(member.value(), *found);
           });
  }
  if (a.is_array() && b.is_array())
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), areEqual);
  return a.is_number_float() == b.is_number_float() && a == b;
}

bool azcl::expansion::hasItem(const Json &array, const Json &item) {
  return llvm::any_of(array, [&](const Json &other) { return areEqual(item, other); });
}

size_t azcl::expansion::weightOf(const Json &value, size_t limit, unsigned depth) {
  if (depth > 2 * maxJsonDepth)
    return limit;
  size_t weight = 16;
  if (value.is_string())
    weight += value.get_ref<const std::string &>().size();
  else if (isUnknown(value))
    weight += value.get_binary().size();
  else if (value.is_array())
    for (const Json &part : value) {
      if (weight >= limit)
        break;
      weight += weightOf(part, limit - weight, depth + 1);
    }
  else if (value.is_object())
    for (auto &[key, part] : value.get_ref<const Json::object_t &>()) {
      weight += key.size();
      if (weight >= limit)
        break;
      weight += weightOf(part, limit - weight, depth + 1);
    }
  return std::min(weight, limit);
}

std::string azcl::expansion::pointerStep(StringRef key) {
  std::string out;
  for (char c : key)
    out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}
