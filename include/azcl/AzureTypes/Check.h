// Compares a value with a type of Azure. The value is a view of an expression: what is known of it.
#pragma once

#include "azcl/AzureTypes/TypeLibrary.h"

namespace azcl::azure {

/// What is known of a value before the deployment.
struct Given {
  enum class Kind : uint8_t {
    Unknown, ///< anything
    Null,
    Bool,
    Int,
    Decimal,
    Text,
    List,
    Object,
    OneOf ///< each of `items` is possible
  };
  struct Member;

  Kind kind = Kind::Unknown;
  bool exact = false;  ///< Text: `text` is the value; List and Object: the elements are complete
  bool secret = false; ///< must not be visible in the deployment
  std::optional<int64_t> least, most; ///< Int: the smallest and the largest value
  std::string text;
  std::vector<Given> items; ///< of a List or a OneOf
  std::vector<Member> members;
  const void *place = nullptr; ///< where the value is written; the checker only passes it on
};
struct Given::Member {
  std::string name;
  Given value;
  const void *place = nullptr;
};

enum class FaultKind : uint8_t {
  Unknown,     ///< the object has no property `path`; `wanted`: the ones it has
  Missing,     ///< a property is required; `wanted`: its values
  Kind,        ///< a value of the wrong kind
  Word,        ///< not one of the words in `wanted`
  ReadOnly,    ///< Azure sets the property
  Length,      ///< of a text or a list
  Number,      ///< too small or too large
  Pattern,     ///< the text does not match
  SecretShown, ///< a secret in a property that everybody can read
  SecretKnown  ///< a plain text in a property for secrets
};

struct Fault {
  FaultKind kind;
  const void *place = nullptr; ///< of the value or the member; null: it is missing
  std::string path;            ///< "properties.sku.name"
  std::string given, wanted;   ///< for the message
  std::string repair;          ///< the most similar word or property; "" if there is none
};

/// For example "`sku.name` cannot be "Standart"; it can be "Basic" or "Standard"".
std::string describe(const Fault &fault);

/// The faults of a resource's body, or of another value, in the order of the value. `path` is where
/// the value is in the resource.
std::vector<Fault> check(Type type, const Given &value, llvm::StringRef path = "");

/// The kind of a type's values; Unknown if it has several kinds.
Given::Kind kindOf(Type type);

/// A type as messages show it: "a string", "a list", "`Standard` or `Premium`".
std::string describe(Type type);

/// The type at a path such as "properties.frontendIPConfigurations[0].name" in a value; nullopt if
/// there is none. An index can also be written ".0". Variants are searched for the first one that
/// has the property.
struct Found {
  Type type;
  uint8_t flags = 0;     ///< of the last property
  bool readOnly = false; ///< also if only a property before it is read-only
  bool writeOnly() const { return Property{"", type, flags}.writeOnly(); }
};
/// `at` is the length of the part of `path` that exists.
std::optional<Found> typeAt(Type type, llvm::StringRef path, size_t *at = nullptr);

/// "`capacity`, `name` or `tier`": what a program can set; "" if there is nothing.
std::string propertyList(Type type);
/// The path with its first unknown name replaced by the most similar one; "" if none is similar.
/// `more`: other names that are allowed at the start.
std::string similarPath(Type type, llvm::StringRef path, llvm::ArrayRef<llvm::StringRef> more = {});
/// The properties that a value of this type can have, of all variants.
std::vector<Property> allProperties(Type type);

} // namespace azcl::azure
