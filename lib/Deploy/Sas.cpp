// The strings that Azure Storage signs. Sources: "Authorize with Shared Key", "Create a service
// SAS" and "Create a user delegation SAS" in the reference of Azure Storage.
#include "Sas.h"
#include "Wire.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/MD5.h"
#include "llvm/Support/SHA256.h"
#include <map>

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;
using namespace std::chrono;

static std::string sha256(StringRef text) {
  auto digest = llvm::SHA256::hash(llvm::arrayRefFromStringRef(text));
  return std::string(digest.begin(), digest.end());
}

std::string azcl::deploy::hmacSha256(StringRef key, StringRef text) {
  std::string block = key.size() > 64 ? sha256(key) : key.str();
  block.resize(64, '\0');
  std::string inner, outer;
  for (char c : block) {
    inner += char(c ^ 0x36);
    outer += char(c ^ 0x5c);
  }
  return sha256(outer + sha256(inner + text.str()));
}

std::string azcl::deploy::base64(StringRef bytes) {
  return llvm::encodeBase64(bytes);
}

std::string azcl::deploy::base64Decoded(StringRef text) {
  std::vector<char> bytes;
  if (llvm::Error error = llvm::decodeBase64(text, bytes)) {
    llvm::consumeError(std::move(error));
    return "";
  }
  return std::string(bytes.begin(), bytes.end());
}

std::string azcl::deploy::md5(StringRef bytes) {
  llvm::MD5 hash;
  hash.update(bytes);
  llvm::MD5::MD5Result result = hash.final();
  return std::string(result.begin(), result.end());
}

static hh_mm_ss<seconds> clockOf(Time time) {
  return hh_mm_ss(floor<seconds>(time - floor<days>(time)));
}

std::string azcl::deploy::isoTime(Time time) {
  year_month_day date(floor<days>(time));
  auto clock = clockOf(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int(date.year()),
                     unsigned(date.month()), unsigned(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::string azcl::deploy::httpDate(Time time) {
  static constexpr StringRef months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  static constexpr StringRef weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  sys_days day = floor<days>(time);
  year_month_day date(day);
  auto clock = clockOf(time);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", weekdays[weekday(day).c_encoding()],
                     unsigned(date.day()), months[unsigned(date.month()) - 1], int(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

static std::string query(std::initializer_list<std::pair<StringRef, std::string>> fields) {
  std::string text;
  for (const auto &[name, value] : fields)
    text += fmt::format("{}{}={}", text.empty() ? "" : "&", name, encoded(value));
  return text;
}

/// Service SAS, version 2021-12-02: 16 fields.
std::string azcl::deploy::serviceSas(StringRef account, StringRef container, StringRef key,
                                     Time start, Time expiry, StringRef protocols) {
  std::string st = isoTime(start), se = isoTime(expiry);
  std::string text = fmt::format("r\n{}\n{}\n/blob/{}/{}\n\n\n{}\n{}\nc\n\n\n\n\n\n\n", st, se,
                                 account, container, protocols, storageVersion);
  std::string signature = base64(hmacSha256(base64Decoded(key), text));
  return query({{"sv", storageVersion.str()},
                {"spr", protocols.str()},
                {"st", st},
                {"se", se},
                {"sr", "c"},
                {"sp", "r"},
                {"sig", signature}});
}

/// User delegation SAS, version 2021-12-02: 24 fields.
std::string azcl::deploy::delegationSas(StringRef account, StringRef container,
                                        const DelegationKey &key, Time start, Time expiry) {
  std::string st = isoTime(start), se = isoTime(expiry);
  std::string text = fmt::format(
      "r\n{}\n{}\n/blob/{}/{}\n{}\n{}\n{}\n{}\n{}\n{}\n\n\n\n\nhttps\n{}\nc\n\n\n\n\n\n\n", st, se,
      account, container, key.objectId, key.tenantId, key.start, key.expiry, key.service,
      key.version, storageVersion);
  std::string signature = base64(hmacSha256(base64Decoded(key.value), text));
  return query({{"sv", storageVersion.str()},
                {"spr", "https"},
                {"st", st},
                {"se", se},
                {"sr", "c"},
                {"sp", "r"},
                {"skoid", key.objectId},
                {"sktid", key.tenantId},
                {"skt", key.start},
                {"ske", key.expiry},
                {"sks", key.service},
                {"skv", key.version},
                {"sig", signature}});
}

/// The text behind percent-encoding.
static std::string percentDecoded(StringRef text) {
  std::string out;
  unsigned code;
  for (; !text.empty(); text = text.drop_front()) {
    if (text[0] == '%' && text.size() > 2 && !text.slice(1, 3).getAsInteger(16, code)) {
      out += char(code);
      text = text.drop_front(2);
    } else {
      out += text[0];
    }
  }
  return out;
}

/// "\nname:value" of the query, decoded and sorted, as Shared Key demands.
static std::string canonicalQuery(StringRef query) {
  std::map<std::string, std::string> fields;
  llvm::SmallVector<StringRef> parts;
  query.split(parts, '&', -1, false);
  for (StringRef part : parts)
    fields[part.split('=').first.lower()] = percentDecoded(part.split('=').second);
  std::string text;
  for (const auto &[name, value] : fields)
    text += fmt::format("\n{}:{}", name, value);
  return text;
}

void azcl::deploy::signWithKey(Request &request, Time now) {
  std::string account = std::exchange(request.account, ""), key = std::exchange(request.key, "");
  llvm::erase_if(request.headers, [](const Header &header) {
    return header.name == "x-ms-date" || header.name == "Authorization";
  });
  request.headers.push_back({"x-ms-date", httpDate(now)});
  std::map<std::string, std::string> special;
  auto value = [&](StringRef name) {
    for (const Header &header : request.headers)
      if (name.equals_insensitive(header.name))
        return header.value;
    return std::string();
  };
  for (const Header &header : request.headers)
    if (StringRef(header.name).starts_with_insensitive("x-ms-"))
      special[StringRef(header.name).lower()] = header.value;
  std::string text =
      fmt::format("{}\n\n\n{}\n{}\n{}\n\n\n\n{}\n\n\n", request.method,
                  request.body.empty() ? "" : std::to_string(request.body.size()),
                  value("Content-MD5"), value("Content-Type"), value("If-None-Match"));
  for (const auto &[name, each] : special)
    text += fmt::format("{}:{}\n", name, each);
  auto [address, fields] = StringRef(request.url).split('?');
  StringRef path = address.substr(address.find("//") + 2);
  path = path.substr(path.find('/'));
  text += fmt::format("/{}{}{}", account, path, canonicalQuery(fields));
  request.headers.push_back(
      {"Authorization",
       fmt::format("SharedKey {}:{}", account, base64(hmacSha256(base64Decoded(key), text)))});
  request.audience = Audience::None;
}
