// Lists the resources of a template: unrolls loops and evaluates conditions, types, names and IDs.
// Their bodies are evaluated later, when all names are known.
#include "Evaluator.h"
#include "ResourceId.h"
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
  std::string idOf(Evaluator &evaluator, const Record &record);

  Session &session;
  Deployment &deployment;
};

std::string Declarer::idOf(Evaluator &evaluator, const Record &record) {
  std::string scope = evaluator.stringMember(*record.source, "scope", deployment.scope());
  if (!StringRef(scope).starts_with("/"))
    scope = deployment.scope() + "/providers/" + scope;
  if (scope == "/")
    scope.clear();
  if (StringRef(record.type).equals_insensitive("Microsoft.Resources/resourceGroups"))
    return "/subscriptions/" + deployment.subscription + "/resourceGroups/" + record.name;
  if (std::optional<std::string> id = resourceId(scope, record.type, record.name))
    return *id;
  session.fail(record.place / "name",
               fmt::format("the name `{}` does not have as many segments as the type `{}` requires",
                           record.name, record.type));
  return "";
}

void Declarer::declare(const Json &source, const Place &place, const Record *parent,
                       StringRef symbol, const std::vector<Loop> &loops) {
  Evaluator evaluator(session, deployment, place, loops);
  bool wanted = evaluator.boolMember(source, "condition", true) && (!parent || parent->wanted);
  if (const Json *existing = findMember(source, "existing"); existing && *existing == Json(true))
    wanted = false;
  auto record = std::make_unique<Record>();
  record->source = &source;
  record->place = place;
  record->symbol = symbol;
  record->loops = loops;
  record->type = evaluator.stringMember(source, "type");
  record->name = evaluator.stringMember(source, "name");
  record->wanted = wanted;
  for (StringRef key : {"type", "name", "apiVersion"})
    if (!session.failed() && !findMember(source, key) && !(key == "apiVersion" && !wanted))
      session.fail(place, fmt::format("the resource has no `{}`", key));
  if (session.failed())
    return;
  if (parent) {
    record->type = parent->type + "/" + record->type;
    record->name = parent->name + "/" + record->name;
  }
  record->id = idOf(evaluator, *record);
  const Record &kept = *record;
  deployment.records.push_back(std::move(record));
  if (const Json *children = findMember(source, "resources"))
    list(*children, place / "resources", &kept);
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
  Evaluator evaluator(session, deployment, place / "copy", loops);
  std::string name = evaluator.stringMember(*copy, "name", symbol);
  size_t count = evaluator.countOf(*copy);
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
    if (record->wanted && !seen.try_emplace(StringRef(record->id).lower(), record.get()).second)
      session.fail(record->place,
                   fmt::format("the template has two resources of type {} named `{}`", record->type,
                               record->name));
}
} // namespace

void azcl::expansion::declareResources(Session &session, Deployment &deployment) {
  const Json *resources = findMember(*deployment.root, "resources");
  if (!resources) {
    session.fail(deployment.place, "the template has no `resources`");
    return;
  }
  Declarer(session, deployment).list(*resources, deployment.place / "resources", nullptr);
  if (!session.failed())
    checkNamesDiffer(session, deployment);
}
