// IPv4 and IPv6 addresses and address ranges.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace azcl {

struct IpNetwork {
  std::array<uint8_t, 16> bytes = {}; ///< IPv4 uses the first four
  bool v6 = false;
  unsigned prefix = 0;

  /// Parses an address range such as "10.0.0.0/16" or a single address; nullopt if `text` is
  /// neither.
  static std::optional<IpNetwork> parse(llvm::StringRef text);
  unsigned width() const { return v6 ? 128 : 32; }
  /// With all bits after the prefix cleared.
  IpNetwork base() const;
  std::string text() const;
  /// The first address as a number, and the reverse. IPv4 only.
  uint32_t first() const {
    return uint32_t(bytes[0]) << 24 | uint32_t(bytes[1]) << 16 | uint32_t(bytes[2]) << 8 | bytes[3];
  }
  static IpNetwork of(uint32_t first, unsigned prefix);
  /// The number of addresses. IPv4 only.
  uint64_t count() const { return uint64_t(1) << (32 - prefix); }
  bool overlaps(const IpNetwork &other) const;
  /// The subnet number `index` with this prefix length, as cidrSubnet() of a template computes it;
  /// nullopt if it does not exist.
  std::optional<IpNetwork> part(unsigned length, uint64_t index) const;
  friend bool operator==(const IpNetwork &, const IpNetwork &) = default;
};

} // namespace azcl
