// Writes values as JSON and as ARM template expressions. No other code knows the expression syntax.
#pragma once

#include "azcl/ARM/Module.h"
#include "azcl/Support/JsonWriter.h"

namespace azcl {

/// The expression for a value that a template receives from another template; "" if the resource is
/// in the template itself.
using TakenValue = llvm::function_ref<std::string(const arm::Value &runtime)>;

class ExpressionWriter {
public:
  /// For a template of the module that is deployed to the resource group with this key. `taken`
  /// must outlive the writer.
  ExpressionWriter(const arm::Module &module, llvm::StringRef group, TakenValue taken)
      : taken(taken), module(&module), group(group) {}
  /// For a value in the same template as the resource.
  explicit ExpressionWriter(const arm::Module &module, llvm::StringRef group = {})
      : ExpressionWriter(module, group, nothingTaken) {}
  /// The name of a resource group: "parameters('groups')['east']"
  static std::string groupName(const arm::Module &module, llvm::StringRef key);

  /// As JSON: a literal, or an expression string.
  void write(const arm::Value &value, JsonWriter &json) const;
  /// As JSON where Azure does not evaluate expressions, in parameter files and allowed values: a
  /// string is not escaped, even if it starts with a bracket (Azure/bicep#9173).
  void literal(const arm::Value &value, JsonWriter &json) const;
  /// As an operand inside an expression.
  void expression(const arm::Value &value, std::string &out) const;
  /// "resourceId('type', 'name')"
  void resourceId(const arm::Resource &resource, llvm::ArrayRef<arm::Value> parts,
                  std::string &out) const;
  /// "reference(resourceId('type', 'name')).path"
  void reference(const arm::Resource &resource, llvm::StringRef path, std::string &out) const;
  /// The `name` property: the names of the parents and of the resource.
  arm::Value nameOf(const arm::Resource &resource, arm::ValueFactory &values) const;

private:
  enum class Brackets { Escaped, Plain };
  void write(const arm::Value &value, Brackets brackets, JsonWriter &json) const;
  void list(llvm::StringRef function, llvm::ArrayRef<arm::Value> items, std::string &out) const;
  void call(const arm::Value &value, std::string &out) const;
  static std::string nothingTaken(const arm::Value &) { return {}; }
  TakenValue taken;
  const arm::Module *module;
  llvm::StringRef group;
};

} // namespace azcl
