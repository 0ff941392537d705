// Parses URLs of requests.
#include "Url.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl::sim;
using llvm::StringRef;

StringRef Url::parameter(StringRef name) const {
  for (auto &[key, value] : parameters)
    if (name.equals_insensitive(key))
      return value;
  return "";
}

std::string azcl::sim::percentDecoded(StringRef text, bool plusIsSpace) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && llvm::isHexDigit(text[i + 1]) &&
        llvm::isHexDigit(text[i + 2])) {
      out += char(llvm::hexFromNibbles(text[i + 1], text[i + 2]));
      i += 2;
    } else {
      out += plusIsSpace && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string azcl::sim::percentEncoded(StringRef text) {
  std::string out;
  for (char c : text)
    if (llvm::isAlnum(c) || StringRef("-_.~").contains(c))
      out += c;
    else
      out += "%" + llvm::utohexstr(uint8_t(c), /*LowerCase=*/false, /*Width=*/2);
  return out;
}

Url azcl::sim::parseUrl(StringRef text) {
  Url url;
  auto [place, query] = text.split('?');
  url.query = query.split('#').first.str();
  size_t scheme = place.find("://");
  size_t slash = place.find('/', scheme == StringRef::npos ? 0 : scheme + 3);
  url.origin = place.take_front(slash).str();
  url.path = slash == StringRef::npos ? "/" : place.drop_front(slash).str();
  StringRef host = scheme == StringRef::npos ? StringRef(url.origin)
                                             : StringRef(url.origin).drop_front(scheme + 3);
  url.host = host.split(':').first.str();
  llvm::SmallVector<StringRef> parts;
  StringRef(url.path).split(parts, '/', -1, /*KeepEmpty=*/false);
  for (StringRef part : parts)
    url.segments.push_back(percentDecoded(part));
  parts.clear();
  StringRef(url.query).split(parts, '&', -1, /*KeepEmpty=*/false);
  for (StringRef part : parts) {
    auto [key, value] = part.split('=');
    url.parameters.push_back({percentDecoded(key, true), percentDecoded(value, true)});
  }
  return url;
}
