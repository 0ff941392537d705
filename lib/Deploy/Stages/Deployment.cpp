// Names, paths and bodies of deployments, and the resources that one will create.
#include "../../Expand/Contents.h"
#include "Stages.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

/// Azure's limit for the name of a deployment.
static constexpr size_t maxName = 64;

std::string azcl::deploy::deploymentPath(const Job &job, StringRef name) {
  return fmt::format("{}/providers/Microsoft.Resources/{}{}{}", job.scopeId(),
                     job.engine == Engine::Stack ? "deploymentStacks" : "deployments",
                     name.empty() ? "" : "/", name);
}

StringRef azcl::deploy::deploymentVersion(const Job &job) {
  return job.engine == Engine::Stack ? stacksVersion : resourcesVersion;
}

/// The last characters are for the version and the number.
static StringRef prefixOf(const Job &job) {
  return StringRef(job.project).take_front(maxName - 19);
}

std::string azcl::deploy::attemptName(const Job &job, unsigned attempt) {
  return job.engine == Engine::Stack ? job.project
                                     : fmt::format("{}-{}-{}", prefixOf(job), job.hash, attempt);
}

unsigned azcl::deploy::attemptOf(const Job &job, StringRef name) {
  unsigned attempt;
  if (job.engine == Engine::Stack)
    return name.equals_insensitive(job.project); // a stack has one name for all attempts
  if (!name.consume_front(prefixOf(job)) || !name.consume_front("-"))
    return 0;
  auto [hash, number] = name.split('-');
  bool isOurs = hash.size() == 12 && llvm::all_of(hash, llvm::isHexDigit);
  return isOurs && !number.getAsInteger(10, attempt) ? attempt : 0;
}

Json azcl::deploy::deploymentBody(const Machine &machine, const Leg &leg) {
  const Job &job = machine.job;
  Json properties = Json::object();
  if (job.engine == Engine::Stack) {
    properties["actionOnUnmanage"] = {
        {"resources", "delete"}, {"resourceGroups", "detach"}, {"managementGroups", "detach"}};
    properties["denySettings"] = {{"mode", "none"}};
  } else {
    properties["mode"] = job.complete ? "Complete" : "Incremental";
  }
  for (auto &[key, value] : leg.content.items())
    properties[key] = value;
  properties["parameters"] = leg.version->parameters;
  for (auto &[name, value] : leg.overrides.items())
    properties["parameters"][name] = {{"value", value}};
  Json body = {{"properties", std::move(properties)},
               {"tags",
                {{"azcl-project", job.project},
                 {"azcl-version", leg.version->hash},
                 {"azcl-run", job.nonce}}}};
  if (job.isWide())
    body["location"] = job.location;
  return body;
}

namespace {
struct Origin {
  std::string source, component, tier, instances;
};
} // namespace

/// "web" for the component "tier-web", and "east.web" for "east-tier-web".
static std::string tierOf(StringRef component) {
  if (component.consume_front("tier-"))
    return component.str();
  auto [cluster, tier] = component.split("-tier-");
  return tier.empty() ? "" : (cluster + "." + tier).str();
}

/// Where the program declares resources, by type and name; names that are expressions are absent.
static llvm::StringMap<Origin> originsOf(const Json &manifest) {
  llvm::StringMap<Origin> origins;
  for (const Json &component : at(manifest, "components"))
    for (const Json &resource : at(component, "resources"))
      origins[StringRef(textAt(resource, "type") + "/" + textAt(resource, "name")).lower()] = {
          textAt(resource, "source"), textAt(component, "name"), tierOf(textAt(component, "name")),
          textAt(resource, "instances")};
  return origins;
}

/// The line of a child resource is that of its parent, if the manifest does not name it.
static Origin originOf(const llvm::StringMap<Origin> &origins, const ExpandedResource &resource) {
  std::string type = StringRef(resource.type).lower(), name = StringRef(resource.name).lower();
  while (true) {
    auto found = origins.find(type + "/" + name);
    if (found != origins.end())
      return found->second;
    size_t typeEnd = type.rfind('/'), nameEnd = name.rfind('/');
    if (nameEnd == std::string::npos || typeEnd == std::string::npos)
      return {};
    type.resize(typeEnd);
    name.resize(nameEnd);
  }
}

llvm::Expected<Expansion> azcl::deploy::expandLeg(const Job &job, const Leg &leg) {
  const Version &version = *leg.version;
  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> files(new llvm::vfs::InMemoryFileSystem);
  for (const auto &[name, content] : version.bundle.files)
    files->addFile("/bundle/" + name, 0, llvm::MemoryBuffer::getMemBuffer(content));
  Json parameters = version.parameters;
  for (auto &[name, value] : leg.overrides.items())
    parameters[name] = {{"value", value}};
  files->addFile("/parameters.json", 0,
                 llvm::MemoryBuffer::getMemBufferCopy(compact({{"parameters", parameters}})));
  ExpandContext context;
  context.parametersFile = "/parameters.json";
  context.subscription = job.subscription;
  context.resourceGroup = job.group;
  context.mainFile = version.bundle.root;
  if (!job.location.empty())
    context.location = job.location;
  return expand(*files, "/bundle", context);
}

llvm::Expected<std::vector<PlannedResource>> azcl::deploy::planResources(const Job &job,
                                                                         const Leg &leg) {
  llvm::Expected<Expansion> expansion = expandLeg(job, leg);
  if (!expansion)
    return expansion.takeError();
  llvm::StringMap<Origin> origins = originsOf(leg.version->bundle.manifest);
  std::vector<PlannedResource> resources;
  for (const ExpandedResource &resource : expansion->contents().resources) {
    Origin origin = originOf(origins, resource);
    PlannedResource planned{resource.id,   resource.type,    resource.name,
                            origin.source, origin.component, {},
                            origin.tier,   origin.instances};
    for (const Json &need : at(resource.body, "dependsOn"))
      if (need.is_string())
        planned.needs.push_back(need.get<std::string>());
    resources.push_back(std::move(planned));
  }
  return resources;
}

std::map<std::string, std::vector<std::string>> azcl::deploy::orderOf(const Version &version) {
  std::map<std::string, std::vector<std::string>> order;
  for (const Json &component : at(version.bundle.manifest, "components"))
    for (const Json &before : at(component, "after"))
      order[textAt(component, "name")].push_back(textOf(before));
  return order;
}
