// Converts a resource's fields to one value, for output that cannot be streamed row by row.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

/// Converts an object to a value according to `layout`. A list with conditional elements becomes an
/// expression.
Value treeOf(const void *object, const Layout &layout, Arena &arena);
/// An expression for a list with conditional elements.
Value conditionalList(Span span, const Field &field, Arena &arena);
/// `tree` with the property at `path` set: "properties.a.b[0].c".
Value patched(Value tree, llvm::StringRef path, Value value, Arena &arena);
/// Whether an element of the list has a condition.
bool hasConditions(Span span, const Field &field);

/// The value at a path without indexes; unset if the path does not exist.
Value at(Value tree, llvm::StringRef path);
/// Why the list elements that the path indexes cannot be set, as a phrase; empty if they can.
llvm::StringRef whyUnreachable(Value tree, llvm::StringRef path);

} // namespace azcl::arm
