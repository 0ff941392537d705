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
  friend bool operator==(const IpNetwork &, const IpNetwork &) = default;
};

} // namespace azcl
