// Reads dates, states and members of responses.
#include "Wire.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringSwitch.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;
using namespace std::chrono;

static std::optional<Time> timeOf(unsigned y, unsigned m, unsigned d, unsigned h, unsigned min,
                                  unsigned s) {
  year_month_day date{year(int(y)), month(m), day(d)};
  if (!date.ok() || h > 23 || min > 59 || s > 60)
    return std::nullopt;
  return Time(sys_days(date)) + hours(h) + minutes(min) + seconds(s);
}

/// Reads a number of exactly `digits` digits from the front.
static bool number(StringRef &text, unsigned digits, unsigned &to) {
  if (text.size() < digits || !llvm::all_of(text.take_front(digits), llvm::isDigit))
    return false;
  (void)text.take_front(digits).getAsInteger(10, to);
  text = text.drop_front(digits);
  return true;
}

std::optional<Time> azcl::deploy::parseHttpDate(StringRef text) {
  static constexpr StringRef months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  text = text.trim().split(", ").second;
  unsigned d, y, h, min, s;
  if (!number(text, 2, d) || !text.consume_front(" "))
    return std::nullopt;
  const StringRef *found = llvm::find(months, text.take_front(3));
  if (found == std::end(months))
    return std::nullopt;
  text = text.drop_front(3);
  if (!text.consume_front(" ") || !number(text, 4, y) || !text.consume_front(" ") ||
      !number(text, 2, h) || !text.consume_front(":") || !number(text, 2, min) ||
      !text.consume_front(":") || !number(text, 2, s) || text != " GMT")
    return std::nullopt;
  return timeOf(y, unsigned(found - months) + 1, d, h, min, s);
}

std::optional<Time> azcl::deploy::parseTimestamp(StringRef text) {
  unsigned y, m, d, h, min, s;
  if (!number(text, 4, y) || !text.consume_front("-") || !number(text, 2, m) ||
      !text.consume_front("-") || !number(text, 2, d) || !text.consume_front("T") ||
      !number(text, 2, h) || !text.consume_front(":") || !number(text, 2, min) ||
      !text.consume_front(":") || !number(text, 2, s))
    return std::nullopt;
  std::optional<Time> time = timeOf(y, m, d, h, min, s);
  unsigned millis;
  if (time && text.consume_front(".") && number(text, 3, millis))
    *time += milliseconds(millis);
  return time;
}

std::optional<Milliseconds> azcl::deploy::retryAfter(const Response &response, Time now) {
  StringRef value = response.header("retry-after").trim();
  unsigned count;
  if (!value.getAsInteger(10, count))
    return count ? std::optional<Milliseconds>(seconds(std::min(count, 3600u))) : std::nullopt;
  std::optional<Time> date = parseHttpDate(value);
  if (!date || *date <= now)
    return std::nullopt;
  return std::min<Milliseconds>(*date - now, hours(1));
}

OperationState azcl::deploy::stateOf(StringRef word) {
  return llvm::StringSwitch<OperationState>(word.lower())
      .Cases("succeeded", "ready", OperationState::Succeeded)
      .Case("failed", OperationState::Failed)
      .Cases("canceled", "cancelled", OperationState::Canceled)
      .Default(OperationState::Running);
}

const Json &azcl::deploy::at(const Json &json, StringRef path) {
  static const Json none;
  const Json *value = &json;
  while (!path.empty()) {
    auto [step, rest] = path.split('.');
    path = rest;
    if (!value->is_object())
      return none;
    auto found = value->find(step.str());
    if (found == value->end())
      return none;
    value = &*found;
  }
  return *value;
}

std::string azcl::deploy::textOf(const Json &value) {
  return value.is_string() ? value.get<std::string>() : "";
}

std::string azcl::deploy::textAt(const Json &json, StringRef path) {
  return textOf(at(json, path));
}

int64_t azcl::deploy::numberAt(const Json &json, StringRef path, int64_t otherwise) {
  const Json &value = at(json, path);
  return value.is_number_integer() ? value.get<int64_t>() : otherwise;
}

std::string azcl::deploy::encoded(StringRef text) {
  std::string out;
  for (char c : text) {
    if (llvm::isAlnum(c) || StringRef("-_.~").contains(c))
      out += c;
    else
      out += fmt::format("%{:02X}", uint8_t(c));
  }
  return out;
}

std::optional<bool> azcl::deploy::healthOf(const Json &instance) {
  std::string code = textAt(instance, "properties.instanceView.vmHealth.status.code");
  if (code.empty())
    return std::nullopt;
  return StringRef(code).equals_insensitive("HealthState/healthy");
}
