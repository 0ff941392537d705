// The instances of virtual machine scale sets.
#include "Service.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using llvm::StringRef;

static const Resource *findSet(Call &call) {
  return call.state.resource(call.scope + "/providers/Microsoft.Compute/virtualMachineScaleSets/" +
                             call["name"]);
}

static Response setNotFound(const Call &call) {
  return failure(404, "ResourceNotFound",
                 fmt::format("The Resource 'Microsoft.Compute/virtualMachineScaleSets/{}' was not "
                             "found.",
                             call["name"]));
}

std::string azcl::sim::addressOf(const Resource &set, size_t instance) {
  unsigned subnet = 0;
  for (char c : set.name)
    subnet = (subnet * 31 + uint8_t(c)) % 200;
  return fmt::format("10.77.{}.{}", subnet, instance + 4);
}

size_t azcl::sim::capacityOf(const Resource &set) {
  const Json *sku = findMember(set.body, "sku");
  const Json *capacity = sku ? findMember(*sku, "capacity") : nullptr;
  return capacity && capacity->is_number_integer() ? capacity->get<size_t>() : 0;
}

static Json statuses(std::initializer_list<std::pair<const char *, const char *>> codes,
                     Time time) {
  Json list = Json::array();
  for (auto [code, shown] : codes)
    list.push_back(
        {{"code", code}, {"level", "Info"}, {"displayStatus", shown}, {"time", timestampOf(time)}});
  return list;
}

/// Whether an extension or a probe of a load balancer watches the health of the instances.
static bool isWatched(const Resource &set) {
  std::string text = compact(set.body);
  return StringRef(text).contains("\"ApplicationHealth") ||
         StringRef(text).contains("\"healthProbe\"");
}

static Json instanceStatus(const Resource &set) {
  bool ready = set.state == "Succeeded";
  Json status = {
      {"statuses", statuses({{ready ? "ProvisioningState/succeeded" : "ProvisioningState/creating",
                              ready ? "Provisioning succeeded" : "Creating"},
                             {"PowerState/running", "VM running"}},
                            set.changed)}};
  if (isWatched(set))
    status["vmHealth"] = {
        {"status",
         {{"code", ready ? "HealthState/healthy" : "HealthState/unknown"},
          {"level", "Info"},
          {"displayStatus", ready ? "The VM is reported as healthy" : "Unknown"}}}};
  return status;
}

static Json instanceOf(const Call &call, const Resource &set, size_t number) {
  std::string name = fmt::format("{}_{}", set.name, number);
  Json view = {{"name", name},
               {"id", fmt::format("{}/virtualMachines/{}", set.id, number)},
               {"type", "Microsoft.Compute/virtualMachineScaleSets/virtualMachines"},
               {"instanceId", std::to_string(number)}};
  for (const char *key : {"location", "tags", "sku"})
    if (const Json *value = findMember(set.body, key))
      view[key] = *value;
  if (const Json *zones = findMember(set.body, "zones"); zones && !zones->empty())
    view["zones"] = Json::array({(*zones)[number % zones->size()]});
  view["properties"] = {
      {"latestModelApplied", true},
      {"vmId", guidOf(set.id, number)},
      {"provisioningState", set.state},
      {"networkProfile",
       {{"networkInterfaces",
         {{{"id", fmt::format("{}/virtualMachines/{}/networkInterfaces/nic", set.id, number)}}}}}},
      {"timeCreated", timestampOf(set.created)}};
  if (call.url.parameter("$expand") == "instanceView")
    view["properties"]["instanceView"] = instanceStatus(set);
  return view;
}

Response azcl::sim::listInstances(Call &call) {
  const Resource *set = findSet(call);
  if (!set)
    return setNotFound(call);
  Json items = Json::array();
  for (size_t i = 0; i < capacityOf(*set); ++i)
    items.push_back(instanceOf(call, *set, i));
  return page(call, items);
}

static std::optional<size_t> instanceNumber(const Call &call, const Resource &set) {
  size_t number = 0;
  if (StringRef(call["instance"]).getAsInteger(10, number) || number >= capacityOf(set))
    return std::nullopt;
  return number;
}

static Response instanceNotFound(const Call &call) {
  return failure(404, "NotFound", fmt::format("The entity {} was not found.", call["instance"]));
}

Response azcl::sim::getInstance(Call &call) {
  const Resource *set = findSet(call);
  if (!set)
    return setNotFound(call);
  std::optional<size_t> number = instanceNumber(call, *set);
  return number ? reply(200, instanceOf(call, *set, *number)) : instanceNotFound(call);
}

Response azcl::sim::getInstanceInterface(Call &call) {
  const Resource *set = findSet(call);
  if (!set)
    return setNotFound(call);
  std::optional<size_t> number = instanceNumber(call, *set);
  if (!number)
    return instanceNotFound(call);
  return reply(200, {{"name", call["interface"]},
                     {"id", fmt::format("{}/virtualMachines/{}/networkInterfaces/{}", set->id,
                                        *number, call["interface"])},
                     {"properties",
                      {{"ipConfigurations",
                        {{{"name", "nic"},
                          {"properties", {{"privateIPAddress", addressOf(*set, *number)}}}}}}}}});
}

/// Instances always have the latest model here.
Response azcl::sim::upgradeInstances(Call &call) {
  if (!findSet(call))
    return setNotFound(call);
  const Json *instances = findMember(call.body, "instanceIds");
  if (!instances || !instances->is_array() || instances->empty())
    return failure(400, "InvalidParameter", "Required parameter 'instanceIds' is missing (null).");
  return empty(200);
}

Response azcl::sim::getInstanceView(Call &call) {
  const Resource *set = findSet(call);
  if (!set)
    return setNotFound(call);
  return instanceNumber(call, *set) ? reply(200, instanceStatus(*set)) : instanceNotFound(call);
}

Response azcl::sim::getSetView(Call &call) {
  const Resource *set = findSet(call);
  if (!set)
    return setNotFound(call);
  bool ready = set->state == "Succeeded";
  return reply(
      200,
      {{"virtualMachine",
        {{"statusesSummary",
          {{{"code", ready ? "ProvisioningState/succeeded" : "ProvisioningState/creating"},
            {"count", capacityOf(*set)}}}}}},
       {"statuses", statuses({{ready ? "ProvisioningState/succeeded" : "ProvisioningState/updating",
                               ready ? "Provisioning succeeded" : "Updating"}},
                             set->changed)}});
}
