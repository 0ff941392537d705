// JSON values for the expansion. Keys keep the order of the template, and depth and size are
// limited. A special kind of value, which no text can contain, represents data that is unknown
// offline.
#pragma once

#include "../Support/Json.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace azcl::expansion {

using azcl::compact;
using azcl::Json;
using azcl::write;

/// Parses a text that can contain comments. Rejects excessive nesting and excessive numbers of
/// keys.
llvm::Expected<Json> parseJson(llvm::StringRef text);

/// A value that only Azure knows, such as `reference(/subscriptions/...).ipAddress`. Stored as
/// nlohmann's binary kind, which cannot result from parsing.
Json unknown(llvm::StringRef spelling);
bool isUnknown(const Json &value);
/// The argument that was passed to unknown().
std::string spellingOf(const Json &value);
/// `value` with each unknown value replaced by the text `<spelling>`.
Json withoutUnknowns(Json value);
bool containsUnknown(const Json &value);

/// Marks an object, and the objects in it, as the known part of a value that Azure completes at
/// deployment: its other members are unknown, and `spelling` is the value. The mark is a member
/// that no template can contain.
void markOpen(Json &value, const std::string &spelling);
/// The spelling of a marked object; nullptr for other values.
const Json *openSpelling(const Json &value);
bool isMark(llvm::StringRef key, const Json &member);
/// Removes all marks.
void removeMarks(Json &value);

/// For example "a string", "an integer" or "an object".
llvm::StringRef kindOf(const Json &value);
/// A string as is; other values as compact JSON.
std::string textOf(const Json &value);
/// The value as string() and concat() print it: `True`, where JSON has `true`
/// (Azure/PSRule.Rules.Azure#793).
std::string stringOf(const Json &value);

/// The member with this name; otherwise one whose name differs only in case. Null if there is none
/// or `object` is not an object.
const Json *findMember(const Json &object, llvm::StringRef name);
/// Like findMember, but nullptr unless the value is a string.
const std::string *findString(const Json &object, llvm::StringRef name);

/// Whether two values are equal. The order of keys in objects does not matter.
bool areEqual(const Json &a, const Json &b);
/// Whether `array` contains an item equal to `item`.
bool hasItem(const Json &array, const Json &item);

/// The approximate size of `value` in bytes. Stops counting at `limit`; returns `limit` for
/// excessive nesting.
size_t weightOf(const Json &value, size_t limit, unsigned depth = 0);

/// A step of a JSON pointer, with ~ and / escaped.
std::string pointerStep(llvm::StringRef key);

} // namespace azcl::expansion
