// Expands the template of a deployment request.
#include "Plan.h"
#include "Links.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::Branch;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

namespace {
Problem invalidTemplate(StringRef message, StringRef code = "InvalidTemplate") {
  Json error = errorOf(code, fmt::format("Deployment template validation failed: '{}'.", message));
  error["additionalInfo"] = {{{"type", "TemplateViolation"},
                              {"info", {{"lineNumber", 1}, {"linePosition", 1}, {"path", ""}}}}};
  return {400, error};
}

Problem problemOf(llvm::Error failure) {
  std::optional<TemplateError::Kind> kind;
  std::string message;
  llvm::handleAllErrors(
      std::move(failure),
      [&](const TemplateError &error) {
        kind = error.kind;
        llvm::raw_string_ostream out(message);
        error.log(out);
      },
      [&](const llvm::ErrorInfoBase &error) { message = error.message(); });
  if (kind == TemplateError::Kind::Unsupported)
    return notSimulated("this template: " + message);
  if (kind == TemplateError::Kind::Link)
    return problem(400, "InvalidContentLink",
                   fmt::format("Unable to download deployment content: {}. Please see "
                               "https://aka.ms/arm-deploy for usage details.",
                               message));
  return invalidTemplate(message);
}

/// The parameters without the members that clients send as null.
Json withoutNulls(const Json &parameters) {
  Json result = Json::object();
  if (parameters.is_object())
    for (auto &[name, parameter] : parameters.items()) {
      Json &kept = result[name] = Json::object();
      if (parameter.is_object())
        for (auto &[key, value] : parameter.items())
          if (!(key == "reference" && value.is_null()))
            kept[key] = value;
    }
  return result;
}

ExpandContext contextOf(State &state, const Scenario::Data &scenario, const Wanted &wanted,
                        const Files &files) {
  ExpandContext context;
  llvm::SmallVector<StringRef> parts;
  StringRef(wanted.scope).split(parts, '/', -1, /*KeepEmpty=*/false);
  context.subscription = parts.size() > 1 ? parts[1].str() : "";
  context.resourceGroup = parts.size() > 3 ? parts[3].str() : "";
  context.location = wanted.location;
  if (const Group *group = state.group(wanted.scope)) {
    context.location = group->location;
    context.resourceGroup = group->name;
  }
  context.tenant = scenario.tenant;
  context.deployment = wanted.name;
  context.scopeOfSchema = false;
  context.mainFile = files.main;
  context.artifacts = files.base;
  for (auto &[id, group] : state.groups)
    context.groupLocations[id] = group.location;
  return context;
}

/// Follows the steps that each step needs; reports a cycle.
bool hasCycle(const Branch &branch, size_t at, std::vector<uint8_t> &colors) {
  if (colors[at])
    return colors[at] == 1;
  colors[at] = 1;
  for (size_t other : branch.steps[at].needs)
    if (hasCycle(branch, other, colors))
      return true;
  colors[at] = 2;
  return false;
}

std::optional<Problem> checkTree(State &state, const Plan &plan) {
  for (const Branch &branch : plan.tree) {
    std::vector<uint8_t> colors(branch.steps.size());
    for (size_t i = 0; i < branch.steps.size(); ++i)
      if (hasCycle(branch, i, colors))
        return invalidTemplate(
            fmt::format("Circular dependency detected on resource: '{}'", branch.steps[i].id),
            "InvalidTemplateCircularDependency");
    if (!branch.mode.empty())
      return invalidTemplate(fmt::format("The nested deployment '{}' cannot have mode '{}'; only "
                                         "'Incremental' is allowed",
                                         branch.name, branch.mode));
    if (branch.steps.size() > 800)
      return invalidTemplate(fmt::format("The number of template resources limit exceeded. Limit: "
                                         "800 and actual: {}",
                                         branch.steps.size()));
    if (!branch.link.empty() && !plan.base.empty())
      if (std::optional<Json> error = linkProblem(state, plan.base + branch.link, plan.query))
        return Problem{400, *error};
  }
  return std::nullopt;
}

/// A link can state the version that the template must have.
std::optional<Problem> checkVersion(const Json &properties, const Json &contents) {
  const Json *link = findMember(properties, "templateLink");
  const std::string *wanted = link ? findString(*link, "contentVersion") : nullptr;
  const std::string *found = findString(contents, "contentVersion");
  if (!wanted || !found || *wanted == *found)
    return std::nullopt;
  return problem(400, "InvalidContentVersion",
                 fmt::format("The content version '{}' of the template link does not match the "
                             "content version '{}' of the template.",
                             *wanted, *found));
}

std::optional<Problem> checkProperties(const Wanted &wanted) {
  const Json &properties = wanted.properties;
  if (!properties.is_object())
    return problem(400, "InvalidRequestContent",
                   "The request content was invalid and could not be deserialized: 'Required "
                   "property 'properties' not found in JSON.'.");
  const std::string *mode = findString(properties, "mode");
  if (!mode || !(StringRef(*mode).equals_insensitive("Incremental") ||
                 StringRef(*mode).equals_insensitive("Complete")))
    return problem(400, "InvalidRequestContent",
                   "The request content was invalid: 'mode' must be Incremental or Complete.");
  if (StringRef(*mode).equals_insensitive("Complete") &&
      !StringRef(wanted.scope).contains_insensitive("/resourcegroups/"))
    return problem(400, "InvalidRequestContent",
                   "The deployment mode Complete is not supported at subscription scope.");
  for (StringRef key : {"parametersLink", "extensionConfigs"})
    if (const Json *value = findMember(properties, key); value && !value->is_null())
      return notSimulated(("`" + key + "` of a deployment").str());
  return std::nullopt;
}
} // namespace

std::string azcl::sim::templateHashOf(const Json &contents) {
  if (const Json *metadata = findMember(contents, "metadata"))
    if (const Json *generator = findMember(*metadata, "_generator"))
      if (const std::string *hash = findString(*generator, "templateHash"))
        return *hash;
  return std::to_string(hashOf(compact(contents)));
}

std::variant<Plan, Problem> azcl::sim::planDeployment(State &state, const Scenario::Data &scenario,
                                                      const Wanted &wanted) {
  if (std::optional<Problem> wrong = checkProperties(wanted))
    return *wrong;
  std::variant<Files, Problem> read = readFiles(state, wanted.properties);
  if (Problem *failed = std::get_if<Problem>(&read))
    return *failed;
  Files &files = std::get<Files>(read);
  ExpandContext context = contextOf(state, scenario, wanted, files);
  const Json *parameters = findMember(wanted.properties, "parameters");
  if (parameters && !parameters->is_null()) {
    Json file = {{"parameters", withoutNulls(*parameters)}};
    context.parametersFile = "/parameters.json";
    files.system->addFile(context.parametersFile, 0,
                          llvm::MemoryBuffer::getMemBufferCopy(compact(file)));
  }
  Plan plan;
  plan.properties = wanted.properties;
  plan.templateLink = files.templateLink;
  plan.base = files.base;
  plan.query = files.query;
  auto buffer = files.system->getBufferForFile(StringRef(templateFolder) + "/" + files.main);
  llvm::Expected<Json> contents =
      buffer ? expansion::parseJson((*buffer)->getBuffer())
             : llvm::Expected<Json>(llvm::createStringError("the template cannot be read"));
  if (!contents)
    return invalidTemplate(llvm::toString(contents.takeError()));
  plan.contents = std::move(*contents);
  plan.templateHash = templateHashOf(plan.contents);
  if (std::optional<Problem> wrong = checkVersion(wanted.properties, plan.contents))
    return *wrong;
  auto tree = expansion::expandTree(*files.system, templateFolder, context);
  if (!tree)
    return problemOf(tree.takeError());
  plan.tree = std::move(*tree);
  if (std::optional<Problem> wrong = checkTree(state, plan))
    return *wrong;
  return plan;
}
