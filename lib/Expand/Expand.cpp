// Walks over deployments: prepares each one when it is first needed, then collects its resources.
#include "azcl/Expand/Expand.h"
#include "Evaluator.h"
#include "Resources.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;
namespace path = llvm::sys::path;

void azcl::expansion::prepare(Session &session, Deployment &deployment) {
  if (deployment.prepared == Progress::Done || session.failed())
    return;
  if (deployment.prepared == Progress::Running)
    return session.fail(deployment.place,
                        fmt::format("deployment `{}` depends on itself", deployment.name));
  deployment.prepared = Progress::Running;
  if (deployment.values == &deployment)
    bindParameters(session, deployment);
  if (deployment.values == &deployment && !session.failed())
    evaluateVariables(session, deployment);
  if (!session.failed())
    declareResources(session, deployment);
  deployment.prepared = Progress::Done;
}

static Json output(Session &session, Deployment &deployment, const Json &source,
                   const Place &place) {
  Evaluator evaluator(session, deployment, place, deployment.loops);
  Json result = Json::object();
  result["type"] = evaluator.member(source, "type");
  const Json *copy = findMember(source, "copy");
  if (!copy) {
    result["value"] = evaluator.member(source, "value");
  } else {
    evaluator.place = place / "copy";
    size_t count = evaluator.countOf(*copy);
    result["value"] = Json::array();
    for (size_t turn = 0; turn < count && !session.failed(); ++turn) {
      evaluator.loops.push_back({"", int64_t(turn), false});
      result["value"].push_back(evaluator.member(*copy, "input"));
      evaluator.loops.pop_back();
    }
  }
  const Json &root = *deployment.root;
  std::string name = place.steps.empty() ? "" : place.steps.back();
  if (!session.failed())
    checkDeclared(session, root, source, "output `" + name + "`", place, result["value"]);
  if (StringRef(typeOf(root, source)).starts_with("secure"))
    result["value"] = unknown("outputs(" + name + ")");
  return result;
}

const Json &azcl::expansion::outputsOf(Session &session, Deployment &deployment) {
  prepare(session, deployment);
  if (deployment.evaluated == Progress::Done || session.failed())
    return deployment.outputs;
  if (deployment.evaluated == Progress::Running) {
    session.fail(
        deployment.place,
        fmt::format("the outputs of deployment `{}` depend on themselves", deployment.name));
    return deployment.outputs;
  }
  deployment.evaluated = Progress::Running;
  deployment.outputs = Json::object();
  const Json *declared = findMember(*deployment.root, "outputs");
  if (declared && declared->is_object())
    for (auto &[name, source] : declared->items()) {
      Place place = deployment.place / "outputs" / name;
      Evaluator evaluator(session, deployment, place, deployment.loops);
      if (evaluator.boolMember(source, "condition", true) && !session.failed())
        deployment.outputs[name] = output(session, deployment, source, place);
    }
  deployment.evaluated = Progress::Done;
  return deployment.outputs;
}

/// Collects a resource after those that it depends on.
static void collectOne(Session &session, Deployment &deployment, Record &record) {
  if (record.collected != Progress::None || session.failed())
    return;
  record.collected = Progress::Running;
  collectDependencies(session, record);
  if (!record.wanted || session.failed())
    return;
  if (isDeployment(record)) {
    openNested(session, deployment, record);
    if (!session.failed())
      collect(session, *record.nested);
  } else {
    ExpandedResource resource = evaluateResource(session, deployment, record);
    record.collectedAt = session.resources.size();
    session.resources.push_back(std::move(resource));
  }
  session.known[StringRef(record.id).lower()] = &record;
  record.collected = Progress::Done;
}

void azcl::expansion::collectDependencies(Session &session, Record &record) {
  if (record.existing)
    return;
  for (Record *other : dependenciesOf(session, *record.owner, record))
    collectOne(session, *record.owner, *other);
}

void azcl::expansion::collect(Session &session, Deployment &deployment) {
  prepare(session, deployment);
  for (size_t i = 0; i < deployment.records.size() && !session.failed(); ++i)
    collectOne(session, deployment, *deployment.records[i]);
  outputsOf(session, deployment);
}

/// Reads the parameters of a parameter file. The schema and other members are optional.
static llvm::Expected<Json> readParameters(llvm::vfs::FileSystem &files, const std::string &file) {
  auto buffer = files.getBufferForFile(file);
  if (!buffer)
    return llvm::createStringError(buffer.getError(), "%s: %s", file.c_str(),
                                   buffer.getError().message().c_str());
  llvm::Expected<Json> parsed = parseJson((*buffer)->getBuffer());
  if (!parsed)
    return llvm::make_error<TemplateError>(file + ": " + llvm::toString(parsed.takeError()));
  const Json *parameters = findMember(*parsed, "parameters");
  if (!parameters || !parameters->is_object())
    return llvm::make_error<TemplateError>(
        file + ": a parameter file must be an object with `parameters`");
  return Json(*parameters);
}

/// Reads the location of linked templates from the parameter `_artifactsLocation` or its default.
static void placeArtifacts(Session &session, const Deployment &main) {
  if (!session.settings().artifacts.empty()) {
    session.artifacts = session.settings().artifacts;
    return;
  }
  const Json *given = findMember(main.supplied, "_artifactsLocation");
  const std::string *value = given ? findString(*given, "value") : nullptr;
  if (const Json *declared = findMember(*main.root, "parameters"); declared && !given)
    if (const Json *parameter = findMember(*declared, "_artifactsLocation"))
      value = findString(*parameter, "defaultValue");
  if (!value || value->empty() || isExpression(*value))
    return;
  session.artifacts = StringRef(*value).split('?').first.str();
  if (!StringRef(session.artifacts).ends_with("/"))
    session.artifacts += "/";
}

/// The scope of the main template is the one of its schema.
static void chooseRootScope(Session &session, Deployment &main) {
  const std::string *schema = findString(*main.root, "$schema");
  auto isOf = [&](StringRef kind) {
    return schema && StringRef(*schema).contains_insensitive(kind);
  };
  bool group = isOf("managementGroupDeploymentTemplate"), tenant = isOf("tenantDeploymentTemplate");
  if (group || tenant || isOf("subscriptionDeploymentTemplate")) {
    main.group.clear();
    main.location = session.settings().location;
  }
  if (group || tenant)
    main.subscription.clear();
  if (group)
    main.managementGroup = session.settings().managementGroup;
}

static void begin(Session &session, Deployment &main) {
  main.root = session.load(main.place.file, main.place);
  if (session.failed())
    return;
  if (!main.root->is_object())
    return session.fail(main.place, "a template must be an object");
  placeArtifacts(session, main);
  main.uri = session.artifacts + main.place.file;
  if (session.settings().scopeOfSchema)
    chooseRootScope(session, main);
  else if (main.group.empty())
    main.location = session.settings().location;
  collect(session, main);
}

/// A template that is linked twice can declare the same resource twice; both are kept, as in Azure.
static void sortResources(std::vector<ExpandedResource> &resources) {
  llvm::stable_sort(resources, [](const ExpandedResource &a, const ExpandedResource &b) {
    auto key = [](const ExpandedResource &resource) {
      return std::tuple(StringRef(resource.type).lower(), StringRef(resource.name).lower(),
                        StringRef(resource.id).lower());
    };
    return key(a) < key(b);
  });
}

llvm::Expected<Deployment *>
azcl::expansion::expandMain(Session &session, llvm::vfs::FileSystem &files, StringRef folder) {
  const ExpandContext &context = session.settings();
  llvm::SmallString<256> file(folder);
  path::append(file, context.mainFile);
  if (auto status = files.status(file); !status)
    return llvm::createStringError(status.getError(), "%s: %s", file.c_str(),
                                   status.getError().message().c_str());
  Deployment &main = session.make(nullptr);
  main.name = context.deployment;
  main.subscription = context.subscription;
  main.group = context.resourceGroup;
  main.place.file = context.mainFile;
  if (!context.parametersFile.empty()) {
    llvm::Expected<Json> parameters = readParameters(files, context.parametersFile);
    if (!parameters)
      return parameters.takeError();
    main.supplied = std::move(*parameters);
    main.suppliedAt.file = context.parametersFile;
    main.suppliedAt.steps = {"parameters"};
  }
  begin(session, main);
  if (session.failed())
    return session.takeFailure();
  return &main;
}

llvm::Expected<Expansion> azcl::expand(llvm::vfs::FileSystem &files, StringRef folder,
                                       const ExpandContext &context) {
  Session session(files, folder, context);
  if (auto main = expandMain(session, files, folder); !main)
    return main.takeError();
  auto data = std::make_shared<Expansion::Data>();
  data->resources = std::move(session.resources);
  sortResources(data->resources);
  return Expansion(data);
}

void Expansion::print(llvm::raw_ostream &out) const {
  std::string text;
  JsonWriter json(text);
  json.array([&] {
    for (const ExpandedResource &resource : data->resources) {
      json.item();
      write(resource.body, json);
    }
  });
  out << text << "\n";
}
