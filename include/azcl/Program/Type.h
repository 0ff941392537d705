// The types of AZCL: their names, and how messages describe their values.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>

namespace azcl {

enum class TypeKind : uint8_t {
  Error, ///< of a value whose error was reported; fits everywhere
  Int,
  Decimal,
  Bool,
  Text,
  Percent,
  Duration,
  Size,
  Throughput,
  Time,
  Date,
  Address,
  Network,
  Range,
  PortMap,
  Secret,
  SshKey,
  SecretUri,
  Word,
  Region,
  VmSize,
  Image,
  HostSku,
  List,
  Reference,
  Any
};

enum class BlockKind : uint8_t {
#define BLOCK(CLASS) CLASS,
#include "azcl/Program/Blocks.def"
};

/// An enumerator, or a variant of a block.
struct WordInfo {
  llvm::StringRef name, doc;
  llvm::StringRef wire = {}; ///< the name in templates; empty if it has none, or not only one
  uint8_t tierKinds = 0xff;  ///< bit set: the kinds of tier that support it
};
/// A bit set with one bit for each enumerator.
template <class... E> constexpr uint8_t bitsOf(E... words) {
  return uint8_t(((1u << uint8_t(words)) | ...));
}

struct Type {
  TypeKind kind;
  llvm::StringRef name;                ///< as in `param x : name`
  llvm::StringRef form;                ///< "a duration such as `5m`"
  llvm::ArrayRef<WordInfo> words = {}; ///< of an enumeration
  const Type *element = nullptr;       ///< of a list
  BlockKind target = {};               ///< of a reference
  bool forParameters = false;          ///< parameters can have this type
  llvm::StringRef otherwise = {};      ///< of words: the note for a value that is not one of them
  llvm::ArrayRef<BlockKind> targets = {}; ///< of a reference to one of several kinds of blocks

  bool isNumeric() const {
    return kind == TypeKind::Int || kind == TypeKind::Decimal || kind == TypeKind::Percent ||
           kind == TypeKind::Duration || kind == TypeKind::Size || kind == TypeKind::Throughput ||
           kind == TypeKind::Time || kind == TypeKind::Date;
  }
  /// The kinds of blocks that a reference can name.
  llvm::ArrayRef<BlockKind> allTargets() const {
    return targets.empty() ? llvm::ArrayRef<BlockKind>(target) : targets;
  }
  bool isText() const {
    return kind == TypeKind::Text || kind == TypeKind::SshKey || kind == TypeKind::SecretUri ||
           kind == TypeKind::Address || kind == TypeKind::Network;
  }
};

namespace types {
inline constexpr Type error{TypeKind::Error, "?", "nothing"};
inline constexpr Type integer{TypeKind::Int, "int", "a whole number such as `3`", {}, {}, {}, true};
inline constexpr Type decimal{TypeKind::Decimal, "decimal", "a number such as `0.5`"};
inline constexpr Type boolean{TypeKind::Bool, "bool", "`yes` or `no`", {}, {}, {}, true};
inline constexpr Type text{TypeKind::Text, "text", "a string such as `\"ops\"`", {}, {}, {}, true};
inline constexpr Type percent{
    TypeKind::Percent, "percent", "a percentage such as `75%`", {}, {}, {}, true};
inline constexpr Type duration{
    TypeKind::Duration, "duration", "a duration such as `5m` or `1h30m`", {}, {}, {}, true};
inline constexpr Type size{TypeKind::Size, "size", "a size such as `128GiB`", {}, {}, {}, true};
inline constexpr Type throughput{TypeKind::Throughput, "throughput",
                                 "a throughput such as `200MBps`"};
inline constexpr Type time{
    TypeKind::Time, "time", "a time of day such as `08:30`", {}, {}, {}, true};
inline constexpr Type date{TypeKind::Date, "date", "a date such as `2026-01-31`"};
inline constexpr Type address{
    TypeKind::Address, "address", "an address such as `10.0.0.4`", {}, {}, {}, true};
inline constexpr Type network{
    TypeKind::Network, "network", "an address range such as `10.0.0.0/16`", {}, {}, {}, true};
inline constexpr Type range{TypeKind::Range, "range", "a number or a range such as `3..10`"};
inline constexpr Type portMap{TypeKind::PortMap, "ports",
                              "a port such as `443`, or a map such as `443 -> 8443`"};
inline constexpr Type secret{
    TypeKind::Secret, "secret", "a parameter of type `secret`", {}, {}, {}, true};
inline constexpr Type sshKey{TypeKind::SshKey, "ssh-key", "a public SSH key", {}, {}, {}, true};
inline constexpr Type secretUri{
    TypeKind::SecretUri, "secret-uri", "the URI of a Key Vault secret", {}, {}, {}, true};
inline constexpr Type region{
    TypeKind::Region, "region", "a region such as `eastus2`", {}, {}, {}, true};
inline constexpr Type vmSize{
    TypeKind::VmSize, "vm-size", "a VM size such as `Standard_D4s_v5`", {}, {}, {}, true};
inline constexpr Type any{
    TypeKind::Any, "any",
    "a template value: a number, a string, `yes` or `no`, a list, or an object"};
inline constexpr Type hostSku{TypeKind::HostSku, "host-sku",
                              "a dedicated host SKU such as `Dsv5-Type1`"};
inline constexpr Type image{TypeKind::Image, "image", "an image such as `ubuntu-24.04`"};

/// The types of parameters.
llvm::ArrayRef<const Type *> ofParameters();
/// The type with this name in a declaration, or null.
const Type *find(llvm::StringRef name);
} // namespace types

} // namespace azcl
