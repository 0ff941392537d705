// Implements the hashes of uniqueString() and guid().
#include "Hash.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/SHA1.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace {
/// A variant of MurmurHash3 with two lanes of 32 bits. Azure's documentation does not specify the
/// algorithm. The constants come from public re-implementations whose examples agree.
class TwoLanes {
public:
  uint64_t of(StringRef text) {
    size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
      low ^= scrambleLow(word(text.substr(at, 4)));
      low = (llvm::rotl(low, 19) + high) * 5 + 0x561ccd1b;
      high ^= scrambleHigh(word(text.substr(at + 4, 4)));
      high = (llvm::rotl(high, 13) + low) * 5 + 0x0bcaa747;
    }
    low ^= scrambleLow(word(text.substr(at, 4)));
    high ^= scrambleHigh(word(text.substr(std::min(at + 4, text.size()))));
    return finish(uint32_t(text.size()));
  }

private:
  static constexpr uint32_t first = 0x239b961b, second = 0xab0e9789;

  static uint32_t word(StringRef bytes) {
    uint32_t result = 0;
    for (size_t i = 0; i < bytes.size(); ++i)
      result |= uint32_t(uint8_t(bytes[i])) << 8 * i;
    return result;
  }
  static uint32_t scrambleLow(uint32_t value) { return llvm::rotl(value * first, 15) * second; }
  static uint32_t scrambleHigh(uint32_t value) { return llvm::rotl(value * second, 17) * first; }
  static uint32_t avalanche(uint32_t value) {
    value = (value ^ value >> 16) * 0x85ebca6b;
    value = (value ^ value >> 13) * 0xc2b2ae35;
    return value ^ value >> 16;
  }
  uint64_t finish(uint32_t length) {
    low ^= length;
    high ^= length;
    low += high;
    high += low;
    low = avalanche(low);
    high = avalanche(high);
    low += high;
    high += low;
    return uint64_t(high) << 32 | low;
  }

  uint32_t low = 0, high = 0;
};
} // namespace

std::string azcl::expansion::uniqueString(StringRef text) {
  uint64_t hash = TwoLanes().of(text);
  std::string result;
  for (int i = 0; i < 13; ++i, hash <<= 5)
    result += "abcdefghijklmnopqrstuvwxyz234567"[hash >> 59];
  return result;
}

std::string azcl::expansion::nameGuid(StringRef text) {
  // 11fb06fb-712d-4ddd-98c7-e71bbd588830, from the documentation of guid() in Bicep.
  static constexpr uint8_t space[] = {0x11, 0xfb, 0x06, 0xfb, 0x71, 0x2d, 0x4d, 0xdd,
                                      0x98, 0xc7, 0xe7, 0x1b, 0xbd, 0x58, 0x88, 0x30};
  llvm::SHA1 hash;
  hash.update(ArrayRef<uint8_t>(space));
  hash.update(text);
  std::array<uint8_t, 20> bytes = hash.final();
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  std::string result;
  for (int i = 0; i < 16; ++i)
    result += fmt::format("{}{:02x}", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
  return result;
}
