// Evaluates the bodies and dependencies of resources.
#include "Resources.h"
#include "Evaluator.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

bool azcl::expansion::isDeployment(const Record &record) {
  return StringRef(record.type).equals_insensitive("Microsoft.Resources/deployments");
}

/// Whether `name` refers to the record: as a name, a symbolic name, "type/name" or an ID.
static bool isCalled(const Record &record, StringRef name) {
  return name.equals_insensitive(record.id) || name.equals_insensitive(record.name) ||
         (!record.symbol.empty() && name == record.symbol) ||
         name.equals_insensitive(record.type + "/" + record.name) ||
         (name.starts_with_insensitive(record.type.substr(0, record.type.find('/')) + "/") &&
          StringRef(record.id).ends_with_insensitive(("/providers/" + name).str()));
}

Record *azcl::expansion::findRecord(Deployment &deployment, StringRef name) {
  for (const auto &record : deployment.records)
    if (isCalled(*record, name))
      return record.get();
  return nullptr;
}

static bool isOfLoop(const Record &record, StringRef name) {
  return !record.loops.empty() && findMember(*record.source, "copy") &&
         name.equals_insensitive(record.loops.back().name);
}

std::vector<std::string> azcl::expansion::dependenciesOf(Session &session, Deployment &deployment,
                                                         const Record &record) {
  std::vector<std::string> ids;
  if (!findMember(*record.source, "dependsOn"))
    return ids;
  Evaluator evaluator(session, deployment, record.place, record.loops);
  Json list = evaluator.member(*record.source, "dependsOn");
  Place place = record.place / "dependsOn";
  if (!session.failed() && !list.is_array())
    session.fail(place, fmt::format("expected an array, found {}", kindOf(list)));
  for (size_t i = 0; i < list.size() && !session.failed(); ++i) {
    if (!list[i].is_string()) {
      session.fail(place / std::to_string(i),
                   fmt::format("expected a string, found {}", kindOf(list[i])));
      break;
    }
    StringRef name = list[i].get_ref<const std::string &>();
    bool found = false;
    for (const auto &other : deployment.records)
      if (isCalled(*other, name) || isOfLoop(*other, name)) {
        found = true;
        if (other->wanted)
          ids.push_back(other->id);
      }
    if (!found)
      session.fail(place / std::to_string(i),
                   fmt::format("the template has no resource `{}`", name));
  }
  llvm::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

/// Keys for Resource Manager itself, not for the resource provider.
static bool isForManager(StringRef key) {
  for (StringRef name : {"id", "type", "apiVersion", "name", "location", "condition", "copy",
                         "dependsOn", "resources", "comments", "scope", "existing"})
    if (key.equals_insensitive(name))
      return true;
  return false;
}

ExpandedResource azcl::expansion::evaluateResource(Session &session, Deployment &deployment,
                                                   const Record &record) {
  Evaluator evaluator(session, deployment, record.place, record.loops);
  const Json &source = *record.source;
  Json body = Json::object();
  body["id"] = record.id;
  body["type"] = record.type;
  body["apiVersion"] = evaluator.stringMember(source, "apiVersion");
  body["name"] = record.name;
  if (findMember(source, "location"))
    body["location"] = evaluator.member(source, "location");
  for (auto &[key, value] : source.get_ref<const Json::object_t &>())
    if (!isForManager(key))
      body[key] = evaluator.member(source, key);
  std::vector<std::string> dependencies = dependenciesOf(session, deployment, record);
  if (!dependencies.empty())
    body["dependsOn"] = dependencies;
  return {record.id, record.type, record.name, withoutUnknowns(std::move(body))};
}
