// JSON as the expansion works on it: keys in the order of the template, bounded in depth and size,
// and one kind of value that no text can contain: what cannot be known offline.
#pragma once

#include "azcl/Support/JsonWriter.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <nlohmann/json.hpp>

namespace azcl::expansion {

using Json = nlohmann::ordered_json;

/// Parses a text that may contain comments; refuses what is nested or repeated without end.
llvm::Expected<Json> parseJson(llvm::StringRef text);

/// A value that only Azure can tell, such as `reference(/subscriptions/...).ipAddress`. It is of
/// nlohmann's binary kind, which cannot come from a text.
Json unknown(llvm::StringRef spelling);
bool isUnknown(const Json &value);
/// What was given to unknown().
std::string spellingOf(const Json &value);
/// `value` with every unknown replaced by the text `<spelling>`.
Json withoutUnknowns(Json value);
bool containsUnknown(const Json &value);

/// "a string", "an integer", "an object", ...
llvm::StringRef kindOf(const Json &value);
void write(const Json &value, JsonWriter &json);
/// As compact JSON.
std::string compact(const Json &value);
/// A string as it is, anything else as compact JSON.
std::string textOf(const Json &value);
/// As string() and concat() show it: `True`, where JSON has `true` (Azure/PSRule.Rules.Azure#793).
std::string stringOf(const Json &value);

/// The member of that name in any mixture of cases; null if there is none, or `object` is none.
const Json *findMember(const Json &object, llvm::StringRef name);
/// As findMember, but nullptr unless it is of that kind.
const std::string *findString(const Json &object, llvm::StringRef name);

/// Whether two values are the same; objects are whatever the order of their keys.
bool areEqual(const Json &a, const Json &b);
/// Whether `array` has an item like this one.
bool hasItem(const Json &array, const Json &item);

/// Bytes that `value` takes, roughly; counts to `limit` and no further, or if it is nested too
/// deep.
size_t weightOf(const Json &value, size_t limit, unsigned depth = 0);

/// As a step of a JSON pointer: ~ and / escaped.
std::string pointerStep(llvm::StringRef key);

} // namespace azcl::expansion
