// Writes the data file of the types: numbers the nodes, and compresses each provider.
#include "../../lib/AzureTypes/Encoding.h"
#include "ReadTypes.h"
#include <zstd.h>

using namespace azcl;
using namespace azcl::import;
using azure::Kind;
using llvm::StringRef;
using namespace azcl::azure::encoding;

namespace {
/// Strings in the order of their first use.
class Strings {
public:
  unsigned operator()(const std::string &text) {
    auto [at, added] = numbers.try_emplace(text, numbers.size());
    if (added)
      order.push_back(&at->first);
    return at->second;
  }
  size_t size() const { return order.size(); }
  /// Writes those from `first`.
  void write(std::string &to, size_t first) const {
    put(to, order.size() - first);
    for (size_t i = first; i < order.size(); ++i)
      put(to, order[i]->size());
    for (size_t i = first; i < order.size(); ++i)
      to += *order[i];
  }

private:
  std::map<std::string, unsigned> numbers;
  std::vector<const std::string *> order;
};

class ProviderWriter {
public:
  explicit ProviderWriter(const PublishedProvider &provider) : provider(provider) {}

  std::array<std::string, frames> write() {
    for (const auto &[name, type] : provider.types)
      visit(newest(type.second).body);
    size_t front = order.size();
    for (const auto &[name, type] : provider.types)
      for (const auto &[version, each] : type.second) {
        visit(each.body);
        for (const auto &function : each.functions)
          visit(function.second);
      }

    std::array<std::string, frames> plain;
    std::string nodes = encode(0, front);
    std::string types = encodeTypes();
    size_t frontStrings = strings.size();
    strings.write(plain[0], 0);
    plain[0] += nodes + types;
    if (front < order.size()) {
      nodes = encode(front, order.size());
      strings.write(plain[1], frontStrings);
      plain[1] += nodes;
    }
    plain[2] = encodeDescriptions();
    return plain;
  }

private:
  static const PublishedType &newest(const std::map<std::string, PublishedType, Newer> &versions) {
    for (const auto &[version, type] : versions)
      if (azure::isStable(version))
        return type;
    return versions.begin()->second;
  }

  /// Numbers a node and all that it needs. Neighbors in a type are neighbors in the file.
  void visit(const Hash &hash) {
    if (!numbers.try_emplace(hash, order.size()).second)
      return;
    const PublishedNode &node = provider.nodes.at(hash);
    order.push_back(&*provider.nodes.find(hash));
    for (const PublishedProperty &each : node.properties)
      visit(each.type);
    for (const auto &[name, type] : node.variants)
      visit(type);
    for (const Hash &each : node.elements)
      visit(each);
    if (node.others)
      visit(*node.others);
  }

  std::string encode(const PublishedNode &node) {
    std::string to;
    uint8_t head = uint8_t(node.kind) | (node.sensitive ? isSensitive : 0);
    if (node.least)
      head |= hasLeast;
    if (node.most)
      head |= hasMost;
    if (node.kind == Kind::Text && !node.text.empty())
      head |= hasText;
    if (node.others)
      head |= hasOthers;
    to += char(head);
    if (node.least)
      putSigned(to, *node.least);
    if (node.most)
      putSigned(to, *node.most);
    if (node.kind == Kind::Literal || node.kind == Kind::Variant || !node.text.empty())
      put(to, strings(node.text));
    if (node.others)
      put(to, numbers.at(*node.others));
    if (node.kind == Kind::Union)
      put(to, node.elements.size());
    for (const Hash &each : node.elements)
      put(to, numbers.at(each));
    if (node.kind == Kind::Object || node.kind == Kind::Variant) {
      put(to, node.properties.size());
      for (const PublishedProperty &each : node.properties) {
        put(to, strings(each.name));
        put(to, numbers.at(each.type));
        put(to, each.flags);
      }
    }
    if (node.kind == Kind::Variant) {
      put(to, node.variants.size());
      for (const auto &[name, type] : node.variants) {
        put(to, strings(name));
        put(to, numbers.at(type));
      }
    }
    return to;
  }

  std::string encode(size_t first, size_t end) {
    std::string lengths, bytes;
    put(lengths, end - first);
    for (size_t i = first; i < end; ++i) {
      std::string node = encode(order[i]->second);
      put(lengths, node.size());
      bytes += node;
    }
    return lengths + bytes;
  }

  std::string encodeTypes() {
    std::string to;
    put(to, provider.types.size());
    for (const auto &[key, type] : provider.types) {
      put(to, strings(type.first));
      put(to, type.second.size());
      for (const auto &[version, each] : type.second) {
        put(to, strings(version));
        put(to, numbers.at(each.body));
        put(to, each.writable);
        put(to, each.readable);
        put(to, each.functions.size());
        for (const auto &[name, output] : each.functions) {
          put(to, strings(name));
          put(to, numbers.at(output));
        }
      }
    }
    return to;
  }

  std::string encodeDescriptions() const {
    Strings texts;
    std::string objects;
    size_t count = 0;
    for (const auto *node : order) {
      auto found = provider.descriptions.find(node->first);
      if (found == provider.descriptions.end() ||
          llvm::all_of(found->second, [](const std::string &text) { return text.empty(); }))
        continue;
      ++count;
      put(objects, numbers.at(node->first));
      put(objects, found->second.size());
      for (const std::string &text : found->second)
        put(objects, text.empty() ? 0 : texts(text) + 1);
    }
    std::string to;
    texts.write(to, 0);
    put(to, count);
    return to + objects;
  }

  const PublishedProvider &provider;
  Strings strings;
  std::map<Hash, unsigned> numbers;
  std::vector<const std::pair<const Hash, PublishedNode> *> order;
};
} // namespace

static std::string compress(const std::string &plain) {
  constexpr int best = 22;
  std::string packed(ZSTD_compressBound(plain.size()), 0);
  if (!plain.empty())
    packed.resize(ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), best));
  return plain.empty() ? "" : packed;
}

std::string azcl::import::writeTypes(const Published &types, const azure::Provenance &source) {
  struct Packed {
    std::string name;
    std::array<std::string, frames> bytes;
    std::array<size_t, frames> sizes;
  };
  std::vector<Packed> all;
  for (const auto &[key, provider] : types.providers) {
    Packed &made = all.emplace_back();
    made.name = provider.name;
    auto plain = ProviderWriter(provider).write();
    for (unsigned i = 0; i < frames; ++i) {
      made.sizes[i] = plain[i].size();
      made.bytes[i] = compress(plain[i]);
    }
  }
  // The positions in the directory change its size, so it is made until they are right.
  std::string head;
  for (size_t start = 0; head.empty() || start != head.size();) {
    start = head.size();
    head = magic.str();
    for (StringRef text : {source.package, source.version, source.date, source.license}) {
      put(head, text.size());
      head += text;
    }
    put(head, all.size());
    size_t position = start;
    for (const Packed &each : all) {
      put(head, each.name.size());
      head += each.name;
      for (unsigned i = 0; i < frames; ++i) {
        put(head, each.bytes[i].size());
        put(head, each.sizes[i]);
        put(head, position);
        position += each.bytes[i].size();
      }
    }
  }
  for (const Packed &each : all)
    for (const std::string &bytes : each.bytes)
      head += bytes;
  return head;
}
