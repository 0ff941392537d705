// Verifies the invariants that lowering must keep. Tests verify every example; a build with
// assertions verifies every module.
#include "azcl/ARM/Conditions.h"
#include "azcl/ARM/Graph.h"
#include "azcl/ARM/Types.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using namespace azcl::arm;
using llvm::StringRef;

namespace {
struct Verifier {
  const Module &module;
  std::vector<std::string> faults;
  llvm::DenseSet<const Resource *> known;
  llvm::SmallVector<Fact, 8> facts; ///< facts that hold whenever the current value is used

  void fault(const Resource &resource, StringRef what) {
    faults.push_back(fmt::format("{} @{}: {}", resource.type(), resource.symbol, what));
  }

  /// Adds facts while `body` runs.
  void under(llvm::ArrayRef<Fact> more, llvm::function_ref<void()> body) {
    size_t before = facts.size();
    for (const Fact &fact : more)
      if (fact.condition.set())
        facts.push_back(fact);
    body();
    facts.truncate(before);
  }

  bool isAssumed(const Value &condition) const {
    return llvm::any_of(facts, [&](const Fact &fact) {
      if (!fact.holds)
        return false;
      if (fact.condition == condition)
        return true;
      return fact.condition.is(ValueKind::Call) && fact.condition.function() == Function::And &&
             llvm::is_contained(fact.condition.items(), condition);
    });
  }

  /// Reports `what` if an assignment exists for which all conditions are false.
  void demand(const Resource &resource, llvm::ArrayRef<Value> oneOf, const std::string &what) {
    for (const Value &each : oneOf)
      if (!each.set() || isAssumed(each))
        return;
    llvm::SmallVector<Fact, 8> all(facts);
    for (const Value &each : oneOf)
      all.push_back({each, false});
    if (std::optional<std::string> witness = witnessOf(all))
      fault(resource, fmt::format("{}{}{}", what, witness->empty() ? "" : " when ", *witness));
  }

  void fields(const Resource &resource, const void *object, const Layout &layout) {
    for (const Field &field : layout.fields) {
      if (field.shape == Shape::Scalar) {
        scalar(resource, field.value(object), field);
        continue;
      }
      Span span = field.span(object);
      if (field.required && !span.count)
        fault(resource, fmt::format("{} is not set", field.path));
      llvm::SmallVector<Value, 4> conditions;
      for (size_t i = 0; i < span.count; ++i) {
        const char *each = span.data + i * field.stride;
        const Value &when = reinterpret_cast<const Part *>(each)->when;
        conditions.push_back(when);
        values(resource, when, nullptr);
        under(Fact{when}, [&] { fields(resource, each, field.parts()); });
      }
      if (field.required && span.count)
        demand(resource, conditions, fmt::format("{} is empty", field.path));
    }
  }

  void scalar(const Resource &resource, const Value &value, const Field &field) {
    if (field.required && !value.set())
      fault(resource, fmt::format("{} is not set", field.path));
    if (field.required && value.is(ValueKind::List) && value.items().empty())
      fault(resource, fmt::format("{} is empty", field.path));
    values(resource, value, &field);
  }

  void values(const Resource &resource, const Value &value, const Field *field) {
    switch (value.kind()) {
    case ValueKind::Param:
      if (value.parameter().secure() && (!field || !field->secure))
        fault(resource, fmt::format("secret {} is used in {}", value.parameter().name,
                                    field ? field->path : "its name or condition"));
      break;
    case ValueKind::Id:
      exists(resource, value);
      for (const Value &each : value.parts())
        values(resource, each, field);
      break;
    case ValueKind::Call:
      if (value.function() == Function::If) {
        const Value &condition = value.items()[0];
        values(resource, condition, field);
        under(Fact{condition, true}, [&] { values(resource, value.items()[1], field); });
        under(Fact{condition, false}, [&] { values(resource, value.items()[2], field); });
        break;
      }
      [[fallthrough]];
    case ValueKind::List:
    case ValueKind::Object:
    case ValueKind::Raw:
    case ValueKind::Runtime:
      for (const Value &each : value.items())
        values(resource, each, field);
      break;
    default: break;
    }
  }

  /// The resource of an ID, and its subresource if any, must exist whenever the value is used.
  void exists(const Resource &resource, const Value &id) {
    const Resource &target = id.resource();
    if (!known.contains(&target))
      return fault(resource,
                   fmt::format("refers to @{}, which is not in the module", target.symbol));
    if (&target != &resource)
      demand(resource, target.condition,
             fmt::format("refers to @{}, which does not exist", target.symbol));
    if (id.parts().size() < 2)
      return;
    partExists(resource, target, id.parts()[0].text(), id.parts()[1]);
  }

  void partExists(const Resource &resource, const Resource &target, StringRef list,
                  const Value &name) {
    if (name.is(ValueKind::Call) && name.function() == Function::If) {
      for (bool holds : {true, false})
        under(Fact{name.items()[0], holds},
              [&] { partExists(resource, target, list, name.items()[holds ? 1 : 2]); });
      return;
    }
    std::optional<llvm::SmallVector<Value, 2>> found = conditionsOf(target, list, name);
    if (!found)
      return;
    std::string part = fmt::format("{} of @{}", list, target.symbol);
    if (found->empty())
      fault(resource, fmt::format("refers to a missing element of {}", part));
    else
      demand(resource, *found, fmt::format("refers to an element of {} that does not exist", part));
  }

  /// The conditions of all elements with that name; nullopt if `list` is not a list in the
  /// resource's layout.
  static std::optional<llvm::SmallVector<Value, 2>>
  conditionsOf(const Resource &target, StringRef list, const Value &name) {
    for (const Field &field : target.layout().fields) {
      if (field.shape != Shape::Parts || field.path.rsplit('.').second != list)
        continue;
      const Field *key = llvm::find_if(field.parts().fields,
                                       [](const Field &each) { return each.path == "name"; });
      if (key == field.parts().fields.end())
        return std::nullopt;
      llvm::SmallVector<Value, 2> found;
      Span span = field.span(object(target));
      for (size_t i = 0; i < span.count; ++i) {
        const char *each = span.data + i * field.stride;
        if (key->value(each) == name)
          found.push_back(reinterpret_cast<const Part *>(each)->when);
      }
      return found;
    }
    return std::nullopt;
  }

  void place(const Resource &resource) {
    const Layout &layout = resource.layout();
    bool global = resource.location == Value("global");
    if (!layout.located && resource.location.set())
      fault(resource, "must not have a location, because its parent has one");
    else if (layout.located && resource.kind != Kind::OtherResource &&
             (!resource.location.set() || global != layout.global))
      fault(resource, layout.global ? "must be global" : "must be in a region");
  }

  void cycles() {
    ResourceGraph graph(module);
    for (const std::vector<unsigned> &part : connectedParts(graph.needs))
      if (part.size() > 1 &&
          llvm::none_of(part, [&](unsigned each) { return isSpelled(*module.resources[each]); }))
        fault(*module.resources[part.front()],
              fmt::format("has a circular dependency with @{}", module.resources[part[1]]->symbol));
  }

  /// Raw resources and patches can refer to anything: Link reports cycles through them.
  static bool isSpelled(const Resource &resource) {
    return resource.kind == Kind::OtherResource || !resource.patches.empty();
  }

  void names() {
    llvm::StringSet<> taken;
    for (const auto &resource : module.resources) {
      // Raw resources can have any name: Link reports duplicates.
      if (resource->kind == Kind::OtherResource)
        continue;
      std::string key = resource->type().lower();
      for (const Value &name : resource->names)
        key += "/" + (name.is(ValueKind::Text) ? name.text().lower() : resource->symbol.str());
      if (Value scope = scopeOf(*resource); scope.set()) {
        llvm::raw_string_ostream out(key);
        print(scope, out << " ");
      }
      // Conditional resources can share a name if only one of them exists (Azure/bicep#15909).
      // The manifest says which resource groups must differ.
      if (!resource->condition.set() &&
          !taken.insert(key + " " + module.groupOf(*resource).str()).second)
        fault(*resource, "has the same name as another resource: " + key);
    }
  }
};
} // namespace

std::vector<std::string> azcl::arm::verify(const Module &module) {
  Verifier verifier{module, {}, {}, {}};
  for (const auto &resource : module.resources)
    verifier.known.insert(resource.get());
  verifier.names();
  for (const auto &resource : module.resources) {
    verifier.place(*resource);
    verifier.values(*resource, resource->condition, nullptr);
    verifier.under(Fact{resource->condition}, [&] {
      for (const Value &name : resource->names)
        verifier.values(*resource, name, nullptr);
      verifier.values(*resource, resource->tags, nullptr);
      verifier.fields(*resource, object(*resource), resource->layout());
    });
  }
  Arena arena;
  for (const auto &resource : module.resources)
    if (resource->kind != Kind::OtherResource)
      for (const azure::Fault &each : typeFaults(*resource, arena))
        // The published types mark only some of the secrets; `guarded` fields are checked above.
        if (each.kind != azure::FaultKind::SecretShown)
          verifier.fault(*resource, azure::describe(each));
  verifier.cycles();
  return std::move(verifier.faults);
}
