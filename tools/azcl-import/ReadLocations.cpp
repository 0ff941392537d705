// Reads the output of `az account list-locations`.
#include "Listing.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using namespace azcl::import;
using llvm::StringRef;

/// Reads the logical zones, "1" to "4".
static std::optional<std::set<unsigned>> readZones(const Place &entry) {
  if (!entry.member("availabilityZoneMappings"))
    return std::nullopt;
  std::set<unsigned> zones;
  for (const Place &mapping : entry.list("availabilityZoneMappings")) {
    unsigned zone = 0;
    if (StringRef(mapping.text("logicalZone")).getAsInteger(10, zone) || zone < 1 || zone > 9)
      mapping.member("logicalZone").problem("must be the number of a zone");
    zones.insert(zone);
  }
  return zones;
}

void import::readLocations(const Input &input, Listing &to, Findings &findings) {
  std::vector<std::string> logical, nameless;
  bool goesOn = readEntries(
      input,
      [&](const facts::Value &value, std::string where) {
        Place entry(&value, std::move(where), findings);
        std::string name = lower(entry.text("name"));
        if (name.empty())
          return entry.problem("has no name; is this the output of `az account list-locations`?");
        Place metadata = entry.member("metadata");
        if (!metadata)
          return nameless.push_back(name);
        if (metadata.text("regionType") != "Physical")
          return logical.push_back(name);
        Location location{entry.text("displayName"), metadata.text("geography"), "",
                          readZones(entry)};
        if (std::vector<Place> pairs = metadata.list("pairedRegion"); !pairs.empty())
          location.pair = lower(pairs[0].text("name"));
        if (!to.locations.emplace(name, std::move(location)).second)
          entry.problem(fmt::format("region '{}' is listed twice", name));
      },
      findings);
  if (goesOn)
    findings.problem(input.path +
                     ": the listing continues at its nextLink; pass the complete listing");
  to.hasLocations = true;
  if (to.locations.empty() && findings.problems.empty())
    findings.problem(input.path + ": contains no region");
  // If no region has zones, the listing is from an API version that does not contain zones.
  bool zones = llvm::any_of(
      to.locations, [](auto &each) { return each.second.zones && !each.second.zones->empty(); });
  for (auto &[name, location] : to.locations)
    if (!zones)
      location.zones.reset();
    else if (!location.zones)
      location.zones.emplace();
  findings.lines.push_back(
      fmt::format("{}: {} regions{}", input.name(), to.locations.size(),
                  zones ? "" : "; it contains no zones, so the zones are unchanged"));
  if (!logical.empty())
    findings.lines.push_back(fmt::format("  left out: {} that are not physical regions ({})",
                                         logical.size(), llvm::join(logical, ", ")));
  if (!nameless.empty())
    findings.lines.push_back(fmt::format("  left out: {} without metadata ({})", nameless.size(),
                                         llvm::join(nameless, ", ")));
}
