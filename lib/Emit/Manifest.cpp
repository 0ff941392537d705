#include "azcl/Emit/Templates.h"
#include "azcl/Support/Version.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/SHA256.h"

using namespace azcl;
using llvm::StringRef;

static std::string digest(StringRef content) {
  return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(content)), true);
}

/// A parameter's value as a reader of JSON expects it: numbers in the parameter's base unit would be
/// a riddle, so only plain ones are numbers.
static void writeValue(llvm::json::OStream &json, StringRef key, const Scalar &value,
                       const Type &type) {
  switch (type.kind) {
  case TypeKind::Int: return json.attribute(key, value.number);
  case TypeKind::Bool: return json.attribute(key, bool(value.number));
  default:
    return json.attribute(key, type.isNumeric() ? print(value, type) : value.text.str());
  }
}

static Scalar scalarOf(const Expr &expr) { return {expr.number, expr.text}; }

static void writeParam(llvm::json::OStream &json, const Param &param) {
  json.attribute("name", param.name.text);
  json.attribute("type", param.type->name);
  if (!param.doc.empty())
    json.attribute("doc", param.doc);
  if (param.domain.bounded) {
    writeValue(json, "minimum", {param.domain.low, {}}, *param.type);
    writeValue(json, "maximum", {param.domain.high, {}}, *param.type);
  }
  if (!param.domain.choices.empty())
    json.attributeArray("allowed", [&] {
      for (const Scalar &choice : param.domain.choices)
        if (param.type->kind == TypeKind::Int)
          json.value(choice.number);
        else
          json.value(param.type->isNumeric() ? print(choice, *param.type) : choice.text.str());
    });
  if (param.initial)
    writeValue(json, "default", scalarOf(*param.initial), *param.type);
}

static std::string nameText(const arm::Resource &resource) {
  std::string text;
  for (const arm::Value &name : resource.names)
    text += (text.empty() ? "" : "/") + name.text().str();
  return text;
}

static void writeComponents(llvm::json::OStream &json, const TemplateSet &set, arm::Place place) {
  json.attributeArray("components", [&] {
    for (const Template &each : set.templates)
      json.object([&] {
        json.attribute("name", each.name);
        json.attribute("deployment", each.deployment);
        json.attribute("tier", each.tier);
        json.attributeArray("of", [&] {
          for (StringRef component : each.components)
            json.value(component);
        });
        json.attributeArray("after", [&] {
          for (unsigned other : each.waitsFor)
            json.value(set.templates[other].name);
        });
        json.attributeArray("resources", [&] {
          for (const arm::Resource *resource : each.resources)
            json.object([&] {
              json.attribute("type", resource->type());
              json.attribute("name", nameText(*resource));
              json.attribute("source", place(resource->origin));
              if (resource->condition.set())
                json.attribute("conditional", true);
            });
        });
      });
  });
  json.attributeArray("preconditions", [&] {
    for (const arm::Precondition &each : set.module->preconditions)
      json.object([&] {
        json.attribute("kind", each.kind);
        json.attribute("subject", each.subject);
        json.attribute("why", each.why);
        json.attribute("source", place(each.origin));
      });
  });
}

static StringRef linkName(LinkMode mode) {
  static constexpr StringRef names[] = {"relative", "artifacts", "inline"};
  return names[size_t(mode)];
}

static std::string manifest(const Program &program, const TemplateSet &set, LinkMode mode,
                            llvm::ArrayRef<InputFile> inputs, llvm::ArrayRef<OutputFile> outputs,
                            arm::Place place) {
  std::string text;
  llvm::raw_string_ostream out(text);
  llvm::json::OStream json(out, 2);
  json.object([&] {
    json.attribute("format", 1);
    json.attributeObject("compiler", [&] {
      json.attribute("name", "azclc");
      json.attribute("version", version().compiler);
    });
    auto files = [&](StringRef key, auto &list) {
      json.attributeArray(key, [&] {
        for (const auto &file : list)
          json.object([&] {
            json.attribute("path", file.path);
            json.attribute("sha256", digest(file.content));
          });
      });
    };
    files("inputs", inputs);
    files("outputs", outputs);
    json.attribute("root", "main.json");
    json.attribute("link", linkName(mode));
    writeComponents(json, set, place);
    json.attributeArray("parameters", [&] {
      for (const Param *param : program.params)
        if (!param->closed)
          json.object([&] { writeParam(json, *param); });
    });
    json.attributeArray("environments", [&] {
      for (const EnvironmentValues &environment : program.environments)
        json.object([&] {
          json.attribute("name", environment.name.text);
          json.attributeObject("values", [&] {
            for (const auto &[param, value] : environment.values)
              writeValue(json, param->name.text, scalarOf(*value), *param->type);
          });
        });
    });
  });
  out << "\n";
  return text;
}

std::vector<OutputFile> azcl::emit(const Program &program, const TemplateSet &set,
                                   llvm::ArrayRef<InputFile> inputs, arm::Place place,
                                   const EmitOptions &options) {
  std::vector<OutputFile> outputs = writeTemplates(set, options.link, options.threads);
  llvm::append_range(outputs, writeParameterFiles(set));
  std::string model;
  llvm::raw_string_ostream out(model);
  printModel(program, out);
  outputs.push_back({"model.azc", std::move(model)});
  std::string text = manifest(program, set, options.link, inputs, outputs, place);
  outputs.push_back({"manifest.json", std::move(text)});
  return outputs;
}
