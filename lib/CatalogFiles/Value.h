#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace azcl::facts {

struct Member;

/// A JSON value as it was read: members keep their order.
struct Value {
  enum class Kind { Null, Flag, Number, Text, List, Object };

  Kind kind = Kind::Null;
  bool flag = false;
  double number = 0;
  std::string text;
  std::vector<Value> items;
  std::vector<Member> members;

  bool is(Kind wanted) const { return kind == wanted; }

  /// The member of that name, or nullptr; always nullptr for what is not an object.
  const Value *find(std::string_view key) const;
};

struct Member {
  std::string name;
  Value value;
};

/// Reads a text of JSON. False if it is not JSON or names a key twice; `problem`
/// then says what is wrong.
bool readJson(std::string_view text, Value &result, std::string &problem);

/// The same for a list, or an object whose member `value` is one: hands over each entry as it is
/// read, and forgets it, since a listing can be far larger than what one wants of it. `rest` gets
/// what else there is.
bool readJsonEntries(std::string_view text,
                     const std::function<void(const Value &entry, size_t index)> &take, Value &rest,
                     std::string &problem);

} // namespace azcl::facts
