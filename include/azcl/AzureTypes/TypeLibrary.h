// The types of every Azure service: which properties a resource of a type has in an API version.
// Generated from the API specifications by `azcl-import types`, compressed by provider, and
// decompressed when a program first asks for a type of the provider.
#pragma once

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace azcl::azure {

class Provider;

enum class Kind : uint8_t {
  Any,
  Bool,
  Int,
  Text,
  Literal, ///< one text
  List,
  Union, ///< one of `elements`; literals and Text: the literals are well-known values
  Object,
  Variant ///< an object whose property `discriminator` selects more properties
};

/// A type: a handle to immutable data of the library, which has static lifetime.
class Type {
public:
  Type(const Provider &provider, uint32_t node) : provider(&provider), node(node) {}
  friend bool operator==(const Type &, const Type &) = default;

private:
  friend struct Shape;
  friend llvm::StringRef description(Type object, unsigned property);
  const Provider *provider;
  uint32_t node;
};

struct Property {
  llvm::StringRef name;
  Type type;
  uint8_t flags = 0;

  bool required() const { return flags & 1; }
  bool readOnly() const { return flags & 2; }
  bool writeOnly() const { return flags & 4; }
};

/// What a type consists of. Only the members that its kind has are set.
struct Shape {
  Kind kind = Kind::Any;
  bool sensitive = false;             ///< Text, Object: a secret
  std::optional<int64_t> least, most; ///< Int: of the value; Text, List: of the length
  llvm::StringRef text; ///< Literal; the pattern of a Text; the name of a discriminator
  llvm::SmallVector<Property, 0> properties; ///< Object, Variant
  std::optional<Type> others;          ///< Object: the type of properties that it does not name
  llvm::SmallVector<Type, 0> elements; ///< List: one; Union
  llvm::SmallVector<std::pair<llvm::StringRef, Type>, 0> variants; ///< Variant

  explicit Shape(Type type);
  /// Compares without case, as Azure does; null if there is none.
  const Property *find(llvm::StringRef name) const;
};

/// The description of a property of an object; "" if there is none. Only types of the newest stable
/// versions have descriptions.
llvm::StringRef description(Type object, unsigned property);

/// Where a resource type can be deployed.
enum Scope : uint8_t {
  TenantScope = 1,
  ManagementGroupScope = 2,
  SubscriptionScope = 4,
  ResourceGroupScope = 8,
  ExtensionScope = 16 ///< on another resource
};

/// A function of a deployed resource, such as `listKeys`.
struct ResourceFunction {
  llvm::StringRef name;
  Type output;
};

/// A resource type in one API version.
struct ResourceType {
  llvm::StringRef name, version;
  Type body; ///< without `type`, `apiVersion` and `id`, which all resources have
  uint8_t writable = 0, readable = 0; ///< sets of Scope
  std::vector<ResourceFunction> functions;
};

struct Provenance {
  llvm::StringRef package, version, date, license;
};

class TypeLibrary {
public:
  /// The types that are part of the compiler.
  static const TypeLibrary &builtin();
  /// Types in memory that outlives the library; nullptr if the data is damaged.
  static std::unique_ptr<TypeLibrary> read(llvm::StringRef data);
  ~TypeLibrary();

  const Provenance &provenance() const { return source; }
  /// Names are compared without case.
  std::optional<ResourceType> find(llvm::StringRef type, llvm::StringRef version) const;
  /// In the newest stable version, or in the newest preview version if no version is stable.
  std::optional<ResourceType> newest(llvm::StringRef type) const;
  /// The versions of a type, the newest first; empty if the type is unknown.
  std::vector<llvm::StringRef> versions(llvm::StringRef type) const;
  /// The type as the library writes it; "" if it is unknown.
  llvm::StringRef spelling(llvm::StringRef type) const;
  /// The names of the providers, sorted without case.
  std::vector<llvm::StringRef> providers() const;
  /// The names of the types of a provider, sorted without case; empty if it is unknown.
  std::vector<llvm::StringRef> types(llvm::StringRef provider) const;
  /// The known type with the most similar name; "" if none is similar.
  llvm::StringRef similar(llvm::StringRef type) const;

private:
  TypeLibrary();
  const Provider *providerOf(llvm::StringRef type) const;
  Provenance source;
  std::vector<std::unique_ptr<Provider>> list;
};

/// Whether a template can set a property such as `location` of resources of the type; nullopt if
/// the type or the version is unknown.
std::optional<bool> takes(llvm::StringRef type, llvm::StringRef version, llvm::StringRef property);

/// "2024-01-01" is stable, "2024-01-01-preview" is not.
inline bool isStable(llvm::StringRef version) {
  return version.size() <= 10;
}

} // namespace azcl::azure
