// Writes manifest.json.
#include "Expressions.h"
#include "azcl/Emit/Emit.h"
#include "azcl/Support/Format.h"
#include "azcl/Support/Version.h"
#include "llvm/Support/SHA256.h"

using namespace azcl;
using llvm::StringRef;

std::string azcl::digestOf(StringRef content) {
  return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(content)), true);
}

static StringRef linkName(LinkMode mode) {
  switch (mode) {
  case LinkMode::Relative: return "relative";
  case LinkMode::Artifacts: return "artifacts";
  case LinkMode::Inline: return "inline";
  }
  llvm_unreachable("unknown link mode");
}

namespace {
class ManifestWriter {
public:
  ManifestWriter(const TemplateSet &set, arm::Place place, std::string &text)
      : set(set), place(place), json(text), expressions(*set.module) {}

  void write(llvm::ArrayRef<InputFile> inputs, llvm::ArrayRef<OutputFile> outputs, LinkMode link) {
    json.open('{');
    json.key("format");
    json.number(1);
    json.object("compiler", [&] {
      json.attribute("name", "azclc");
      json.attribute("version", version().compiler);
    });
    files("inputs", inputs);
    files("outputs", outputs);
    json.attribute("root", "main.json");
    json.attribute("link", linkName(link));
    json.array("components", [&] {
      for (const Template &each : set.templates)
        json.element([&] { component(each); });
    });
    json.array("preconditions", [&] { preconditions(); });
    json.array("releases", [&] {
      for (const arm::Release &each : set.module->releases)
        json.element([&] { release(each); });
    });
    json.array("parameters", [&] {
      for (const auto &parameter : set.module->parameters)
        if (!parameter->declared.type.empty())
          json.element([&] { declaration(*parameter); });
    });
    json.array("environments", [&] {
      for (const arm::Environment &each : set.module->environments)
        json.element([&] { environment(each); });
    });
    json.close('}');
  }

private:
  template <class Files> void files(StringRef key, const Files &list) {
    json.array(key, [&] {
      for (const auto &file : list)
        json.element([&] {
          json.attribute("path", file.path);
          json.attribute("sha256", digestOf(file.content));
        });
    });
  }

  void item(StringRef text) {
    json.item();
    json.text(text);
  }

  void component(const Template &templ) {
    json.attribute("name", templ.name);
    json.attribute("deployment", templ.deployment);
    if (!templ.group.empty())
      json.attribute("group", templ.group);
    json.key("tier");
    json.number(templ.tier);
    json.array("of", [&] {
      for (StringRef component : templ.components)
        item(component);
    });
    json.array("after", [&] {
      for (unsigned other : templ.waitsFor)
        item(set.templates[other].name);
    });
    json.array("resources", [&] {
      for (const arm::Resource *resource : templ.resources)
        json.element([&] { describe(*resource); });
    });
  }

  void describe(const arm::Resource &resource) {
    json.attribute("type", resource.type());
    Arena arena;
    arm::ValueFactory values(arena);
    json.key("name");
    expressions.write(expressions.nameOf(resource, values), json);
    json.attribute("source", place(resource.origin));
    if (!resource.instancesKey.empty())
      json.attribute("instances", resource.instancesKey);
    arm::Value condition = arm::deployedIf(resource, values);
    if (!condition.set())
      return;
    json.key("conditional");
    json.truth(true);
    json.key("condition");
    expressions.write(condition, json);
  }

  void precondition(StringRef kind, StringRef subject, StringRef why, SourceRange origin) {
    json.element([&] {
      json.attribute("kind", kind);
      json.attribute("subject", subject);
      json.attribute("why", why);
      json.attribute("source", place(origin));
    });
  }

  void preconditions() {
    for (const arm::Precondition &each : set.module->preconditions)
      precondition(each.kind, each.subject, each.why, each.origin);
    // azure-docs, templates/deployment-quota-exceeded.md
    if (!set.templates.empty())
      precondition("deployments", "resource group",
                   fmt::format("the deployment history of a resource group is limited to {} "
                               "deployments, and each deployment of this program adds {}; Azure "
                               "deletes old entries unless the resource group is locked",
                               set.deploymentHistory, set.templates.size() + 1),
                   set.module->resources.front()->origin);
  }

  /// A deployer replaces the words `live` and `idle` by the colors of the scale sets at the start.
  void release(const arm::Release &release) {
    json.attribute("tier", release.tier);
    json.attribute("kind", "blue-green");
    if (!release.group.empty())
      json.attribute("group", release.group);
    json.object("sets", [&] {
      json.key("blue");
      expressions.write(release.blue, json);
      json.key("green");
      expressions.write(release.green, json);
    });
    if (release.preview.set()) {
      json.key("preview");
      expressions.write(release.preview, json);
    }
    json.attribute("source", place(release.origin));
    json.array("steps", [&] {
      for (const arm::ReleaseStep &each : release.steps)
        json.element([&] { each.deploys ? deployment(each) : time(each); });
    });
    if (!release.guards.empty())
      json.array("guards", [&] {
        for (const arm::ReleaseGuard &each : release.guards)
          json.element([&] { guard(each); });
      });
    if (!release.gateways.empty())
      json.array("measured", [&] {
        for (const arm::Value &gateway : release.gateways)
          json.element([&] { measured(gateway); });
      });
    json.object("abort", [&] {
      json.attribute("live", "live");
      names("leave", {"live", "idle"});
    });
    json.object("cleanup", [&] {
      json.attribute("live", "live");
      names("leave", {"live"});
    });
  }

  void names(StringRef key, llvm::ArrayRef<StringRef> list) {
    json.array(key, [&] {
      for (StringRef each : list)
        item(each);
    });
  }

  void deployment(const arm::ReleaseStep &step) {
    json.attribute("step", step.name);
    json.attribute("by", "template");
    json.attribute("live", step.live);
    names("leave", step.leave);
    if (step.instances.empty())
      return;
    json.attribute("instances", step.instances);
    json.attribute("weight", step.weight);
  }

  void time(const arm::ReleaseStep &step) {
    json.attribute("step", step.name);
    json.attribute("by", "deployer");
    json.attribute("seconds", step.seconds);
    json.attribute("until", step.until);
    if (step.timeout)
      json.attribute("timeout", step.timeout);
    if (step.requests)
      json.attribute("requests", step.requests);
    if (step.guarded)
      json.attribute("guarded", true);
  }

  void guard(const arm::ReleaseGuard &guard) {
    json.attribute("metric", guard.metric);
    json.attribute("above", guard.above);
    json.attribute("seconds", guard.seconds);
  }

  /// The metrics tell instances apart by the dimension BackendServer, their addresses
  /// (MicrosoftDocs/azure-docs,
  /// articles/application-gateway/monitor-application-gateway-reference).
  void measured(const arm::Value &gateway) {
    json.attribute("type", "Microsoft.Network/applicationGateways");
    json.key("name");
    expressions.write(gateway, json);
    json.attribute("dimension", "BackendServer");
    json.attribute("requests", "BackendResponseStatus");
    json.object("errors", [&] {
      json.attribute("metric", "BackendResponseStatus");
      json.attribute("dimension", "HttpStatusGroup");
      json.attribute("value", "5xx");
    });
    json.attribute("latency", "BackendLastByteResponseTime");
  }

  void value(StringRef key, const arm::Value &value) {
    if (!value.set())
      return;
    json.key(key);
    expressions.literal(value, json);
  }

  void declaration(const arm::Parameter &parameter) {
    const arm::Declaration &declared = parameter.declared;
    json.attribute("name", parameter.name);
    json.attribute("type", declared.type);
    if (!declared.doc.empty())
      json.attribute("doc", declared.doc);
    value("minimum", declared.least);
    value("maximum", declared.most);
    if (!declared.allowed.empty())
      json.array("allowed", [&] {
        for (const arm::Value &each : declared.allowed) {
          json.item();
          expressions.literal(each, json);
        }
      });
    value("default", declared.initial);
  }

  void environment(const arm::Environment &environment) {
    json.attribute("name", environment.name);
    json.object("values", [&] {
      for (size_t i = 0; i < environment.values.size(); ++i)
        value(environment.values[i].first->name, environment.declared[i]);
    });
  }

  const TemplateSet &set;
  arm::Place place;
  JsonWriter json;
  ExpressionWriter expressions;
};
} // namespace

OutputFile azcl::writeManifest(const TemplateSet &set, llvm::ArrayRef<InputFile> inputs,
                               llvm::ArrayRef<OutputFile> outputs, arm::Place place,
                               LinkMode link) {
  OutputFile file{"manifest.json", ""};
  ManifestWriter(set, place, file.content).write(inputs, outputs, link);
  file.content += '\n';
  return file;
}
