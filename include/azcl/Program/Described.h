// The functions that describe the rows of a block. Only for use in a `vocabulary()`.
#pragma once

#include "azcl/Catalog/LimitId.h"
#include "azcl/Program/Block.h"
#include <array>
#include <string_view>

namespace azcl {

namespace detail {
template <class T> struct MemberOf;
template <class C, class F> struct MemberOf<F C::*> {
  using Class = C;
  using Field = F;
};
/// "... V = {azcl::Os::Linux, azcl::Os::Windows, (azcl::Os)2} ...". Only the C++ compiler knows
/// which values have an enumerator.
template <class E, E... V> constexpr std::string_view enumeratorNames() {
  std::string_view text = __PRETTY_FUNCTION__;
  return text.substr(text.rfind("V = ") + 5);
}
/// "Linux"; empty for a value without an enumerator.
constexpr std::string_view takeEnumerator(std::string_view &names) {
  std::string_view name = names.substr(0, names.find_first_of(",}>"));
  names.remove_prefix(name.size() + 2);
  return name.front() == '(' ? std::string_view() : name.substr(name.rfind(':') + 1);
}
/// Whether "premium-v2" matches PremiumV2.
constexpr bool isWordOf(std::string_view word, std::string_view enumerator) {
  size_t at = 0;
  for (char c : word) {
    if (c == '-')
      continue;
    char other = at < enumerator.size() ? enumerator[at++] : ' ';
    if (other >= 'A' && other <= 'Z')
      other = char(other - 'A' + 'a');
    if (other != c)
      return false;
  }
  return at == enumerator.size();
}
template <class E, size_t... I> constexpr bool wordsFit(std::index_sequence<I...>) {
  constexpr size_t count = sizeof...(I);
  std::string_view rest = enumeratorNames<E, E(I)..., E(count)>(), names[count];
  for (std::string_view &name : names)
    name = takeEnumerator(rest);
  if (rest.front() != '(')
    return false; // more enumerators than words
  for (size_t i = 0; i < count; ++i)
    for (size_t j = 0; j < count; ++j)
      if (names[i].empty() ||
          (i != j && isWordOf(std::string_view(Words<E>::words[i].name), names[j])))
        return false;
  return true;
}
/// Checks that words and enumerators have the same number and order. An enumerator inserted in the
/// middle would shift the rest.
template <class E> constexpr bool wordsFit() {
  return wordsFit<E>(std::make_index_sequence<std::size(Words<E>::words)>());
}
template <class T> struct ElementOf { using Type = T; };
template <class T> struct ElementOf<List<T>> { using Type = T; };
} // namespace detail

template <auto Member>
constexpr Row attribute(llvm::StringRef name, llvm::StringRef doc, Need need) {
  using Class = typename detail::MemberOf<decltype(Member)>::Class;
  using Field = typename detail::MemberOf<decltype(Member)>::Field;
  using Element = typename detail::ElementOf<typename Field::Value>::Type;
  if constexpr (std::is_enum_v<Element>)
    static_assert(detail::wordsFit<Element>(),
                  "the words of an enumeration must have the order of its enumerators");
  Row row;
  row.name = name;
  row.doc = doc;
  row.need = need;
  row.mayBeOpen = Field::mayBeOpen;
  row.type = typeOf<typename Field::Value>;
  row.setting = [](Block &block) -> Setting & { return static_cast<Class &>(block).*Member; };
  return row;
}
/// An attribute that must be set, in the block or by a preset.
template <auto Member> constexpr Row required(llvm::StringRef name, llvm::StringRef doc) {
  return attribute<Member>(name, doc, Need::Required);
}
template <auto Member> constexpr Row optional(llvm::StringRef name, llvm::StringRef doc) {
  return attribute<Member>(name, doc, Need::Optional);
}
/// Child blocks: a field of type One or Many.
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

  /// The block has a label that is unique in its scope.
  constexpr BlockTable named() const {
    BlockTable table = *this;
    table.label = LabelRule::Name;
    return table;
  }
  /// The label is one of the words of E.
  template <class E> constexpr BlockTable oneOf() const {
    static_assert(detail::wordsFit<E>(),
                  "the words of an enumeration must have the order of its enumerators");
    BlockTable table = *this;
    table.label = LabelRule::Variant;
    table.variants = Words<E>::words;
    return table;
  }
  /// The block has arbitrary keys with values of this type.
  constexpr BlockTable keyed(const Type &type) const {
    BlockTable table = *this;
    table.keys = &type;
    return table;
  }
  /// `when` is a condition on metrics, or not allowed.
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

// Bounds in readable units.
constexpr int64_t seconds(int64_t n) {
  return n * 1000;
}
constexpr int64_t minutes(int64_t n) {
  return n * 60000;
}
constexpr int64_t hours(int64_t n) {
  return n * 3600000;
}
constexpr int64_t days(int64_t n) {
  return n * hours(24);
}
constexpr int64_t percent(int64_t n) {
  return n * 10000;
}
constexpr int64_t gib(int64_t n) {
  return n << 30;
}

} // namespace azcl
