// What-if: compares the resources of a template with the state.
#include "../Expand/Replacements.h"
#include "Service.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::Change;
using expansion::findString;
using llvm::StringRef;

/// Without the members that are not properties of the resource provider.
static Json shownBody(const Json &body) {
  Json shown = body;
  shown.erase("dependsOn");
  shown.erase("condition");
  return shown;
}

static Json changeOf(StringRef id, StringRef type) {
  return {{"resourceId", id.str()}, {"changeType", type.str()}};
}

/// The change of one property. An index in a path becomes a step: "rules[web]" as "rules.web".
static Json deltaOf(const Change &change) {
  Json delta = {{"path", change.path},
                {"propertyChangeType", !change.before  ? "Create"
                                       : !change.after ? "Delete"
                                                       : "Modify"}};
  if (change.before)
    delta["before"] = *change.before;
  if (change.after)
    delta["after"] = *change.after;
  return delta;
}

static Json compare(State &state, const Node &node, bool onlyIds) {
  if (node.id.find('<') != std::string::npos) {
    Json change = changeOf(node.id, "Unsupported");
    change["unsupportedReason"] = "Changes to the resource cannot be calculated, because its "
                                  "resource ID or API version cannot be calculated until the "
                                  "deployment is under way.";
    return change;
  }
  const Resource *old = state.resource(node.id);
  Json body = resolved(state, node.body);
  if (!old) {
    Json change = changeOf(node.id, "Create");
    if (!onlyIds)
      change["after"] = shownBody(body);
    return change;
  }
  ExpandedResource before{old->id, old->type, old->name, resolved(state, old->requested)};
  ExpandedResource after{node.id, node.type, node.name, body};
  Json delta = Json::array();
  for (const Change &each : expansion::changesOf(before, after))
    if (each.path != "apiVersion")
      delta.push_back(deltaOf(each));
  if (onlyIds)
    return changeOf(old->id, "Deploy");
  Json change = changeOf(old->id, delta.empty() ? "NoChange" : "Modify");
  change["before"] = shownBody(before.body);
  change["after"] = shownBody(body);
  if (!delta.empty())
    change["delta"] = std::move(delta);
  return change;
}

static Json changesOf(State &state, const std::vector<Run> &runs, bool onlyIds) {
  Json changes = Json::array();
  std::vector<std::string> mentioned;
  for (const Run &run : runs)
    for (const Node &node : run.nodes) {
      mentioned.push_back(StringRef(node.id).lower());
      if (!node.nested)
        changes.push_back(compare(state, node, onlyIds));
    }
  const Run &main = runs.front();
  const std::string *mode = findString(main.request, "mode");
  bool isComplete = mode && StringRef(*mode).equals_insensitive("Complete");
  std::string group = StringRef(main.scope).lower() + "/";
  for (auto &[id, resource] : state.resources)
    if (!State::groupOf(main.scope).empty() && StringRef(id).starts_with(group) &&
        StringRef(resource.type).count('/') == 1 && !llvm::is_contained(mentioned, id)) {
      Json change = changeOf(resource.id, isComplete ? "Delete" : "Ignore");
      if (!onlyIds)
        change["before"] = shownBody(resource.requested);
      changes.push_back(std::move(change));
    }
  return changes;
}

Response azcl::sim::whatIfDeployment(Call &call) {
  Wanted wanted;
  std::variant<Plan, Problem> planned = planOf(call, wanted);
  if (Problem *failed = std::get_if<Problem>(&planned))
    return failure(*failed);
  uint64_t next = call.state.next; // the runs do not start
  std::vector<Run> runs =
      runsOf(call.state, std::get<Plan>(planned), wanted, call.correlation, call.apiVersion);
  call.state.next = next;
  const Json *settings = expansion::findMember(wanted.properties, "whatIfSettings");
  const std::string *format = settings ? findString(*settings, "resultFormat") : nullptr;
  bool onlyIds = format && StringRef(*format).equals_insensitive("ResourceIdOnly");
  Job job;
  job.id = fmt::format("WHATIF{:016}", call.state.next++);
  job.kind = "whatIf";
  job.result = {
      {"status", "Succeeded"},
      {"properties",
       {{"correlationId", call.correlation}, {"changes", changesOf(call.state, runs, onlyIds)}}}};
  size_t count = job.result["properties"]["changes"].size();
  return accepted(call, std::move(job), Milliseconds(4000 + 150 * count), "5");
}
