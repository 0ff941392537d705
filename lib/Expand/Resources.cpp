// Evaluates the bodies and dependencies of resources.
#include "Resources.h"
#include "ResourceId.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

bool azcl::expansion::isDeployment(const Record &record) {
  return StringRef(record.type).equals_insensitive("Microsoft.Resources/deployments");
}

/// Whether the record is an iteration of a loop, not only inside of one.
static bool isIteration(const Record &record) {
  return !record.loops.empty() && findMember(*record.source, "copy");
}

/// Whether `name` refers to the record: as a name, a symbolic name, "type/name" or an ID.
static bool isCalled(const Record &record, StringRef name) {
  if (!record.symbol.empty() &&
      (name == record.symbol ||
       (isIteration(record) &&
        name == fmt::format("{}[{}]", record.symbol, record.loops.back().index))))
    return true;
  return name.equals_insensitive(record.id) || name.equals_insensitive(record.name) ||
         name.equals_insensitive(record.written) ||
         name.equals_insensitive(record.type + "/" + record.name) ||
         (name.starts_with_insensitive(record.type.substr(0, record.type.find('/')) + "/") &&
          StringRef(record.id).ends_with_insensitive(("/providers/" + name).str())) ||
         // a deployment at another scope, by its ID at the scope of its template
         (isDeployment(record) && name.equals_insensitive(record.owner->scope() + "/providers/" +
                                                          record.type + "/" + record.name));
}

Record *azcl::expansion::findRecord(Deployment &deployment, StringRef name) {
  for (const auto &record : deployment.records)
    if (isCalled(*record, name))
      return record.get();
  return nullptr;
}

static bool isOfLoop(const Record &record, StringRef name) {
  return isIteration(record) && name.equals_insensitive(record.loops.back().name);
}

/// Whether a dependency that no resource of the template satisfies is allowed: on a loop without
/// iterations, or on a resource at another scope, which Azure does not wait for.
static bool isAllowed(const Deployment &deployment, StringRef name) {
  for (const EmptyLoop &loop : deployment.emptyLoops)
    if (name.equals_insensitive(loop.name) || name.split('[').first == loop.symbol ||
        !name.contains('/') || name.contains_insensitive("/" + loop.type + "/"))
      return true;
  return name.starts_with("/") && !name.starts_with_insensitive(deployment.scope() + "/providers/");
}

std::vector<Record *> azcl::expansion::dependenciesOf(Session &session, Deployment &deployment,
                                                      const Record &record) {
  std::vector<Record *> records;
  if (!findMember(*record.source, "dependsOn"))
    return records;
  Evaluator evaluator(session, deployment, record.place, record.loops);
  evaluator.beforeDeployment = true;
  Json list = evaluator.member(*record.source, "dependsOn");
  Place place = record.place / "dependsOn";
  if (!session.failed() && !list.is_array())
    session.fail(place, fmt::format("expected an array, found {}", kindOf(list)));
  for (size_t i = 0; i < list.size() && !session.failed(); ++i) {
    if (list[i].is_null() || isUnknown(list[i]))
      continue;
    if (!list[i].is_string()) {
      session.fail(place / std::to_string(i),
                   fmt::format("expected a string, found {}", kindOf(list[i])));
      break;
    }
    StringRef name = StringRef(list[i].get_ref<const std::string &>()).rtrim('/');
    size_t before = records.size();
    for (const auto &other : deployment.records)
      if (isCalled(*other, name) || isOfLoop(*other, name))
        records.push_back(other.get());
    if (records.size() == before && !isAllowed(deployment, name))
      session.fail(place / std::to_string(i),
                   fmt::format("the template has no resource `{}`", name));
  }
  return records;
}

namespace {
/// Members of a resource, as Azure spells them.
struct Member {
  StringRef name;
  enum Use {
    Manager,    ///< for Resource Manager itself, not for the resource provider
    Known,      ///< must be known when the deployment starts
    Deployment, ///< can use reference() and list functions
  } use;
};
} // namespace

static constexpr Member members[] = {
    {"id", Member::Manager},
    {"type", Member::Manager},
    {"apiVersion", Member::Manager},
    {"name", Member::Manager},
    {"location", Member::Known},
    {"condition", Member::Manager},
    {"copy", Member::Manager},
    {"dependsOn", Member::Manager},
    {"resources", Member::Manager},
    {"comments", Member::Manager},
    {"metadata", Member::Manager},
    {"scope", Member::Manager},
    {"existing", Member::Manager},
    {"import", Member::Manager},
    {"extension", Member::Manager},
    {"asserts", Member::Manager},
    {"@options", Member::Manager},
    {"subscriptionId", Member::Manager},
    {"resourceGroup", Member::Manager},
    {"sku", Member::Deployment},
    {"kind", Member::Known},
    {"zones", Member::Known},
    {"plan", Member::Known},
    {"identity", Member::Known},
    {"extendedLocation", Member::Known},
    {"placement", Member::Known},
    {"scale", Member::Known},
    {"managedBy", Member::Known},
    {"managedByExtended", Member::Known},
    {"tags", Member::Deployment},
    {"properties", Member::Deployment},
};

static const Member *findMemberOfResource(StringRef key) {
  for (const Member &member : members)
    if (key.equals_insensitive(member.name))
      return &member;
  return nullptr;
}

StringRef azcl::expansion::memberOfResource(StringRef key) {
  const Member *member = findMemberOfResource(key);
  return member ? member->name : "";
}

StringRef azcl::expansion::nearestMemberOfResource(StringRef key) {
  std::vector<StringRef> names;
  for (const Member &member : members)
    names.push_back(member.name);
  return nearest(key, names);
}

std::string azcl::expansion::scopedId(Session &session, StringRef scope, const Record &record) {
  std::string start = scope.str();
  if (!scope.empty() && !scope.starts_with("/"))
    start = record.owner->scope() + "/providers/" + start;
  if (start == "/")
    start.clear();
  if (StringRef(record.name).contains('<')) // a part of it is unknown, and can contain slashes
    return start + "/providers/" + record.type + "/" + record.name;
  if (std::optional<std::string> id = resourceId(start, record.type, record.name))
    return *id;
  session.fail(record.place / "name",
               fmt::format("the name `{}` does not have as many segments as the type `{}` requires",
                           record.name, record.type));
  return "";
}

const Json *azcl::expansion::propertiesOf(Session &session, Record &record) {
  if (!record.wanted || !findMember(*record.source, "properties") ||
      record.evaluated == Progress::Running)
    return nullptr;
  if (record.evaluated == Progress::None) {
    record.evaluated = Progress::Running;
    llvm::SaveAndRestore reads(session.evaluating, &record);
    Evaluator evaluator(session, *record.owner, record.place, record.loops);
    record.properties = evaluator.member(*record.source, "properties");
    record.evaluated = Progress::Done;
  }
  return session.failed() ? nullptr : &record.properties;
}

static std::vector<std::string> idsOf(const std::vector<Record *> &records) {
  std::vector<std::string> ids;
  for (const Record *record : records)
    if (record->wanted)
      ids.push_back(record->id);
  llvm::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

ExpandedResource azcl::expansion::evaluateResource(Session &session, Deployment &deployment,
                                                   Record &record) {
  llvm::SaveAndRestore reads(session.evaluating, &record);
  Evaluator evaluator(session, deployment, record.place, record.loops);
  const Json &source = *record.source;
  Json body = Json::object();
  body["id"] = record.id;
  body["type"] = record.type;
  evaluator.beforeDeployment = true;
  body["apiVersion"] = evaluator.stringMember(source, "apiVersion");
  body["name"] = record.name;
  if (!record.unknownCondition.empty())
    body["condition"] = "<" + record.unknownCondition + ">";
  if (Json location = evaluator.member(source, "location"); !location.is_null())
    body["location"] = std::move(location);
  for (auto &[key, value] : source.get_ref<const Json::object_t &>()) {
    const Member *member = findMemberOfResource(key);
    if (!member || member->use == Member::Manager || member->name == "location")
      continue;
    evaluator.beforeDeployment = member->use == Member::Known;
    if (member->name == "properties") {
      const Json *properties = propertiesOf(session, record);
      body["properties"] = properties ? *properties : Json();
    } else if (Json evaluated = evaluator.member(source, key); !evaluated.is_null()) {
      body[member->name.str()] = std::move(evaluated);
    }
  }
  std::vector<std::string> dependencies = idsOf(dependenciesOf(session, deployment, record));
  if (!dependencies.empty())
    body["dependsOn"] = dependencies;
  return {record.id, record.type, record.name, withoutUnknowns(std::move(body))};
}
