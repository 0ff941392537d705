// The field types of catalog rows.
#pragma once
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <initializer_list>

namespace azcl {

#define ENUMERATOR(Name, Spelling) Name,
#define ENUMERATION(Type, ...) enum class Type : uint8_t { __VA_ARGS__ };
#include "azcl/Catalog/Enumerations.def"

#define ENUMERATOR(Name, Spelling)
#define ENUMERATION(Type, ...) llvm::StringRef toString(Type value);
#include "azcl/Catalog/Enumerations.def"

/// Whether Azure supports a feature; Unknown if no source says so.
enum class Support : uint8_t { Unknown, No, Yes };

/// A list of words, each surrounded by spaces, so that a substring search finds a word.
struct WordList {
  llvm::StringRef text;

  bool empty() const { return text.empty(); }
  bool contains(llvm::StringRef word) const { return at(word) != llvm::StringRef::npos; }
  /// The text after the slash: "13" for "eastus2" if the list has "eastus2/13"; otherwise empty.
  llvm::StringRef detail(llvm::StringRef word) const;
  /// Whether the list has the word, with or without a detail.
  bool mentions(llvm::StringRef word) const { return contains(word) || !detail(word).empty(); }
  llvm::SmallVector<llvm::StringRef, 0> words() const;

private:
  size_t at(llvm::StringRef word) const;
};

/// A set of enumerators, one bit each.
template <class Enum> class EnumSet {
public:
  constexpr EnumSet() = default;
  constexpr EnumSet(std::initializer_list<Enum> members) {
    for (Enum member : members)
      bits |= bit(member);
  }

  constexpr void insert(Enum member) { bits |= bit(member); }
  constexpr bool contains(Enum member) const { return bits & bit(member); }
  constexpr bool intersects(EnumSet other) const { return bits & other.bits; }
  constexpr bool empty() const { return !bits; }
  friend constexpr bool operator==(EnumSet, EnumSet) = default;

private:
  static constexpr uint8_t bit(Enum member) { return uint8_t(1u << unsigned(member)); }

  uint8_t bits = 0;
};

} // namespace azcl
