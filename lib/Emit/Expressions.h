// Values as the template language writes them. The only place that knows its syntax.
#pragma once

#include "azcl/ARM/Module.h"
#include "azcl/Support/JsonWriter.h"

namespace azcl {

/// How a template reaches a value that only another one has: the name of the parameter that takes
/// it;
/// "" if the resource stands in the template itself.
using TakenName = llvm::function_ref<llvm::StringRef(const arm::Value &runtime)>;

class ExpressionWriter {
public:
  /// `taken` must outlive the writer.
  explicit ExpressionWriter(TakenName taken) : taken(taken) {}
  /// For what stands in the template of the resource itself.
  ExpressionWriter() : taken(nothingTaken) {}

  /// As JSON: a literal, or the text of an expression.
  void write(const arm::Value &value, JsonWriter &json) const;
  /// As JSON where Azure evaluates nothing, in parameter files and allowed values: a text stands as
  /// it is, even one that begins with a bracket (Azure/bicep#9173).
  void literal(const arm::Value &value, JsonWriter &json) const;
  /// Inside an expression.
  void expression(const arm::Value &value, std::string &out) const;
  /// "resourceId('type', 'name')"
  void resourceId(const arm::Resource &resource, llvm::ArrayRef<arm::Value> parts,
                  std::string &out) const;
  /// The names of a resource and of its parents, as a property holds them.
  arm::Value nameOf(const arm::Resource &resource, arm::ValueFactory &values) const;

private:
  enum class Brackets { Escaped, Plain };
  void write(const arm::Value &value, Brackets brackets, JsonWriter &json) const;
  void list(llvm::StringRef function, llvm::ArrayRef<arm::Value> items, std::string &out) const;
  void call(const arm::Value &value, std::string &out) const;
  static llvm::StringRef nothingTaken(const arm::Value &) { return {}; }
  TakenName taken;
};

} // namespace azcl
