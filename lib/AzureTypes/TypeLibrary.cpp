// Reads the types: decompresses the frames of a provider on demand, and decodes single nodes.
#include "azcl/AzureTypes/TypeLibrary.h"
#include "Encoding.h"
#include "llvm/ADT/STLExtras.h"
#include <mutex>
#include <zstd.h>

using namespace azcl::azure;
using encoding::Reader;
using llvm::StringRef;

namespace {
struct Frame {
  StringRef packed;
  size_t size = 0;
};

/// Values of different lengths in one block of characters.
class Table {
public:
  void read(Reader &from) {
    size_t count = from.number();
    offsets.push_back(0);
    for (size_t i = 0; i < count && !from.bad(); ++i)
      offsets.push_back(offsets.back() + from.number());
    data = from.bytes(offsets.back());
    if (data.empty())
      offsets.assign(1, 0);
  }
  size_t size() const { return offsets.size() - 1; }
  StringRef operator[](size_t i) const { return data.slice(offsets[i], offsets[i + 1]); }

private:
  std::vector<uint32_t> offsets;
  StringRef data;
};

/// A decompressed part of a provider.
struct Part {
  llvm::SmallVector<uint8_t, 0> bytes;
  Table strings, nodes;

  Reader unpack(const Frame &frame) {
    bytes.resize_for_overwrite(frame.size);
    size_t done =
        ZSTD_decompress(bytes.data(), bytes.size(), frame.packed.data(), frame.packed.size());
    return Reader(done == frame.size ? llvm::toStringRef(bytes) : StringRef());
  }
};

struct TypeRow {
  StringRef name;
  llvm::SmallVector<ResourceType, 4> versions; ///< the newest first
};
} // namespace

namespace azcl::azure {
/// A provider such as Microsoft.Network. Its parts are immutable once they are read.
class Provider {
public:
  StringRef name;
  std::array<Frame, encoding::frames> frames;

  llvm::ArrayRef<TypeRow> types() const {
    front();
    return rows;
  }
  const TypeRow *find(StringRef type) const {
    auto found = llvm::lower_bound(types(), type, [](const TypeRow &row, StringRef name) {
      return row.name.compare_insensitive(name) < 0;
    });
    return found != types().end() && found->name.equals_insensitive(type) ? found : nullptr;
  }
  StringRef node(uint32_t number) const { return at(&Part::nodes, number); }
  StringRef string(uint32_t number) const { return at(&Part::strings, number); }
  StringRef description(uint32_t node, unsigned property) const {
    std::call_once(docsRead, [&] { readDocs(); });
    auto found = docs.find(node);
    if (found == docs.end() || property >= found->second.size() || !found->second[property])
      return "";
    return docPart.strings[found->second[property] - 1];
  }

private:
  /// Numbers continue from the front to the rest.
  StringRef at(Table Part::*table, uint32_t number) const {
    const Table &first = front().*table;
    if (number < first.size())
      return first[number];
    number -= first.size();
    const Table &second = rest().*table;
    return number < second.size() ? second[number] : StringRef();
  }
  const Part &front() const {
    std::call_once(frontRead, [&] {
      Reader from = frontPart.unpack(frames[0]);
      frontPart.strings.read(from);
      frontPart.nodes.read(from);
      readTypes(from);
    });
    return frontPart;
  }
  const Part &rest() const {
    std::call_once(restRead, [&] {
      Reader from = restPart.unpack(frames[1]);
      restPart.strings.read(from);
      restPart.nodes.read(from);
    });
    return restPart;
  }
  /// Names are in the front. Called while the front is read, so it must not call front().
  void readTypes(Reader &from) const {
    auto string = [&] {
      size_t number = from.number();
      return number < frontPart.strings.size() ? frontPart.strings[number] : StringRef();
    };
    for (size_t count = from.number(); count && !from.bad(); --count) {
      TypeRow &row = rows.emplace_back();
      row.name = string();
      for (size_t versions = from.number(); versions && !from.bad(); --versions) {
        StringRef version = string();
        row.versions.push_back({row.name, version, Type(*this, from.number()), 0, 0, {}});
        ResourceType &made = row.versions.back();
        made.writable = from.number();
        made.readable = from.number();
        for (size_t functions = from.number(); functions && !from.bad(); --functions) {
          StringRef function = string();
          made.functions.push_back({function, Type(*this, from.number())});
        }
      }
    }
  }
  void readDocs() const {
    Reader from = docPart.unpack(frames[2]);
    docPart.strings.read(from);
    for (size_t count = from.number(); count && !from.bad(); --count) {
      std::vector<uint32_t> &of = docs[from.number()];
      for (size_t properties = from.number(); properties && !from.bad(); --properties)
        of.push_back(from.number());
    }
  }

  mutable std::once_flag frontRead, restRead, docsRead;
  mutable Part frontPart, restPart, docPart;
  mutable std::vector<TypeRow> rows; ///< sorted by name, without case
  mutable llvm::DenseMap<uint32_t, std::vector<uint32_t>> docs;
};
} // namespace azcl::azure

Shape::Shape(Type type) {
  const Provider &provider = *type.provider;
  Reader from(provider.node(type.node));
  uint8_t head = from.bytes(1).empty() ? 0 : provider.node(type.node)[0];
  kind = Kind(head & 15);
  auto ref = [&] { return Type(provider, from.number()); };
  auto string = [&] { return provider.string(from.number()); };
  bool bounded = kind == Kind::Int || kind == Kind::Text || kind == Kind::List;
  if (bounded && head & encoding::hasLeast)
    least = from.signedNumber();
  if (bounded && head & encoding::hasMost)
    most = from.signedNumber();
  if (kind == Kind::Text || kind == Kind::Object)
    sensitive = head & encoding::isSensitive;
  if (kind == Kind::Literal || kind == Kind::Variant ||
      (kind == Kind::Text && head & encoding::hasText))
    text = string();
  if (kind == Kind::Object && head & encoding::hasOthers)
    others = ref();
  if (kind == Kind::List)
    elements.push_back(ref());
  if (kind == Kind::Union)
    for (size_t count = from.number(); count && !from.bad(); --count)
      elements.push_back(ref());
  if (kind == Kind::Object || kind == Kind::Variant)
    for (size_t count = from.number(); count && !from.bad(); --count) {
      StringRef name = string();
      Type of = ref();
      properties.push_back({name, of, uint8_t(from.number())});
    }
  if (kind == Kind::Variant)
    for (size_t count = from.number(); count && !from.bad(); --count) {
      StringRef name = string();
      variants.push_back({name, ref()});
    }
}

const Property *Shape::find(StringRef name) const {
  auto found = llvm::find_if(
      properties, [&](const Property &each) { return each.name.equals_insensitive(name); });
  return found == properties.end() ? nullptr : &*found;
}

StringRef azcl::azure::description(Type object, unsigned property) {
  return object.provider->description(object.node, property);
}

TypeLibrary::TypeLibrary() = default;
TypeLibrary::~TypeLibrary() = default;

std::unique_ptr<TypeLibrary> TypeLibrary::read(StringRef data) {
  StringRef rest = data;
  if (!rest.consume_front(encoding::magic))
    return nullptr;
  Reader from(rest);
  std::unique_ptr<TypeLibrary> made(new TypeLibrary);
  for (StringRef *each :
       {&made->source.package, &made->source.version, &made->source.date, &made->source.license})
    *each = from.text();
  for (size_t count = from.number(); count && !from.bad(); --count) {
    Provider &provider = *made->list.emplace_back(std::make_unique<Provider>());
    provider.name = from.text();
    for (Frame &frame : provider.frames) {
      size_t packed = from.number();
      frame.size = from.number();
      size_t position = from.number();
      if (position > data.size() || packed > data.size() - position)
        return nullptr;
      frame.packed = data.substr(position, packed);
    }
  }
  return from.bad() ? nullptr : std::move(made);
}

const Provider *TypeLibrary::providerOf(StringRef type) const {
  StringRef name = type.split('/').first;
  auto found = llvm::lower_bound(list, name, [](const auto &each, StringRef name) {
    return each->name.compare_insensitive(name) < 0;
  });
  return found != list.end() && (*found)->name.equals_insensitive(name) ? found->get() : nullptr;
}

static const TypeRow *rowOf(const Provider *provider, StringRef type) {
  return provider ? provider->find(type) : nullptr;
}

std::optional<ResourceType> TypeLibrary::find(StringRef type, StringRef version) const {
  const TypeRow *row = rowOf(providerOf(type), type);
  if (row)
    for (const ResourceType &each : row->versions)
      if (each.version.equals_insensitive(version))
        return each;
  return std::nullopt;
}

std::optional<ResourceType> TypeLibrary::newest(StringRef type) const {
  const TypeRow *row = rowOf(providerOf(type), type);
  if (!row || row->versions.empty())
    return std::nullopt;
  for (const ResourceType &each : row->versions)
    if (isStable(each.version))
      return each;
  return row->versions.front();
}

std::vector<StringRef> TypeLibrary::versions(StringRef type) const {
  std::vector<StringRef> all;
  if (const TypeRow *row = rowOf(providerOf(type), type))
    for (const ResourceType &each : row->versions)
      all.push_back(each.version);
  return all;
}

StringRef TypeLibrary::spelling(StringRef type) const {
  const TypeRow *row = rowOf(providerOf(type), type);
  return row ? row->name : "";
}

std::vector<StringRef> TypeLibrary::providers() const {
  std::vector<StringRef> all;
  for (const auto &each : list)
    all.push_back(each->name);
  return all;
}

std::vector<StringRef> TypeLibrary::types(StringRef provider) const {
  std::vector<StringRef> all;
  if (const Provider *found = providerOf(provider))
    for (const TypeRow &row : found->types())
      all.push_back(row.name);
  return all;
}

StringRef TypeLibrary::similar(StringRef type) const {
  StringRef provider = type.split('/').first;
  if (!providerOf(provider))
    provider = nearest(provider, providers());
  if (provider.empty())
    return "";
  std::string wanted = provider.str() + type.drop_front(type.split('/').first.size()).str();
  if (StringRef exact = spelling(wanted); !exact.empty())
    return exact;
  return nearest(wanted, types(provider));
}
