// A resource's fields as one value: for what cannot be streamed row by row.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

/// The object that these rows describe. Lists with elements that have a condition become
/// expressions.
Value treeOf(const void *object, const Layout &layout, Arena &arena);
/// The list in a field, of which some elements are there only under a condition.
Value conditionalList(Span span, const Field &field, Arena &arena);
/// `tree` with the property at `path` set: "properties.a.b[0].c".
Value patched(Value tree, llvm::StringRef path, Value value, Arena &arena);
/// Whether any element of the list has a condition.
bool hasConditions(Span span, const Field &field);

/// What stands at a path of plain names; unset if nothing does.
Value at(Value tree, llvm::StringRef path);
/// Why the elements that the path names by index cannot be set: a phrase; empty: they can.
llvm::StringRef whyUnreachable(Value tree, llvm::StringRef path);

} // namespace azcl::arm
