// Writes JSON documents.
#include "Json.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace azcl;

/// The shortest text that parses to the same number, as .NET writes it.
static std::string textOfFloat(double number) {
  if (!std::isfinite(number)) // not a number for JSON
    return std::isnan(number) ? "\"NaN\"" : number < 0 ? "\"-Infinity\"" : "\"Infinity\"";
  std::string text = Json(number).dump();
  size_t at = text.find('e');
  if (at == std::string::npos)
    return text;
  text[at] = 'E';
  return text;
}

/// As templates have them, such as zones and ports.
static bool isShort(const Json &list) {
  return list.size() <= 8 && llvm::all_of(list, [](const Json &each) {
           return each.is_number_integer() || each.is_boolean() ||
                  (each.is_string() && each.get_ref<const std::string &>().size() <= 24 &&
                   !llvm::StringRef(each.get_ref<const std::string &>()).starts_with("["));
         });
}

void azcl::write(const Json &value, JsonWriter &json, bool shortLists) {
  switch (value.type()) {
  case Json::value_t::object:
    return json.object([&] {
      for (auto &[key, member] : value.get_ref<const Json::object_t &>()) {
        json.key(key);
        write(member, json, shortLists);
      }
    });
  case Json::value_t::array:
    if (shortLists && isShort(value)) {
      json.word("[");
      for (size_t i = 0; i < value.size(); ++i) {
        if (i)
          json.comma();
        write(value[i], json);
      }
      return json.word("]");
    }
    return json.array([&] {
      for (const Json &item : value) {
        json.item();
        write(item, json, shortLists);
      }
    });
  case Json::value_t::string: return json.text(value.get_ref<const std::string &>());
  case Json::value_t::boolean: return json.truth(value.get<bool>());
  case Json::value_t::number_integer: return json.number(value.get<int64_t>());
  case Json::value_t::number_unsigned: return json.word(std::to_string(value.get<uint64_t>()));
  case Json::value_t::number_float: return json.word(textOfFloat(value.get<double>()));
  default: return json.null();
  }
}

std::string azcl::compact(const Json &value) {
  std::string text;
  JsonWriter json(text, JsonForm::Compact);
  write(value, json);
  return text;
}
