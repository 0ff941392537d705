// Reads the files of bicep-types-az: an index, and files with arrays of nodes that refer to each
// other by position. Equal structures are recognized by their hash, also where they are recursive.
#include "ReadTypes.h"
#include "llvm/ADT/SCCIterator.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <nlohmann/json.hpp>

using namespace azcl;
using namespace azcl::import;
using azure::Kind;
using llvm::StringRef;
using Json = nlohmann::json;

namespace {
constexpr unsigned none = ~0u;

/// A node as in the file, with the positions of the nodes it refers to.
struct LocalNode {
  PublishedNode node;
  std::vector<unsigned> properties, elements, variants;
  unsigned others = none;
  std::vector<const LocalNode *> next; ///< all of them
  Hash hash = {};
  bool hashed = false;
};
} // namespace

namespace llvm {
template <> struct GraphTraits<const LocalNode *> {
  using NodeRef = const LocalNode *;
  using ChildIteratorType = std::vector<const LocalNode *>::const_iterator;
  static NodeRef getEntryNode(NodeRef node) { return node; }
  static ChildIteratorType child_begin(NodeRef node) { return node->next.begin(); }
  static ChildIteratorType child_end(NodeRef node) { return node->next.end(); }
};
} // namespace llvm

namespace {
/// The position in "#/12" or "FILE#/12".
unsigned positionOf(const Json &reference) {
  return std::stoul(reference.at("$ref").get_ref<const std::string &>().substr(
      reference.at("$ref").get_ref<const std::string &>().rfind('/') + 1));
}

class File {
public:
  explicit File(const Json &array) : source(array), nodes(array.size()) {
    for (size_t i = 0; i < nodes.size(); ++i)
      convert(array[i], nodes[i]);
    for (LocalNode &node : nodes) {
      auto add = [&](unsigned position) { node.next.push_back(&nodes.at(position)); };
      for (auto *list : {&node.properties, &node.elements, &node.variants})
        llvm::for_each(*list, add);
      if (node.others != none)
        add(node.others);
    }
  }

  const Json &operator[](unsigned position) const { return source.at(position); }

  /// Adds the node and all that it needs to `provider`.
  Hash intern(unsigned position, PublishedProvider &provider, bool describe) {
    LocalNode &node = nodes.at(position);
    hash(node);
    add(node, provider, describe);
    return node.hash;
  }

  /// Removes what all resources have, so that bodies are equal in many versions.
  void stripBody(unsigned position) {
    LocalNode &node = nodes.at(position);
    std::vector<PublishedProperty> properties;
    std::vector<unsigned> types;
    std::vector<const LocalNode *> next;
    for (size_t i = 0; i < node.properties.size(); ++i) {
      PublishedProperty &each = node.node.properties[i];
      if (each.name == "id" || each.name == "type" || each.name == "apiVersion")
        continue;
      properties.push_back(std::move(each));
      types.push_back(node.properties[i]);
      next.push_back(node.next[i]);
    }
    next.insert(next.end(), node.next.begin() + node.properties.size(), node.next.end());
    node.node.properties = std::move(properties);
    node.properties = std::move(types);
    node.next = std::move(next);
  }

private:
  static void convert(const Json &from, LocalNode &to) {
    const auto &type = from.at("$type").get_ref<const std::string &>();
    PublishedNode &node = to.node;
    auto bound = [&](const char *name) -> std::optional<int64_t> {
      auto found = from.find(name);
      return found == from.end() || found->is_null() ? std::nullopt
                                                     : std::optional(found->get<int64_t>());
    };
    auto properties = [&](const char *name) {
      if (auto found = from.find(name); found != from.end())
        for (const auto &[key, value] : found->items()) {
          std::string text = value.contains("description") && value["description"].is_string()
                                 ? value["description"].get<std::string>()
                                 : "";
          node.properties.push_back({key, std::move(text), {}, value.at("flags").get<uint8_t>()});
          to.properties.push_back(positionOf(value.at("type")));
        }
    };
    node.sensitive = from.value("sensitive", false);
    if (type == "BooleanType")
      node.kind = Kind::Bool;
    else if (type == "IntegerType") {
      node.kind = Kind::Int;
      node.least = bound("minValue");
      node.most = bound("maxValue");
    } else if (type == "StringType") {
      node.kind = Kind::Text;
      node.least = bound("minLength");
      node.most = bound("maxLength");
      node.text = from.value("pattern", "");
    } else if (type == "StringLiteralType") {
      node.kind = Kind::Literal;
      node.text = from.at("value").get<std::string>();
    } else if (type == "ArrayType") {
      node.kind = Kind::List;
      node.least = bound("minLength");
      node.most = bound("maxLength");
      to.elements.push_back(positionOf(from.at("itemType")));
    } else if (type == "UnionType") {
      node.kind = Kind::Union;
      for (const Json &each : from.at("elements"))
        to.elements.push_back(positionOf(each));
    } else if (type == "ObjectType") {
      node.kind = Kind::Object;
      properties("properties");
      if (auto found = from.find("additionalProperties"); found != from.end() && !found->is_null())
        to.others = positionOf(*found);
    } else if (type == "DiscriminatedObjectType") {
      node.kind = Kind::Variant;
      node.text = from.at("discriminator").get<std::string>();
      properties("baseProperties");
      for (const auto &[key, value] : from.at("elements").items()) {
        node.variants.push_back({key, {}});
        to.variants.push_back(positionOf(value));
      }
    }
  }

  static void fill(LocalNode &node, llvm::function_ref<Hash(const LocalNode &)> hashOf) {
    size_t at = 0;
    for (PublishedProperty &each : node.node.properties)
      each.type = hashOf(*node.next[at++]);
    node.node.elements.clear();
    for (size_t i = 0; i < node.elements.size(); ++i)
      node.node.elements.push_back(hashOf(*node.next[at++]));
    for (auto &each : node.node.variants)
      each.second = hashOf(*node.next[at++]);
    if (node.others != none)
      node.node.others = hashOf(*node.next[at]);
  }

  static Hash contentHash(const PublishedNode &node) {
    std::string text;
    auto number = [&](uint64_t value) {
      text.append(reinterpret_cast<const char *>(&value), sizeof value);
    };
    auto string = [&](StringRef value) {
      number(value.size());
      text += value;
    };
    auto hash = [&](const Hash &value) {
      number(value.first);
      number(value.second);
    };
    number(uint64_t(node.kind) | uint64_t(node.sensitive) << 8 |
           uint64_t(node.least.has_value()) << 9 | uint64_t(node.most.has_value()) << 10);
    number(node.least.value_or(0));
    number(node.most.value_or(0));
    string(node.text);
    number(node.properties.size());
    for (const PublishedProperty &each : node.properties) {
      string(each.name);
      number(each.flags);
      hash(each.type);
    }
    number(node.elements.size());
    llvm::for_each(node.elements, hash);
    for (const auto &[name, type] : node.variants) {
      string(name);
      hash(type);
    }
    hash(node.others.value_or(Hash()));
    auto result = llvm::xxh3_128bits(
        llvm::ArrayRef(reinterpret_cast<const uint8_t *>(text.data()), text.size()));
    return {result.high64, result.low64};
  }

  /// Hashes a node after the nodes that it needs. Nodes that need each other are hashed as often as
  /// there are such nodes, so that the hash of each depends on all of them.
  void hash(const LocalNode &start) {
    for (auto scc = llvm::scc_begin(&start); !scc.isAtEnd(); ++scc) {
      std::vector<const LocalNode *> group = *scc;
      if (group.front()->hashed)
        continue;
      size_t rounds = scc.hasCycle() ? group.size() + 1 : 1;
      std::vector<Hash> hashes(group.size());
      for (size_t round = 0; round < rounds; ++round) {
        for (size_t i = 0; i < group.size(); ++i) {
          auto &node = const_cast<LocalNode &>(*group[i]);
          fill(node, [](const LocalNode &each) { return each.hash; });
          hashes[i] = contentHash(node.node);
        }
        for (size_t i = 0; i < group.size(); ++i)
          const_cast<LocalNode &>(*group[i]).hash = hashes[i];
      }
      for (const LocalNode *each : group) {
        auto &node = const_cast<LocalNode &>(*each);
        node.hashed = true;
      }
      for (const LocalNode *each : group)
        fill(const_cast<LocalNode &>(*each), [](const LocalNode &each) { return each.hash; });
    }
  }

  static void add(const LocalNode &node, PublishedProvider &provider, bool describe) {
    bool known = provider.nodes.count(node.hash);
    bool described = !describe || provider.descriptions.count(node.hash);
    if (known && described)
      return;
    if (!known)
      provider.nodes[node.hash] = node.node;
    if (!described) {
      std::vector<std::string> &texts = provider.descriptions[node.hash];
      for (const PublishedProperty &each : node.node.properties)
        texts.push_back(each.description);
    }
    for (const LocalNode *each : node.next)
      add(*each, provider, describe);
  }

  const Json &source;
  std::vector<LocalNode> nodes;
};

llvm::Expected<Json> parse(StringRef folder, StringRef name) {
  llvm::SmallString<128> path(folder);
  llvm::sys::path::append(path, name);
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return llvm::createStringError("%s: %s", path.c_str(), buffer.getError().message().c_str());
  Json json =
      Json::parse((*buffer)->getBuffer().begin(), (*buffer)->getBuffer().end(), nullptr, false);
  if (json.is_discarded())
    return llvm::createStringError("%s: the file is not JSON", path.c_str());
  return json;
}

/// A type or a function in a file.
struct Wanted {
  std::string type, version;
  unsigned position;
  bool described = false; ///< the newest stable version
};
struct FileContents {
  std::vector<Wanted> types, functions;
};
} // namespace

static std::string lower(StringRef text) {
  return text.lower();
}

static bool isNewest(const std::vector<std::string> &versions, const std::string &version) {
  const std::string *best = nullptr;
  for (const std::string &each : versions)
    if (!best || std::pair(azure::isStable(each), each) > std::pair(azure::isStable(*best), *best))
      best = &each;
  return best && *best == version;
}

static void readFile(const Json &json, const FileContents &wanted, Published &types) {
  File file(json);
  for (const Wanted &each : wanted.types)
    file.stripBody(positionOf(file[each.position].at("body")));
  auto providerOf = [&](StringRef type) -> PublishedProvider & {
    StringRef name = type.split('/').first;
    PublishedProvider &provider = types.providers[lower(name)];
    if (provider.name.empty())
      provider.name = name;
    return provider;
  };
  for (const Wanted &each : wanted.types) {
    const Json &node = file[each.position];
    PublishedProvider &provider = providerOf(each.type);
    auto &[spelling, versions] = provider.types[lower(each.type)];
    if (each.described || spelling.empty())
      spelling = each.type;
    PublishedType &made = versions[each.version];
    made.body = file.intern(positionOf(node.at("body")), provider, each.described);
    made.writable = node.value("writableScopes", 0u);
    made.readable = node.value("readableScopes", 0u);
  }
  for (const Wanted &each : wanted.functions) {
    const Json &function = file[each.position];
    PublishedProvider &provider = providerOf(each.type);
    provider.types[each.type].second[each.version].functions.push_back(
        {function.at("name").get<std::string>(),
         file.intern(positionOf(function.at("output")), provider, false)});
  }
}

static llvm::Expected<Published> readFolder(StringRef folder) {
  auto index = parse(folder, "index.json");
  if (!index)
    return index.takeError();
  std::map<std::string, std::vector<std::string>> versions; // by type without case
  for (const auto &[name, reference] : index->at("resources").items())
    versions[lower(StringRef(name).split('@').first)].push_back(
        StringRef(name).split('@').second.str());
  std::map<std::string, FileContents> files;
  auto fileOf = [&](const Json &reference) -> FileContents & {
    StringRef text = reference.at("$ref").get_ref<const std::string &>();
    return files[text.split('#').first.str()];
  };
  for (const auto &[name, reference] : index->at("resources").items()) {
    auto [type, version] = StringRef(name).split('@');
    fileOf(reference).types.push_back({type.str(), version.str(), positionOf(reference),
                                       isNewest(versions[lower(type)], version.str())});
  }
  for (const auto &[type, ofVersion] : index->at("resourceFunctions").items())
    if (versions.count(type))
      for (const auto &[version, references] : ofVersion.items())
        if (llvm::is_contained(versions[type], version))
          for (const Json &reference : references)
            fileOf(reference).functions.push_back({type, version, positionOf(reference)});
  Published types;
  for (auto &[name, wanted] : files) {
    auto json = parse(folder, name);
    if (!json)
      return json.takeError();
    readFile(*json, wanted, types);
  }
  return types;
}

llvm::Expected<Published> azcl::import::readTypes(StringRef folder) {
  try {
    return readFolder(folder);
  } catch (const std::exception &error) { // of nlohmann, of numbers and of positions
    return llvm::createStringError("%s: the files are not types of bicep-types-az: %s",
                                   folder.str().c_str(), error.what());
  }
}
