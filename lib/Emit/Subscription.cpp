// Writes subscription.json, the template that creates the resource groups.
#include "Expressions.h"
#include "Head.h"
#include "azcl/Emit/Emit.h"

using namespace azcl;
using llvm::StringRef;

static constexpr StringRef schema =
    "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#";

namespace {
class SubscriptionWriter {
public:
  SubscriptionWriter(const TemplateSet &set, const EmitOptions &options, std::string &text)
      : set(set), module(*set.module), options(options), json(text), expressions(module) {}

  void write(StringRef main) {
    json.open('{');
    writeHead(schema, json);
    json.object("parameters", [&] { parameters(); });
    json.array("resources", [&] {
      for (const auto &[key, region] : module.groupRegions)
        json.element([&] { group(key); });
      json.element([&] { deployment(main); });
    });
    if (!module.outputs.empty())
      json.object("outputs", [&] { outputs(); });
    json.close('}');
  }

private:
  std::string defaultName(StringRef key) const {
    return key.empty() ? module.name.str() : (module.name + "-" + key).str();
  }

  void parameters() {
    json.object("groups", [&] {
      json.attribute("type", "object");
      json.object("defaultValue", [&] {
        for (const auto &[key, region] : module.groupRegions)
          json.attribute(memberOf(key), defaultName(key));
      });
      json.object("metadata", [&] {
        json.attribute("description", "The names of the resource groups, which are created.");
      });
    });
    json.object("locations", [&] {
      json.attribute("type", "object");
      json.object("defaultValue", [&] {
        for (const auto &[key, region] : module.groupRegions)
          json.attribute(memberOf(key), region);
      });
      json.object("metadata",
                  [&] { json.attribute("description", "The region of each resource group."); });
    });
    for (const arm::Parameter *parameter : set.parameters)
      if (parameter != module.groups)
        json.object(parameter->name, [&] { declare(*parameter); });
  }

  /// The name and the bounds are those of main.json, which checks the values.
  void declare(const arm::Parameter &parameter) {
    json.attribute("type", toString(parameter.type));
    if (&parameter == module.regionParameter && !parameter.allowed.empty()) {
      json.key("allowedValues");
      expressions.literal(arm::Value::list(parameter.allowed), json);
    }
    if (parameter.initial.set()) {
      json.key("defaultValue");
      if (parameter.initial.is(arm::ValueKind::Call) &&
          parameter.initial.function() == arm::Function::ResourceGroupLocation) // there is none
        json.text("[deployment().location]");
      else
        expressions.write(parameter.initial, json);
    }
    if (!parameter.doc.empty())
      json.object("metadata", [&] { json.attribute("description", parameter.doc); });
  }

  static StringRef memberOf(StringRef key) { return key.empty() ? "main" : key; }
  static std::string nameOf(StringRef key) {
    return fmt::format("parameters('groups')['{}']", memberOf(key));
  }

  void group(StringRef key) {
    json.attribute("type", "Microsoft.Resources/resourceGroups");
    json.attribute("apiVersion", deploymentsVersion(module));
    json.attribute("name", "[" + nameOf(key) + "]");
    json.attribute("location", fmt::format("[parameters('locations')['{}']]", memberOf(key)));
  }

  /// The deployment of main.json to the first of the groups.
  void deployment(StringRef main) {
    json.attribute("type", "Microsoft.Resources/deployments");
    json.attribute("apiVersion", deploymentsVersion(module));
    json.attribute("name", module.name);
    json.attribute("resourceGroup", "[" + nameOf(module.groupRegions.front().first) + "]");
    json.array("dependsOn", [&] {
      for (const auto &[key, region] : module.groupRegions) {
        json.item();
        json.text("[subscriptionResourceId('Microsoft.Resources/resourceGroups', " + nameOf(key) +
                  ")]");
      }
    });
    json.object("properties", [&] {
      json.attribute("mode", "Incremental");
      switch (options.link) {
      case LinkMode::Relative:
        json.object("templateLink", [&] { json.attribute("relativePath", "main.json"); });
        break;
      case LinkMode::Artifacts: llvm_unreachable("the options refuse it");
      case LinkMode::Inline:
        json.object("expressionEvaluationOptions", [&] { json.attribute("scope", "inner"); });
        json.key("template");
        json.word(main.trim());
        break;
      }
      json.object("parameters", [&] {
        for (const arm::Parameter *parameter : set.parameters)
          json.object(parameter->name, [&] {
            json.attribute("value", "[parameters('" + parameter->name.str() + "')]");
          });
      });
    });
  }

  /// The outputs are those of main.json.
  void outputs() {
    if (llvm::any_of(module.outputs, [](const arm::Output &each) { return each.type.empty(); }))
      output("addresses", "object", {});
    for (const arm::Output &each : module.outputs)
      if (!each.type.empty())
        output(each.name, each.type, each.condition);
  }

  void output(StringRef name, StringRef type, const arm::Value &condition) {
    json.object(name, [&] {
      json.attribute("type", type);
      if (condition.set()) {
        json.key("condition");
        expressions.write(condition, json);
      }
      json.attribute(
          "value",
          fmt::format("[reference(extensionResourceId(concat('/subscriptions/', "
                      "subscription().subscriptionId, '/resourceGroups/', {}), "
                      "'Microsoft.Resources/deployments', '{}'), '{}').outputs['{}'].value]",
                      nameOf(module.groupRegions.front().first), module.name,
                      deploymentsVersion(module), name));
    });
  }

  const TemplateSet &set;
  const arm::Module &module;
  const EmitOptions &options;
  JsonWriter json;
  ExpressionWriter expressions;
};
} // namespace

OutputFile azcl::writeSubscriptionTemplate(const TemplateSet &set, StringRef main,
                                           const EmitOptions &options) {
  OutputFile file{"subscription.json", ""};
  SubscriptionWriter(set, options, file.content).write(main);
  file.content += '\n';
  return file;
}
