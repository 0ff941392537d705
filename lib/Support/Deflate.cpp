// Compresses a text with the fixed codes of DEFLATE (RFC 1951, section 3.2.6).
#include "azcl/Support/Deflate.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <algorithm>
#include <cstdint>

using namespace azcl;
using llvm::StringRef;

namespace {
constexpr size_t window = 32768, shortest = 3, longest = 258;

/// A code of lengths or distances: values from `base`, with this number of further bits.
struct Range {
  unsigned base, bits;
};
constexpr Range lengths[] = {
    {3, 0},  {4, 0},  {5, 0},  {6, 0},   {7, 0},   {8, 0},   {9, 0},   {10, 0},  {11, 1}, {13, 1},
    {15, 1}, {17, 1}, {19, 2}, {23, 2},  {27, 2},  {31, 2},  {35, 3},  {43, 3},  {51, 3}, {59, 3},
    {67, 4}, {83, 4}, {99, 4}, {115, 4}, {131, 5}, {163, 5}, {195, 5}, {227, 5}, {258, 0}};
constexpr Range distances[] = {{1, 0},     {2, 0},     {3, 0},      {4, 0},      {5, 1},
                               {7, 1},     {9, 2},     {13, 2},     {17, 3},     {25, 3},
                               {33, 4},    {49, 4},    {65, 5},     {97, 5},     {129, 6},
                               {193, 6},   {257, 7},   {385, 7},    {513, 8},    {769, 8},
                               {1025, 9},  {1537, 9},  {2049, 10},  {3073, 10},  {4097, 11},
                               {6145, 11}, {8193, 12}, {12289, 12}, {16385, 13}, {24577, 13}};

struct Match {
  size_t length = 0, distance = 0;
};

class Deflater {
public:
  explicit Deflater(StringRef text) : text(text) {}

  std::string run() {
    bits(0b011, 3); // the last block, with fixed codes
    for (size_t at = 0; at < text.size();) {
      Match match = matchAt(at);
      enter(at);
      // A literal is better if a longer match begins at the next character.
      if (match.length < shortest || matchAt(at + 1).length > match.length) {
        symbol(uint8_t(text[at++]));
        continue;
      }
      copy(match);
      for (size_t end = at++ + match.length; at < end; ++at)
        enter(at);
    }
    symbol(256);
    bits(0, 7); // fills the last byte
    return std::move(out);
  }

private:
  uint32_t keyAt(size_t at) const {
    return uint8_t(text[at]) | uint8_t(text[at + 1]) << 8 | uint8_t(text[at + 2]) << 16;
  }

  void enter(size_t at) {
    if (at + shortest <= text.size())
      earlier[keyAt(at)].push_back(at);
  }

  Match matchAt(size_t at) const {
    Match best;
    if (at + shortest > text.size())
      return best;
    auto found = earlier.find(keyAt(at));
    if (found == earlier.end())
      return best;
    for (size_t from : llvm::reverse(found->second)) {
      if (at - from > window)
        break;
      size_t most = std::min(longest, text.size() - at), length = 0;
      while (length < most && text[from + length] == text[at + length])
        ++length;
      if (length > best.length)
        best = {length, at - from};
    }
    return best;
  }

  void bits(unsigned value, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      pending |= (value >> i & 1) << filled;
      if (++filled == 8) {
        out += char(pending);
        pending = filled = 0;
      }
    }
  }

  /// Codes start with their highest bit, numbers with their lowest.
  void code(unsigned value, unsigned count) {
    while (count)
      bits(value >> --count & 1, 1);
  }

  void symbol(unsigned value) {
    if (value < 144)
      code(0x30 + value, 8);
    else if (value < 256)
      code(0x190 + value - 144, 9);
    else if (value < 280)
      code(value - 256, 7);
    else
      code(0xc0 + value - 280, 8);
  }

  static size_t indexOf(llvm::ArrayRef<Range> ranges, size_t value) {
    size_t i = ranges.size() - 1;
    while (ranges[i].base > value)
      --i;
    return i;
  }

  void copy(Match match) {
    size_t length = indexOf(lengths, match.length), distance = indexOf(distances, match.distance);
    symbol(257 + length);
    bits(match.length - lengths[length].base, lengths[length].bits);
    code(distance, 5);
    bits(match.distance - distances[distance].base, distances[distance].bits);
  }

  StringRef text;
  std::string out;
  unsigned pending = 0, filled = 0;
  llvm::DenseMap<uint32_t, llvm::SmallVector<size_t, 4>> earlier; ///< positions of three characters
};
} // namespace

std::string azcl::deflate(StringRef text) {
  return Deflater(text).run();
}
