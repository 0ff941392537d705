// Converts resources to values, reads a value at a path, and applies patches.
#include "azcl/ARM/Tree.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace azcl;
using namespace azcl::arm;
using llvm::StringRef;

static const Part &partAt(Span span, const Field &field, size_t i) {
  return *reinterpret_cast<const Part *>(span.data + i * field.stride);
}

bool azcl::arm::hasConditions(Span span, const Field &field) {
  for (size_t i = 0; i < span.count; ++i)
    if (partAt(span, field, i).when.set())
      return true;
  return false;
}

static Value one(Value item, Arena &arena) {
  return Value::list(arena.copy<Value>(item));
}

Value azcl::arm::conditionalList(Span span, const Field &field, Arena &arena) {
  llvm::SmallVector<Value, 8> runs, fixed;
  auto flush = [&] {
    if (!fixed.empty())
      runs.push_back(Value::list(arena.copy<Value>(fixed)));
    fixed.clear();
  };
  for (size_t i = 0; i < span.count; ++i) {
    const Part &part = partAt(span, field, i);
    Value item = treeOf(&part, field.parts(), arena);
    if (!part.when.set()) {
      fixed.push_back(item);
      continue;
    }
    flush();
    Value choice[] = {part.when, one(item, arena), Value::list({})};
    runs.push_back(Value::call(Function::If, arena.copy<Value>(choice)));
  }
  flush();
  return runs.size() == 1 ? runs[0] : Value::call(Function::Concat, arena.copy<Value>(runs));
}

Value azcl::arm::treeOf(const void *object, const Layout &layout, Arena &arena) {
  Value tree = Value::object({});
  for (const Field &field : layout.fields) {
    if (field.shape == Shape::Scalar) {
      if (const Value &value = field.value(object); value.set())
        tree = patched(tree, field.path, value, arena);
      continue;
    }
    Span span = field.span(object);
    if (!span.count)
      continue;
    Value value;
    if (field.shape == Shape::Part) {
      value = treeOf(span.data, field.parts(), arena);
    } else if (hasConditions(span, field)) {
      value = conditionalList(span, field, arena);
    } else {
      llvm::SmallVector<Value, 8> items;
      for (size_t i = 0; i < span.count; ++i)
        items.push_back(treeOf(span.data + i * field.stride, field.parts(), arena));
      value = Value::list(arena.copy<Value>(items));
    }
    tree = patched(tree, field.path, value, arena);
  }
  return tree;
}

static Value merged(Value old, Value next, Arena &arena);

/// `object` with `value` under a key. The key can contain dots.
static Value withKey(Value object, Value key, Value value, Arena &arena) {
  llvm::SmallVector<Value, 16> items(object.items());
  for (size_t i = 0; i < items.size(); i += 2)
    if (items[i] == key) {
      items[i + 1] = merged(items[i + 1], value, arena);
      return Value::object(arena.copy<Value>(items));
    }
  items.append({key, value});
  return Value::object(arena.copy<Value>(items));
}

/// `if(condition, { ... }, null())`, or a choice between two objects.
static bool choosesObject(Value value) {
  return value.is(ValueKind::Call) && value.function() == Function::If &&
         llvm::any_of(value.items().drop_front(), [](const Value &branch) {
           return branch.is(ValueKind::Object) || choosesObject(branch);
         });
}

/// The same choice, with `change` made to each object.
static Value inEachObject(Value choice, Arena &arena, llvm::function_ref<Value(Value)> change) {
  llvm::SmallVector<Value, 3> items(choice.items());
  for (Value &branch : llvm::MutableArrayRef(items).drop_front()) {
    if (branch.is(ValueKind::Object))
      branch = change(branch);
    else if (choosesObject(branch))
      branch = inEachObject(branch, arena, change);
  }
  return Value::call(Function::If, arena.copy<Value>(items));
}

/// Merges two objects recursively; any other value replaces the old one.
static Value merged(Value old, Value next, Arena &arena) {
  if (next.is(ValueKind::Object) && choosesObject(old))
    return inEachObject(old, arena, [&](Value object) { return merged(object, next, arena); });
  if (!old.is(ValueKind::Object) || !next.is(ValueKind::Object))
    return next;
  for (size_t i = 0; i < next.items().size(); i += 2)
    old = withKey(old, next.items()[i], next.items()[i + 1], arena);
  return old;
}

static Value setInList(Value list, StringRef index, StringRef rest, Value value, Arena &arena) {
  llvm::SmallVector<Value, 8> items(list.items());
  unsigned at;
  if (index.getAsInteger(10, at) || at >= items.size())
    return list;
  items[at] = rest.empty() ? value : patched(items[at], rest, value, arena);
  return Value::list(arena.copy<Value>(items));
}

static Value member(Value tree, StringRef name) {
  if (tree.is(ValueKind::Object))
    for (size_t i = 0; i < tree.items().size(); i += 2)
      if (tree.items()[i].is(ValueKind::Text) && tree.items()[i].text() == name)
        return tree.items()[i + 1];
  return {};
}

Value azcl::arm::at(Value tree, StringRef path) {
  for (; !path.empty(); path = path.split('.').second)
    tree = member(tree, path.split('.').first);
  return tree;
}

StringRef azcl::arm::whyUnreachable(Value tree, StringRef path) {
  for (; path.contains('['); path = path.split('.').second) {
    auto [name, indexed] = path.split('.').first.split('[');
    tree = member(tree, name);
    if (indexed.empty())
      continue;
    unsigned index;
    if (!tree.set())
      return "the resource has no such list";
    if (!tree.is(ValueKind::List))
      return "the elements of the list depend on parameters; patch the whole list";
    if (indexed.rtrim(']').getAsInteger(10, index))
      return "an index must be a number, such as `[0]`";
    if (index >= tree.items().size())
      return "the list has no element with this index";
    tree = tree.items()[index];
  }
  return "";
}

Value azcl::arm::patched(Value tree, StringRef path, Value value, Arena &arena) {
  auto [head, rest] = path.split('.');
  auto [name, indexed] = head.split('[');
  llvm::SmallVector<Value, 16> items;
  if (tree.is(ValueKind::Object))
    items.append(tree.items().begin(), tree.items().end());
  size_t at = 0;
  while (at < items.size() && !(items[at].is(ValueKind::Text) && items[at].text() == name))
    at += 2;
  bool known = at < items.size();
  Value old = known ? items[at + 1] : Value();
  Value next;
  if (!indexed.empty())
    next = old.is(ValueKind::List) ? setInList(old, indexed.rtrim(']'), rest, value, arena) : old;
  else if (rest.empty())
    next = merged(old, value, arena);
  else if (choosesObject(old))
    next =
        inEachObject(old, arena, [&](Value object) { return patched(object, rest, value, arena); });
  else
    next = patched(old.is(ValueKind::Object) ? old : Value::object({}), rest, value, arena);
  if (!next.set())
    return tree; // a list element that does not exist: Link reports it
  if (!known) {
    items.push_back(Value(name));
    items.push_back(next);
  } else {
    items[at + 1] = next;
  }
  return Value::object(arena.copy<Value>(items));
}
