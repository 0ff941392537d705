// Writes one resource as JSON.
#include "ResourceWriter.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

void ResourceWriter::leave(size_t depth) {
  for (; open.size() > depth; open.pop_back())
    json.close('}');
}

/// Opens the objects along `path` that are not open yet and returns the last name of the path.
/// Fields with the same prefix are adjacent, so each object opens once.
StringRef ResourceWriter::enter(StringRef path, size_t base) {
  size_t depth = base;
  for (;;) {
    size_t dot = path.find('.');
    if (dot == StringRef::npos)
      break;
    StringRef name = path.take_front(dot);
    path = path.drop_front(dot + 1);
    if (depth < open.size() && open[depth] == name) {
      ++depth;
      continue;
    }
    leave(depth);
    json.key(name);
    json.open('{');
    open.push_back(name);
    ++depth;
  }
  leave(depth);
  return path;
}

void ResourceWriter::elements(const arm::Field &field, arm::Span span) {
  if (arm::hasConditions(span, field)) {
    expressions.write(arm::conditionalList(span, field, arena), json);
    return;
  }
  json.open('[');
  for (size_t i = 0; i < span.count; ++i) {
    json.item();
    json.open('{');
    fields(span.data + i * field.stride, field.parts(), open.size());
    json.close('}');
  }
  json.close(']');
}

void ResourceWriter::fields(const void *object, const arm::Layout &layout, size_t base) {
  for (const arm::Field &field : layout.fields) {
    if (field.shape == arm::Shape::Scalar) {
      const Value &value = field.value(object);
      if (!value.set())
        continue;
      json.key(enter(field.path, base));
      expressions.write(value, json);
      continue;
    }
    arm::Span span = field.span(object);
    if (!span.count)
      continue;
    StringRef name = enter(field.path, base);
    if (field.shape == arm::Shape::Parts) {
      json.key(name);
      elements(field, span);
      continue;
    }
    // A nested object can share a prefix, such as `properties`, with the fields around it.
    size_t depth = base + field.path.count('.');
    if (!(open.size() > depth && open[depth] == name)) {
      json.key(name);
      json.open('{');
      open.push_back(name);
    }
    fields(span.data, field.parts(), depth + 1);
  }
  leave(base);
}

void ResourceWriter::head(const arm::Resource &resource,
                          llvm::ArrayRef<const arm::Resource *> after) {
  json.attribute("type", resource.type());
  json.attribute("apiVersion", resource.apiVersion());
  json.key("name");
  arm::ValueFactory values(arena);
  expressions.write(expressions.nameOf(resource, values), json);
  if (Value condition = arm::deployedIf(resource, values); condition.set()) {
    json.key("condition");
    expressions.write(condition, json);
  }
  if (!after.empty())
    json.array("dependsOn", [&] {
      llvm::StringSet<> written; // resources that exclude each other can have the same ID
      for (const arm::Resource *other : after) {
        std::string id = "[";
        expressions.resourceId(*other, {}, id);
        if (written.insert(id).second)
          json.value(id + "]");
      }
    });
  if (resource.location.set()) {
    json.key("location");
    // The root passes the region to the template. Resources in another region and global resources
    // write their own location.
    if (resource.location == Value(location))
      json.text("[parameters('location')]");
    else
      expressions.write(resource.location, json);
  }
  if (resource.tags.set()) {
    json.key("tags");
    expressions.write(resource.tags, json);
  }
}

void ResourceWriter::write(const arm::Resource &resource,
                           llvm::ArrayRef<const arm::Resource *> after) {
  json.open('{');
  head(resource, after);
  if (resource.patches.empty()) {
    fields(object(resource), resource.layout(), 0);
  } else {
    Value whole = treeOf(object(resource), resource.layout(), arena);
    for (const arm::Patched &patch : resource.patches)
      whole = arm::patched(whole, patch.path, patch.value, arena);
    for (size_t i = 0; i < whole.items().size(); i += 2) {
      json.key(whole.items()[i].text());
      expressions.write(whole.items()[i + 1], json);
    }
  }
  json.close('}');
}
