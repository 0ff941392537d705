// Times, identifiers and keys in the forms that Azure uses.
#include "Text.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/MD5.h"
#include <openssl/hmac.h>

using namespace azcl::sim;
using llvm::StringRef;
using namespace std::chrono;

namespace {
struct Parts {
  year_month_day date;
  hh_mm_ss<Milliseconds> clock;
  explicit Parts(Time time) : date(floor<days>(time)), clock(time - floor<days>(time)) {}
};
} // namespace

std::string azcl::sim::secondsOf(Time time) {
  Parts parts(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int(parts.date.year()),
                     unsigned(parts.date.month()), unsigned(parts.date.day()),
                     parts.clock.hours().count(), parts.clock.minutes().count(),
                     parts.clock.seconds().count());
}

std::string azcl::sim::timestampOf(Time time) {
  std::string text = secondsOf(time);
  text.pop_back();
  return text + fmt::format(".{:03}0000Z", Parts(time).clock.subseconds().count());
}

std::string azcl::sim::httpDateOf(Time time) {
  static constexpr const char *days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char *months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  Parts parts(time);
  unsigned day = weekday(floor<std::chrono::days>(time)).c_encoding();
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[day],
                     unsigned(parts.date.day()), months[unsigned(parts.date.month()) - 1],
                     int(parts.date.year()), parts.clock.hours().count(),
                     parts.clock.minutes().count(), parts.clock.seconds().count());
}

std::string azcl::sim::durationOf(Milliseconds length) {
  int64_t total = std::max<int64_t>(0, length.count());
  int64_t hours = total / 3'600'000, minutes = total / 60'000 % 60, rest = total % 60'000;
  std::string text = "PT";
  if (hours)
    text += fmt::format("{}H", hours);
  if (minutes)
    text += fmt::format("{}M", minutes);
  if (rest % 1000)
    text += fmt::format("{}.{:03}S", rest / 1000, rest % 1000);
  else if (rest || text == "PT")
    text += fmt::format("{}S", rest / 1000);
  return text;
}

/// Reads a number of `digits` digits from the front of `text`.
static std::optional<int> number(StringRef &text, size_t digits) {
  int value = 0;
  if (text.size() < digits || text.take_front(digits).getAsInteger(10, value))
    return std::nullopt;
  text = text.drop_front(digits);
  return value;
}

std::optional<Time> azcl::sim::parseTime(StringRef text) {
  auto y = number(text, 4);
  auto m = text.consume_front("-") ? number(text, 2) : std::nullopt;
  auto d = text.consume_front("-") ? number(text, 2) : std::nullopt;
  if (!y || !m || !d)
    return std::nullopt;
  year_month_day date{year(*y), month(*m), day(*d)};
  if (!date.ok())
    return std::nullopt;
  Time time = sys_days(date);
  if (text.consume_front("T")) {
    auto hour = number(text, 2);
    auto minute = text.consume_front(":") ? number(text, 2) : std::nullopt;
    if (!hour || !minute || *hour > 23 || *minute > 59)
      return std::nullopt;
    time += hours(*hour) + minutes(*minute);
    if (text.consume_front(":"))
      time += seconds(number(text, 2).value_or(0));
    if (text.consume_front("."))
      text = text.drop_while(llvm::isDigit);
  }
  text.consume_front("Z");
  return text.empty() ? std::optional(time) : std::nullopt;
}

/// SplitMix64.
uint64_t azcl::sim::mixed(uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

uint64_t azcl::sim::hashOf(StringRef text, uint64_t seed) {
  uint64_t hash = 0xcbf29ce484222325 ^ mixed(seed); // FNV-1a
  for (char c : text)
    hash = (hash ^ uint8_t(c)) * 0x100000001b3;
  return mixed(hash);
}

std::string azcl::sim::hexOf(uint64_t value) {
  return fmt::format("{:016X}", value);
}

std::string azcl::sim::guidOf(StringRef text, uint64_t seed) {
  uint64_t a = hashOf(text, seed), b = mixed(a);
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", uint32_t(a), uint16_t(a >> 32),
                     (a >> 48) & 0xfff, 0x8000 | (b & 0x3fff), b >> 16);
}

std::string azcl::sim::base64Of(StringRef bytes) {
  return llvm::encodeBase64(bytes);
}

std::string azcl::sim::fromBase64(StringRef text) {
  std::vector<char> out;
  if (llvm::Error problem = llvm::decodeBase64(text, out)) {
    llvm::consumeError(std::move(problem));
    return "";
  }
  return std::string(out.begin(), out.end());
}

std::string azcl::sim::md5Of(StringRef bytes) {
  llvm::MD5 hash;
  hash.update(bytes);
  llvm::MD5::MD5Result result = hash.final();
  return std::string(reinterpret_cast<const char *>(result.data()), result.size());
}

std::string azcl::sim::hmacSha256(StringRef key, StringRef text) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), int(key.size()), text.bytes_begin(), text.size(), out, &size);
  return std::string(reinterpret_cast<const char *>(out), size);
}

std::string azcl::sim::camelCased(StringRef name) {
  std::string out = name.str();
  for (size_t i = 0; i < out.size() && llvm::isUpper(name[i]); ++i) {
    if (i > 0 && i + 1 < out.size() && !llvm::isUpper(name[i + 1]))
      break;
    out[i] = llvm::toLower(out[i]);
  }
  return out;
}

std::string azcl::sim::typeNameOf(StringRef type) {
  if (type.consume_front_insensitive("secure"))
    return "Secure" + typeNameOf(type);
  std::string out = type.lower();
  if (!out.empty())
    out[0] = llvm::toUpper(out[0]);
  return out;
}
