// Lists the deployments of an expansion with their steps.
#include "Tree.h"
#include "ResourceId.h"
#include "Resources.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

namespace {
class Builder {
public:
  Builder(Session &session, std::vector<Branch> &tree) : session(session), tree(tree) {}
  size_t add(Deployment &deployment, std::optional<size_t> parent);

private:
  void addSteps(Deployment &deployment, size_t at);
  std::vector<size_t> needsOf(Deployment &deployment, Record &record);
  /// The iterations that a serial loop finishes before it starts this one.
  void addSerial(Deployment &deployment, const Record &record, std::vector<size_t> &needs);

  Session &session;
  std::vector<Branch> &tree;
  llvm::DenseMap<const Record *, size_t> steps; ///< index in its deployment
};

Json declaredValues(Deployment &deployment, const Json &values, StringRef section) {
  Json result = Json::object();
  const Json *declared = findMember(*deployment.root, section);
  if (!declared || !declared->is_object())
    return result;
  for (auto &[name, source] : declared->get_ref<const Json::object_t &>()) {
    const Json *value = findMember(values, name);
    if (!value)
      continue;
    std::string type = typeOf(*deployment.root, source);
    result[name] = {{"type", type}};
    if (!StringRef(type).starts_with("secure"))
      result[name]["value"] = withoutUnknowns(*value);
  }
  return result;
}

/// The values of outputs, without their types.
Json valuesOf(const Json &outputs) {
  Json values = Json::object();
  for (auto &[name, output] : outputs.items())
    values[name] = output.at("value");
  return values;
}

void Builder::addSerial(Deployment &deployment, const Record &record, std::vector<size_t> &needs) {
  const Json *copy = findMember(*record.source, "copy");
  const std::string *mode = copy ? findString(*copy, "mode") : nullptr;
  if (!mode || !StringRef(*mode).equals_insensitive("serial") || record.loops.empty())
    return;
  const Json *size = findMember(*copy, "batchSize");
  int64_t batch =
      size && size->is_number_integer() ? std::max<int64_t>(1, size->get<int64_t>()) : 1;
  int64_t mine = record.loops.back().index / batch;
  for (const auto &other : deployment.records)
    if (other->source == record.source && other->loops.back().index / batch == mine - 1 &&
        steps.contains(other.get()))
      needs.push_back(steps.lookup(other.get()));
}

std::vector<size_t> Builder::needsOf(Deployment &deployment, Record &record) {
  std::vector<size_t> needs;
  std::vector<Record *> records = dependenciesOf(session, deployment, record);
  records.insert(records.end(), record.read.begin(), record.read.end());
  for (const Record *other : records)
    if (other != &record && other->owner == &deployment && steps.contains(other))
      needs.push_back(steps.lookup(other));
  addSerial(deployment, record, needs);
  llvm::sort(needs);
  needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
  return needs;
}

void Builder::addSteps(Deployment &deployment, size_t at) {
  for (const auto &record : deployment.records)
    if (record->wanted) {
      steps[record.get()] = tree[at].steps.size();
      tree[at].steps.push_back({record->id, record->type, record->name});
    }
  for (const auto &record : deployment.records) {
    if (!record->wanted || session.failed())
      continue;
    Evaluator evaluator(session, deployment, record->place, record->loops);
    Step step = std::move(tree[at].steps[steps[record.get()]]);
    step.apiVersion = evaluator.stringMember(*record->source, "apiVersion");
    step.needs = needsOf(deployment, *record);
    if (record->collectedAt)
      step.body = session.resources[*record->collectedAt].body;
    if (record->nested)
      step.nested = add(*record->nested, at);
    tree[at].steps[steps[record.get()]] = std::move(step);
  }
}

size_t Builder::add(Deployment &deployment, std::optional<size_t> parent) {
  size_t at = tree.size();
  Branch branch;
  branch.name = deployment.name;
  branch.scope = deployment.scope();
  branch.location = deployment.group.empty() ? deployment.location : "";
  branch.link = deployment.link;
  branch.parent = parent;
  if (auto id = resourceId(branch.scope, "Microsoft.Resources/deployments", branch.name))
    branch.id = *id;
  if (const std::string *version = findString(*deployment.root, "contentVersion"))
    branch.contentVersion = *version;
  if (deployment.record)
    if (const Json *properties = findMember(*deployment.record->source, "properties"))
      if (const std::string *mode = findString(*properties, "mode"))
        branch.mode = StringRef(*mode).equals_insensitive("Incremental") ? "" : *mode;
  branch.parameters = declaredValues(deployment, deployment.parameters, "parameters");
  branch.outputs = declaredValues(deployment, valuesOf(outputsOf(session, deployment)), "outputs");
  tree.push_back(std::move(branch));
  addSteps(deployment, at);
  return at;
}
} // namespace

llvm::Expected<std::vector<Branch>> azcl::expansion::expandTree(llvm::vfs::FileSystem &files,
                                                                StringRef folder,
                                                                const ExpandContext &context) {
  Session session(files, folder, context);
  auto main = expandMain(session, files, folder);
  if (!main)
    return main.takeError();
  std::vector<Branch> tree;
  Builder(session, tree).add(**main, std::nullopt);
  if (session.failed())
    return session.takeFailure();
  return tree;
}
