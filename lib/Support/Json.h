// JSON documents whose members keep their order.
#pragma once

#include "azcl/Support/JsonWriter.h"
#include <nlohmann/json.hpp>

namespace azcl {

using Json = nlohmann::ordered_json;

/// With `shortLists`, lists of a few simple values are on one line.
void write(const Json &value, JsonWriter &json, bool shortLists = false);
/// Prints compact JSON.
std::string compact(const Json &value);

} // namespace azcl
