// Adds the dependencies of `resource` blocks that only their ARM text shows: a child depends on its
// parent, by type and name, and an expression depends on the resources whose IDs it computes. All
// other dependencies come from references.
#include "../Cluster.h"
#include "azcl/Support/TemplateExpression.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using arm::Value;
using arm::ValueKind;
using expressions::Expression;
using llvm::StringRef;

/// A text or an expression as a name that can be compared without regard to case; empty if it
/// cannot be compared.
static std::string keyOf(const Value &name) {
  switch (name.kind()) {
  case ValueKind::Text: return "'" + name.text().lower() + "'";
  case ValueKind::Param: return "parameters('" + name.parameter().name.lower() + "')";
  case ValueKind::Raw: {
    expressions::Problem problem;
    auto parsed = expressions::parseExpression(name.items()[0].text(), problem);
    return parsed ? StringRef(print(*parsed)).lower() : "";
  }
  default: return "";
  }
}

namespace {
class Order {
public:
  explicit Order(arm::Module &module) : module(module) {
    for (const auto &resource : module.resources)
      byName.try_emplace(keyOf(resource->type(), resource->names), resource.get());
  }

  void run() {
    for (const auto &resource : module.resources) {
      if (resource->kind == arm::Kind::OtherResource)
        waitForParent(*resource);
      forEachValue(*resource, [&](const Value &value, const arm::Field *) {
        walk(value, [&](const Value &each) {
          if (each.is(ValueKind::Raw))
            waitForNamed(*resource, each.items()[0].text());
        });
      });
    }
  }

private:
  static std::string keyOf(StringRef type, llvm::ArrayRef<Value> names) {
    std::string key = type.lower();
    for (const Value &name : names)
      key += "/" + ::keyOf(name);
    return key;
  }

  void wait(arm::Resource &resource, const std::string &key) {
    const arm::Resource *found = byName.lookup(key);
    if (found && found != &resource && !llvm::is_contained(resource.after, found))
      resource.after.push_back(found);
  }

  /// Microsoft.Storage/storageAccounts/blobServices depends on its storage account.
  void waitForParent(arm::Resource &resource) {
    StringRef type = resource.type();
    for (size_t count = resource.names.size(); count > 1; --count) {
      type = type.rsplit('/').first;
      std::string key = keyOf(type, llvm::ArrayRef(resource.names).take_front(count - 1));
      if (byName.contains(key))
        return wait(resource, key);
    }
  }

  void waitForNamed(arm::Resource &resource, StringRef text) {
    expressions::Problem problem;
    std::optional<Expression> parsed = expressions::parseExpression(text, problem);
    if (!parsed)
      return; // Sema reports it
    walk(*parsed, [&](const Expression &each) {
      StringRef name = each.text;
      if (each.kind == Expression::Kind::Call &&
          (name.equals_insensitive("resourceId") || name.equals_insensitive("extensionResourceId")))
        wait(resource, keyOfId(each.arguments));
      else if (each.kind == Expression::Kind::Call && name.equals_insensitive("reference") &&
               !each.arguments.empty())
        waitForName(resource, each.arguments[0]);
    });
  }

  /// The arguments before the type can be a subscription, a resource group, or the ID of the
  /// extended resource.
  static std::string keyOfId(llvm::ArrayRef<Expression> arguments) {
    while (!arguments.empty()) {
      const Expression &type = arguments.front();
      arguments = arguments.drop_front();
      if (type.kind != Expression::Kind::String || !StringRef(type.text).contains('/') ||
          StringRef(type.text).starts_with("/"))
        continue;
      std::string key = StringRef(type.text).lower();
      for (const Expression &name : arguments)
        key += "/" + StringRef(print(name)).lower();
      return key;
    }
    return "";
  }

  /// reference('NAME') gives the name of a resource, but not its type.
  void waitForName(arm::Resource &resource, const Expression &name) {
    if (name.kind != Expression::Kind::String || StringRef(name.text).contains('/'))
      return;
    for (const auto &other : module.resources)
      if (other->names.size() == 1 &&
          ::keyOf(other->name()) == "'" + StringRef(name.text).lower() + "'")
        return wait(resource, keyOf(other->type(), other->names));
  }

  arm::Module &module;
  llvm::StringMap<const arm::Resource *> byName;
};
} // namespace

void azcl::orderSpelled(arm::Module &module) {
  Order(module).run();
}
