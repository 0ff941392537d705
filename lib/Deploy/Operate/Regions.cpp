// Commands about the regions of applications: what leads clients to them.
#include "Deployed.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static constexpr StringRef trafficVersion = "2022-04-01", originVersion = "2024-09-01";

namespace {
/// What leads clients to a region: an endpoint of Traffic Manager, or an origin of Front Door.
struct Entry {
  std::string id;    ///< of the endpoint or the origin
  std::string way;   ///< the profile, or the group of origins
  std::string owner; ///< the resource to read: the profile of Traffic Manager, or the origin
  std::string name;  ///< of the way, for people
  bool isTraffic;
};

/// A region as the manifest describes it.
struct RegionOf {
  std::string key; ///< unique in the program
  std::string application, location, group, role;
  std::vector<std::string> clusters;
  std::vector<Entry> entries;
};

/// The present state of an entry.
struct EntryState {
  bool known = false, enabled = false;
  Json health, priority, weight;
  bool serves() const {
    return enabled && health != "Degraded" && health != "Inactive" && health != "Stopped";
  }
};
} // namespace

static std::optional<Entry> entryOf(const Json &json, const Deployed &deployed) {
  std::string type = textAt(json, "type"), name = textAt(json, "resource"),
              endpoint = textAt(json, "endpoint");
  std::string owner = endpoint.empty() ? type : StringRef(type).rsplit('/').first.str();
  for (const PlannedResource &planned : deployed.leg->resources) {
    if (!StringRef(planned.type).equals_insensitive(owner) || planned.name != name)
      continue;
    if (!endpoint.empty())
      return Entry{
          fmt::format("{}/{}/{}", planned.id, StringRef(type).rsplit('/').second, endpoint),
          planned.id, planned.id, planned.name, true};
    // PROFILE/GROUP/ORIGIN
    return Entry{planned.id, StringRef(planned.id).rsplit("/origins/").first.str(), planned.id,
                 StringRef(planned.name).rsplit('/').first.str(), false};
  }
  return std::nullopt; // its condition is false
}

static std::vector<RegionOf> regionsOf(const Deployed &deployed) {
  std::vector<RegionOf> regions;
  const Version &version = *deployed.leg->version;
  Json groups = at(version.parameters, "groups.value");
  if (!groups.is_object() && deployed.job.isWide())
    groups = at(version.bundle.rootTemplate(), "parameters.groups.defaultValue");
  for (const Json &each : at(version.bundle.manifest, "regions")) {
    RegionOf region{textAt(each, "key"),
                    textAt(each, "application"),
                    textAt(each, "location"),
                    deployed.job.group,
                    textAt(each, "role"),
                    {},
                    {}};
    if (groups.is_object() && groups.contains(region.key))
      region.group = textOf(groups[region.key]);
    for (const Json &cluster : at(each, "clusters"))
      region.clusters.push_back(textOf(cluster));
    for (const Json &entry : at(each, "entries"))
      if (std::optional<Entry> found = entryOf(entry, deployed))
        region.entries.push_back(std::move(*found));
    regions.push_back(std::move(region));
  }
  return regions;
}

/// Whether a tier, by its key, is in a region.
static bool contains(const RegionOf &region, StringRef tier, bool isOnly) {
  return isOnly || llvm::is_contained(region.clusters, tier.split('.').first);
}

/// The scale sets of a region.
static std::vector<OfTier> setsOf(const RegionOf &region, const Deployed &deployed, bool isOnly) {
  std::vector<OfTier> sets;
  for (const OfTier &set : deployed.scaleSets)
    if (contains(region, set.tier, isOnly))
      sets.push_back(set);
  return sets;
}

static Questions readEntries(Machine &machine, llvm::ArrayRef<RegionOf> regions) {
  Questions questions;
  std::set<std::string> asked;
  for (const RegionOf &region : regions)
    for (const Entry &entry : region.entries)
      if (asked.insert(entry.owner).second)
        questions.push_back(
            read(machine, entry.owner, entry.isTraffic ? trafficVersion : originVersion));
  return questions;
}

static EntryState presentState(const Entry &entry, Answers &answers) {
  const Json &body = answers[entry.owner].body;
  if (!entry.isTraffic) {
    const Json &state = at(body, "properties.enabledState");
    return {!state.is_null(),
            state == "Enabled",
            {},
            at(body, "properties.priority"),
            at(body, "properties.weight")};
  }
  StringRef name = StringRef(entry.id).rsplit('/').second;
  for (const Json &endpoint : at(body, "properties.endpoints"))
    if (name.equals_insensitive(textAt(endpoint, "name")))
      return {true, at(endpoint, "properties.endpointStatus") == "Enabled",
              at(endpoint, "properties.endpointMonitorStatus"), at(endpoint, "properties.priority"),
              at(endpoint, "properties.weight")};
  return {};
}

namespace {
/// What a command about regions needs.
struct Scene {
  Deployed deployed;
  std::vector<RegionOf> regions;
  const RegionOf *chosen = nullptr; ///< the region of the command line
};
} // namespace

static llvm::Expected<Scene> sceneOf(const OperateOptions &options, StringRef region,
                                     const World &world) {
  llvm::Expected<Deployed> deployed = deployedBy(options, world);
  if (!deployed)
    return deployed.takeError();
  Scene scene{std::move(*deployed), {}};
  scene.regions = regionsOf(scene.deployed);
  if (scene.regions.empty())
    return llvm::createStringError(std::errc::invalid_argument,
                                   "the program has no `application` with regions");
  std::vector<std::string> names;
  for (const RegionOf &each : scene.regions) {
    names.push_back(each.key);
    if (each.key == region)
      scene.chosen = &each;
  }
  if (!region.empty() && !scene.chosen)
    return llvm::createStringError(std::errc::invalid_argument,
                                   "the program has no region `%s`; it has %s",
                                   region.str().c_str(), llvm::join(names, ", ").c_str());
  return scene;
}

ExitCode azcl::deploy::regionList(const OperateOptions &options, World &world) {
  llvm::Expected<Scene> scene = sceneOf(options, "", world);
  if (!scene)
    return complain(world, scene.takeError(), ExitCode::Usage);
  bool isOnly = scene->regions.size() == 1;
  return ask(
      scene->deployed, world,
      [&](Machine &machine) {
        Questions questions = readEntries(machine, scene->regions);
        for (const OfTier &set : scene->deployed.scaleSets)
          questions.push_back(readInstances(machine, set.id));
        return questions;
      },
      [&](Machine &, Answers &answers) {
        Json rows = Json::array();
        for (const RegionOf &region : scene->regions) {
          size_t enabled = 0;
          Json instances = Json::array();
          for (const Entry &entry : region.entries)
            enabled += presentState(entry, answers).enabled;
          for (const OfTier &set : setsOf(region, scene->deployed, isOnly)) {
            const Json &list = at(answers[set.id + "/virtualMachines"].body, "value");
            instances.insert(instances.end(), list.begin(), list.end());
          }
          size_t all = region.entries.size();
          rows.push_back({{"region", region.key},
                          {"location", region.location},
                          {"group", region.group},
                          {"role", region.role},
                          {"clients", !all             ? Json()
                                      : enabled == all ? Json("yes")
                                      : !enabled       ? Json("no")
                                                       : Json("partly")},
                          {"instances", instances.size()},
                          {"unhealthy", unhealthyOf(instances)}});
        }
        printRows(rows,
                  {"region", "location", "group", "role", "clients", "instances", "unhealthy"},
                  options.json, world.out);
      });
}

ExitCode azcl::deploy::regionStatus(const OperateOptions &options, StringRef region, World &world) {
  llvm::Expected<Scene> scene = sceneOf(options, region, world);
  if (!scene)
    return complain(world, scene.takeError(), ExitCode::Usage);
  return ask(
      scene->deployed, world,
      [&](Machine &machine) { return readEntries(machine, scene->regions); },
      [&](Machine &, Answers &answers) {
        Json rows = Json::array();
        for (const RegionOf &each : scene->regions)
          for (const Entry &entry : each.entries) {
            if (scene->chosen && &each != scene->chosen)
              continue;
            EntryState state = presentState(entry, answers);
            rows.push_back({{"region", each.key},
                            {"entry", entry.name},
                            {"kind", entry.isTraffic ? "Traffic Manager" : "Front Door"},
                            {"enabled", state.known ? Json(state.enabled) : Json()},
                            {"health", state.health},
                            {"priority", state.priority},
                            {"weight", state.weight}});
          }
        printRows(rows, {"region", "entry", "kind", "enabled", "health", "priority", "weight"},
                  options.json, world.out);
      });
}

/// Whether another profile leads the clients of this one elsewhere: its parent goes by priority.
static bool hasReserve(const Entry &entry, llvm::ArrayRef<RegionOf> regions, Answers &answers) {
  for (const RegionOf &region : regions)
    for (const Entry &other : region.entries) {
      const Json &parent = answers[other.owner].body;
      if (!other.isTraffic || other.way == entry.way ||
          textAt(parent, "properties.trafficRoutingMethod") != "Priority" ||
          !presentState(other, answers).serves())
        continue;
      for (const Json &endpoint : at(parent, "properties.endpoints"))
        if (StringRef(textAt(endpoint, "properties.targetResourceId"))
                .equals_insensitive(entry.way))
          return true;
    }
  return false;
}

/// The entries of a region after which no other region would serve the clients.
static std::vector<std::string> lastOnes(const Scene &scene, Answers &answers) {
  std::vector<std::string> names;
  for (const Entry &entry : scene.chosen->entries) {
    bool other = hasReserve(entry, scene.regions, answers);
    for (const RegionOf &region : scene.regions)
      for (const Entry &each : region.entries)
        other |= &region != scene.chosen && each.way == entry.way &&
                 presentState(each, answers).serves();
    if (!other)
      names.push_back(entry.name);
  }
  return names;
}

/// Tiers of the region that have fewer instances in all other regions of the application together.
static void warnOfCapacity(Machine &machine, const Scene &scene, Answers &answers) {
  std::map<std::string, std::pair<int64_t, int64_t>> here; // by label: here, elsewhere
  for (const RegionOf &region : scene.regions) {
    if (region.application != scene.chosen->application)
      continue;
    for (const OfTier &set : setsOf(region, scene.deployed, false)) {
      auto &[inside, outside] = here[StringRef(set.tier).rsplit('.').second.str()];
      (&region == scene.chosen ? inside : outside) +=
          numberAt(answers[set.id].body, "sku.capacity");
    }
  }
  for (const auto &[tier, counts] : here)
    if (counts.second < counts.first)
      machine.warn(fmt::format("the other regions have {} instances of tier {}, and {} has {}; "
                               "`azclctl scale set` changes their number",
                               counts.second, tier, scene.chosen->key, counts.first));
}

/// "store-world (clients notice after up to 60 s)".
static std::string delayOf(const Entry &entry, Answers &answers) {
  if (!entry.isTraffic) // MicrosoftDocs/azure-docs, articles/frontdoor/front-door-faq.yml
    return fmt::format("{} (after 3 to 20 minutes)", entry.name);
  return fmt::format("{} (after up to {} s)", entry.name,
                     numberAt(answers[entry.owner].body, "properties.dnsConfig.ttl"));
}

/// Enables or disables the entries of a region.
static std::unique_ptr<Stage> makeSwitchStage(const Scene &scene, bool enable,
                                              std::vector<std::string> delays) {
  return makeCollectStage(
      [&scene, enable](Machine &machine) {
        const char *word = enable ? "Enabled" : "Disabled";
        Questions questions;
        for (const Entry &entry : scene.chosen->entries)
          questions.push_back(entry.isTraffic ? change(machine, entry.id, trafficVersion,
                                                       {{"properties", {{"endpointStatus", word}}}})
                                              : change(machine, entry.id, originVersion,
                                                       {{"properties", {{"enabledState", word}}}}));
        return questions;
      },
      [&scene, enable, delays = std::move(delays)](Machine &machine, Answers &) {
        machine.phase("region", fmt::format("region {} gets {} clients: {}", scene.chosen->key,
                                            enable ? "its" : "no more", llvm::join(delays, ", ")));
        if (!enable)
          machine.warn(fmt::format("the next deployment gives it clients again, as does `azclctl "
                                   "region restore {}`",
                                   scene.chosen->key));
      });
}

ExitCode azcl::deploy::regionSwitch(const OperateOptions &options, StringRef region, bool enable,
                                    bool force, World &world) {
  llvm::Expected<Scene> scene = sceneOf(options, region, world);
  if (!scene)
    return complain(world, scene.takeError(), ExitCode::Usage);
  if (scene->chosen->entries.empty())
    return complain(world,
                    fmt::format("neither Traffic Manager nor Front Door leads clients to region "
                                "`{}`, so they cannot be led elsewhere",
                                region),
                    ExitCode::Usage);
  return ask(
      scene->deployed, world,
      [&](Machine &machine) {
        Questions questions = readEntries(machine, scene->regions);
        for (const OfTier &set : scene->deployed.scaleSets)
          questions.push_back(read(machine, set.id, computeVersion));
        return questions;
      },
      [&](Machine &machine, Answers &answers) {
        if (!enable && !force)
          if (std::vector<std::string> last = lastOnes(*scene, answers); !last.empty()) {
            Failure failure =
                failureOf("NoOtherRegion", fmt::format("no other region serves the clients of {}",
                                                       llvm::join(last, ", ")));
            failure.advice = "`azclctl region status` shows why; with --force, its clients get no "
                             "region";
            failure.exit = ExitCode::Configuration;
            return machine.fail(std::move(failure));
          }
        if (!enable)
          warnOfCapacity(machine, *scene, answers);
        std::vector<std::string> delays;
        for (const Entry &entry : scene->chosen->entries)
          delays.push_back(delayOf(entry, answers));
        StageList stages;
        stages.push_back(makeSwitchStage(*scene, enable, std::move(delays)));
        machine.insert(std::move(stages));
      });
}
