// Reads the published types of Azure services: `azcl-import types FOLDER`.
#pragma once

#include "azcl/AzureTypes/TypeLibrary.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/xxhash.h"
#include <array>
#include <map>

namespace azcl::import {

/// Identifies a structure: equal structures have the same hash, in any file.
using Hash = std::pair<uint64_t, uint64_t>;

struct PublishedProperty {
  std::string name, description;
  Hash type = {};
  uint8_t flags = 0;
};

/// A node of a types file.
struct PublishedNode {
  azure::Kind kind = azure::Kind::Any;
  bool sensitive = false;
  std::optional<int64_t> least, most;
  std::string text;
  std::vector<PublishedProperty> properties;
  std::optional<Hash> others;
  std::vector<Hash> elements;
  std::vector<std::pair<std::string, Hash>> variants;
};

struct PublishedType {
  Hash body = {};
  unsigned writable = 0, readable = 0;
  std::vector<std::pair<std::string, Hash>> functions; ///< name and output
};

struct Newer {
  /// The newest version first; of two previews of the same day, in reverse alphabetical order.
  bool operator()(const std::string &a, const std::string &b) const { return a > b; }
};

struct PublishedProvider {
  std::string name;
  /// By type without case, then by version.
  std::map<std::string, std::pair<std::string, std::map<std::string, PublishedType, Newer>>> types;
  std::map<Hash, PublishedNode> nodes;
  /// The descriptions of the properties of an object, in types of the newest stable version.
  std::map<Hash, std::vector<std::string>> descriptions;
};

struct Published {
  std::map<std::string, PublishedProvider> providers; ///< by name without case
};

/// The folder has index.json and the files that it refers to.
llvm::Expected<Published> readTypes(llvm::StringRef folder);

/// The data file, the same for the same types.
std::string writeTypes(const Published &types, const azure::Provenance &source);

} // namespace azcl::import
