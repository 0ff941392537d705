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
    if (!set.module->rollouts.empty())
      json.array("rollouts", [&] {
        for (const arm::Rollout &each : set.module->rollouts)
          json.element([&] { rollout(each); });
      });
    if (!set.module->regions.empty())
      json.array("regions", [&] {
        for (const arm::ApplicationRegion &each : set.module->regions)
          json.element([&] { region(each); });
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
    json.attribute("kind", release.kind);
    if (!release.group.empty())
      json.attribute("group", release.group);
    json.object("sets", [&] {
      for (const auto &[key, name] : release.sets) {
        json.key(key);
        expressions.write(name, json);
      }
    });
    if (release.preview.set()) {
      json.key("preview");
      expressions.write(release.preview, json);
    }
    json.attribute("source", place(release.origin));
    json.array("steps", [&] {
      for (const arm::ReleaseStep &each : release.steps)
        json.element([&] { step(each); });
    });
    if (!release.guards.empty())
      json.array("guards", [&] {
        for (const arm::ReleaseGuard &each : release.guards)
          json.element([&] { guard(each); });
      });
    if (!release.measured.empty())
      json.array("measured", [&] {
        for (const arm::ReleaseMetrics &each : release.measured)
          json.element([&] { measured(each); });
      });
    json.object("abort", [&] {
      deployment(release.abort);
      json.attribute("until", release.until);
    });
    for (const arm::ReleaseStep *each : {&release.cleanup, &release.revert})
      if (!each->name.empty())
        json.object(each->name, [&] { deployment(*each); });
  }

  void names(StringRef key, llvm::ArrayRef<StringRef> list) {
    json.array(key, [&] {
      for (StringRef each : list)
        item(each);
    });
  }

  void deployment(const arm::ReleaseStep &step) {
    if (!step.live.empty())
      json.attribute("live", step.live);
    names("leave", step.leave);
    if (!step.cancel.empty())
      names("cancel", step.cancel);
    if (!step.present.empty())
      names("present", step.present);
    if (step.instances.empty())
      return;
    json.attribute("instances", step.instances);
    json.attribute("weight", step.weight);
  }

  void step(const arm::ReleaseStep &step) {
    json.attribute("step", step.name);
    json.attribute("by", step.deploys ? "template" : "deployer");
    if (step.deploys)
      return deployment(step);
    json.attribute("seconds", step.seconds);
    json.attribute("until", step.until);
    if (!step.healthy.empty())
      names("healthy", step.healthy);
    if (!step.latest.empty())
      names("latest", step.latest);
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

  void measured(const arm::ReleaseMetrics &metrics) {
    json.attribute("type", metrics.type);
    json.key("name");
    expressions.write(metrics.name, json);
    json.attribute("dimension", metrics.instance);
    json.attribute("requests", metrics.requests.name);
    json.object("errors", [&] {
      json.attribute("metric", metrics.errors.name);
      json.attribute("dimension", metrics.errors.dimension);
      json.attribute("value", metrics.errors.value);
    });
    json.attribute("latency", metrics.latency.name);
  }

  void rollout(const arm::Rollout &rollout) {
    json.attribute("application", rollout.application);
    names("regions", rollout.regions);
    json.attribute("source", place(rollout.origin));
    json.array("steps", [&] {
      for (const arm::RolloutStep &each : rollout.steps)
        json.element([&] { step(each, rollout.weighted); });
    });
    json.object("abort", [&] {
      if (rollout.weighted)
        json.object("weights", [] {});
      names("leave", rollout.abort);
    });
  }

  void step(const arm::RolloutStep &step, bool weighted) {
    using enum arm::RolloutStep::By;
    json.attribute("step", step.name);
    json.attribute("by", step.by == Template   ? "template"
                         : step.by == Releases ? "releases"
                                               : "deployer");
    json.attribute("region", step.region);
    if (step.by == Deployer) {
      json.attribute("seconds", step.seconds);
      json.attribute("until", step.until);
      if (step.guarded)
        json.attribute("guarded", true);
      return;
    }
    if (step.by == Releases)
      names("releases", step.releases);
    if (weighted)
      json.object("weights", [&] {
        for (const auto &[region, weight] : step.weights)
          json.attribute(region, weight);
      });
    names("leave", step.leave);
  }

  void region(const arm::ApplicationRegion &region) {
    json.attribute("application", region.application);
    json.attribute("region", region.name);
    json.attribute("key", region.key);
    json.attribute("location", region.location);
    json.attribute("role", region.standby ? "standby" : "active");
    names("clusters", region.clusters);
    json.attribute("source", place(region.origin));
    json.array("entries", [&] {
      for (const arm::ApplicationRegion::Entry &each : region.entries)
        json.element([&] {
          json.attribute("type", each.type);
          json.key("resource");
          Arena arena;
          arm::ValueFactory values(arena);
          expressions.write(expressions.nameOf(*each.resource, values), json);
          if (!each.endpoint.empty())
            json.attribute("endpoint", each.endpoint);
        });
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
