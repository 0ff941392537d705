// The value of a resource property: a literal, or an expression that ARM evaluates. Expressions are
// trees, not text, except for those that a program passes through with `arm("...")`.
#pragma once

#include "azcl/Support/Arena.h"
#include <concepts>
#include <optional>

namespace azcl::arm {

struct Resource;
struct Parameter;

enum class ValueKind : uint8_t {
  Unset, ///< the property is left out
  Null,
  Bool,
  Int,
  Decimal, ///< the digits are in `text`
  Text,
  List,   ///< the elements are in `items`
  Object, ///< `items` are key, value, key, value
  Param,
  Id,      ///< a resource ID, or the ID of a subresource: `items` are type, name, type, name
  Runtime, ///< a property of the deployed resource: a path into `reference(id)`
  Call,    ///< a call of a template function; the arguments are in `items`
  Raw      ///< the text of an ARM expression from the program, then the parameters in it
};

/// The ARM template functions that lowering uses.
enum class Function : uint8_t {
#define FUNCTION(NAME, SPELLING) NAME,
#include "azcl/ARM/Functions.def"
};
llvm::StringRef toString(Function function);

/// Small and immutable. It points into the module's arena or to static data.
class Value {
public:
  Value() = default;
  Value(llvm::StringRef text) : Value(ValueKind::Text, text) {}
  Value(const char *text) : Value(llvm::StringRef(text)) {}
  template <std::same_as<bool> T> Value(T truth) : valueKind(ValueKind::Bool), number_(truth) {}
  Value(int number) : Value(int64_t(number)) {}
  Value(unsigned number) : Value(int64_t(number)) {}
  Value(int64_t number) : valueKind(ValueKind::Int), number_(number) {}
  Value(const Parameter &parameter) : valueKind(ValueKind::Param), parameter_(&parameter) {}

  static Value null() {
    Value value;
    value.valueKind = ValueKind::Null;
    return value;
  }
  static Value decimal(llvm::StringRef digits) { return Value(ValueKind::Decimal, digits); }
  static Value raw(llvm::ArrayRef<Value> textAndParameters) {
    return Value(ValueKind::Raw, textAndParameters);
  }
  static Value list(llvm::ArrayRef<Value> items) { return Value(ValueKind::List, items); }
  static Value object(llvm::ArrayRef<Value> pairs) { return Value(ValueKind::Object, pairs); }
  static Value call(Function function, llvm::ArrayRef<Value> items) {
    Value value(ValueKind::Call, items);
    value.function_ = function;
    return value;
  }
  /// items[0] only holds the resource pointer.
  static Value id(llvm::ArrayRef<Value> holderAndParts) {
    return Value(ValueKind::Id, holderAndParts);
  }
  /// items[0] is the ID of the resource, items[1] the path, items[2] the type of the template
  /// parameter that can receive the value.
  static Value runtime(llvm::ArrayRef<Value> idAndPath) {
    return Value(ValueKind::Runtime, idAndPath);
  }
  static Value holder(const Resource &resource) {
    Value value;
    value.valueKind = ValueKind::Id;
    value.resource_ = &resource;
    return value;
  }

  ValueKind kind() const { return valueKind; }
  bool set() const { return valueKind != ValueKind::Unset; }
  bool is(ValueKind kind) const { return valueKind == kind; }
  /// Whether ARM has to evaluate the value.
  bool isExpression() const { return valueKind >= ValueKind::Param; }
  int64_t number() const { return number_; }
  llvm::StringRef text() const { return llvm::StringRef(text_, size); }
  llvm::ArrayRef<Value> items() const { return llvm::ArrayRef<Value>(items_, size); }
  const Parameter &parameter() const { return *parameter_; }
  Function function() const { return function_; }
  /// For Id and Runtime.
  const Resource &resource() const {
    return valueKind == ValueKind::Id && size == 0 ? *resource_ : items_[0].resource();
  }
  /// For Id: type, name, type, name of the subresource.
  llvm::ArrayRef<Value> parts() const { return size ? items().drop_front() : items(); }

  friend bool operator==(const Value &a, const Value &b);

private:
  Value(ValueKind kind, llvm::StringRef text)
      : valueKind(kind), size(text.size()), text_(text.data()) {}
  Value(ValueKind kind, llvm::ArrayRef<Value> items)
      : valueKind(kind), size(items.size()), items_(items.data()) {}

  ValueKind valueKind = ValueKind::Unset;
  Function function_ = {};
  uint32_t size = 0; ///< of text or items; 0 for the ID of a resource
  union {
    int64_t number_ = 0;
    const char *text_;
    const Value *items_;
    const Parameter *parameter_;
    const Resource *resource_;
  };
};
bool operator==(const Value &a, const Value &b);
static_assert(sizeof(Value) == 16);

enum class ParameterType : uint8_t { Text, SecureText, Int, Bool, Object, Array };
/// "securestring"
llvm::StringRef toString(ParameterType type);

/// The declaration of a parameter in the program, with AZCL type names and AZCL syntax for values.
struct Declaration {
  llvm::StringRef type; ///< "duration"; empty if the compiler added the parameter
  llvm::StringRef doc;
  Value least, most, initial;    ///< or unset
  llvm::ArrayRef<Value> allowed; ///< if not empty, just these
};

/// A template parameter.
struct Parameter {
  llvm::StringRef name;
  ParameterType type = ParameterType::Text;
  llvm::StringRef doc;
  Value initial;                 ///< the default value, or unset
  llvm::ArrayRef<Value> allowed; ///< if not empty, just these
  std::optional<int64_t> least, most;
  std::optional<int64_t> shortest, longest; ///< length of a string, in characters
  Declaration declared;
  bool secure() const { return type == ParameterType::SecureText; }
};

/// Creates values and folds constant expressions.
class ValueFactory {
public:
  explicit ValueFactory(Arena &arena) : arena(arena) {}

  Value text(llvm::StringRef text) { return Value(arena.copy(text)); }
  Value list(llvm::ArrayRef<Value> items) { return Value::list(arena.copy(items)); }
  /// Omits pairs whose value is unset.
  Value object(llvm::ArrayRef<std::pair<llvm::StringRef, Value>> pairs);
  Value call(Function function, llvm::ArrayRef<Value> items);
  Value concat(llvm::ArrayRef<Value> texts);
  Value choose(Value condition, Value then, Value otherwise);
  Value both(Value a, Value b);   ///< `a` and `b`; an unset operand counts as true
  Value either(Value a, Value b); ///< `a` or `b`; an unset operand counts as true
  Value idOf(const Resource &resource) { return Value::holder(resource); }
  /// The ID of a subresource: `partOf(balancer, "backendAddressPools", "web")`.
  Value partOf(const Resource &resource, llvm::StringRef type, Value name);
  /// A path in the `properties` of the deployed resource; if it starts with a period, a path in the
  /// whole resource: "ipAddress", ".identity.principalId".
  Value runtimeOf(const Resource &resource, llvm::StringRef path, llvm::StringRef type = "string");
  Value isoDuration(Value milliseconds);

private:
  Arena &arena;
};

} // namespace azcl::arm
