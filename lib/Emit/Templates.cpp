// Writes the root template, the linked templates and the parameter files.
#include "Head.h"
#include "ResourceWriter.h"
#include "azcl/Emit/Emit.h"
#include "azcl/Support/TemplateExpression.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/Threading.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

static constexpr StringRef templateSchema =
    "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
static constexpr StringRef parameterSchema =
    "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#";

/// The approximate size of a resource, to allocate the buffer once.
static constexpr size_t usualBytes = 2048;

namespace {
class TemplateWriter {
public:
  TemplateWriter(const TemplateSet &set, const LinkLimits &limits, LinkMode mode)
      : set(set), limits(limits), mode(mode), plain(*set.module) {}

  /// Writes a linked template: the whole file.
  OutputFile linked(const Template &templ, std::vector<Oversized> &oversized) const {
    return file("templates/" + templ.name + ".json", usualBytes * templ.resources.size(), oversized,
                [&](JsonWriter &json) { linkedTemplate(templ, json); });
  }

  OutputFile root(std::vector<Oversized> &oversized) const {
    return file("main.json", 0, oversized, [&](JsonWriter &json) { rootTemplate(json); });
  }

  /// Whether resources or their expressions can exceed Azure's limits. Each expression is on one
  /// line, unless the whole file is.
  bool mayExceed(llvm::StringRef content) const {
    if (content.size() > limits.resourceBytes)
      return true;
    while (content.size() > expressions::maxExpressionLength) {
      size_t end = content.find('\n');
      if (end > expressions::maxExpressionLength)
        return true;
      content = content.drop_front(end + 1);
    }
    return false;
  }

  /// The resources that exceed Azure's size limit, and those with an expression that is too long.
  void measure(const Template &templ, std::vector<Oversized> &oversized) const {
    for (const arm::Resource *resource : templ.resources) {
      std::string text, path = "templates/" + templ.name + ".json";
      JsonWriter json(text, JsonForm::Compact);
      ExpressionWriter here(*set.module, templ.group);
      ResourceWriter(here, templ.location, json).write(*resource, {});
      addVariables(*resource, json);
      if (text.size() > limits.resourceBytes)
        oversized.push_back({path, resource, text.size()});
      else if (size_t longest = longestExpression(text); longest > expressions::maxExpressionLength)
        oversized.push_back({path, resource, longest, true});
    }
  }

private:
  /// The values of the variables that the resource uses.
  void addVariables(const arm::Resource &resource, JsonWriter &json) const {
    forEachValue(resource, [&](const Value &whole, const arm::Field *) {
      walk(whole, [&](const Value &value) {
        if (value.is(arm::ValueKind::Call) && value.function() == arm::Function::Variable)
          plain.write(value.items()[1], json);
      });
    });
  }

  /// The length of the longest string of a JSON text that is an expression, without its brackets.
  static size_t longestExpression(llvm::StringRef json) {
    size_t longest = 0;
    for (size_t at = json.find('"'); at != llvm::StringRef::npos; at = json.find('"', at + 1)) {
      size_t start = at + 1, escapes = 0;
      for (at = start; json[at] != '"'; ++at)
        if (json[at] == '\\')
          ++at, ++escapes;
      if (json[start] == '[' && json[start + 1] != '[')
        longest = std::max(longest, at - start - escapes - 2);
    }
    return longest;
  }

  OutputFile file(std::string path, size_t usual, std::vector<Oversized> &oversized,
                  llvm::function_ref<void(JsonWriter &)> write) const {
    OutputFile made{std::move(path), ""};
    made.content.reserve(usual);
    for (JsonForm form : {JsonForm::Indented, JsonForm::Compact}) {
      made.content.clear();
      JsonWriter json(made.content, form);
      write(json);
      made.content += '\n';
      if (made.content.size() <= limits.bytes)
        return made;
    }
    oversized.push_back({made.path, nullptr, made.content.size()});
    return made;
  }

  void rootTemplate(JsonWriter &json) const {
    json.open('{');
    writeHead(templateSchema, json);
    json.object("parameters", [&] {
      for (const arm::Parameter *parameter : set.parameters)
        declare(*parameter, true, json);
      if (mode == LinkMode::Artifacts)
        artifactParameters(json);
    });
    json.array("resources", [&] {
      for (const Template &each : set.templates)
        json.element([&] { deployment(each, json); });
    });
    if (!set.module->outputs.empty())
      outputs(json);
    json.close('}');
  }

  /// The root declares bounds and defaults; the values that it passes on are already checked.
  void declare(const arm::Parameter &parameter, bool whole, JsonWriter &json) const {
    json.object(parameter.name, [&] {
      json.attribute("type", toString(parameter.type));
      auto value = [&](StringRef name, const Value &value) {
        json.key(name);
        plain.write(value, json);
      };
      if (!whole)
        return;
      if (parameter.initial.set())
        value("defaultValue", parameter.initial);
      if (!parameter.allowed.empty()) {
        json.key("allowedValues");
        plain.literal(Value::list(parameter.allowed), json);
      }
      if (parameter.least)
        value("minValue", *parameter.least);
      if (parameter.most)
        value("maxValue", *parameter.most);
      if (parameter.shortest)
        value("minLength", *parameter.shortest);
      if (parameter.longest)
        value("maxLength", *parameter.longest);
      if (!parameter.doc.empty())
        json.object("metadata", [&] { json.attribute("description", parameter.doc); });
    });
  }

  void artifactParameters(JsonWriter &json) const {
    json.object("_artifactsLocation", [&] {
      json.attribute("type", "string");
      json.attribute("defaultValue", "[deployment().properties.templateLink.uri]");
      json.object("metadata", [&] {
        json.attribute(
            "description",
            "The base URI of this template and its linked templates, with a trailing slash.");
      });
    });
    json.object("_artifactsLocationSasToken", [&] {
      json.attribute("type", "securestring");
      json.attribute("defaultValue", "");
      json.object("metadata", [&] {
        json.attribute("description", "The SAS token for _artifactsLocation, if it requires one.");
      });
    });
  }

  void linkedTemplate(const Template &templ, JsonWriter &json) const {
    auto taken = [&](const Value &runtime) -> std::string {
      for (const RuntimeValue &each : templ.takes)
        if (each.resource == &runtime.resource() && each.path == runtime.items()[1].text())
          return "parameters('" + each.name + "')";
      return "";
    };
    ExpressionWriter expressions(*set.module, templ.group, taken);
    json.open('{');
    writeHead(templateSchema, json);
    json.object("parameters", [&] {
      if (!templ.location.empty())
        json.object("location", [&] { json.attribute("type", "string"); });
      for (const arm::Parameter *parameter : templ.parameters)
        declare(*parameter, false, json);
      for (const RuntimeValue &each : templ.takes)
        json.object(each.name, [&] { json.attribute("type", each.type); });
    });
    if (!templ.variables.empty())
      json.object("variables", [&] {
        for (const Value &each : templ.variables) {
          json.key(each.items()[0].text());
          expressions.write(each.items()[1], json);
        }
      });
    ResourceWriter writer(expressions, templ.location, json);
    json.array("resources", [&] {
      for (size_t i = 0; i < templ.resources.size(); ++i) {
        json.item();
        writer.write(*templ.resources[i], templ.after[i]);
      }
    });
    if (!templ.gives.empty())
      json.object("outputs", [&] {
        for (const RuntimeValue &each : templ.gives)
          give(each, json);
      });
    json.close('}');
  }

  void give(const RuntimeValue &runtimeValue, JsonWriter &json) const {
    json.object(runtimeValue.name, [&] {
      json.attribute("type", runtimeValue.type);
      if (runtimeValue.resource->condition.set()) {
        json.key("condition");
        plain.write(runtimeValue.resource->condition, json);
      }
      std::string text = "[";
      ExpressionWriter here(*set.module, set.module->groupOf(*runtimeValue.resource));
      here.reference(*runtimeValue.resource, runtimeValue.path, text);
      json.attribute("value", text + "]");
    });
  }

  std::string deploymentId(const Template &templ) const {
    std::string group =
        templ.group.empty() ? "" : ExpressionWriter::groupName(*set.module, templ.group) + ", ";
    return "resourceId(" + group + "'Microsoft.Resources/deployments', '" + templ.deployment + "')";
  }

  void deployment(const Template &templ, JsonWriter &json) const {
    json.attribute("type", "Microsoft.Resources/deployments");
    json.attribute("apiVersion", deploymentsVersion(*set.module));
    json.attribute("name", templ.deployment);
    if (!templ.group.empty())
      json.attribute("resourceGroup",
                     "[" + ExpressionWriter::groupName(*set.module, templ.group) + "]");
    if (!templ.waitsFor.empty())
      json.array("dependsOn", [&] {
        for (unsigned other : templ.waitsFor) {
          json.item();
          // The decompiler of Bicep cannot read the ID of a deployment to another resource group.
          const Template &waited = set.templates[other];
          json.text(waited.group.empty() ? "[" + deploymentId(waited) + "]" : waited.deployment);
        }
      });
    json.object("properties", [&] {
      json.attribute("mode", "Incremental");
      link(templ, json);
      json.object("parameters", [&] { handDown(templ, json); });
    });
  }

  void link(const Template &templ, JsonWriter &json) const {
    std::string path = "templates/" + templ.name + ".json";
    switch (mode) {
    case LinkMode::Relative:
      json.object("templateLink", [&] { json.attribute("relativePath", path); });
      break;
    case LinkMode::Artifacts:
      json.object("templateLink", [&] {
        json.attribute("uri", "[uri(parameters('_artifactsLocation'), concat('" + path +
                                  "', parameters('_artifactsLocationSasToken')))]");
      });
      break;
    case LinkMode::Inline:
      json.object("expressionEvaluationOptions", [&] { json.attribute("scope", "inner"); });
      json.key("template");
      linkedTemplate(templ, json);
      break;
    }
  }

  void handDown(const Template &templ, JsonWriter &json) const {
    auto pass = [&](StringRef name, const std::string &value) {
      json.object(name, [&] { json.attribute("value", value); });
    };
    if (!templ.location.empty())
      pass("location", templ.location.str());
    for (const arm::Parameter *parameter : templ.parameters)
      pass(parameter->name, "[parameters('" + parameter->name.str() + "')]");
    for (const RuntimeValue &each : templ.takes)
      pass(each.name, "[" + guarded(each) + "]");
  }

  /// A value of the type for resources that do not exist.
  static StringRef nothing(StringRef type) {
    return type == "int"      ? "0"
           : type == "bool"   ? "false()"
           : type == "object" ? "createObject()"
           : type == "array"  ? "createArray()"
                              : "''";
  }

  /// An output of another template; an empty value if the resource does not exist.
  std::string guarded(const RuntimeValue &runtimeValue) const {
    const Template &from = set.templates[set.templateOf.lookup(runtimeValue.resource)];
    std::string value =
        "reference(" + deploymentId(from) + ").outputs." + runtimeValue.name + ".value";
    if (!runtimeValue.resource->condition.set())
      return value;
    std::string condition;
    plain.expression(runtimeValue.resource->condition, condition);
    return "if(" + condition + ", " + value + ", " + nothing(runtimeValue.type).str() + ")";
  }

  void outputs(JsonWriter &json) const {
    auto isAddress = [](const arm::Output &output) { return output.type.empty(); };
    json.object("outputs", [&] {
      if (llvm::any_of(set.module->outputs, isAddress))
        json.object("addresses", [&] {
          json.attribute("type", "object");
          json.object("value", [&] {
            for (const arm::Output &output : set.module->outputs)
              if (isAddress(output))
                json.attribute(output.name, "[" + outputValue(output.value) + "]");
          });
          json.object("metadata", [&] {
            json.attribute("description", "The address of each load balancer and gateway.");
          });
        });
      auto elsewhere = [&](const Value &runtime) { return outputValue(runtime); };
      ExpressionWriter expressions(*set.module, {}, elsewhere);
      for (const arm::Output &output : set.module->outputs)
        if (!isAddress(output))
          json.object(output.name, [&] {
            json.attribute("type", output.type);
            if (output.condition.set()) {
              json.key("condition");
              plain.write(output.condition, json);
            }
            json.key("value");
            expressions.write(output.value, json);
            if (!output.doc.empty())
              json.object("metadata", [&] { json.attribute("description", output.doc); });
          });
    });
  }

  /// The value that a template gives to the root.
  std::string outputValue(const Value &value) const {
    for (const Template &each : set.templates)
      for (const RuntimeValue &given : each.gives)
        if (given.resource == &value.resource() && given.path == value.items()[1].text())
          return guarded(given);
    llvm_unreachable("the linker adds an output for each runtime value");
  }

  const TemplateSet &set;
  const LinkLimits &limits;
  const LinkMode mode;
  const ExpressionWriter plain; ///< for the root
};

/// The number of resources per thread below which another thread does not pay off.
constexpr size_t worthAThread = 500;
} // namespace

Templates azcl::writeTemplates(const TemplateSet &set, const LinkLimits &limits,
                               const EmitOptions &options) {
  TemplateWriter writer(set, limits, options.link);
  Templates made;
  made.files.push_back(writer.root(made.oversized));
  bool apart = options.link != LinkMode::Inline;
  made.files.resize(1 + (apart ? set.templates.size() : 0));
  std::vector<std::vector<Oversized>> oversized(set.templates.size());
  auto write = [&](size_t i) {
    const Template &each = set.templates[i];
    if (apart)
      made.files[i + 1] = writer.linked(each, oversized[i]);
    if (writer.mayExceed(made.files[apart ? i + 1 : 0].content))
      writer.measure(each, oversized[i]);
  };
  if (set.module->resources.size() < worthAThread || options.threads == 1) {
    for (size_t i = 0; i < set.templates.size(); ++i)
      write(i);
  } else {
    llvm::StdThreadPool pool(llvm::hardware_concurrency(options.threads));
    for (size_t i = 0; i < set.templates.size(); ++i)
      pool.async(write, i);
    pool.wait();
  }
  for (std::vector<Oversized> &each : oversized)
    llvm::append_range(made.oversized, each);
  return made;
}

/// Whether an expression of the template gives the default.
static bool computed(const Value &value) {
  bool any = false;
  walk(value, [&](const Value &part) { any |= part.isExpression(); });
  return any;
}

std::vector<OutputFile> azcl::writeParameterFiles(const TemplateSet &set) {
  ExpressionWriter plain(*set.module);
  std::vector<OutputFile> files;
  auto write = [&](const arm::Environment *environment) {
    OutputFile file{environment ? "main.parameters." + environment->name.str() + ".json"
                                : "main.parameters.json",
                    ""};
    JsonWriter json(file.content);
    json.open('{');
    json.attribute("$schema", parameterSchema);
    json.attribute("contentVersion", "1.0.0.0");
    json.object("parameters", [&] {
      for (const arm::Parameter *parameter : set.parameters) {
        Value value = parameter->initial;
        if (environment)
          for (const auto &[assigned, given] : environment->values)
            if (assigned == parameter)
              value = given;
        if (value.set() && !computed(value)) // not the time of the deployment
          json.object(parameter->name, [&] {
            json.key("value");
            plain.literal(value, json);
          });
      }
    });
    json.close('}');
    file.content += '\n';
    files.push_back(std::move(file));
  };
  write(nullptr);
  for (const arm::Environment &environment : set.module->environments)
    write(&environment);
  return files;
}
