// Writes dates in .NET's formats.
#include "Dates.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl::expansion;
using llvm::StringRef;

static constexpr StringRef monthNames[] = {"January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December"};
static constexpr StringRef weekdayNames[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                             "Thursday", "Friday", "Saturday"};

namespace {
/// A standard format, which is one letter, as a custom one.
struct Standard {
  char letter;
  const char *format;
  bool universal = false; ///< in UTC
};
constexpr Standard standards[] = {
    {'d', "MM/dd/yyyy"},
    {'D', "dddd, dd MMMM yyyy"},
    {'f', "dddd, dd MMMM yyyy HH:mm"},
    {'F', "dddd, dd MMMM yyyy HH:mm:ss"},
    {'g', "MM/dd/yyyy HH:mm"},
    {'G', "MM/dd/yyyy HH:mm:ss"},
    {'m', "MMMM dd"},
    {'M', "MMMM dd"},
    {'o', "yyyy-MM-ddTHH:mm:ss.fffffffzzz"},
    {'O', "yyyy-MM-ddTHH:mm:ss.fffffffzzz"},
    {'r', "ddd, dd MMM yyyy HH:mm:ss 'GMT'", true},
    {'R', "ddd, dd MMM yyyy HH:mm:ss 'GMT'", true},
    {'s', "yyyy-MM-ddTHH:mm:ss"},
    {'t', "HH:mm"},
    {'T', "HH:mm:ss"},
    {'u', "yyyy-MM-dd HH:mm:ssZ", true},
    {'y', "yyyy MMMM"},
    {'Y', "yyyy MMMM"},
};

struct Fields {
  unsigned year, month, day, weekday, hour, minute, second, fraction;
  int offset;
};

Fields fieldsOf(const DateTime &date) {
  // the civil calendar, with years that begin in March
  int64_t days = date.ticks / ticksOfDay + 306, era = days / 146097, ofEra = days % 146097;
  int64_t yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
  int64_t ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  unsigned shifted = (5 * ofYear + 2) / 153;
  Fields result;
  result.day = ofYear - (153 * shifted + 2) / 5 + 1;
  result.month = shifted < 10 ? shifted + 3 : shifted - 9;
  result.year = yearOfEra + era * 400 + (result.month <= 2);
  result.weekday = (date.ticks / ticksOfDay + 1) % 7;
  int64_t seconds = date.ticks % ticksOfDay / ticksOfSecond;
  result.hour = seconds / 3600;
  result.minute = seconds / 60 % 60;
  result.second = seconds % 60;
  result.fraction = date.ticks % ticksOfSecond;
  result.offset = date.offset;
  return result;
}
} // namespace

static std::string padded(unsigned number, size_t width) {
  return fmt::format("{:0{}}", number, width);
}

static std::string zone(int offset, size_t count) {
  std::string sign = offset < 0 ? "-" : "+";
  unsigned minutes = std::abs(offset);
  if (count > 2)
    return sign + fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
  return sign + padded(minutes / 60, count);
}

/// One specifier, repeated `count` times; nullopt if that is not valid.
static std::optional<std::string> specified(const Fields &date, char letter, size_t count) {
  size_t two = std::min<size_t>(count, 2);
  switch (letter) {
  case 'd':
    if (count > 2)
      return (count == 3 ? weekdayNames[date.weekday].take_front(3) : weekdayNames[date.weekday])
          .str();
    return padded(date.day, count);
  case 'M':
    if (count > 2)
      return (count == 3 ? monthNames[date.month - 1].take_front(3) : monthNames[date.month - 1])
          .str();
    return padded(date.month, count);
  case 'y': return count < 3 ? padded(date.year % 100, count) : padded(date.year, count);
  case 'H': return padded(date.hour, two);
  case 'h': return padded(date.hour % 12 ? date.hour % 12 : 12, two);
  case 'm': return padded(date.minute, two);
  case 's': return padded(date.second, two);
  case 't': return StringRef(date.hour < 12 ? "AM" : "PM").take_front(two).str();
  case 'f':
  case 'F': {
    if (count > 7)
      return std::nullopt;
    std::string all = padded(date.fraction, 7);
    StringRef digits = StringRef(all).take_front(count);
    return (letter == 'f' ? digits : digits.rtrim('0')).str();
  }
  case 'z': return zone(date.offset, count);
  case 'K': return zone(date.offset, 3);
  case 'g': return "A.D.";
  default: return std::string(count, letter);
  }
}

static std::optional<std::string> custom(const Fields &date, StringRef format) {
  std::string result;
  for (size_t i = 0; i < format.size();) {
    char c = format[i];
    if (c == '\'' || c == '"') {
      size_t end = format.find(c, i + 1);
      if (end == StringRef::npos)
        return std::nullopt;
      result += format.slice(i + 1, end).str();
      i = end + 1;
    } else if (c == '\\') {
      if (i + 1 == format.size())
        return std::nullopt;
      result += format[i + 1];
      i += 2;
    } else if (c == '%') {
      if (i + 1 == format.size() || format[i + 1] == '%')
        return std::nullopt;
      ++i;
    } else {
      size_t count =
          c == 'K' ? 1 : format.substr(i).take_while([c](char x) { return x == c; }).size();
      std::optional<std::string> part = specified(date, c, std::min<size_t>(count, 64));
      if (!part)
        return std::nullopt;
      if (c == 'F' && part->empty() && StringRef(result).ends_with("."))
        result.pop_back();
      result += *part;
      i += count;
    }
  }
  return result;
}

std::optional<std::string> azcl::expansion::formatDate(const DateTime &date, StringRef format) {
  if (format.empty())
    format = "MM/dd/yyyy HH:mm:ss zzz";
  if (format.size() > 1)
    return custom(fieldsOf(date), format);
  for (const Standard &row : standards)
    if (row.letter == format[0])
      return custom(fieldsOf(row.universal
                                 ? DateTime{date.ticks - date.offset * 60 * ticksOfSecond, 0}
                                 : date),
                    row.format);
  return std::nullopt;
}
