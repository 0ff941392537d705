// Reads dates and periods.
#include "Dates.h"
#include "Text.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl::expansion;
using llvm::StringRef;

static constexpr StringRef months[] = {"january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december"};
static constexpr StringRef weekdays[] = {"sunday",   "monday", "tuesday", "wednesday",
                                         "thursday", "friday", "saturday"};

/// Days since the year 1 of a date in the Gregorian calendar; nullopt if it does not exist.
static std::optional<int64_t> daysOf(unsigned year, unsigned month, unsigned day) {
  static constexpr unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
      day > lengths[month - 1] + (leap && month == 2))
    return std::nullopt;
  int64_t days = int64_t(year - 1) * 365 + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400;
  for (unsigned i = 0; i + 1 < month; ++i)
    days += lengths[i] + (leap && i == 1);
  return days + day - 1;
}

namespace {
class Reader {
public:
  explicit Reader(StringRef text) : rest(text) {}
  std::optional<DateTime> read();

private:
  bool date();
  bool numericDate();
  bool namedDate();
  bool time();
  bool fraction();
  bool zone();
  bool number(unsigned least, unsigned most, unsigned &to);
  bool accept(char c) { return rest.consume_front(StringRef(&c, 1)); }
  StringRef word() {
    return take(rest.take_while([](char c) { return llvm::isAlpha(c); }));
  }
  StringRef take(StringRef front) {
    rest = rest.drop_front(front.size());
    return front;
  }
  void skipSpaces() { rest = rest.ltrim(' '); }

  StringRef rest;
  unsigned year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  int64_t ticks = 0;
  int offset = 0;
};
} // namespace

bool Reader::number(unsigned least, unsigned most, unsigned &to) {
  StringRef digits = rest.take_while(llvm::isDigit);
  return digits.size() >= least && digits.size() <= most && !take(digits).getAsInteger(10, to);
}

/// A name or its first three letters.
static unsigned indexOf(StringRef word, llvm::ArrayRef<StringRef> names) {
  for (unsigned i = 0; i < names.size(); ++i)
    if (word.equals_insensitive(names[i]) || word.equals_insensitive(names[i].take_front(3)))
      return i + 1;
  return 0;
}

/// yyyy-M-d, yyyy-MM, yyyy/M/d or M/d/yyyy
bool Reader::numericDate() {
  size_t digits = rest.take_while(llvm::isDigit).size();
  char separator = digits < rest.size() ? rest[digits] : ' ';
  if (separator != '-' && separator != '/')
    return false;
  if (digits == 4) {
    if (!number(4, 4, year) || !accept(separator) || !number(1, 2, month))
      return false;
    return !accept(separator) || number(1, 2, day);
  }
  return number(1, 2, month) && accept(separator) && number(1, 2, day) && accept(separator) &&
         number(4, 4, year);
}

/// d MMM yyyy or MMM d, yyyy
bool Reader::namedDate() {
  bool dayFirst = !rest.empty() && llvm::isDigit(rest[0]);
  if (dayFirst && !number(1, 2, day))
    return false;
  skipSpaces();
  month = indexOf(word(), months);
  skipSpaces();
  if (!month || (!dayFirst && !number(1, 2, day)))
    return false;
  accept(',');
  skipSpaces();
  return number(4, 4, year);
}

bool Reader::date() {
  StringRef before = rest;
  if (unsigned named = indexOf(word(), weekdays)) {
    accept(',');
    skipSpaces();
    if (!namedDate())
      return false;
    auto days = daysOf(year, month, day);
    return days && (*days + 1) % 7 == named - 1;
  }
  rest = before;
  return numericDate() || (rest = before, namedDate());
}

/// Digits after the seconds, rounded to ticks.
bool Reader::fraction() {
  StringRef digits = take(rest.take_while(llvm::isDigit));
  if (digits.empty())
    return false;
  for (size_t i = 0; i < 7; ++i)
    ticks = ticks * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  ticks += digits.size() > 7 && digits[7] >= '5';
  return true;
}

bool Reader::time() {
  if (!number(1, 2, hour) || !accept(':') || !number(1, 2, minute))
    return false;
  if (accept(':') && (!number(1, 2, second) || (accept('.') && !fraction())))
    return false;
  skipSpaces();
  if (rest.starts_with_insensitive("AM") || rest.starts_with_insensitive("PM")) {
    if (hour < 1 || hour > 12)
      return false;
    hour = hour % 12 + (llvm::toLower(rest[0]) == 'p' ? 12 : 0);
    rest = rest.drop_front(2);
    skipSpaces();
  }
  return hour < 24 && minute < 60 && second < 60;
}

bool Reader::zone() {
  skipSpaces();
  if (rest.empty() || rest.equals_insensitive("Z") || rest.equals_insensitive("GMT"))
    return true;
  bool west = accept('-');
  unsigned hours = 0, minutes = 0;
  if ((!west && !accept('+')) || !number(1, 4, hours))
    return false;
  if (hours > 99 || (!rest.empty() && !accept(':'))) {
    minutes = hours % 100;
    hours /= 100;
  } else if (!rest.empty() && !number(2, 2, minutes)) {
    return false;
  }
  offset = int(hours * 60 + minutes) * (west ? -1 : 1);
  return rest.empty() && minutes < 60 && std::abs(offset) <= 14 * 60;
}

std::optional<DateTime> Reader::read() {
  // The basic format has no separators.
  if (rest.size() >= 15 && rest[8] == 'T' && llvm::all_of(rest.take_front(8), llvm::isDigit)) {
    auto digits = [&](size_t at, size_t count, unsigned &to) {
      return !rest.substr(at, count).getAsInteger(10, to);
    };
    if (!digits(0, 4, year) || !digits(4, 2, month) || !digits(6, 2, day) || !digits(9, 2, hour) ||
        !digits(11, 2, minute) || !digits(13, 2, second) || hour > 23 || minute > 59 || second > 59)
      return std::nullopt;
    rest = rest.drop_front(15);
  } else {
    if (!date())
      return std::nullopt;
    bool separated = accept('T') || rest.starts_with(" ");
    skipSpaces();
    if (!rest.empty() && (!separated || !time()))
      return std::nullopt;
  }
  std::optional<int64_t> days = daysOf(year, month, day);
  if (!days || !zone())
    return std::nullopt;
  DateTime result{*days * ticksOfDay + (hour * 3600 + minute * 60 + second) * ticksOfSecond + ticks,
                  offset};
  int64_t utc = result.ticks - offset * 60 * ticksOfSecond;
  return utc >= 0 && utc < mostTicks && result.ticks < mostTicks ? std::optional(result)
                                                                 : std::nullopt;
}

std::optional<DateTime> azcl::expansion::readDate(StringRef text) {
  return Reader(trimmed(text)).read();
}

/// Reads a number before `unit` and adds it to `ticks`; false if the number is not valid.
static bool addPart(StringRef &rest, char unit, int64_t size, int64_t &ticks, bool &any) {
  StringRef digits = rest.take_while(llvm::isDigit), after = rest.drop_front(digits.size());
  StringRef fraction;
  if (unit == 'S' && after.consume_front(".")) {
    fraction = after.take_while(llvm::isDigit);
    after = after.drop_front(fraction.size());
  }
  if (digits.empty() || !after.consume_front(StringRef(&unit, 1)))
    return true;
  int32_t number;
  if (digits.getAsInteger(10, number) || number > 2 * mostTicks / size)
    return false;
  any = true;
  ticks += number * size;
  for (int64_t i = 0, digit = size / 10; i < 7 && size_t(i) < fraction.size(); ++i, digit /= 10)
    ticks += (fraction[i] - '0') * digit;
  rest = after;
  return true;
}

std::optional<int64_t> azcl::expansion::readPeriod(StringRef text) {
  struct Part {
    char unit;
    int64_t size;
  };
  static constexpr Part dates[] = {
      {'Y', 365 * ticksOfDay}, {'M', 30 * ticksOfDay}, {'D', ticksOfDay}};
  static constexpr Part times[] = {
      {'H', 3600 * ticksOfSecond}, {'M', 60 * ticksOfSecond}, {'S', ticksOfSecond}};
  StringRef rest = trimmed(text);
  bool negative = rest.consume_front("-"), any = false;
  int64_t ticks = 0;
  if (!rest.consume_front("P"))
    return std::nullopt;
  for (const Part &part : dates)
    if (!addPart(rest, part.unit, part.size, ticks, any))
      return std::nullopt;
  if (rest.consume_front("T")) {
    any = false;
    for (const Part &part : times)
      if (!addPart(rest, part.unit, part.size, ticks, any))
        return std::nullopt;
  }
  if (!any || !rest.empty())
    return std::nullopt;
  return negative ? -ticks : ticks;
}
