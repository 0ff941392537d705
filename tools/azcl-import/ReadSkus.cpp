// Reads the output of `az vm list-skus --all`.
#include "Listing.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using namespace azcl::import;
using llvm::StringRef;

/// Converts "11/15/2028" to 2028-11-15. The year 9999 means never.
static std::optional<std::string> isoDate(StringRef text) {
  llvm::SmallVector<StringRef> parts;
  text.take_front(10).split(parts, '/');
  if (parts.size() == 3 && parts[0].size() == 2 && parts[1].size() == 2 && parts[2].size() == 4)
    return parts[2] == "9999" ? std::string() : (parts[2] + "-" + parts[0] + "-" + parts[1]).str();
  if (text.size() >= 10 && text[4] == '-' && text[7] == '-')
    return text.starts_with("9999") ? std::string() : text.take_front(10).str();
  return std::nullopt;
}

static std::vector<std::string> sortedWords(StringRef text) {
  std::set<std::string> words;
  llvm::SmallVector<StringRef> parts;
  text.split(parts, ',', -1, false);
  for (StringRef each : parts)
    words.insert(each.trim().str());
  return {words.begin(), words.end()};
}

static std::set<unsigned> zonesOf(const std::vector<Place> &list) {
  std::set<unsigned> zones;
  for (const Place &each : list) {
    unsigned zone = 0;
    if (StringRef(each.text()).getAsInteger(10, zone) || zone < 1 || zone > 9)
      each.problem("must be the number of a zone");
    zones.insert(zone);
  }
  return zones;
}

static std::set<std::string> namesOf(const std::vector<Place> &list) {
  std::set<std::string> names;
  for (const Place &each : list)
    names.insert(lower(each.text()));
  return names;
}

namespace {
/// A capability: a name and a value, which is always a string.
struct Capability {
  Place place;
  StringRef name, value;

  void number(std::optional<double> &to) const {
    double number = 0;
    if (value.getAsDouble(number) || number < 0)
      place.member("value").problem(fmt::format("{} must be a number, not '{}'", name, value));
    else
      to = number;
  }
  void flag(std::optional<bool> &to) const {
    if (!value.equals_insensitive("true") && !value.equals_insensitive("false"))
      place.member("value").problem(fmt::format("{} must be True or False, not '{}'", name, value));
    else
      to = value.equals_insensitive("true");
  }
};

/// A capability and the field that stores it.
template <class T> struct Field {
  StringRef name;
  std::optional<T> SizeFacts::*to;
};
constexpr Field<double> numberFields[] = {
    {"vCPUs", &SizeFacts::vCpus},
    {"MemoryGB", &SizeFacts::memoryGiB},
    {"MaxDataDiskCount", &SizeFacts::maxDataDisks},
    {"MaxNetworkInterfaces", &SizeFacts::maxNetworkInterfaces},
    {"MaxResourceVolumeMB", &SizeFacts::tempDiskMiB},
    {"CachedDiskBytes", &SizeFacts::cacheDiskBytes},
    {"NvmeDiskSizeInMiB", &SizeFacts::nvmeDiskMiB},
    {"NvmeSizePerDiskInMiB", &SizeFacts::nvmePerDiskMiB},
    {"GPUs", &SizeFacts::gpus}};
constexpr Field<bool> flagFields[] = {
    {"PremiumIO", &SizeFacts::premiumIO},
    {"AcceleratedNetworkingEnabled", &SizeFacts::acceleratedNetworking},
    {"EncryptionAtHostSupported", &SizeFacts::encryptionAtHost},
    {"EphemeralOSDiskSupported", &SizeFacts::ephemeral},
    {"TrustedLaunchDisabled", &SizeFacts::trustedLaunchDisabled},
    {"CapacityReservationSupported", &SizeFacts::capacityReservation},
    {"LowPriorityCapable", &SizeFacts::spot}};
constexpr Field<std::string> textFields[] = {
    {"CpuArchitectureType", &SizeFacts::architecture},
    {"ConfidentialComputingType", &SizeFacts::confidential}};
constexpr Field<std::vector<std::string>> wordFields[] = {
    {"HyperVGenerations", &SizeFacts::generations},
    {"DiskControllerTypes", &SizeFacts::diskControllers},
    {"SupportedEphemeralOSDiskPlacements", &SizeFacts::ephemeralPlacements}};

void readCapability(const Capability &capability, SizeFacts &to, std::set<std::string> &odd) {
  for (auto &field : numberFields)
    if (capability.name == field.name)
      capability.number(to.*field.to);
  for (auto &field : flagFields)
    if (capability.name == field.name)
      capability.flag(to.*field.to);
  for (auto &field : textFields)
    if (capability.name == field.name)
      to.*field.to = capability.value.str();
  for (auto &field : wordFields)
    if (capability.name == field.name)
      to.*field.to = sortedWords(capability.value);
  if (capability.name == "RetirementDateUtc") {
    to.retires = isoDate(capability.value);
    if (!to.retires)
      odd.insert(fmt::format("RetirementDateUtc '{}'", capability.value));
  }
}

class SkuReader {
public:
  SkuReader(Listing &to, Findings &findings) : to(to), findings(findings) {}

  void read(const Place &entry) {
    std::string type = entry.text("resourceType"), name = entry.text("name");
    if (type.empty())
      return entry.problem("has no resourceType; is this the output of `az vm list-skus`?");
    if (type == "virtualMachines")
      return readSize(entry, name);
    if (type == "availabilitySets" && name == "Aligned") // `Aligned` means: with managed disks
      return readSet(entry);
    ++others[type];
  }

  void conclude(const std::string &file) {
    to.hasSkus = true;
    if (to.sizes.empty() && findings.problems.empty())
      return findings.problem(file + ": contains no VM size");
    size_t closed = 0, someZones = 0;
    for (auto &[key, size] : to.sizes)
      for (auto &[region, offer] : size.offers) {
        closed += offer.closed;
        someZones += !offer.closed && !offer.closedZones.empty();
      }
    findings.lines.push_back(
        fmt::format("{}: {} sizes in {} regions", file, to.sizes.size(), to.skuRegions.size()));
    findings.lines.push_back(fmt::format(
        "  restricted for this subscription: {} in a whole region, {} in some of its zones", closed,
        someZones));
    if (to.hasUltra)
      findings.lines.push_back(fmt::format(
          "  ultra disks: {} sizes support them", llvm::count_if(to.sizes, [](auto &size) {
            return llvm::any_of(size.second.offers, [](auto &offer) {
              return offer.second.someUltra || !offer.second.ultraZones.empty();
            });
          })));
    if (!odd.empty())
      findings.lines.push_back(fmt::format("  not recognized: {}", llvm::join(odd, ", ")));
    std::vector<std::string> kinds;
    for (auto &[type, count] : others)
      kinds.push_back(fmt::format("{} {}", count, type));
    if (!kinds.empty())
      findings.lines.push_back(
          fmt::format("  left out: resources other than VM sizes ({})", llvm::join(kinds, ", ")));
  }

private:
  void readSize(const Place &entry, const std::string &name) {
    std::set<std::string> regions = namesOf(entry.list("locations"));
    if (name.empty() || regions.empty())
      return entry.problem("has no name or no locations");
    SizeFacts facts;
    facts.from = *regions.begin();
    facts.family = entry.text("family");
    if (facts.family.empty())
      return entry.problem("has no family");
    // Here, UltraSSDAvailable is for VMs outside of zones. zoneDetails has that of the zones
    // (MicrosoftDocs/azure-compute-docs, disks-enable-ultra-ssd).
    std::optional<bool> ultra;
    for (const Place &each : entry.list("capabilities")) {
      std::string key = each.text("name"), value = each.text("value");
      readCapability({each, key, value}, facts, odd);
      readUltra({each, key, value}, ultra);
    }
    ListedSize &size = to.sizes[lower(name)];
    // A size supports a feature if it has the feature in at least one region.
    bool spot = facts.spot.value_or(false) || size.facts.spot.value_or(false);
    bool accelerated = facts.acceleratedNetworking.value_or(false) ||
                       size.facts.acceleratedNetworking.value_or(false);
    if (size.name.empty() || facts.from < size.facts.from) {
      size.name = name;
      size.facts = std::move(facts);
    }
    if (spot)
      size.facts.spot = true;
    if (accelerated)
      size.facts.acceleratedNetworking = true;
    to.skuRegions.insert(regions.begin(), regions.end());
    readOffers(entry, regions, size);
    for (const std::string &region : regions)
      if (ultra.value_or(false))
        size.offers[region].ultraZones.insert(0);
  }

  void readOffers(const Place &entry, const std::set<std::string> &regions, ListedSize &size) {
    for (const std::string &region : regions)
      size.offers[region];
    for (const Place &info : entry.list("locationInfo")) {
      std::string region = lower(info.text("location"));
      if (regions.count(region) && info.member("zones"))
        size.offers[region].zones = zonesOf(info.list("zones"));
      for (const Place &detail : info.list("zoneDetails"))
        if (regions.count(region) && hasUltra(detail)) {
          std::set<unsigned> zones = zonesOf(namedZones(detail, info));
          size.offers[region].ultraZones.insert(zones.begin(), zones.end());
          size.offers[region].someUltra |= zones.empty();
        }
    }
    for (const Place &each : entry.list("restrictions")) {
      Place info = each.member("restrictionInfo");
      std::set<std::string> where = namesOf(info.list("locations"));
      if (where.empty())
        where = namesOf(each.list("values"));
      if (where.empty())
        where = regions;
      std::string type = each.text("type");
      std::set<unsigned> zones = zonesOf(info.list("zones"));
      if (type != "Location" && type != "Zone")
        odd.insert(fmt::format("restriction of type '{}'", type));
      for (const std::string &region : where)
        if (auto offer = size.offers.find(region); offer != size.offers.end()) {
          offer->second.closed |= type == "Location";
          if (type == "Zone")
            offer->second.closedZones.insert(zones.begin(), zones.end());
        }
    }
  }

  void readUltra(const Capability &capability, std::optional<bool> &said) {
    if (capability.name != "UltraSSDAvailable")
      return;
    capability.flag(said);
    to.hasUltra = true;
  }

  bool hasUltra(const Place &zoneDetail) {
    std::optional<bool> said;
    for (const Place &each : zoneDetail.list("capabilities")) {
      std::string key = each.text("name"), value = each.text("value");
      readUltra({each, key, value}, said);
    }
    return said.value_or(false);
  }

  /// The zones of a zone detail. Some versions of the Azure CLI call the list `Name`, others omit
  /// it; the detail can then be of any zone of the size.
  static std::vector<Place> namedZones(const Place &detail, const Place &info) {
    for (StringRef key : {"name", "Name"})
      if (detail.member(key))
        return detail.list(key);
    return info.list("zones");
  }

  void readSet(const Place &entry) {
    for (const Place &each : entry.list("capabilities")) {
      unsigned count = 0;
      if (each.text("name") != "MaximumPlatformFaultDomainCount")
        continue;
      if (StringRef(each.text("value")).getAsInteger(10, count))
        each.member("value").problem("must be a number");
      for (const std::string &region : namesOf(entry.list("locations")))
        to.faultDomains[region] = count;
    }
  }

  Listing &to;
  Findings &findings;
  std::map<std::string, unsigned> others;
  std::set<std::string> odd;
};
} // namespace

void import::readSkus(const std::vector<Input> &pages, Listing &to, Findings &findings) {
  SkuReader reader(to, findings);
  size_t unfinished = 0;
  std::string names;
  for (const Input &page : pages) {
    unfinished += readEntries(
        page,
        [&](const facts::Value &entry, std::string where) {
          reader.read({&entry, std::move(where), findings});
        },
        findings);
    names += (names.empty() ? "" : ", ") + page.name();
  }
  if (unfinished == pages.size())
    findings.problem(pages.back().path +
                     ": the listing continues at its nextLink; pass --skus for each page");
  reader.conclude(names);
}
