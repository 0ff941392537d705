// The words in which a block says what it consists of. Only for use in a `vocabulary()`.
#pragma once

#include "azcl/Catalog/LimitId.h"
#include "azcl/Program/Block.h"
#include <array>

namespace azcl {

namespace detail {
template <class T> struct MemberOf;
template <class C, class F> struct MemberOf<F C::*> {
  using Class = C;
  using Field = F;
};
} // namespace detail

template <auto Member>
constexpr Row attribute(llvm::StringRef name, llvm::StringRef doc, Need need) {
  using Class = typename detail::MemberOf<decltype(Member)>::Class;
  using Field = typename detail::MemberOf<decltype(Member)>::Field;
  Row row;
  row.name = name;
  row.doc = doc;
  row.need = need;
  row.mayBeOpen = Field::mayBeOpen;
  row.type = typeOf<typename Field::Value>;
  row.setting = [](Block &block) -> Setting & { return static_cast<Class &>(block).*Member; };
  return row;
}
/// An attribute that must be given, here or by a preset.
template <auto Member> constexpr Row required(llvm::StringRef name, llvm::StringRef doc) {
  return attribute<Member>(name, doc, Need::Required);
}
template <auto Member> constexpr Row optional(llvm::StringRef name, llvm::StringRef doc) {
  return attribute<Member>(name, doc, Need::Optional);
}
/// Blocks inside this one; a field of type One or Many.
template <auto Member> constexpr Row child(llvm::StringRef keyword, Need need = Need::Optional) {
  using Class = typename detail::MemberOf<decltype(Member)>::Class;
  using Field = typename detail::MemberOf<decltype(Member)>::Field;
  Row row;
  row.name = keyword;
  row.need = need;
  row.many = Field::many;
  row.child = Field::Child::blockKind;
  row.slot = [](Block &block) -> ChildSlot & { return static_cast<Class &>(block).*Member; };
  return row;
}
/// An attribute whose value is an object: `admin = { ... }`.
template <auto Member> constexpr Row record(llvm::StringRef name, Need need = Need::Optional) {
  Row row = child<Member>(name, need);
  row.record = true;
  return row;
}

template <size_t N> struct BlockTable {
  llvm::StringRef keyword, doc;
  LabelRule label = LabelRule::None;
  WhenRule when = WhenRule::Params;
  llvm::ArrayRef<WordInfo> variants = {};
  std::array<Row, N> rows;
  const Type *keys = nullptr;

  /// It carries a name that is unique in its scope.
  constexpr BlockTable named() const {
    BlockTable table = *this;
    table.label = LabelRule::Name;
    return table;
  }
  /// Its label is one of these words.
  constexpr BlockTable oneOf(llvm::ArrayRef<WordInfo> words) const {
    BlockTable table = *this;
    table.label = LabelRule::Variant;
    table.variants = words;
    return table;
  }
  /// Any key may stand in it, with a value of this type.
  constexpr BlockTable keyed(const Type &type) const {
    BlockTable table = *this;
    table.keys = &type;
    return table;
  }
  /// Its `when` is about metrics, or not allowed.
  constexpr BlockTable conditional(WhenRule rule) const {
    BlockTable table = *this;
    table.when = rule;
    return table;
  }
};
template <class... Rows>
constexpr BlockTable<sizeof...(Rows)> block(llvm::StringRef keyword, llvm::StringRef doc,
                                            Rows... rows) {
  return {keyword, doc, LabelRule::None, WhenRule::Params, {}, {rows...}, nullptr};
}

// Bounds are said in the units that people use.
constexpr int64_t seconds(int64_t n) { return n * 1000; }
constexpr int64_t minutes(int64_t n) { return n * 60000; }
constexpr int64_t hours(int64_t n) { return n * 3600000; }
constexpr int64_t percent(int64_t n) { return n * 10000; }
constexpr int64_t gib(int64_t n) { return n << 30; }

} // namespace azcl
