// Replaces the placeholders that the expansion leaves for values of deployed resources.
#include "Sas.h"
#include "Writes.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using llvm::StringRef;

namespace {
/// Follows ".a[0]['b']" in a value; nullptr if there is no such part.
const Json *follow(const Json *value, StringRef path) {
  while (value && !path.empty()) {
    if (path.consume_front(".")) {
      StringRef name = path.take_until([](char c) { return c == '.' || c == '['; });
      path = path.drop_front(name.size());
      value = findMember(*value, name);
    } else if (path.consume_front("[")) {
      auto [key, rest] = path.split(']');
      path = rest;
      size_t index = 0;
      if (key.consume_front("'") && key.consume_back("'"))
        value = findMember(*value, key);
      else if (!key.getAsInteger(10, index) && value->is_array() && index < value->size())
        value = &(*value)[index];
      else
        return nullptr;
    } else {
      return nullptr;
    }
  }
  return value;
}

/// The value of a placeholder, such as "reference(ID).ipAddress"; nullopt if it is not known.
std::optional<Json> valueOf(State &state, StringRef spelling) {
  auto [function, rest] = spelling.split('(');
  auto [argument, path] = rest.split(')');
  bool full = argument.consume_back(", Full");
  const Resource *resource = state.resource(argument);
  if (function == "reference" && resource) {
    const Json *root = full ? &resource->body : findMember(resource->body, "properties");
    const Json *found = root ? follow(root, path) : nullptr;
    return found ? std::optional(*found) : std::nullopt;
  }
  if (function.equals_insensitive("listKeys") && resource) {
    Json keys = {{"keys",
                  {{{"keyName", "key1"}, {"value", accountKey(resource->name, 1)}},
                   {{"keyName", "key2"}, {"value", accountKey(resource->name, 2)}}}},
                 {"primarySharedKey", accountKey(resource->name, 1)}};
    const Json *found = follow(&keys, path);
    return found ? std::optional(*found) : std::nullopt;
  }
  return std::nullopt;
}

Json resolvedText(State &state, StringRef text) {
  std::string out;
  while (true) {
    size_t open = text.find('<');
    size_t close = open == StringRef::npos ? StringRef::npos : text.find('>', open);
    if (close == StringRef::npos)
      return out + text.str();
    std::optional<Json> value = valueOf(state, text.slice(open + 1, close));
    if (value && out.empty() && open == 0 && close + 1 == text.size())
      return *value;
    out += text.take_front(open).str();
    out += value ? expansion::textOf(*value) : text.slice(open, close + 1).str();
    text = text.drop_front(close + 1);
  }
}
} // namespace

Json azcl::sim::resolved(State &state, const Json &value) {
  if (value.is_string()) {
    const std::string &text = value.get_ref<const std::string &>();
    return text.find('<') == std::string::npos ? value : resolvedText(state, text);
  }
  if (!value.is_structured())
    return value;
  Json result = value;
  for (Json &part : result)
    part = resolved(state, part);
  return result;
}
