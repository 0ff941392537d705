// The fields of blocks. All derive from Setting, so that generic code can handle any of them; their
// C++ types only decode the value.
#pragma once

#include "azcl/Catalog/Catalog.h"
#include "azcl/Program/Expr.h"

namespace azcl {

enum class Origin : uint8_t {
  Unset,
  Written, ///< written in the block
  Preset,  ///< from a `use` statement
  Default, ///< constant default of the vocabulary
  Derived  ///< computed by the compiler from other settings
};

struct Setting {
  const Expr *expr = nullptr;
  SourceRange range;                   ///< of the name; for a default, the head of the block
  const ast::Preset *preset = nullptr; ///< the source of Origin::Preset
  Origin origin = Origin::Unset;
  bool strictest = false; ///< presets disagree, and this is the strictest of their values

  enum class State : uint8_t { Unset, Known, Open, Poisoned };
  State state() const {
    if (!expr)
      return State::Unset;
    return expr->isError() ? State::Poisoned : expr->open ? State::Open : State::Known;
  }
  bool set() const { return expr; }
  /// The value is set and does not depend on parameters.
  bool known() const { return state() == State::Known; }
  bool poisoned() const { return state() == State::Poisoned; }
  /// The range of the value if it is written in the block or in a preset, else of the name.
  SourceRange place() const {
    bool written = origin == Origin::Written || origin == Origin::Preset;
    return written && expr->range.valid() ? expr->range : range;
  }
};

// The C++ types of values, each with a `typeOf` and a `decode` below.
struct Percent {
  int64_t scaled; ///< in ten-thousandths of a percent
};
struct Duration {
  int64_t milliseconds;
};
struct Size {
  int64_t bytes;
};
struct TimeOfDay {
  int64_t minutes;
};
struct Decimal {
  int64_t scaled; ///< in ten-thousandths
};
struct Date {
  llvm::StringRef text; ///< "2026-01-31" or "2026-01-31T08:30"
};
struct Throughput {
  int64_t bytes; ///< per second
};
/// Any value of a template.
struct Any;
struct Text {
  llvm::StringRef text;
};
struct Secret;
struct SshKey {
  llvm::StringRef text;
};
struct SecretUri {
  llvm::StringRef text;
};
struct Address {
  llvm::StringRef text;
};
struct Cidr {
  llvm::StringRef text;
};
struct CountRange {
  int64_t low, high;
};
struct PortMap {
  CountRange from, to;
};
template <class T> struct List;
template <class T> struct Ref;

/// The words of an enumeration, in the order of its enumerators (Described.h checks this).
/// Specialized next to each enumeration.
template <class E> struct Words;
/// The name of an enumerator in templates.
template <class E> llvm::StringRef wireName(E word) {
  return Words<E>::words[size_t(word)].wire;
}

template <class T> inline constexpr const Type *typeOf = &Words<T>::type;
template <> inline constexpr const Type *typeOf<int64_t> = &types::integer;
template <> inline constexpr const Type *typeOf<bool> = &types::boolean;
template <> inline constexpr const Type *typeOf<Percent> = &types::percent;
template <> inline constexpr const Type *typeOf<Duration> = &types::duration;
template <> inline constexpr const Type *typeOf<Decimal> = &types::decimal;
template <> inline constexpr const Type *typeOf<Date> = &types::date;
template <> inline constexpr const Type *typeOf<Throughput> = &types::throughput;
template <> inline constexpr const Type *typeOf<Any> = &types::any;
template <> inline constexpr const Type *typeOf<Size> = &types::size;
template <> inline constexpr const Type *typeOf<TimeOfDay> = &types::time;
template <> inline constexpr const Type *typeOf<Text> = &types::text;
template <> inline constexpr const Type *typeOf<Secret> = &types::secret;
template <> inline constexpr const Type *typeOf<SshKey> = &types::sshKey;
template <> inline constexpr const Type *typeOf<SecretUri> = &types::secretUri;
template <> inline constexpr const Type *typeOf<Address> = &types::address;
template <> inline constexpr const Type *typeOf<Cidr> = &types::network;
template <> inline constexpr const Type *typeOf<CountRange> = &types::range;
template <> inline constexpr const Type *typeOf<PortMap> = &types::portMap;
template <> inline constexpr const Type *typeOf<Region> = &types::region;
template <> inline constexpr const Type *typeOf<VmSize> = &types::vmSize;
template <> inline constexpr const Type *typeOf<Image> = &types::image;
template <> inline constexpr const Type *typeOf<HostSku> = &types::hostSku;
/// An example of the elements for messages and the reference; lists of words have their own.
template <class T> inline constexpr const char *listForm = "a list such as `[1, 2]`";
template <> inline constexpr const char *listForm<Text> = "a list such as `[\"a\", \"b\"]`";
template <> inline constexpr const char *listForm<Percent> = "a list such as `[80%, 100%]`";
template <> inline constexpr const char *listForm<Cidr> = "a list such as `[10.0.0.0/16]`";
template <> inline constexpr const char *listForm<Address> = "a list such as `[10.0.0.4]`";
template <class T>
inline constexpr Type listType{TypeKind::List, "list", listForm<T>, {}, typeOf<T>};
template <class T> inline constexpr const Type *typeOf<List<T>> = &listType<T>;

/// The type of references to a block, which can be an incomplete type here.
template <class T> struct ReferenceTo;
#define REFERENCE(CLASS, NAME, FORM)                                                               \
  struct CLASS;                                                                                    \
  template <> struct ReferenceTo<CLASS> {                                                          \
    static constexpr Type type{TypeKind::Reference, NAME, FORM, {}, nullptr, BlockKind::CLASS};    \
  };
#include "azcl/Program/References.def"
/// A block with metrics: a tier, a load balancer or an application gateway.
struct Service;
template <> struct ReferenceTo<Service> {
  static constexpr BlockKind kinds[] = {BlockKind::Tier, BlockKind::Balancer, BlockKind::Gateway};
  static constexpr Type type{TypeKind::Reference,
                             "service",
                             "a tier, load balancer or application gateway such as `tier.web`",
                             {},
                             nullptr,
                             BlockKind::Tier,
                             false,
                             {},
                             kinds};
};
/// A block that clients reach: a load balancer or an application gateway.
struct Block;
template <> struct ReferenceTo<Block> {
  static constexpr BlockKind kinds[] = {BlockKind::Balancer, BlockKind::Gateway};
  static constexpr Type type{
      TypeKind::Reference,
      "balancer or gateway",
      "a load balancer or application gateway such as `balancer.front` or `gateway.front`",
      {},
      nullptr,
      BlockKind::Balancer,
      false,
      {},
      kinds};
};
template <class T> inline constexpr const Type *typeOf<Ref<T>> = &ReferenceTo<T>::type;
/// Reads a value of type T.
template <class T> auto decode(const Expr &expr) {
  if constexpr (std::is_same_v<T, Region> || std::is_same_v<T, VmSize> ||
                std::is_same_v<T, Image> || std::is_same_v<T, HostSku>)
    return static_cast<const T *>(expr.fact);
  else if constexpr (std::is_same_v<T, CountRange>)
    return CountRange{expr.operands[0]->number, expr.operands[1]->number};
  else if constexpr (std::is_same_v<T, PortMap>)
    return PortMap{decode<CountRange>(*expr.operands[0]), decode<CountRange>(*expr.operands[1])};
  else if constexpr (std::is_same_v<T, Text> || std::is_same_v<T, Date> ||
                     std::is_same_v<T, SshKey> || std::is_same_v<T, Cidr> ||
                     std::is_same_v<T, SecretUri> || std::is_same_v<T, Address>)
    return expr.text;
  else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>)
    return static_cast<T>(expr.number);
  else
    return T{expr.number};
}
template <class T> struct Ref { const T *block; };

/// A setting whose value is known at compile time.
template <class T> struct Fixed : Setting {
  using Value = T;
  static constexpr bool mayBeOpen = false;
  auto value() const {
    assert(known());
    return decode<T>(*expr);
  }
};
template <class T> struct Fixed<List<T>> : Setting {
  using Value = List<T>;
  static constexpr bool mayBeOpen = false;
  size_t size() const { return expr->operands.size(); }
  auto operator[](size_t i) const { return decode<T>(*expr->operands[i]); }
};
template <class T> struct Fixed<Ref<T>> : Setting {
  using Value = Ref<T>;
  static constexpr bool mayBeOpen = false;
  /// Null if the reference was in error.
  const T *value() const { return set() ? static_cast<const T *>(expr->block) : nullptr; }
};

/// A setting that can depend on parameters.
template <class T> struct Open : Setting {
  using Value = T;
  static constexpr bool mayBeOpen = true;
  /// Only if it is known().
  auto value() const {
    assert(known());
    return decode<T>(*expr);
  }
};

} // namespace azcl
