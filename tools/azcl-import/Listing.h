// The facts in the listings of the Azure CLI, extracted from their JSON.
#pragma once

#include "Value.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace azcl::import {

/// A region of `az account list-locations`.
struct Location {
  std::string displayName, geography, pair; ///< Empty if absent.
  std::optional<std::set<unsigned>> zones;  ///< nullopt: the listing contains no zones.
};

/// The facts of `az vm list-skus` about a VM size; nullopt if absent.
struct SizeFacts {
  std::string from; ///< The region of these facts: the first by name, so that the result does
                    ///< not depend on the order.
  std::string family;
  std::optional<double> vCpus, memoryGiB, maxDataDisks, tempDiskMiB, cacheDiskBytes, nvmeDiskMiB,
      nvmePerDiskMiB, gpus;
  std::optional<std::string> architecture, confidential, retires;
  std::optional<std::vector<std::string>> generations, diskControllers, ephemeralPlacements;
  std::optional<bool> premiumIO, acceleratedNetworking, encryptionAtHost, ephemeral,
      trustedLaunchDisabled, spot;
};

/// The availability of a VM size for a subscription in a region.
struct Offer {
  std::optional<std::set<unsigned>> zones; ///< The zones that offer it; nullopt: unknown.
  bool closed = false;                     ///< Restricted in the whole region.
  std::set<unsigned> closedZones;
};

struct ListedSize {
  std::string name;
  SizeFacts facts;
  std::map<std::string, Offer> offers; ///< By region.
};

struct Listing {
  std::map<std::string, Location> locations;
  std::map<std::string, ListedSize> sizes; ///< By lowercase name: regions differ in its case.
  std::map<std::string, unsigned> faultDomains;
  std::set<std::string> skuRegions; ///< The regions in the listing of sizes.
  bool hasLocations = false, hasSkus = false;
};

/// What was read, what was left out, and what is wrong.
struct Findings {
  std::vector<std::string> lines, problems;
  void problem(std::string what) { problems.push_back(std::move(what)); }
};

/// An output file of the Azure CLI. It can be in UTF-16, which `>` of PowerShell writes.
struct Input {
  std::string path, text;
  std::string name() const; ///< Without the folders.
};

void readLocations(const Input &input, Listing &to, Findings &findings);
void readSkus(const std::vector<Input> &pages, Listing &to, Findings &findings);

/// Visits each entry. Reports a file that is not a listing. True if the listing continues in
/// another file.
bool readEntries(const Input &input,
                 const std::function<void(const facts::Value &, std::string place)> &take,
                 Findings &findings);

/// A value of the input and its position: "skus.json: [3].capabilities[2]".
class Place {
public:
  Place(const facts::Value *value, std::string where, Findings &findings)
      : value(value), where(std::move(where)), findings(findings) {}

  /// False for absent and for null.
  explicit operator bool() const { return value && !value->is(facts::Value::Kind::Null); }
  Place member(llvm::StringRef name) const;
  std::vector<Place> list(llvm::StringRef name) const;
  std::string text(llvm::StringRef name) const;
  std::string text() const;
  bool isObject() const { return value && value->is(facts::Value::Kind::Object); }
  void problem(std::string what) const;

private:
  const facts::Value *value;
  std::string where;
  Findings &findings;
};

std::string lower(llvm::StringRef text);

} // namespace azcl::import
