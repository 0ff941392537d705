// What lowering must never do. Tests run it over every example; a build with assertions over all.
#include "azcl/ARM/Module.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl::arm;

namespace {
struct Verifier {
  const Module &module;
  std::vector<std::string> faults;
  llvm::DenseSet<const Resource *> known;

  void fault(const Resource &resource, llvm::StringRef what) {
    faults.push_back(fmt::format("{} @{}: {}", resource.type(), resource.symbol, what));
  }

  void fields(const Resource &resource, const void *object, const Layout &layout) {
    for (const Field &field : layout.fields) {
      Span span = field.shape == Shape::Scalar ? Span{} : field.span(object);
      bool there = field.shape == Shape::Scalar ? field.value(object).set() : span.count != 0;
      if (field.required && !there)
        fault(resource, fmt::format("{} is not set", field.path));
      for (size_t i = 0; i < span.count; ++i)
        fields(resource, span.data + i * field.stride, field.parts());
    }
  }

  void values(const Resource &resource) {
    forEachValue(resource, [&](const Value &value, const Field *field) {
      walk(value, [&](const Value &each) {
        if (each.is(ValueKind::Param) && each.parameter().secure() && (!field || !field->secure))
          fault(resource, fmt::format("the secret {} in {}", each.parameter().name,
                                      field ? field->path : "its name or condition"));
        if (each.is(ValueKind::Id) && !known.contains(&each.resource()))
          fault(resource, fmt::format("refers to @{}, which is not there", each.resource().symbol));
      });
    });
  }
};
} // namespace

std::vector<std::string> azcl::arm::verify(const Module &module) {
  Verifier verifier{module, {}, {}};
  llvm::StringSet<> names;
  for (const auto &resource : module.resources) {
    verifier.known.insert(resource.get());
    std::string key = resource->type().lower();
    for (const Value &name : resource->names)
      key += "/" + (name.is(ValueKind::Text) ? name.text().lower() : resource->symbol.str());
    if (resource->kind == Kind::DiagnosticSetting)
      key += resource->symbol;
    // Of several under a condition one may be there (Azure/bicep#15909).
    if (!resource->condition.set() && !names.insert(key).second)
      verifier.fault(*resource, "has the name of another: " + key);
  }
  for (const auto &resource : module.resources) {
    verifier.fields(*resource, object(*resource), resource->layout());
    verifier.values(*resource);
  }
  return std::move(verifier.faults);
}
