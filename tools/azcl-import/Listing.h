// Reads the JSON output of Azure CLI listing commands.
#pragma once

#include "Value.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace azcl::import {

/// A region from `az account list-locations`.
struct Location {
  std::string displayName, geography, pair; ///< Empty if the listing omits it.
  std::optional<std::set<unsigned>> zones;  ///< nullopt: the listing has no zone information.
};

/// The facts about a VM size from `az vm list-skus`; nullopt if the listing omits them.
struct SizeFacts {
  std::string from; ///< The region that the facts come from: the first by name, so that the order
                    ///< of the listing does not matter.
  std::string family;
  std::optional<double> vCpus, memoryGiB, maxDataDisks, maxNetworkInterfaces, tempDiskMiB,
      cacheDiskBytes, nvmeDiskMiB, nvmePerDiskMiB, gpus;
  std::optional<std::string> architecture, confidential, retires;
  std::optional<std::vector<std::string>> generations, diskControllers, ephemeralPlacements;
  std::optional<bool> premiumIO, acceleratedNetworking, encryptionAtHost, ephemeral,
      trustedLaunchDisabled, capacityReservation, spot;
};

/// The availability of a VM size for a subscription in a region.
struct Offer {
  std::optional<std::set<unsigned>> zones; ///< The zones that have it; nullopt: unknown.
  bool closed = false;                     ///< The subscription cannot use the size in the region.
  std::set<unsigned> closedZones;
  std::set<unsigned> ultraZones; ///< Where it supports ultra disks; 0: outside of zones.
  bool someUltra = false;        ///< It supports them in a zone that the listing does not name.
};

struct ListedSize {
  std::string name;
  SizeFacts facts;
  std::map<std::string, Offer> offers; ///< Key: region.
};

/// A vCPU quota from `az vm list-usage`.
struct ListedQuota {
  std::string name;
  int64_t limit, used;
};

/// A VM or a uniform scale set of the program.
struct DeployedMachines {
  std::string region, size;
  int64_t count;
  bool spot;
  bool shared; ///< On a dedicated host or in a capacity reservation, which uses the quota instead.
};

struct Listing {
  std::map<std::string, Location> locations;
  std::map<std::string, ListedSize>
      sizes; ///< Key: name in lower case, because regions differ in capitalization.
  std::map<std::string, unsigned> faultDomains;
  std::set<std::string> skuRegions; ///< The regions in the listing of sizes.
  std::map<std::string, std::map<std::string, ListedQuota>>
      quotas; ///< Keys: region, name as quotaKey() converts it.
  std::vector<DeployedMachines> deployed;
  bool hasLocations = false, hasSkus = false, hasDeployed = false;
  bool hasUltra = false; ///< The listing says where sizes support ultra disks.
};

/// The report: what was read, and the problems.
struct Findings {
  std::vector<std::string> lines, problems;
  void problem(std::string what) { problems.push_back(std::move(what)); }
};

/// An input file, in UTF-8 or in UTF-16, which `>` of PowerShell writes.
struct Input {
  std::string path, text;
  std::string name() const; ///< The file name without its path.
};

void readLocations(const Input &input, Listing &to, Findings &findings);
/// The listing of one region; it does not contain the name of the region.
struct UsageInput {
  std::string region;
  Input input;
};
void readUsage(const UsageInput &usage, Listing &to, Findings &findings);
void readDeployed(const Input &input, Listing &to, Findings &findings);
void readSkus(const std::vector<Input> &pages, Listing &to, Findings &findings);

/// Passes each entry of a listing to `take`. Reports a problem if the input is not a listing.
/// Returns true if the listing continues in another file.
bool readEntries(const Input &input,
                 const std::function<void(const facts::Value &, std::string place)> &take,
                 Findings &findings);

/// A value of the input and its location: "skus.json: [3].capabilities[2]".
class Place {
public:
  Place(const facts::Value *value, std::string where, Findings &findings)
      : value(value), where(std::move(where)), findings(findings) {}

  /// False if the value is absent or null.
  explicit operator bool() const { return value && !value->is(facts::Value::Kind::Null); }
  Place member(llvm::StringRef name) const;
  std::vector<Place> list(llvm::StringRef name) const;
  std::string text(llvm::StringRef name) const;
  std::string text() const;
  /// A whole number, also if it is a string; nullopt if it is not, which is a problem.
  std::optional<int64_t> whole() const;
  bool isObject() const { return value && value->is(facts::Value::Kind::Object); }
  void problem(std::string what) const;

private:
  const facts::Value *value;
  std::string where;
  Findings &findings;
};

std::string lower(llvm::StringRef text);

} // namespace azcl::import
