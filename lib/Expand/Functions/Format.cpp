// Implements .NET composite formatting.
#include "Format.h"
#include "NumberFormat.h"
#include "Text.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl::expansion;
using llvm::StringRef;

static constexpr int maxWidth = 10000;

static std::string formatted(const Json &value, StringRef how, std::string &problem) {
  if (value.is_null())
    return "";
  if (value.is_structured()) { // JSON with single quotes
    std::string text = textOf(value);
    std::replace(text.begin(), text.end(), '"', '\'');
    return text;
  }
  if (!value.is_number())
    return stringOf(value);
  if (std::optional<std::string> text = formatNumber(value, how))
    return *text;
  problem = fmt::format("`{}` is not a valid format of {}", how, kindOf(value));
  return "";
}

/// Formats one placeholder, given without its braces.
static std::string hole(StringRef text, const std::vector<Json> &values, std::string &problem) {
  auto [where, how] = text.split(':');
  auto [number, width] = where.split(',');
  unsigned index = 0;
  int columns = 0;
  if (!llvm::isDigit(number.empty() ? ' ' : number[0]) || number.rtrim(' ').getAsInteger(10, index))
    problem = fmt::format("`{{{}}}` is not a valid placeholder", text);
  else if (index >= values.size())
    problem = fmt::format("`{{{}}}` has no matching argument", text);
  else if (where.contains(',') &&
           (width.trim(' ').getAsInteger(10, columns) || std::abs(int64_t(columns)) > maxWidth))
    problem = fmt::format("`{{{}}}` has an invalid width", text);
  else if (how.contains('{'))
    problem = fmt::format("`{{{}}}` is not a valid placeholder", text);
  if (!problem.empty())
    return "";
  std::string result = formatted(values[index], how, problem);
  size_t size = units(result).size(), wanted = std::abs(columns);
  std::string padding(wanted > size ? wanted - size : 0, ' ');
  return columns > 0 ? padding + result : result + padding;
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
