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

  /// The steps of a release. `live` and `idle` are the scale sets at its start, so a deployer
  /// replaces these words by their colors.
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
      deploy("prepare", "live", {"live"}, "as many instances as the live scale set has");
      wait("warm", release.warm, "all instances of the idle scale set are healthy");
      if (release.share) {
        deploy("share", "both", {"live", "idle"});
        wait("watch", release.share, "both scale sets are healthy");
      }
      deploy("switch", "idle", {"live", "idle"});
      wait("keep", release.keep, "the old version is no longer needed for a rollback");
      deploy("rest", "idle", {"idle"});
    });
    json.object("abort", [&] { parameters("live", {"live", "idle"}, {}); });
  }

  void parameters(StringRef live, llvm::ArrayRef<StringRef> leave, StringRef instances) {
    json.attribute("live", live);
    json.array("leave", [&] {
      for (StringRef each : leave)
        item(each);
    });
    if (!instances.empty())
      json.attribute("instances", instances);
  }
  /// A deployment of the templates with these values of the parameters.
  void deploy(StringRef name, StringRef live, llvm::ArrayRef<StringRef> leave,
              StringRef instances = {}) {
    json.element([&] {
      json.attribute("step", name);
      json.attribute("by", "template");
      parameters(live, leave, instances);
    });
  }
  void wait(StringRef name, int64_t seconds, StringRef until) {
    json.element([&] {
      json.attribute("step", name);
      json.attribute("by", "deployer");
      json.key("seconds");
      json.number(seconds);
      json.attribute("until", until);
    });
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
