// Iterates over the values of a resource and collects the resources that they refer to.
#include "azcl/ARM/Module.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace azcl::arm;

using Visit = llvm::function_ref<void(const Value &, const Field *)>;

static void visitFields(const void *object, const Layout &layout, Visit visit) {
  for (const Field &field : layout.fields) {
    if (field.shape == Shape::Scalar) {
      if (const Value &value = field.value(object); value.set())
        visit(value, &field);
      continue;
    }
    Span span = field.span(object);
    for (size_t i = 0; i < span.count; ++i) {
      const char *each = span.data + i * field.stride;
      if (const Value &when = reinterpret_cast<const Part *>(each)->when; when.set())
        visit(when, nullptr);
      visitFields(each, field.parts(), visit);
    }
  }
}

/// The pointer to pass to Field::value and Field::span.
const void *azcl::arm::object(const Resource &resource) {
  return dynamic_cast<const void *>(&resource);
}

void azcl::arm::forEachValue(const Resource &resource, Visit visit) {
  for (const Value &name : resource.names)
    visit(name, nullptr);
  for (const Value *each :
       {&resource.location, &resource.condition, &resource.kept, &resource.tags})
    if (each->set())
      visit(*each, nullptr);
  visitFields(object(resource), resource.layout(), visit);
  for (const Patched &patch : resource.patches)
    visit(patch.value, nullptr);
}

Value azcl::arm::deployedIf(const Resource &resource, ValueFactory &values) {
  if (!resource.kept.set())
    return resource.condition;
  return values.both(resource.condition, values.call(Function::Not, {resource.kept}));
}

llvm::ArrayRef<Value> azcl::arm::partsOf(const Value &value) {
  switch (value.kind()) {
  case ValueKind::Id: return value.parts();
  case ValueKind::List:
  case ValueKind::Object:
  case ValueKind::Call:
  case ValueKind::Raw:
  case ValueKind::Runtime: return value.items();
  default: return {};
  }
}

void azcl::arm::walk(const Value &value, llvm::function_ref<void(const Value &)> visit) {
  visit(value);
  for (const Value &each : partsOf(value))
    walk(each, visit);
}

std::vector<const Resource *> azcl::arm::references(const Resource &resource) {
  std::vector<const Resource *> found;
  llvm::SmallPtrSet<const Resource *, 8> seen;
  auto add = [&](const Resource &other) {
    if (&other != &resource && seen.insert(&other).second)
      found.push_back(&other);
  };
  forEachValue(resource, [&](const Value &value, const Field *) {
    walk(value, [&](const Value &each) {
      if (each.is(ValueKind::Id))
        add(each.resource());
    });
  });
  for (const Resource *other : resource.after)
    add(*other);
  return found;
}
