// Medians of durations, and the critical path over what is left.
#include "Estimate.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <map>

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

/// Older durations count no longer.
static constexpr size_t remembered = 20;

Durations Durations::read(StringRef file) {
  Durations durations;
  auto buffer = llvm::MemoryBuffer::getFile(file);
  if (!buffer)
    return durations;
  Json json = Json::parse((*buffer)->getBuffer(), nullptr, false);
  if (!json.is_object())
    return durations;
  for (auto &[type, list] : json.items())
    for (const Json &each : list)
      if (each.is_number_integer())
        durations.seconds[type].push_back(each.get<int64_t>());
  return durations;
}

llvm::Error Durations::write(StringRef file) const {
  Json json = Json::object();
  for (const auto &[type, list] : seconds)
    json[type] = list;
  return llvm::writeToOutput(file, [&](llvm::raw_ostream &out) {
    out << compact(json) << "\n";
    return llvm::Error::success();
  });
}

void Durations::note(StringRef type, Milliseconds duration) {
  std::vector<int64_t> &list = seconds[type.lower()];
  list.push_back((duration.count() + 500) / 1000);
  if (list.size() > remembered)
    list.erase(list.begin());
}

std::optional<Milliseconds> Durations::rest(StringRef type, Milliseconds age) const {
  auto found = seconds.find(type.lower());
  if (found == seconds.end() || found->second.empty())
    return std::nullopt;
  // Only those that took longer say something about what has already taken so long.
  std::vector<int64_t> longer;
  for (int64_t each : found->second)
    if (std::chrono::seconds(each) > age || age == Milliseconds(0))
      longer.push_back(each);
  if (longer.empty())
    return std::max<Milliseconds>(age / 4, std::chrono::seconds(1));
  llvm::sort(longer);
  return std::chrono::seconds(longer[longer.size() / 2]) - age;
}

namespace {
class CriticalPath {
public:
  CriticalPath(const Leg &leg, const Durations &durations,
               const std::map<std::string, Standing> &standings, Time now)
      : leg(leg), durations(durations), standings(standings), now(now) {
    for (const PlannedResource &resource : leg.resources) {
      byId[StringRef(resource.id).lower()] = &resource;
      byComponent[resource.component].push_back(&resource);
    }
  }

  std::optional<Milliseconds> run() {
    Milliseconds longest{0};
    for (const PlannedResource &resource : leg.resources)
      longest = std::max(longest, end(resource));
    return known ? std::optional(longest) : std::nullopt;
  }

private:
  const Leg &leg;
  const Durations &durations;
  const std::map<std::string, Standing> &standings;
  Time now;
  bool known = true;
  std::map<std::string, const PlannedResource *> byId;
  std::map<std::string, std::vector<const PlannedResource *>> byComponent;
  std::map<std::string, Milliseconds> ends, componentEnds;

  /// The time from now until the resource is deployed.
  Milliseconds end(const PlannedResource &resource) {
    std::string id = StringRef(resource.id).lower();
    if (auto [it, isNew] = ends.try_emplace(id, 0); !isNew)
      return it->second; // also ends a cycle, which Azure would reject
    Standing standing;
    if (auto found = standings.find(id); found != standings.end())
      standing = found->second;
    if (standing.done)
      return Milliseconds(0);
    Milliseconds age = standing.since ? now - *standing.since : Milliseconds(0);
    std::optional<Milliseconds> usual = durations.rest(resource.type, age);
    known &= usual.has_value();
    Milliseconds left = usual.value_or(Milliseconds(0));
    if (standing.since)
      return ends[id] = left;
    Milliseconds start{0};
    for (const std::string &need : resource.needs)
      if (auto other = byId.find(StringRef(need).lower()); other != byId.end())
        start = std::max(start, end(*other->second));
    if (auto before = leg.after.find(resource.component); before != leg.after.end())
      for (const std::string &component : before->second)
        start = std::max(start, endOf(component));
    return ends[id] = start + left;
  }

  Milliseconds endOf(const std::string &component) {
    if (auto [it, isNew] = componentEnds.try_emplace(component, 0); !isNew)
      return it->second;
    Milliseconds longest{0};
    for (const PlannedResource *resource : byComponent[component])
      longest = std::max(longest, end(*resource));
    return componentEnds[component] = longest;
  }
};
} // namespace

std::optional<Milliseconds> azcl::deploy::estimate(const Leg &leg, const Durations &durations,
                                                   const std::map<std::string, Standing> &standings,
                                                   Time now) {
  return CriticalPath(leg, durations, standings, now).run();
}
