// Writes one resource as JSON, row by row.
#pragma once

#include "Expressions.h"
#include "azcl/ARM/Tree.h"

namespace azcl {

class ResourceWriter {
public:
  /// `location`: the region of the template.
  ResourceWriter(const ExpressionWriter &expressions, llvm::StringRef location, JsonWriter &json)
      : expressions(expressions), location(location), json(json) {}

  /// `after`: its dependencies in the same template.
  void write(const arm::Resource &resource, llvm::ArrayRef<const arm::Resource *> after);

private:
  void head(const arm::Resource &resource, llvm::ArrayRef<const arm::Resource *> after);
  void fields(const void *object, const arm::Layout &layout, size_t base);
  void elements(const arm::Field &field, arm::Span span);
  llvm::StringRef enter(llvm::StringRef path, size_t base);
  void leave(size_t depth);

  const ExpressionWriter &expressions;
  const llvm::StringRef location;
  JsonWriter &json;
  llvm::SmallVector<llvm::StringRef, 12> open; ///< the objects that are currently open
  Arena arena;                                 ///< for values that cannot be streamed
};

} // namespace azcl
