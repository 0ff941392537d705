// The data file of the types, as `azcl-import types` writes it and TypeLibrary reads it.
//
//   file      "AZTYPES1", the four texts of the provenance, count of providers, each: name, and the
//             compressed size, the plain size and the position of its three frames
//   frame     zstd: front = strings, nodes, types; rest = strings, nodes; docs
//   strings   count, lengths, characters
//   nodes     count, lengths, nodes; a node of `front` refers only to nodes and strings of `front`
//   types     count, each: name, count of versions, each: version, body, writable and readable
//             scopes, count of functions, each: name and output
//   docs      strings, then count of objects, each: node, count, and for each property the number
//             of a string plus 1, or 0
//
// Numbers are written in groups of 7 bits, the lowest first. Strings in nodes and types are
// numbers. The front has what the newest stable versions need, the rest what only others need.
#pragma once

#include "azcl/AzureTypes/TypeLibrary.h"

namespace azcl::azure::encoding {

constexpr llvm::StringLiteral magic = "AZTYPES1";
constexpr unsigned frames = 3;

/// The first byte of a node: the kind in the low four bits, then these.
enum : uint8_t { hasLeast = 16, hasMost = 32, hasText = 64, hasOthers = 64, isSensitive = 128 };

inline void put(std::string &to, uint64_t number) {
  for (; number >= 128; number >>= 7)
    to += char(number | 128);
  to += char(number);
}
/// A number that can be negative.
inline void putSigned(std::string &to, int64_t number) {
  put(to, (uint64_t(number) << 1) ^ uint64_t(number >> 63));
}

/// Reads numbers. At the end of the data, and after damaged data, all numbers are 0.
class Reader {
public:
  explicit Reader(llvm::StringRef data) : data(data) {}

  uint64_t number() {
    uint64_t value = 0;
    for (unsigned shift = 0; !data.empty() && shift < 64; shift += 7) {
      uint8_t byte = data.front();
      data = data.drop_front();
      value |= uint64_t(byte & 127) << shift;
      if (byte < 128)
        return value;
    }
    failed = true;
    return 0;
  }
  int64_t signedNumber() {
    uint64_t value = number();
    return int64_t(value >> 1) ^ -int64_t(value & 1);
  }
  llvm::StringRef bytes(size_t count) {
    if (count > data.size()) {
      failed = true;
      return {};
    }
    llvm::StringRef taken = data.take_front(count);
    data = data.drop_front(count);
    return taken;
  }
  llvm::StringRef text() { return bytes(number()); }
  bool bad() const { return failed; }

private:
  llvm::StringRef data;
  bool failed = false;
};

} // namespace azcl::azure::encoding
