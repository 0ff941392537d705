// Resolves and normalizes URIs.
#include "Uri.h"
#include "Text.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using llvm::StringRef;

std::string azcl::expansion::percentEncoded(StringRef text, StringRef kept) {
  std::string result;
  for (unsigned char c : text)
    result += llvm::isAlnum(c) || kept.contains(c) ? std::string(1, c) : fmt::format("%{:02X}", c);
  return result;
}

/// The byte of an escape such as `%41` at `at`; nullopt if there is none.
static std::optional<char> escapeAt(StringRef text, size_t at) {
  unsigned byte;
  if (text[at] != '%' || at + 2 >= text.size() || !llvm::isHexDigit(text[at + 1]) ||
      text.substr(at + 1, 2).getAsInteger(16, byte))
    return std::nullopt;
  return char(byte);
}

std::string azcl::expansion::percentDecoded(StringRef text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    if (std::optional<char> byte = escapeAt(text, i)) {
      result += *byte;
      i += 2;
    } else {
      result += text[i] == '+' ? ' ' : text[i];
    }
  }
  return wellFormed(result);
}

namespace {
struct Uri {
  std::string scheme, authority, path, query, fragment;
};
} // namespace

/// The scheme of a URI; "" if it has none. One letter is a drive.
static StringRef schemeOf(StringRef text) {
  size_t colon = text.find_first_of(":/?#\\");
  if (colon == StringRef::npos || text[colon] != ':' || colon < 2 || !llvm::isAlpha(text[0]) ||
      !llvm::all_of(text.take_front(colon),
                    [](char c) { return llvm::isAlnum(c) || c == '+' || c == '-' || c == '.'; }))
    return "";
  return text.take_front(colon);
}

/// Encodes what a URI cannot contain, and decodes what it need not encode.
static std::string cleaned(StringRef text) {
  static constexpr StringRef unreserved = "-_.~", reserved = ":/?#[]@!$&'()*+,;=";
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    std::optional<char> byte = escapeAt(text, i);
    if (byte && (llvm::isAlnum(*byte) || unreserved.contains(*byte))) {
      result += *byte;
      i += 2;
    } else if (byte) {
      result += text.substr(i, 3).str();
      i += 2;
    } else {
      result += azcl::expansion::percentEncoded(text.substr(i, 1), (unreserved + reserved).str());
    }
  }
  return result;
}

static std::string withoutDots(StringRef path) {
  llvm::SmallVector<StringRef> parts, kept;
  path.split(parts, '/');
  for (size_t i = 0; i < parts.size(); ++i) {
    bool last = i + 1 == parts.size();
    if (parts[i] == "..") {
      if (kept.size() > 1)
        kept.pop_back();
    } else if (parts[i] != ".") {
      kept.push_back(parts[i]);
      continue;
    }
    if (last)
      kept.push_back("");
  }
  return llvm::join(kept, "/");
}

/// Splits what follows the authority.
static void readRest(StringRef text, Uri &to) {
  size_t hash = std::min(text.find('#'), text.size());
  to.fragment = cleaned(text.substr(hash));
  text = text.take_front(hash);
  size_t question = std::min(text.find('?'), text.size());
  to.query = cleaned(text.substr(question));
  std::string path = text.take_front(question).str();
  std::replace(path.begin(), path.end(), '\\', '/');
  to.path = path;
}

/// The port of a scheme; -1 if it has none.
static int64_t portOf(StringRef scheme) {
  return llvm::StringSwitch<int64_t>(scheme.lower())
      .Cases("https", "wss", 443)
      .Cases("http", "ws", 80)
      .Case("ftp", 21)
      .Default(-1);
}

static std::string authorityOf(StringRef text, StringRef scheme) {
  StringRef port = scheme == "https" ? ":443" : scheme == "http" ? ":80" : ":21";
  if (scheme != "file")
    text.consume_back(port);
  size_t host = text.rfind('@') + 1; // 0 if there is no user
  return text.take_front(host).str() + text.substr(host).lower();
}

static Uri read(StringRef text) {
  Uri uri;
  uri.scheme = schemeOf(text).lower();
  text = text.substr(uri.scheme.size() + 3);
  size_t end = std::min(text.find_first_of("/?#\\"), text.size());
  uri.authority = authorityOf(text.take_front(end), uri.scheme);
  readRest(text.substr(end), uri);
  if (uri.path.empty())
    uri.path = "/";
  return uri;
}

bool azcl::expansion::isAbsoluteUri(StringRef text) {
  StringRef scheme = schemeOf(text), rest = text.substr(scheme.size());
  if (scheme.empty() || !rest.consume_front("://"))
    return false;
  StringRef host = rest.take_front(std::min(rest.find_first_of("/?#\\"), rest.size()));
  if (host.empty() && !scheme.equals_insensitive("file"))
    return false;
  return !text.contains('\\') && text.find_first_of(" <>\"{}|^`") == StringRef::npos;
}

std::optional<std::string> azcl::expansion::resolveUri(StringRef base, StringRef relative) {
  Uri uri = read(base);
  if (!schemeOf(relative).empty()) {
    if (!isAbsoluteUri(relative))
      return std::nullopt;
    uri = read(relative);
  } else if (relative.starts_with("//") || relative.starts_with("\\\\")) {
    uri = read(uri.scheme + "://" + relative.substr(2).str());
  } else if (relative.size() > 1 && relative[1] == ':' && llvm::isAlpha(relative[0])) {
    return std::nullopt; // a drive
  } else if (!relative.empty()) {
    Uri to = uri;
    readRest(relative, to);
    if (to.path.empty())
      to.path = uri.path;
    else if (!StringRef(to.path).starts_with("/"))
      to.path = uri.path.substr(0, uri.path.rfind('/') + 1) + to.path;
    if (relative.starts_with("#"))
      to.query = uri.query;
    uri = to;
  }
  return uri.scheme + "://" + uri.authority + withoutDots(cleaned(uri.path)) + uri.query +
         uri.fragment;
}

std::optional<azcl::expansion::UriParts> azcl::expansion::splitUri(StringRef text) {
  std::string encoded = percentEncoded(text, "-_.~:/?#[]@!$&'()*+,;=%");
  if (!isAbsoluteUri(encoded))
    return std::nullopt;
  Uri uri = read(encoded);
  StringRef authority = uri.authority;
  authority = authority.substr(authority.rfind('@') + 1); // 0 if there is no user
  UriParts parts;
  parts.scheme = uri.scheme;
  size_t colon = authority.rfind(':');
  int64_t port = 0;
  if (colon != StringRef::npos && !authority.drop_front(colon).contains(']') &&
      !authority.drop_front(colon + 1).getAsInteger(10, port)) {
    authority = authority.take_front(colon);
    if (port != portOf(uri.scheme))
      parts.port = port;
  }
  parts.host = authority.str();
  parts.path = withoutDots(cleaned(uri.path));
  if (parts.path == "/")
    parts.path.clear();
  parts.query = uri.query;
  return parts;
}

/// Decodes escapes of letters, digits and `-_.~`, and encodes what would end the path.
static std::string shownPath(StringRef path) {
  std::string result = path.starts_with("/") ? "" : "/";
  for (size_t i = 0; i < path.size(); ++i) {
    std::optional<char> byte = escapeAt(path, i);
    if (byte && (llvm::isAlnum(*byte) || StringRef("-_.~ ").contains(*byte))) {
      result += *byte;
      i += 2;
    } else {
      result += path[i] == '?' ? "%3F" : path[i] == '#' ? "%23" : std::string(1, path[i]);
    }
  }
  return withoutDots(result);
}

std::optional<std::string> azcl::expansion::composeUri(const UriParts &parts) {
  std::string scheme = StringRef(parts.scheme).lower(), host = StringRef(parts.host).lower();
  if (!isAbsoluteUri(scheme + "://" + host))
    return std::nullopt;
  std::string port;
  if (parts.port && *parts.port >= 0 && *parts.port != portOf(scheme))
    port = fmt::format(":{}", *parts.port);
  StringRef query = parts.query;
  query.consume_front("?");
  return scheme + "://" + host + port + shownPath(parts.path) +
         (query.empty() ? "" : "?" + query.str());
}
