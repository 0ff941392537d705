// --emit=compliance: the result of each control, as text, JSON, SARIF or HTML.
#include "azcl/Compliance/Compliance.h"
#include "azcl/Support/Format.h"
#include "azcl/Support/JsonWriter.h"
#include "azcl/Support/Version.h"

using namespace azcl;
using llvm::StringRef;

static constexpr StringRef disclaimer =
    "This is evidence about the template, not a certification. Controls that no template can "
    "influence are for people, the tenant and the subscription.";

static StringRef wordOf(ControlState state, const ComplianceControl &control) {
  switch (state) {
  case ControlState::Met: return control.whole ? "met" : "template part met";
  case ControlState::Unmet: return "not met";
  case ControlState::Absent: return "not applicable";
  case ControlState::Outside: return "outside of this template";
  case ControlState::Excepted: return "exception";
  }
  llvm_unreachable("all states are covered");
}

static std::string summaryOf(const FrameworkResult &framework) {
  return fmt::format("{} met, {} not met, {} with an exception, {} outside, {} not applicable, "
                     "of {}",
                     framework.count(ControlState::Met), framework.count(ControlState::Unmet),
                     framework.count(ControlState::Excepted),
                     framework.count(ControlState::Outside), framework.count(ControlState::Absent),
                     framework.controls.size());
}

/// The resources that decided a check: the first ones, with their places.
static std::string evidenceOf(const CheckResult &check, arm::Place place) {
  if (check.state == CheckState::Live)
    return "only the subscription shows it";
  constexpr size_t most = 3;
  const auto &resources = check.unmet.empty() ? check.met : check.unmet;
  std::string text;
  for (size_t i = 0; i < std::min(most, resources.size()); ++i)
    text +=
        fmt::format("{}{} ({})", i ? ", " : "", resources[i]->symbol, place(resources[i]->origin));
  if (resources.size() > most)
    text += fmt::format(" and {} more", resources.size() - most);
  return text;
}

static void printText(llvm::ArrayRef<ClusterCompliance> results, arm::Place place,
                      llvm::raw_ostream &out) {
  if (results.empty())
    out << "no cluster has a `compliance` block\n";
  for (const ClusterCompliance &cluster : results)
    for (const FrameworkResult &framework : cluster.frameworks) {
      out << fmt::format("cluster {}: {}\n  {}\n", cluster.cluster->label.text,
                         framework.facts->title, summaryOf(framework));
      for (const ControlResult &control : framework.controls) {
        out << fmt::format("  {} {}: {}\n", control.control->id,
                           wordOf(control.state, *control.control), control.control->title);
        if (control.exception)
          out << fmt::format("    exception until {}: {}\n", control.exception->until.value(),
                             control.exception->reason.value());
        for (const CheckResult *check : control.checks) {
          out << fmt::format("    {}: {}\n", check->check->name, evidenceOf(*check, place));
          if (check->state == CheckState::Unmet)
            out << fmt::format("      needed: {}\n", check->check->repair);
        }
      }
      out << "  outside of a template: " << framework.facts->outside << "\n\n";
    }
  if (!results.empty())
    out << disclaimer << "\n";
}

static void writeCheck(const CheckResult &check, arm::Place place, JsonWriter &json) {
  json.open('{');
  json.attribute("check", check.check->name);
  json.attribute("rule", check.check->rule);
  json.attribute("state", check.state == CheckState::Unmet  ? "unmet"
                          : check.state == CheckState::Live ? "live"
                                                            : "met");
  const auto &resources = check.unmet.empty() ? check.met : check.unmet;
  json.array("resources", [&] {
    for (const arm::Resource *resource : resources) {
      json.item();
      json.open('{');
      json.attribute("resource", resource->symbol);
      json.attribute("type", resource->type());
      json.attribute("place", place(resource->origin));
      json.close('}');
    }
  });
  if (check.state == CheckState::Unmet)
    json.attribute("needed", check.check->repair);
  json.close('}');
}

static void printJson(llvm::ArrayRef<ClusterCompliance> results, const Catalog &catalog,
                      arm::Place place, llvm::raw_ostream &out) {
  std::string text;
  JsonWriter json(text);
  json.open('{');
  json.attribute("notice", disclaimer);
  json.attribute("facts", dayOf(catalog));
  json.array("results", [&] {
    for (const ClusterCompliance &cluster : results)
      for (const FrameworkResult &framework : cluster.frameworks) {
        json.item();
        json.open('{');
        json.attribute("cluster", cluster.cluster->label.text);
        json.attribute("framework", Words<Framework>::words[size_t(framework.framework)].name);
        json.attribute("title", framework.facts->title);
        json.array("controls", [&] {
          for (const ControlResult &control : framework.controls) {
            json.item();
            json.open('{');
            json.attribute("id", control.control->id);
            json.attribute("title", control.control->title);
            json.attribute("state", wordOf(control.state, *control.control));
            if (control.exception) {
              json.attribute("reason", control.exception->reason.value());
              json.attribute("until", control.exception->until.value());
            }
            json.array("checks", [&] {
              for (const CheckResult *check : control.checks) {
                json.item();
                writeCheck(*check, place, json);
              }
            });
            json.close('}');
          }
        });
        json.array("outside", [&] {
          llvm::SmallVector<StringRef, 0> ids;
          framework.facts->outside.split(ids, "; ");
          for (StringRef id : ids) {
            json.item();
            json.text(id);
          }
        });
        json.close('}');
      }
  });
  json.close('}');
  out << text << "\n";
}

/// SARIF 2.1.0: a result for each control, with the kinds `pass`, `fail` and `notApplicable`.
static void printSarif(llvm::ArrayRef<ClusterCompliance> results, arm::Place place,
                       llvm::raw_ostream &out) {
  std::string text;
  JsonWriter json(text);
  auto location = [&](const arm::Resource &resource) {
    std::string at = place(resource.origin);
    auto [rest, column] = StringRef(at).rsplit(':');
    auto [file, line] = rest.rsplit(':');
    unsigned lineNumber = 1, columnNumber = 1;
    (void)line.getAsInteger(10, lineNumber);
    (void)column.getAsInteger(10, columnNumber);
    json.item();
    json.open('{');
    json.object("physicalLocation", [&] {
      json.object("artifactLocation", [&] { json.attribute("uri", file); });
      json.object("region", [&] {
        json.attribute("startLine", lineNumber);
        json.attribute("startColumn", columnNumber);
      });
    });
    json.close('}');
  };
  json.open('{');
  json.attribute("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json.attribute("version", "2.1.0");
  json.array("runs", [&] {
    json.item();
    json.open('{');
    json.object("tool", [&] {
      json.object("driver", [&] {
        json.attribute("name", "azclc");
        json.attribute("version", version().compiler);
      });
    });
    json.array("results", [&] {
      for (const ClusterCompliance &cluster : results)
        for (const FrameworkResult &framework : cluster.frameworks)
          for (const ControlResult &control : framework.controls) {
            json.item();
            json.open('{');
            json.attribute("ruleId",
                           fmt::format("{} {}", control.control->framework, control.control->id));
            json.attribute("kind", control.state == ControlState::Met       ? "pass"
                                   : control.state == ControlState::Absent  ? "notApplicable"
                                   : control.state == ControlState::Outside ? "open"
                                   : control.state == ControlState::Unmet   ? "fail"
                                                                            : "review");
            json.attribute("level", control.state == ControlState::Unmet ? "error" : "none");
            json.object("message", [&] {
              std::string message = fmt::format("{}: {}", control.control->title,
                                                wordOf(control.state, *control.control));
              for (const CheckResult *check : control.checks)
                if (check->state == CheckState::Unmet)
                  message += fmt::format("; needed: {}", check->check->repair);
              json.attribute("text", message);
            });
            json.array("locations", [&] {
              for (const CheckResult *check : control.checks) {
                const auto &resources = check->unmet.empty() ? check->met : check->unmet;
                if (!resources.empty())
                  return location(*resources.front());
              }
            });
            json.close('}');
          }
    });
    json.close('}');
  });
  json.close('}');
  out << text << "\n";
}

static std::string escaped(StringRef text) {
  std::string made;
  for (char c : text)
    made += c == '<'   ? "&lt;"
            : c == '>' ? "&gt;"
            : c == '&' ? "&amp;"
            : c == '"' ? "&quot;"
                       : std::string(1, c);
  return made;
}

static void printHtml(llvm::ArrayRef<ClusterCompliance> results, const Catalog &catalog,
                      arm::Place place, llvm::raw_ostream &out) {
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<title>Compliance of the template</title>\n<style>\n"
         "body { font-family: sans-serif; margin: 2em; max-width: 70em; }\n"
         "table { border-collapse: collapse; width: 100%; }\n"
         "td, th { border: 1px solid #999; padding: 0.3em 0.5em; text-align: left; "
         "vertical-align: top; }\n"
         ".unmet { background: #fdd; }\n.met { background: #dfd; }\n"
         ".excepted { background: #ffd; }\n</style>\n</head>\n<body>\n"
         "<h1>Compliance of the template</h1>\n<p>"
      << escaped(disclaimer) << " Facts of " << dayOf(catalog) << ".</p>\n";
  for (const ClusterCompliance &cluster : results)
    for (const FrameworkResult &framework : cluster.frameworks) {
      out << fmt::format("<h2>Cluster {}: {}</h2>\n<p>{}</p>\n<table>\n"
                         "<tr><th>control</th><th>result</th><th>evidence</th></tr>\n",
                         escaped(cluster.cluster->label.text), escaped(framework.facts->title),
                         summaryOf(framework));
      for (const ControlResult &control : framework.controls) {
        StringRef style = control.state == ControlState::Met        ? "met"
                          : control.state == ControlState::Unmet    ? "unmet"
                          : control.state == ControlState::Excepted ? "excepted"
                                                                    : "absent";
        out << fmt::format("<tr class=\"{}\"><td>{} {}</td><td>{}</td><td>", style,
                           escaped(control.control->id), escaped(control.control->title),
                           wordOf(control.state, *control.control));
        if (control.exception)
          out << fmt::format("until {}: {}<br>", control.exception->until.value(),
                             escaped(control.exception->reason.value()));
        for (const CheckResult *check : control.checks) {
          out << escaped(check->check->rule) << ": " << escaped(evidenceOf(*check, place));
          if (check->state == CheckState::Unmet)
            out << "; needed: " << escaped(check->check->repair);
          out << "<br>";
        }
        out << "</td></tr>\n";
      }
      out << "</table>\n<p>Outside of a template: " << escaped(framework.facts->outside)
          << ".</p>\n";
    }
  out << "</body>\n</html>\n";
}

void azcl::printCompliance(llvm::ArrayRef<ClusterCompliance> results, const Catalog &catalog,
                           ComplianceFormat format, arm::Place place, llvm::raw_ostream &out) {
  switch (format) {
  case ComplianceFormat::Text: return printText(results, place, out);
  case ComplianceFormat::Json: return printJson(results, catalog, place, out);
  case ComplianceFormat::Sarif: return printSarif(results, place, out);
  case ComplianceFormat::Html: return printHtml(results, catalog, place, out);
  }
}
