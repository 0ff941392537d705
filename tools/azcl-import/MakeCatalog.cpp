// Creates catalog data files from Azure listings.
#include "MakeCatalog.h"
#include "Table.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"
#include <cmath>

using namespace azcl;
using namespace azcl::import;
using llvm::StringRef;
using llvm::json::Array;
using llvm::json::Object;
using Json = llvm::json::Value;

namespace {
using Rows = std::map<std::string, Object>;

std::string compact(const Json &value) {
  std::string out;
  llvm::raw_string_ostream(out) << value;
  return out;
}

const facts::Kind &kindOf(StringRef name) {
  static const std::vector<facts::Kind> all = facts::allKinds();
  return *llvm::find_if(all, [&](const facts::Kind &each) { return each.name == name; });
}

/// Converts a catalog row to the JSON of its data file.
Object rowOf(const facts::Kind &kind, const void *row) {
  Object out;
  for (const facts::Column &column : kind.columns) {
    Cell cell = column.show(row, column.type);
    bool optional = column.need == facts::Need::Optional;
    switch (column.cells) {
    case CellType::Flag:
      if (cell.known)
        out[column.key] = cell.number != 0;
      break;
    case CellType::Number:
      if (cell.number || !optional)
        out[column.key] = cell.number / column.type.scale;
      break;
    case CellType::Words:
      llvm::sort(cell.texts);
      [[fallthrough]]; // the file sorts words by name, not by enumerator
    case CellType::Texts: out[column.key] = Array(cell.texts); break;
    case CellType::Numbers: {
      Array numbers;
      for (unsigned each : cell.numbers)
        numbers.push_back(each);
      out[column.key] = std::move(numbers);
      break;
    }
    default:
      if (cell.known)
        out[column.key] = cell.text;
    }
  }
  return out;
}

Rows rowsOf(StringRef name, const Catalog &base) {
  const facts::Kind &kind = kindOf(name);
  Rows rows;
  for (size_t i = 0; i < kind.access.count(base.all()); ++i) {
    const void *row = kind.access.row(base.all(), i);
    rows[kind.access.name(row).str()] = rowOf(kind, row);
  }
  return rows;
}

Json numbers(const std::set<unsigned> &values) {
  Array out;
  for (unsigned each : values)
    out.push_back(each);
  return out;
}

class Maker {
public:
  Maker(const Listing &listing, const Catalog &base, const Answers &answers, Findings &findings)
      : listing(listing), base(base), answers(answers), findings(findings) {}

  std::vector<OutputFile> run() {
    std::vector<OutputFile> files;
    makeRegions();
    if (!listing.quotas.empty()) {
      makeQuotas();
      files.push_back({"quotas.json", fileOf("quotas", quotas)});
    }
    if (listing.hasLocations || listing.hasSkus)
      files.push_back({"regions.json", fileOf("regions", regions)});
    if (listing.hasSkus) {
      makeSizes();
      makeOffers();
      files.push_back({"vm-offers.json", fileOf("vm-offers", offers)});
      files.push_back({"vm-sizes.json", fileOf("vm-sizes", sizes)});
    }
    return files;
  }

private:
  // Regions

  /// The cloud of most known regions: a listing covers one cloud.
  std::string cloud() const {
    std::map<StringRef, unsigned> counts = {{toString(Cloud::Public), 0}};
    for (auto &[name, location] : listing.locations)
      if (const Region *known = base.region(name))
        ++counts[toString(known->cloud)];
    return llvm::max_element(counts, [](auto &a, auto &b) { return a.second < b.second; })
        ->first.str();
  }

  void makeRegions() {
    regions = rowsOf("regions", base);
    if (listing.hasLocations)
      mergeLocations();
    for (auto &[name, row] : regions) {
      if (listing.skuRegions.count(name))
        row["sizes"] = toString(SizeListing::Answer);
      if (auto count = listing.faultDomains.find(name); count != listing.faultDomains.end())
        row["maxFaultDomains"] = count->second;
    }
    std::vector<std::string> unknown;
    for (const std::string &name : listing.skuRegions)
      if (!regions.count(name))
        unknown.push_back(name);
    if (!unknown.empty())
      findings.lines.push_back(
          fmt::format("  left out: regions that are in no listing of locations ({})",
                      llvm::join(unknown, ", ")));
  }

  void mergeLocations() {
    Rows known = std::move(regions);
    regions.clear();
    std::string home = cloud();
    std::vector<std::string> fresh;
    for (auto &[name, location] : listing.locations) {
      bool isKnown = known.count(name);
      Object row = isKnown ? std::move(known[name])
                           : Object{{"cloud", home},       {"access", toString(RegionAccess::Open)},
                                    {"displayName", name}, {"geography", "unknown"},
                                    {"zones", Array()},    {"sizes", toString(SizeListing::None)}};
      if (!isKnown)
        fresh.push_back(name);
      if (!location.displayName.empty())
        row["displayName"] = location.displayName;
      if (!location.geography.empty())
        row["geography"] = location.geography;
      if (location.zones)
        row["zones"] = numbers(*location.zones);
      row.erase("pairedRegion");
      if (listing.locations.count(location.pair))
        row["pairedRegion"] = location.pair;
      else if (!location.pair.empty())
        findings.lines.push_back(
            fmt::format("  left out: the paired region of {}, {}, which is not in the listing",
                        name, location.pair));
      regions[name] = std::move(row);
    }
    if (!fresh.empty())
      findings.lines.push_back(fmt::format("  new: {}", llvm::join(fresh, ", ")));
  }

  std::set<unsigned> zonesOf(const std::string &region) const {
    std::set<unsigned> out;
    if (auto row = regions.find(region); row != regions.end())
      if (const Array *zones = row->second.getArray("zones"))
        for (const Json &each : *zones)
          out.insert(unsigned(*each.getAsInteger()));
    return out;
  }

  // Sizes

  /// The catalog's spelling of a size name; listings differ in capitalization.
  std::string nameOf(const std::string &key, const ListedSize &size) const {
    auto known = names.find(key);
    return known == names.end() ? size.name : known->second;
  }

  void makeSizes() {
    sizes = rowsOf("vm-sizes", base);
    for (const VmSize &each : base.vmSizes()) {
      names[each.name.lower()] = each.name.str();
      categories[each.family.lower()] = toString(each.category).str();
    }
    size_t fresh = 0;
    std::vector<std::string> odd;
    for (auto &[key, size] : listing.sizes) {
      if (!facts::isName(size.name)) {
        odd.push_back(size.name);
        continue;
      }
      std::string name = nameOf(key, size);
      fresh += !sizes.count(name);
      apply(size.facts, sizes[name], name);
    }
    findings.lines.push_back(fmt::format("  new: {} sizes", fresh));
    if (!odd.empty())
      findings.lines.push_back(fmt::format(
          "  left out: sizes whose names are not valid in AZCL ({})", llvm::join(odd, ", ")));
  }

  template <class T>
  static void set(Object &row, StringRef key, const std::optional<T> &said, Json otherwise) {
    if (said)
      row[key] = Json(*said);
    else if (!row.get(key))
      row[key] = std::move(otherwise);
  }
  /// Rounds down to whole units, like the built-in catalog.
  static void setGiB(Object &row, StringRef key, const std::optional<double> &said, double unit) {
    set(row, key, said ? std::optional<double>(std::floor(*said / unit)) : std::nullopt, 0);
  }

  void apply(const SizeFacts &said, Object &row, StringRef name) {
    row["family"] = said.family;
    if (!categories.count(StringRef(said.family).lower()))
      categories[StringRef(said.family).lower()] = guessCategory(said, name);
    row["category"] = categories[StringRef(said.family).lower()];
    set(row, "vCpus", said.vCpus, 1);
    set(row, "memoryGiB",
        said.memoryGiB ? std::optional<double>(std::round(*said.memoryGiB * 1024) / 1024)
                       : std::nullopt,
        1);
    set(row, "architecture", said.architecture, toString(Architecture::X64));
    set(row, "hyperVGenerations", said.generations, Array{toString(Generation::V1)});
    set(row, "diskControllers", said.diskControllers, Array{toString(DiskController::SCSI)});
    set(row, "maxDataDisks", said.maxDataDisks, 0);
    set(row, "maxNetworkInterfaces", said.maxNetworkInterfaces, 1);
    setGiB(row, "tempDiskGiB", said.tempDiskMiB, 1024);
    setGiB(row, "cacheDiskGiB", said.cacheDiskBytes, 1073741824);
    setGiB(row, "nvmeDiskGiB", said.nvmeDiskMiB, 1024);
    setGiB(row, "nvmePerDiskGiB", said.nvmePerDiskMiB, 1024);
    set(row, "premiumIO", said.premiumIO, false);
    set(row, "acceleratedNetworking", said.acceleratedNetworking, false);
    set(row, "encryptionAtHost", said.encryptionAtHost, false);
    set(row, "confidential", said.confidential, toString(Confidential::None));
    set(row, "capacityReservation", said.capacityReservation, false);
    set(row, "spot", said.spot, false);
    setPlacements(said, row);
    bool generation2 =
        llvm::is_contained(*row.getArray("hyperVGenerations"), Json(toString(Generation::V2)));
    if (said.generations ||
        !row.get("trustedLaunch")) // as in the Azure API: supported unless disabled
      row["trustedLaunch"] = generation2 && !said.trustedLaunchDisabled.value_or(false) &&
                             row.getString("confidential") == toString(Confidential::None);
    if (said.retires) {
      row["retires"] = *said.retires;
      row.erase("retiresIn"); // the listing covers only the cloud of the subscription
    }
    if (row.getString("retires") == StringRef())
      row.erase("retires");
  }

  /// Older API versions report that ephemeral OS disks are supported, but not their placements.
  static void setPlacements(const SizeFacts &said, Object &row) {
    struct Disk {
      EphemeralPlacement placement;
      StringRef key;
    };
    static constexpr Disk disks[] = {{EphemeralPlacement::CacheDisk, "cacheDiskGiB"},
                                     {EphemeralPlacement::NvmeDisk, "nvmeDiskGiB"},
                                     {EphemeralPlacement::ResourceDisk, "tempDiskGiB"}};
    if (!said.ephemeral && row.get("ephemeralPlacements"))
      return;
    Array before;
    if (const Array *ours = row.getArray("ephemeralPlacements"))
      before = *ours;
    Array out;
    for (const Disk &disk : disks) { // sorted, as the file requires
      StringRef name = toString(disk.placement);
      bool named = said.ephemeralPlacements
                       ? llvm::is_contained(*said.ephemeralPlacements, name.str())
                       : before.empty() || llvm::is_contained(before, Json(name));
      if (said.ephemeral.value_or(false) && named && row.getNumber(disk.key).value_or(0) > 0)
        out.push_back(name);
    }
    row["ephemeralPlacements"] = std::move(out);
  }

  /// Guesses from the letter after "Standard_", according to Azure's naming of series.
  static std::string guessCategory(const SizeFacts &said, StringRef name) {
    StringRef series = name.substr(name.find('_') + 1);
    if (said.confidential && !said.confidential->empty())
      return toString(SizeCategory::Confidential).str();
    if (series.starts_with("NP"))
      return toString(SizeCategory::Fpga).str();
    if (said.gpus.value_or(0) > 0 || series.starts_with("N"))
      return toString(SizeCategory::Gpu).str();
    SizeCategory category =
        series.starts_with("E") || series.starts_with("M") || series.starts_with("G")
            ? SizeCategory::Memory
        : series.starts_with("F") ? SizeCategory::Compute
        : series.starts_with("L") ? SizeCategory::Storage
        : series.starts_with("H") ? SizeCategory::Hpc
                                  : SizeCategory::General;
    return toString(category).str();
  }

  // Offers

  static std::string word(const std::string &region, const std::set<unsigned> &zones) {
    std::string out = region + "/";
    for (unsigned zone : zones)
      out += std::to_string(zone);
    return out;
  }

  /// Adds the built-in facts about regions that the listing of sizes does not cover.
  void addOthers(const VmSize &size, std::set<std::string> &words) const {
    if (const VmOffer *offer = base.offer(size))
      for (StringRef each : offer->regions.words())
        if (std::string region = each.split('/').first.str();
            regions.count(region) && !listing.skuRegions.count(region))
          words.insert(each.str());
  }

  void makeOffers() {
    for (auto &[name, row] : sizes) {
      std::set<std::string> words, restricted, ultra;
      if (const VmSize *known = base.vmSize(name))
        addOthers(*known, words);
      if (auto size = listing.sizes.find(StringRef(name).lower()); size != listing.sizes.end())
        for (auto &[region, offer] : size->second.offers) {
          addOffer(region, offer, words, restricted);
          if (listing.hasUltra && !offer.someUltra)
            ultra.insert(offer.ultraZones.empty() ? region + "/none"
                                                  : word(region, offer.ultraZones));
        }
      Object out{{"regions", Array(words)}};
      if (!restricted.empty())
        out["restricted"] = Array(restricted);
      if (!ultra.empty())
        out["ultraDisks"] = Array(ultra);
      offers[name] = std::move(out);
    }
  }

  void addOffer(const std::string &region, const Offer &offer, std::set<std::string> &words,
                std::set<std::string> &restricted) const {
    std::set<unsigned> all = zonesOf(region);
    if (all.empty() || !offer.zones || *offer.zones == all)
      words.insert(region);
    else // zone 0, which no region has, means: in no zone
      words.insert(word(region, offer.zones->empty() ? std::set<unsigned>{0} : *offer.zones));
    if (offer.closed)
      restricted.insert(region);
    else if (!offer.closedZones.empty())
      restricted.insert(word(region, offer.closedZones));
  }

  // Quotas

  /// What the importer needs to know of a size to count its vCPUs.
  struct Processors {
    std::string family;
    int64_t count;
  };

  /// The sizes of the listing, or else of the base. Keys in lower case.
  std::map<std::string, Processors> processorsBySize() const {
    std::map<std::string, Processors> all;
    for (const VmSize &each : base.vmSizes())
      all[each.name.lower()] = {each.family.str(), each.vCpus};
    for (auto &[key, size] : listing.sizes) {
      Processors &own = all[key];
      own = {size.facts.family, int64_t(size.facts.vCpus.value_or(double(own.count)))};
    }
    return all;
  }

  void makeQuotas() {
    std::map<std::string, Processors> processors = processorsBySize();
    std::map<std::string, std::string> spelled; // families by quotaKey()
    for (auto &[name, each] : processors)
      spelled[quotaKey(each.family)] = each.family;
    auto all = listing.quotas;
    std::set<std::pair<std::string, std::string>> unsure; // quotas in use in an unknown way
    std::set<std::string> unknown;
    for (const DeployedMachines &each : listing.deployed) {
      auto region = all.find(each.region);
      auto size = processors.find(lower(each.size));
      if (size == processors.end())
        unknown.insert(each.size);
      if (region == all.end() || size == processors.end())
        continue;
      std::string family = quotaKey(size->second.family);
      for (const std::string &quota : each.spot ? std::vector<std::string>{"lowprioritycores"}
                                                : std::vector<std::string>{"cores", family}) {
        if (auto row = region->second.find(quota); row != region->second.end())
          row->second.used = std::max<int64_t>(
              row->second.used - (each.shared ? 0 : each.count * size->second.count), 0);
        if (each.shared)
          unsure.emplace(each.region, quota);
      }
    }
    for (auto &[region, listed] : all) {
      if (!regions.count(region))
        findings.problem(fmt::format("--usage: region '{}' is unknown", region));
      for (auto &[key, quota] : listed) {
        auto family = spelled.find(key);
        Object row{{"limit", quota.limit}, {"used", quota.used}};
        if (listing.hasDeployed && key != "dedicatedvcpus" && !unsure.count({region, key}))
          row["usedByOthers"] = true;
        quotas[region + "/" + (family == spelled.end() ? quota.name : family->second)] =
            std::move(row);
      }
    }
    if (!unknown.empty())
      findings.problem(fmt::format("--deployed: unknown VM sizes ({})", llvm::join(unknown, ", ")));
    if (!unsure.empty())
      findings.lines.push_back("  not subtracted: VMs on dedicated hosts or in capacity "
                               "reservations, because these use the quota");
  }

  // Files

  Array sourcesOf(StringRef kind) const {
    Array out;
    if (kind == "regions" && !answers.locations.empty())
      out.push_back(Object{{"repo", "az account list-locations"},
                           {"date", answers.asOf},
                           {"path", answers.locations},
                           {"what", "names, geographies, pairs, zones"}});
    if (!answers.skus.empty())
      out.push_back(
          Object{{"repo", "az vm list-skus"},
                 {"date", answers.asOf},
                 {"path", answers.skus},
                 {"what", kind == "regions" ? "the regions whose sizes are listed; fault domains"
                          : kind == "vm-offers"
                              ? "regions, zones, restrictions and ultra disks of one subscription"
                              : "capabilities, of the first region by name"}});
    if (kind == "quotas") {
      out.clear();
      out.push_back(Object{{"repo", "az vm list-usage"},
                           {"date", answers.asOf},
                           {"path", answers.usage},
                           {"what", "limits and current use of one subscription"}});
      if (!answers.deployed.empty())
        out.push_back(Object{{"repo", "az vm list, az vmss list"},
                             {"date", answers.asOf},
                             {"path", answers.deployed},
                             {"what", "the VMs of the program, which `used` does not count"}});
      return out;
    }
    std::string file = (kind + ".json").str();
    for (const CatalogFile &each : base.files())
      if (each.name == file)
        out.push_back(Object{{"repo", "azclc"},
                             {"date", each.asOf},
                             {"path", "lib/Catalog/data/" + file},
                             {"what", "facts that are not in the listing"}});
    return out;
  }

  /// Formats rows as in lib/Catalog/data: one row per line.
  static std::string block(StringRef key, const Rows &rows, bool last) {
    std::string out = fmt::format(" \"{}\": {{\n", key);
    size_t left = rows.size();
    for (auto &[name, row] : rows)
      out +=
          fmt::format("  {}: {}{}\n", compact(name), compact(Json(Object(row))), --left ? "," : "");
    return out + (last ? " }\n" : " },\n");
  }

  std::string fileOf(StringRef name, Rows rows) const {
    const facts::Kind &kind = kindOf(name);
    std::string out = "{\n \"asOf\": " + compact(answers.asOf) +
                      ",\n \"notes\": [\"written by azcl-import\"],\n \"source\": [\n";
    Array sources = sourcesOf(name);
    for (size_t i = 0; i < sources.size(); ++i)
      out += "  " + compact(sources[i]) + (i + 1 < sources.size() ? ",\n" : "\n");
    out += " ],\n";
    if (kind.groups) {
      Rows families;
      for (auto &[row, fields] : rows) {
        families[fields.getString("family")->str()] =
            Object{{"category", *fields.getString("category")}};
        fields.erase("category"); // rows omit values that equal those of their group
      }
      out += block(kind.groups, families, false);
    }
    return out + block(kind.rows, rows, true) + "}\n";
  }

  const Listing &listing;
  const Catalog &base;
  const Answers &answers;
  Findings &findings;
  Rows regions, sizes, offers, quotas;
  std::map<std::string, std::string> names, categories; ///< Keys in lower case.
};
} // namespace

std::vector<OutputFile> import::makeCatalog(const Listing &listing, const Catalog &base,
                                            const Answers &answers, Findings &findings) {
  return Maker(listing, base, answers, findings).run();
}
