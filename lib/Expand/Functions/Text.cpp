// Converts texts between encodings and cases.
#include "Text.h"
#include "llvm/ADT/StringExtras.h"

using llvm::StringRef;

/// The code point at `at`, which moves behind it. Halves of surrogate pairs count as code points.
static char32_t next(StringRef text, size_t &at) {
  uint8_t lead = text[at++];
  if (lead < 0x80)
    return lead;
  unsigned length = lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
  if (!length || lead >= 0xf5 || at + length > text.size())
    return 0xfffd;
  char32_t point = lead & (0x3f >> length);
  for (unsigned i = 0; i < length; ++i) {
    if ((uint8_t(text[at + i]) & 0xc0) != 0x80)
      return 0xfffd;
    point = point << 6 | (text[at + i] & 0x3f);
  }
  constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
  if (point < least[length] || point > 0x10ffff)
    return 0xfffd;
  at += length;
  return point;
}

static void append(std::string &text, char32_t point) {
  if (point < 0x80) {
    text += char(point);
    return;
  }
  unsigned length = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  text += char((0xff00 >> (length + 1) & 0xff) | point >> 6 * length);
  while (length-- > 0)
    text += char(0x80 | (point >> 6 * length & 0x3f));
}

std::u16string azcl::expansion::units(StringRef text) {
  std::u16string result;
  for (size_t at = 0; at < text.size();) {
    char32_t point = next(text, at);
    if (point < 0x10000) {
      result += char16_t(point);
    } else {
      result += char16_t(0xd800 + ((point - 0x10000) >> 10));
      result += char16_t(0xdc00 + ((point - 0x10000) & 0x3ff));
    }
  }
  return result;
}

static bool isHigh(char16_t unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}
static bool isLow(char16_t unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

std::string azcl::expansion::textOfUnits(std::u16string_view units) {
  std::string result;
  for (size_t i = 0; i < units.size(); ++i) {
    if (isHigh(units[i]) && i + 1 < units.size() && isLow(units[i + 1])) {
      append(result, 0x10000 + (char32_t(units[i] - 0xd800) << 10) + (units[i + 1] - 0xdc00));
      ++i;
    } else {
      append(result, units[i]);
    }
  }
  return result;
}

bool azcl::expansion::hasHalf(StringRef text) {
  for (size_t at = text.find('\xed'); at != StringRef::npos; at = text.find('\xed', at + 1))
    if (at + 1 < text.size() && uint8_t(text[at + 1]) >= 0xa0)
      return true;
  return false;
}

std::string azcl::expansion::withWholePairs(std::string text) {
  return hasHalf(text) ? textOfUnits(units(text)) : std::move(text);
}

std::string azcl::expansion::wellFormed(StringRef bytes) {
  std::string result;
  for (size_t at = 0; at < bytes.size();) {
    char32_t point = next(bytes, at);
    append(result, point >= 0xd800 && point < 0xe000 ? 0xfffd : point);
  }
  return result;
}

namespace {
struct Mapping {
  char32_t first, last, step;
  int distance;
};
constexpr Mapping upper[] = {
#define UPPER_CASE(FIRST, LAST, STEP, DISTANCE) {FIRST, LAST, STEP, DISTANCE},
#include "UpperCase.def"
};
constexpr Mapping lower[] = {
#define LOWER_CASE(FIRST, LAST, STEP, DISTANCE) {FIRST, LAST, STEP, DISTANCE},
#include "LowerCase.def"
};
} // namespace

static char32_t mapped(char32_t point, llvm::ArrayRef<Mapping> table) {
  const Mapping *row =
      llvm::partition_point(table, [&](const Mapping &row) { return row.last < point; });
  if (row == table.end() || point < row->first || (point - row->first) % row->step)
    return point;
  return point + row->distance;
}

static char32_t upperOf(char32_t point) {
  return point < 0x80 ? llvm::toUpper(char(point)) : mapped(point, upper);
}

std::string azcl::expansion::folded(StringRef text) {
  std::string result;
  for (size_t at = 0; at < text.size();)
    append(result, upperOf(next(text, at)));
  return result;
}

std::string azcl::expansion::upperCase(StringRef text) {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    char32_t point = next(text, at);
    append(result, point == 0x17f ? 'S' : upperOf(point)); // long s
  }
  return result;
}

std::string azcl::expansion::lowerCase(StringRef text) {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    char32_t point = next(text, at);
    append(result, point < 0x80      ? llvm::toLower(char(point))
                   : point == 0x212a ? 'k' // kelvin
                                     : mapped(point, lower));
  }
  return result;
}

static bool isSpace(char32_t point) {
  return (point >= 9 && point <= 13) || point == ' ' || point == 0x85 || point == 0xa0 ||
         point == 0x1680 || (point >= 0x2000 && point <= 0x200a) || point == 0x2028 ||
         point == 0x2029 || point == 0x202f || point == 0x205f || point == 0x3000;
}

StringRef azcl::expansion::trimmed(StringRef text) {
  size_t from = 0, to = 0;
  for (size_t at = 0; at < text.size();) {
    size_t start = at;
    if (isSpace(next(text, at)))
      continue;
    if (to == 0)
      from = start;
    to = at;
  }
  return text.slice(from, to);
}

int azcl::expansion::compareIgnoringCase(StringRef a, StringRef b) {
  size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    char32_t x = upperOf(next(a, i)), y = upperOf(next(b, j));
    if (x != y)
      return x < y ? -1 : 1;
  }
  return i < a.size() ? 1 : j < b.size() ? -1 : 0;
}
