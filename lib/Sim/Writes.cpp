// Writes resources into the state, with the checks of resource providers.
#include "Writes.h"
#include "../Expand/Replacements.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/Regex.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::Change;
using expansion::findMember;
using llvm::StringRef;

namespace {
struct Known {
  StringRef code, statusCode;
  bool immediately;
  StringRef message;
};
constexpr Known known[] = {
#define FAILURE(CODE, STATUS, IMMEDIATELY, MESSAGE) {CODE, STATUS, IMMEDIATELY, MESSAGE},
#include "Failures.def"
#undef FAILURE
};

bool matches(const std::string &pattern, StringRef text) {
  return pattern.empty() || llvm::Regex(pattern, llvm::Regex::IgnoreCase).match(text);
}

Refusal refusalFor(const Failure &failure, const Write &write) {
  Refusal refusal{"Conflict", {}, true, failure.never};
  std::string message = failure.message;
  const Json *location = findMember(write.body, "location");
  for (const Known &row : known)
    if (row.code == failure.code) {
      refusal.statusCode = row.statusCode;
      refusal.immediately = row.immediately;
      if (message.empty())
        message = fmt::format(fmt::runtime(row.message.str()), write.name, write.type,
                              location ? expansion::textOf(*location) : "");
    }
  refusal.immediately = failure.immediately.value_or(refusal.immediately);
  if (message.empty())
    message = "The operation failed.";
  refusal.error = errorOf(failure.code, message);
  if (!failure.details.is_null())
    refusal.error["details"] = failure.details;
  return refusal;
}

std::optional<Refusal> scriptedRefusal(State &state, const Scenario::Data &scenario,
                                       const Write &write, unsigned attempt) {
  Milliseconds elapsed = state.now - scenario.start;
  for (size_t i = 0; i < scenario.failures.size(); ++i) {
    const Failure &failure = scenario.failures[i];
    if (!matches(failure.id, write.id) || !matches(failure.type, write.type) ||
        attempt < failure.from || attempt > failure.to ||
        (failure.after && elapsed < *failure.after) || (failure.until && elapsed >= *failure.until))
      continue;
    ++state.fired[scenario.faults.size() + i];
    return refusalFor(failure, write);
  }
  return std::nullopt;
}

/// The parent that must exist; "" for none. Azure itself provides some parts of IDs, such as
/// locations and the default services of a storage account.
std::string requiredParent(const Write &write) {
  std::string parent = parentOf(write.id, write.type);
  while (!parent.empty()) {
    std::string type = typeAndNameOf(parent).first;
    StringRef last = StringRef(type).rsplit('/').second;
    bool isProvided = last.ends_with_insensitive("Services") ||
                      llvm::any_of(std::initializer_list<StringRef>{"locations", "backupFabrics",
                                                                    "protectionContainers"},
                                   [&](StringRef each) { return each.equals_insensitive(last); });
    if (!isProvided)
      break;
    parent = parentOf(parent, type);
  }
  return parent;
}

/// Azure makes a network watcher in each region that has a virtual network.
void makeWatcher(State &state, const Scenario::Data &scenario, const Write &network) {
  const Json *location = findMember(network.body, "location");
  if (!location)
    return;
  std::string place = expansion::textOf(*location);
  std::string group = subscriptionOf(network.id) + "/resourceGroups/NetworkWatcherRG";
  std::string name = "NetworkWatcher_" + place, type = "Microsoft.Network/networkWatchers";
  std::string id = group + "/providers/" + type + "/" + name;
  if (state.resource(id))
    return;
  if (!state.group(group))
    state.groups[StringRef(group).lower()] = {group, "NetworkWatcherRG", place};
  Json body = {{"id", id}, {"type", type}, {"name", name}, {"location", place}};
  store(state, scenario, {id, type, name, "", body}, "Succeeded");
}

/// A change that the resource provider does not accept.
std::optional<Refusal> immutableChange(const Resource &old, const Write &write) {
  ExpandedResource before{old.id, old.type, old.name, old.requested};
  ExpandedResource after{write.id, write.type, write.name, write.body};
  for (const Change &change : expansion::changesOf(before, after)) {
    if (expansion::replacementSource(after, change).empty())
      continue;
    if (change.path == "location")
      return Refusal{"Conflict",
                     errorOf("InvalidResourceLocation",
                             fmt::format("The resource '{}' already exists in location '{}' in "
                                         "resource group. A resource with the same name cannot be "
                                         "created in location '{}'. Please select a new resource "
                                         "name.",
                                         write.name, expansion::textOf(*change.before),
                                         expansion::textOf(*change.after)))};
    return Refusal{"Conflict",
                   errorOf("PropertyChangeNotAllowed",
                           fmt::format("Changing property '{}' is not allowed.", change.path),
                           change.path)};
  }
  return std::nullopt;
}
} // namespace

std::string azcl::sim::subscriptionOf(StringRef id) {
  llvm::SmallVector<StringRef> parts;
  id.split(parts, '/');
  return parts.size() > 2 ? "/subscriptions/" + parts[2].str() : "";
}

std::pair<std::string, std::string> azcl::sim::typeAndNameOf(StringRef id) {
  size_t at = id.rfind_insensitive("/providers/");
  llvm::SmallVector<StringRef> parts;
  if (at == StringRef::npos) {
    if (!State::groupOf(id).empty())
      return {"Microsoft.Resources/resourceGroups", id.rsplit('/').second.str()};
    return {"", ""};
  }
  id.drop_front(at + StringRef("/providers/").size()).split(parts, '/');
  std::string type = parts[0].str(), name;
  for (size_t i = 1; i < parts.size(); i += 2) {
    type += "/" + parts[i].str();
    if (i + 1 < parts.size())
      name += (name.empty() ? "" : "/") + parts[i + 1].str();
  }
  return {type, name};
}

std::string azcl::sim::parentOf(StringRef id, StringRef type) {
  if (type.count('/') < 2)
    return "";
  return id.rsplit('/').first.rsplit('/').first.str();
}

std::optional<Refusal> azcl::sim::refusalOf(State &state, const Scenario::Data &scenario,
                                            const Write &write, unsigned attempt) {
  if (auto scripted = scriptedRefusal(state, scenario, write, attempt))
    return scripted;
  if (std::string group = State::groupOf(write.id);
      !group.empty() && group.size() < write.id.size()) {
    const Group *found = state.group(group);
    if (!found)
      return Refusal{"NotFound", errorOf("ResourceGroupNotFound",
                                         fmt::format("Resource group '{}' could not be found.",
                                                     StringRef(group).rsplit('/').second))};
    if (found->state == "Deleting")
      return Refusal{"Conflict", errorOf("ResourceGroupBeingDeleted",
                                         fmt::format("The resource group '{}' is in deprovisioning "
                                                     "state and cannot perform this operation.",
                                                     found->name))};
  }
  std::string parent = requiredParent(write);
  if (!parent.empty() && !state.resource(parent))
    return Refusal{"NotFound",
                   errorOf("ParentResourceNotFound",
                           fmt::format("Failed to perform 'write' on resource(s) of type '{}', "
                                       "because the parent resource '{}' could not be found.",
                                       write.type, parent))};
  if (const Resource *old = state.resource(write.id))
    return immutableChange(*old, write);
  return std::nullopt;
}

bool azcl::sim::isUnchanged(State &state, const Write &write) {
  const Resource *old = state.resource(write.id);
  return old && old->state == "Succeeded" && expansion::areEqual(old->requested, write.body);
}

void azcl::sim::setState(Resource &resource, StringRef provisioningState) {
  resource.state = provisioningState.str();
  if (!resource.body.contains("properties") || !resource.body["properties"].is_object())
    resource.body["properties"] = Json::object();
  resource.body["properties"]["provisioningState"] = resource.state;
}

Resource &azcl::sim::store(State &state, const Scenario::Data &scenario, const Write &write,
                           StringRef provisioningState) {
  if (StringRef(write.type).equals_insensitive("Microsoft.Resources/resourceGroups")) {
    Group &group = state.groups[StringRef(write.id).lower()];
    const Json *location = findMember(write.body, "location");
    group.id = write.id;
    group.name = StringRef(write.id).rsplit('/').second.str();
    if (location)
      group.location = expansion::textOf(*location);
    if (const Json *tags = findMember(write.body, "tags"))
      group.tags = *tags;
  }
  Resource &resource = state.resources[StringRef(write.id).lower()];
  if (resource.id.empty())
    resource.created = state.now;
  resource.id = write.id;
  resource.type = write.type;
  resource.name = StringRef(write.name).rsplit('/').second.empty()
                      ? write.name
                      : StringRef(write.name).rsplit('/').second.str();
  resource.apiVersion = write.apiVersion;
  resource.changed = state.now;
  resource.requested = write.body;
  resource.body = Json::object();
  for (auto &[key, value] : write.body.items())
    if (key != "id" && key != "type" && key != "name" && key != "apiVersion" &&
        key != "dependsOn" && key != "condition")
      resource.body[key] = resolved(state, value);
  compute(scenario, resource);
  setState(resource, provisioningState);
  if (StringRef(write.type).equals_insensitive("Microsoft.Network/virtualNetworks"))
    makeWatcher(state, scenario, write);
  return resource;
}

void azcl::sim::removeTree(State &state, StringRef id) {
  std::string key = id.lower(), below = key + "/";
  std::erase_if(state.resources, [&](const auto &entry) {
    return entry.first == key || StringRef(entry.first).starts_with(below);
  });
  std::erase_if(state.groups, [&](const auto &entry) { return entry.first == key; });
  std::erase_if(state.deployments, [&](const auto &entry) {
    bool gone = entry.first == key || StringRef(entry.first).starts_with(below);
    if (gone)
      state.runs.at(entry.second).visible = false;
    return gone;
  });
  std::erase_if(state.stacks,
                [&](const auto &entry) { return StringRef(entry.first).starts_with(below); });
}
