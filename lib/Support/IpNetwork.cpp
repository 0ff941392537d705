// Parses and prints IP addresses.
#include "azcl/Support/IpNetwork.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/SmallVector.h"

using namespace azcl;
using llvm::StringRef;

static bool parseV4(StringRef text, std::array<uint8_t, 16> &bytes) {
  llvm::SmallVector<StringRef, 4> parts;
  text.split(parts, '.');
  if (parts.size() != 4)
    return false;
  for (size_t i = 0; i < 4; ++i)
    if (parts[i].getAsInteger(10, bytes[i]) || (parts[i].size() > 1 && parts[i][0] == '0'))
      return false;
  return true;
}

static bool parseGroups(StringRef text, llvm::SmallVectorImpl<uint16_t> &groups) {
  if (text.empty())
    return true;
  llvm::SmallVector<StringRef, 8> parts;
  text.split(parts, ':');
  for (StringRef part : parts) {
    uint16_t group;
    if (part.size() > 4 || part.getAsInteger(16, group))
      return false;
    groups.push_back(group);
  }
  return true;
}

static bool parseV6(StringRef text, std::array<uint8_t, 16> &bytes) {
  llvm::SmallVector<uint16_t, 8> head, tail;
  auto [left, right] = text.split("::");
  bool gap = text.contains("::");
  if (!parseGroups(left, head) || !parseGroups(right, tail))
    return false;
  size_t count = head.size() + tail.size();
  if (gap ? count > 7 : count != 8)
    return false;
  head.append(8 - count, 0);
  head.append(tail.begin(), tail.end());
  for (size_t i = 0; i < 8; ++i) {
    bytes[2 * i] = head[i] >> 8;
    bytes[2 * i + 1] = head[i] & 0xFF;
  }
  return true;
}

std::optional<IpNetwork> IpNetwork::parse(StringRef text) {
  IpNetwork result;
  auto [address, prefix] = text.split('/');
  result.v6 = address.contains(':');
  if (!(result.v6 ? parseV6(address, result.bytes) : parseV4(address, result.bytes)))
    return std::nullopt;
  result.prefix = result.width();
  if (text.contains('/') &&
      (prefix.getAsInteger(10, result.prefix) || result.prefix > result.width()))
    return std::nullopt;
  return result;
}

IpNetwork IpNetwork::base() const {
  IpNetwork result = *this;
  for (unsigned bit = prefix; bit < width(); ++bit)
    result.bytes[bit / 8] &= ~(0x80 >> bit % 8);
  return result;
}

IpNetwork IpNetwork::of(uint32_t first, unsigned prefix) {
  IpNetwork result;
  for (unsigned i = 0; i < 4; ++i)
    result.bytes[i] = first >> (24 - 8 * i) & 0xFF;
  result.prefix = prefix;
  return result;
}

std::optional<IpNetwork> IpNetwork::part(unsigned length, uint64_t index) const {
  if (length < prefix || length > width() ||
      (length - prefix < 64 && index >= (uint64_t(1) << (length - prefix))))
    return std::nullopt;
  IpNetwork result = base();
  result.prefix = length;
  for (unsigned bit = length; bit > prefix && index; index >>= 1)
    if (--bit; index & 1)
      result.bytes[bit / 8] |= 0x80 >> bit % 8;
  return result;
}

bool IpNetwork::overlaps(const IpNetwork &other) const {
  IpNetwork a = *this, b = other;
  a.prefix = b.prefix = std::min(prefix, other.prefix);
  return v6 == other.v6 && a.base() == b.base();
}

/// As RFC 5952 recommends: the first longest sequence of zero groups becomes `::`.
static std::string textOfV6(llvm::ArrayRef<uint8_t> bytes) {
  uint16_t groups[8];
  for (unsigned i = 0; i < 8; ++i)
    groups[i] = uint16_t(bytes[2 * i] << 8 | bytes[2 * i + 1]);
  unsigned from = 8, length = 1; // a single zero group is not shortened
  for (unsigned i = 0, run = 0; i < 8; ++i)
    if (run = groups[i] ? 0 : run + 1; run > length)
      length = run, from = i + 1 - run;
  std::string out;
  for (unsigned i = 0; i < 8; ++i) {
    if (i == from) {
      out += "::";
      i += length - 1;
    } else {
      out += fmt::format("{}{:x}", i && !llvm::StringRef(out).ends_with(":") ? ":" : "", groups[i]);
    }
  }
  return out;
}

std::string IpNetwork::text() const {
  std::string out =
      v6 ? textOfV6(bytes) : fmt::format("{}.{}.{}.{}", bytes[0], bytes[1], bytes[2], bytes[3]);
  return prefix == width() ? out : fmt::format("{}/{}", out, prefix);
}
