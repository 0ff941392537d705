// Addresses and address ranges, both versions.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace azcl {

struct IpNetwork {
  std::array<uint8_t, 16> bytes = {}; ///< the first four for version 4
  bool v6 = false;
  unsigned prefix = 0;

  /// "10.0.0.0/16" or a single address; nullopt if it is neither.
  static std::optional<IpNetwork> parse(llvm::StringRef text);
  unsigned width() const { return v6 ? 128 : 32; }
  /// With all bits behind the prefix cleared.
  IpNetwork base() const;
  std::string text() const;
  /// Version 4 as a number, and back.
  uint32_t first() const {
    return uint32_t(bytes[0]) << 24 | uint32_t(bytes[1]) << 16 | uint32_t(bytes[2]) << 8 | bytes[3];
  }
  static IpNetwork of(uint32_t first, unsigned prefix);
  /// How many addresses, of version 4.
  uint64_t count() const { return uint64_t(1) << (32 - prefix); }
  bool overlaps(const IpNetwork &other) const;
  /// Of version 4: the `index`th part with this prefix, as cidrSubnet() of a template; nullopt if
  /// there is none.
  std::optional<IpNetwork> part(unsigned length, uint64_t index) const {
    if (v6 || length < prefix || length > 32 || index >= (uint64_t(1) << (length - prefix)))
      return std::nullopt;
    return of(uint32_t(base().first() + (index << (32 - length))), length);
  }
  friend bool operator==(const IpNetwork &, const IpNetwork &) = default;
};

} // namespace azcl
