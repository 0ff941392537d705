// Reads JSON. No other file uses the JSON library.
#include "Value.h"

#include <nlohmann/json.hpp>

using namespace azcl;
using namespace azcl::facts;
using Json = nlohmann::json;

namespace {

/// Builds a Value from parser events. Rejects duplicate keys in an object.
class Builder final : public nlohmann::json_sax<Json> {
public:
  using Take = std::function<void(const Value &entry, size_t index)>;

  /// Passes the entries of the outermost list to `take`, if set.
  Builder(Value &root, std::string &problem, const Take *take = nullptr)
      : root(root), problem(problem), take(take) {}

  bool null() override {
    place(Value::Kind::Null);
    return true;
  }
  bool boolean(bool value) override {
    place(Value::Kind::Flag).flag = value;
    return true;
  }
  bool number_integer(number_integer_t value) override { return number(double(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(double(value)); }
  bool number_float(number_float_t value, const string_t &) override { return number(value); }
  bool string(string_t &value) override {
    place(Value::Kind::Text).text = std::move(value);
    return true;
  }
  bool binary(binary_t &) override { return false; }

  bool start_object(size_t) override { return open(Value::Kind::Object); }
  bool start_array(size_t) override { return open(Value::Kind::List); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t &name) override {
    if (stack.back()->find(name)) {
      problem = "duplicate key '" + name + "'";
      return false;
    }
    stack.back()->members.push_back({std::move(name), Value()});
    return true;
  }

  bool parse_error(size_t, const std::string &, const nlohmann::detail::exception &error) override {
    problem =
        error.what(); // "[json.exception.parse_error.101] parse error at line 3, column 5: ..."
    if (size_t end = problem.find("] "); end != std::string::npos)
      problem.erase(0, end + 2);
    return false;
  }

private:
  bool number(double value) {
    place(Value::Kind::Number).number = value;
    return true;
  }

  bool open(Value::Kind kind) {
    if (stack.size() == 100) {
      problem = "values are nested more than 100 levels deep";
      return false;
    }
    stack.push_back(&place(kind));
    return true;
  }

  bool close() {
    stack.pop_back();
    if (take && !stack.empty() && stack.back() == entries()) {
      (*take)(stack.back()->items.back(), taken++);
      stack.back()->items.clear();
    }
    return true;
  }

  /// The list whose entries are passed to `take`.
  const Value *entries() const {
    if (root.is(Value::Kind::List))
      return &root;
    return root.members.empty() || root.members.back().name != "value" ? nullptr
                                                                       : &root.members.back().value;
  }

  /// Creates the next value in its container. A container grows only while none of its elements is
  /// open, so the pointers on the stack stay valid.
  Value &place(Value::Kind kind) {
    Value &value = stack.empty()                           ? root
                   : stack.back()->is(Value::Kind::Object) ? stack.back()->members.back().value
                                                           : stack.back()->items.emplace_back();
    value.kind = kind;
    return value;
  }

  Value &root;
  std::string &problem;
  const Take *take;
  size_t taken = 0;
  std::vector<Value *> stack;
};

} // namespace

const Value *Value::find(std::string_view key) const {
  for (const Member &member : members)
    if (member.name == key)
      return &member.value;
  return nullptr;
}

bool facts::readJson(std::string_view text, Value &result, std::string &problem) {
  Builder builder(result, problem);
  return Json::sax_parse(text, &builder);
}

bool facts::readJsonEntries(std::string_view text, const Builder::Take &take, Value &rest,
                            std::string &problem) {
  Builder builder(rest, problem, &take);
  return Json::sax_parse(text, &builder);
}
