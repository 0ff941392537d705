#include "JsonWriter.h"
#include <charconv>

using namespace azcl;

void JsonWriter::number(int64_t number) {
  char digits[24];
  auto end = std::to_chars(digits, std::end(digits), number).ptr;
  out.append(digits, end - digits);
}

/// Whole runs at a time: few texts have anything to escape.
void JsonWriter::escape(llvm::StringRef text) {
  const char *from = text.begin();
  for (const char *at = from; at != text.end(); ++at) {
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
