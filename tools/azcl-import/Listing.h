// What Azure's listings say, taken out of their JSON.
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
  std::string displayName, geography, pair; ///< Empty where the listing says nothing.
  std::optional<std::set<unsigned>>
      zones; ///< nullopt: the listing is one that says nothing of zones.
};

/// What `az vm list-skus` says of a size; nullopt where it says nothing.
struct SizeFacts {
  std::string from; ///< The region that says it: the first by name, so that the result does not
                    ///< hang on the order.
  std::string family;
  std::optional<double> vCpus, memoryGiB, maxDataDisks, tempDiskMiB, cacheDiskBytes, nvmeDiskMiB,
      nvmePerDiskMiB, gpus;
  std::optional<std::string> architecture, confidential, retires;
  std::optional<std::vector<std::string>> generations, diskControllers, ephemeralPlacements;
  std::optional<bool> premiumIO, acceleratedNetworking, encryptionAtHost, ephemeral,
      trustedLaunchDisabled, spot;
};

/// Where a subscription gets a size in a region.
struct Offer {
  std::optional<std::set<unsigned>> zones; ///< Those that have it; nullopt: not said.
  bool closed = false;                     ///< The subscription is kept out of the whole region.
  std::set<unsigned> closedZones;
};

struct ListedSize {
  std::string name;
  SizeFacts facts;
  std::map<std::string, Offer> offers; ///< By region.
};

struct Listing {
  std::map<std::string, Location> locations;
  std::map<std::string, ListedSize>
      sizes; ///< By name in small letters: regions differ in how they write it.
  std::map<std::string, unsigned> faultDomains;
  std::set<std::string> skuRegions; ///< Those of which the listing of sizes speaks.
  bool hasLocations = false, hasSkus = false;
};

/// What was read, and what was left out.
struct Findings {
  std::vector<std::string> lines, problems;
  void problem(std::string what) { problems.push_back(std::move(what)); }
};

/// A file of Azure's answers. Reads UTF-16 too, which PowerShell's `>` writes.
struct Input {
  std::string path, text;
  std::string name() const; ///< Without its folders.
};

void readLocations(const Input &input, Listing &to, Findings &findings);
void readSkus(const std::vector<Input> &pages, Listing &to, Findings &findings);

/// Entry by entry. Says what is wrong if it is no listing; true if the listing goes on in another
/// file.
bool readEntries(const Input &input,
                 const std::function<void(const facts::Value &, std::string place)> &take,
                 Findings &findings);

/// A value of the input, and where it stands: "skus.json: [3].capabilities[2]".
class Place {
public:
  Place(const facts::Value *value, std::string where, Findings &findings)
      : value(value), where(std::move(where)), findings(findings) {}

  /// Absent and null are the same.
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
