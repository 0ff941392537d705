// Resource groups.
#include "Service.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

static Json viewOf(const Group &group) {
  Json view = {{"id", group.id},
               {"name", group.name},
               {"type", "Microsoft.Resources/resourceGroups"},
               {"location", group.location}};
  if (!group.tags.is_null())
    view["tags"] = group.tags;
  view["properties"] = {{"provisioningState", group.state}};
  return view;
}

static Response groupNotFound(const Call &call) {
  return failure(404, "ResourceGroupNotFound",
                 fmt::format("Resource group '{}' could not be found.",
                             StringRef(call.scope).rsplit('/').second));
}

Response azcl::sim::putGroup(Call &call) {
  const std::string *location = findString(call.body, "location");
  if (!location)
    return failure(400, "LocationRequired",
                   "The location property is required for this definition.");
  Group *old = call.state.group(call.scope);
  if (old && old->state == "Deleting")
    return failure(409, "ResourceGroupBeingDeleted",
                   fmt::format("The resource group '{}' is in deprovisioning state and cannot "
                               "perform this operation.",
                               old->name));
  if (old && !StringRef(old->location).equals_insensitive(*location))
    return failure(409, "InvalidResourceGroupLocation",
                   fmt::format("Invalid resource group location '{}'. The Resource group already "
                               "exists in location '{}'.",
                               *location, old->location));
  bool isNew = !old;
  Group &group = call.state.groups[StringRef(call.scope).lower()];
  group.id = call.scope;
  group.name = StringRef(call.scope).rsplit('/').second.str();
  group.location = StringRef(*location).lower();
  std::erase(group.location, ' ');
  const Json *tags = findMember(call.body, "tags");
  group.tags = tags ? *tags : Json();
  return reply(isNew ? 201 : 200, viewOf(group));
}

Response azcl::sim::patchGroup(Call &call) {
  Group *group = call.state.group(call.scope);
  if (!group)
    return groupNotFound(call);
  if (const Json *tags = findMember(call.body, "tags"))
    group->tags = *tags;
  return reply(200, viewOf(*group));
}

Response azcl::sim::headGroup(Call &call) {
  return empty(call.state.group(call.scope) ? 204 : 404);
}

Response azcl::sim::getGroup(Call &call) {
  const Group *group = call.state.group(call.scope);
  return group ? reply(200, viewOf(*group)) : groupNotFound(call);
}

Response azcl::sim::listGroups(Call &call) {
  Json items = Json::array();
  StringRef filter = call.url.parameter("$filter");
  // tagName eq 'x' and tagValue eq 'y'
  llvm::SmallVector<StringRef> parts;
  filter.split(parts, '\'');
  if (!filter.empty() && (!filter.starts_with("tagName eq ") || parts.size() < 5))
    return failure(notSimulated("the filter `" + filter.str() + "` of resource groups"));
  for (auto &[id, group] : call.state.groups) {
    const std::string *tag = filter.empty() ? nullptr : findString(group.tags, parts[1]);
    if (StringRef(id).starts_with(StringRef(call.scope).lower() + "/") &&
        (filter.empty() || (tag && *tag == parts[3])))
      items.push_back(viewOf(group));
  }
  return page(call, items);
}

Response azcl::sim::deleteGroup(Call &call) {
  Group *group = call.state.group(call.scope);
  if (!group)
    return groupNotFound(call);
  group->state = "Deleting";
  Job job;
  job.id = base64Of(fmt::format("{{\"jobId\":\"RESOURCEGROUPDELETIONJOB-{}-{}\"}}", group->name,
                                call.state.next++));
  std::erase(job.id, '=');
  job.kind = "delete";
  job.target = call.scope;
  size_t count = llvm::count_if(call.state.resources, [&](const auto &entry) {
    return StringRef(entry.first).starts_with(StringRef(call.scope).lower() + "/");
  });
  return accepted(call, std::move(job), Milliseconds(15'000 + 4'000 * count), "0");
}
