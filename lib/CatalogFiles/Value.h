// JSON values and the functions that read them.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace azcl::facts {

struct Member;

/// A JSON value. Members keep their order.
struct Value {
  enum class Kind { Null, Flag, Number, Text, List, Object };

  Kind kind = Kind::Null;
  bool flag = false;
  double number = 0;
  std::string text;
  std::vector<Value> items;
  std::vector<Member> members;

  bool is(Kind wanted) const { return kind == wanted; }

  /// The member with that name, or nullptr; always nullptr for a value that is not an object.
  const Value *find(std::string_view key) const;
};

struct Member {
  std::string name;
  Value value;
};

/// Reads JSON text. Returns false and sets `problem` if the text is not valid JSON or has a
/// duplicate key.
bool readJson(std::string_view text, Value &result, std::string &problem);

/// Reads a list, or an object whose member `value` is a list. Passes each entry to `take` and
/// discards it, because a listing can be far larger than the facts that are needed from it. `rest`
/// receives the rest of the object.
bool readJsonEntries(std::string_view text,
                     const std::function<void(const Value &entry, size_t index)> &take, Value &rest,
                     std::string &problem);

} // namespace azcl::facts
