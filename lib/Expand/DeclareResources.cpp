// Lists the resources of a template: unrolls loops and evaluates conditions, types, names and IDs.
// Their bodies are evaluated later, when all names are known.
#include "Evaluator.h"
#include "ResourceId.h"
#include "Resources.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

namespace {
class Declarer {
public:
  Declarer(Session &session, Deployment &deployment) : session(session), deployment(deployment) {}

  /// `parent` is the resource that contains the list, or nullptr.
  void list(const Json &resources, const Place &place, const Record *parent);

private:
  void turns(const Json &source, const Place &place, const Record *parent, StringRef symbol);
  void declare(const Json &source, const Place &place, const Record *parent, StringRef symbol,
               const std::vector<Loop> &loops);
  void decideCondition(Evaluator &evaluator, Record &record);
  /// Evaluates type, name and ID.
  void name(Evaluator &evaluator, Record &record, const Record *parent);
  void checkMembers(const Record &record);
  std::string idOf(Evaluator &evaluator, const Record &record);

  Session &session;
  Deployment &deployment;
};

std::string Declarer::idOf(Evaluator &evaluator, const Record &record) {
  Deployment target;
  target.group = deployment.group;
  target.subscription = deployment.subscription;
  target.managementGroup = deployment.managementGroup;
  if (isDeployment(record) || record.existing)
    chooseScope(evaluator, *record.source, target);
  if (!isDeployment(record) && !evaluator.member(*record.source, "scope").is_null() &&
      !session.failed()) {
    std::string scope = evaluator.stringMember(*record.source, "scope");
    return scopedId(session, scope, record);
  }
  if (target.group.empty() &&
      StringRef(record.type).equals_insensitive("Microsoft.Resources/resourceGroups"))
    return "/subscriptions/" + target.subscription + "/resourceGroups/" + record.name;
  return scopedId(session, target.scope(), record);
}

/// A condition that only Azure knows keeps the resource.
void Declarer::decideCondition(Evaluator &evaluator, Record &record) {
  Json condition = findMember(*record.source, "condition")
                       ? evaluator.member(*record.source, "condition")
                       : Json(true);
  if (session.failed())
    return;
  if (isUnknown(condition))
    record.unknownCondition = spellingOf(condition);
  else if (!condition.is_boolean())
    session.fail(record.place / "condition",
                 fmt::format("expected a boolean, found {}", kindOf(condition)));
  else
    record.wanted = condition.get<bool>();
}

void Declarer::declare(const Json &source, const Place &place, const Record *parent,
                       StringRef symbol, const std::vector<Loop> &loops) {
  auto record = std::make_unique<Record>();
  record->source = &source;
  record->owner = &deployment;
  record->place = place;
  record->symbol = symbol;
  record->loops = loops;
  Evaluator evaluator(session, deployment, place, loops);
  evaluator.beforeDeployment = true;
  decideCondition(evaluator, *record);
  for (StringRef key : {"import", "extension"})
    if (findMember(source, key))
      session.fail(place / key, "resources of extensions, which Azure Resource Manager does not "
                                "manage, are not supported");
  if (const Json *existing = findMember(source, "existing"); existing && *existing == Json(true)) {
    record->existing = true;
    record->wanted = false;
  }
  if (const std::string *type = findString(source, "type"); type && isExpression(*type))
    session.fail(place / "type", "the type of a resource cannot be an expression");
  // Azure does not evaluate the names of resources that it does not deploy.
  bool named = record->wanted;
  if (named)
    name(evaluator, *record, parent);
  else
    named = session.succeeds([&] { name(evaluator, *record, parent); });
  if (session.failed())
    return;
  if (!named)
    record->id = record->name = record->written = "";
  const Record &kept = *record;
  deployment.records.push_back(std::move(record));
  if (const Json *children = findMember(source, "resources"))
    list(*children, place / "resources", &kept);
}

void Declarer::name(Evaluator &evaluator, Record &record, const Record *parent) {
  const Json &source = *record.source;
  record.type = evaluator.stringMember(source, "type");
  record.written = record.name = evaluator.stringMember(source, "name");
  checkMembers(record);
  if (!session.failed() && !isDeployment(record) && !record.existing &&
      (findMember(source, "subscriptionId") || findMember(source, "resourceGroup")))
    session.fail(record.place, "only a deployment can have `subscriptionId` or `resourceGroup`; a "
                               "resource has `scope`");
  if (session.failed())
    return;
  // A child whose type starts with a namespace states its full type and its full name.
  if (parent && !StringRef(record.type).split('/').first.contains('.')) {
    record.type = parent->type + "/" + record.type;
    record.name = parent->name + "/" + record.name;
  }
  record.id = idOf(evaluator, record);
}

void Declarer::checkMembers(const Record &record) {
  for (StringRef key : {"type", "name", "apiVersion"})
    if (!session.failed() && !findMember(*record.source, key) &&
        !(key == "apiVersion" && !record.wanted))
      session.fail(record.place, fmt::format("the resource has no `{}`", key));
  if (!session.failed() && record.name.empty())
    session.fail(record.place / "name", "the name of a resource cannot be empty");
  for (auto &[key, value] : record.source->get_ref<const Json::object_t &>())
    if (!session.failed() && memberOfResource(key).empty()) {
      StringRef meant = nearestMemberOfResource(key);
      session.fail(record.place / key,
                   fmt::format("a resource has no member `{}`{}", key,
                               meant.empty() ? "" : fmt::format("; did you mean `{}`?", meant)));
    }
}

void Declarer::turns(const Json &source, const Place &place, const Record *parent,
                     StringRef symbol) {
  if (!source.is_object()) {
    session.fail(place, fmt::format("expected a resource, found {}", kindOf(source)));
    return;
  }
  std::vector<Loop> loops = parent ? parent->loops : deployment.loops;
  const Json *copy = findMember(source, "copy");
  if (!copy || !copy->is_object()) {
    declare(source, place, parent, symbol, loops);
    return;
  }
  if (parent)
    return session.fail(place / "copy", "a child resource inside its parent cannot have a copy "
                                        "loop; declare the child next to its parent");
  Evaluator evaluator(session, deployment, place / "copy", loops);
  std::string name = evaluator.stringMember(*copy, "name", symbol);
  std::string mode = evaluator.stringMember(*copy, "mode", "parallel");
  if (!StringRef(mode).equals_insensitive("parallel") &&
      !StringRef(mode).equals_insensitive("serial"))
    session.fail(place / "copy" / "mode",
                 fmt::format("`{}` is not a valid copy mode; use `parallel` or `serial`", mode));
  size_t count = evaluator.countOf(*copy);
  if (const std::string *type = findString(source, "type"); type && count == 0)
    deployment.emptyLoops.push_back({name, symbol.str(), *type});
  for (size_t turn = 0; turn < count && !session.failed(); ++turn) {
    loops.push_back({name, int64_t(turn), true});
    declare(source, place, parent, symbol, loops);
    loops.pop_back();
  }
}

void Declarer::list(const Json &resources, const Place &place, const Record *parent) {
  if (!resources.is_structured()) {
    session.fail(place, fmt::format("expected an array or object of resources, found {}",
                                    kindOf(resources)));
    return;
  }
  size_t at = 0;
  for (auto &[key, source] : resources.items()) {
    if (session.failed())
      return;
    Place here = place / (resources.is_array() ? std::to_string(at++) : key);
    turns(source, here, parent, resources.is_array() ? StringRef() : StringRef(key));
  }
}

void checkNamesDiffer(Session &session, const Deployment &deployment) {
  llvm::StringMap<const Record *> seen;
  for (const auto &record : deployment.records)
    if (record->wanted && !StringRef(record->id).contains('<') &&
        !seen.try_emplace(StringRef(record->id).lower(), record.get()).second)
      session.fail(record->place,
                   fmt::format("the template has two resources of type {} named `{}`", record->type,
                               record->name));
}
} // namespace

void azcl::expansion::declareResources(Session &session, Deployment &deployment) {
  const Json *resources = findMember(*deployment.root, "resources");
  Place place = deployment.place / "resources";
  if (!resources)
    return session.fail(deployment.place, "the template has no `resources`");
  bool symbolic = findMember(*deployment.root, "languageVersion") != nullptr;
  if (resources->is_structured() && resources->is_object() != symbolic)
    return session.fail(
        place, symbolic ? "a template with `languageVersion` must have an object of resources"
                        : "an object of resources requires `languageVersion` 2.0 in the template");
  Declarer(session, deployment).list(*resources, place, nullptr);
  if (!session.failed())
    checkNamesDiffer(session, deployment);
}
