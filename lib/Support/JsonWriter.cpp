// Escapes JSON strings.
#include "azcl/Support/JsonWriter.h"
#include <charconv>
#include <cstring>

using namespace azcl;

void JsonWriter::number(int64_t number) {
  char digits[24];
  auto end = std::to_chars(digits, std::end(digits), number).ptr;
  out.append(digits, end - digits);
}

/// Whether any of eight bytes needs escaping: a control character, a quote or a backslash.
static bool hasSpecial(const char *bytes) {
  constexpr uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
  uint64_t eight;
  std::memcpy(&eight, bytes, 8);
  auto hasZero = [](uint64_t value) { return (value - ones) & ~value & tops; };
  return ((eight - ones * 0x20) & ~eight & tops) | hasZero(eight ^ ones * '"') |
         hasZero(eight ^ ones * '\\');
}

/// Copies runs of plain characters at once, because few texts need escaping.
void JsonWriter::escape(llvm::StringRef text) {
  const char *from = text.begin(), *at = from;
  while (text.end() - at >= 8 && !hasSpecial(at))
    at += 8;
  for (; at != text.end(); ++at) {
    unsigned char c = *at;
    if (c >= 0x20 && c != '"' && c != '\\')
      continue;
    out.append(from, at - from);
    from = at + 1;
    switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default: {
      static constexpr char hex[] = "0123456789abcdef";
      out += "\\u00";
      out += hex[c >> 4];
      out += hex[c & 15];
    }
    }
  }
  out.append(from, text.end() - from);
}
