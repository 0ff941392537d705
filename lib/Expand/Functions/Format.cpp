// Implements .NET composite formatting.
#include "Format.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl::expansion;
using llvm::StringRef;

static constexpr int maxWidth = 1024;

static std::string grouped(int64_t number) {
  std::string digits = fmt::format("{}", number);
  for (int at = int(digits.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3)
    digits.insert(at, ",");
  return digits;
}

static std::string formatted(const Json &value, StringRef how, std::string &problem) {
  if (value.is_boolean())
    return value.get<bool>() ? "True" : "False"; // the .NET spelling
  if (how.empty() || !value.is_number_integer())
    return textOf(value);
  unsigned width = 0;
  char letter = how[0];
  if ((how.size() > 1 && how.drop_front().getAsInteger(10, width)) || width > maxWidth)
    letter = '?';
  int64_t number = value.get<int64_t>();
  switch (letter) {
  case 'D':
  case 'd':
    return (number < 0 ? "-" : "") +
           fmt::format("{:0{}}", number < 0 ? 0 - uint64_t(number) : uint64_t(number), width);
  case 'X': return fmt::format("{:0{}X}", uint64_t(number), width);
  case 'x': return fmt::format("{:0{}x}", uint64_t(number), width);
  case 'N':
  case 'n':
    if (how.size() > 1 && width == 0)
      return grouped(number);
    [[fallthrough]];
  default:
    problem = fmt::format("unsupported format `{}`; the supported formats are D, X and N0", how);
  }
  return "";
}

/// Formats one placeholder, given without its braces.
static std::string hole(StringRef text, const std::vector<Json> &values, std::string &problem) {
  auto [where, how] = text.split(':');
  auto [number, width] = where.split(',');
  unsigned index = 0;
  int columns = 0;
  if (number.trim().getAsInteger(10, index) || index >= values.size())
    problem = fmt::format("`{{{}}}` has no matching argument", text);
  else if (!width.empty() &&
           (width.trim().getAsInteger(10, columns) || std::abs(columns) > maxWidth))
    problem = fmt::format("`{{{}}}` has an invalid width", text);
  if (!problem.empty())
    return "";
  std::string result = formatted(values[index], how, problem);
  if (columns > 0)
    return fmt::format("{:>{}}", result, columns);
  return fmt::format("{:<{}}", result, -columns);
}

std::string azcl::expansion::compositeFormat(StringRef format, const std::vector<Json> &values,
                                             std::string &problem) {
  std::string result;
  for (size_t i = 0; i < format.size() && problem.empty(); ++i) {
    char c = format[i];
    if ((c == '{' || c == '}') && format.substr(i + 1).starts_with(StringRef(&c, 1))) {
      result += c;
      ++i;
    } else if (c == '{') {
      size_t end = format.find('}', i);
      if (end == StringRef::npos) {
        problem = "`{` has no matching `}`";
        break;
      }
      result += hole(format.slice(i + 1, end), values, problem);
      i = end;
    } else if (c == '}') {
      problem = "`}` has no matching `{`";
    } else {
      result += c;
    }
    if (result.size() > (8u << 20))
      problem = "the result is larger than 8 MB";
  }
  return result;
}
