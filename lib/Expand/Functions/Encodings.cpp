// Template functions that convert texts: base64, URIs, JSON, uniqueString() and guid().
#include "Function.h"
#include "Hash.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static Json base64(Call &call) {
  return llvm::encodeBase64(call.string(0));
}

static std::string decoded(Call &call) {
  std::vector<char> bytes;
  if (llvm::Error error = llvm::decodeBase64(call.string(0), bytes)) {
    llvm::consumeError(std::move(error));
    call.fail("argument 1 is not valid base64");
    return "";
  }
  return std::string(bytes.begin(), bytes.end());
}

static Json parsed(Call &call, StringRef text) {
  if (call.failed())
    return nullptr;
  llvm::Expected<Json> value = parseJson(text);
  return value ? std::move(*value) : call.fail(llvm::toString(value.takeError()));
}

static Json base64ToString(Call &call) {
  return decoded(call);
}
static Json base64ToJson(Call &call) {
  return parsed(call, decoded(call));
}
static Json json(Call &call) {
  return parsed(call, call.string(0));
}

/// Appends to `base` up to its last slash, as Azure does. The slashes of https:// do not count.
static Json uri(Call &call) {
  StringRef base = call.string(0), relative = call.string(1);
  size_t host = base.find("//");
  host = host == StringRef::npos ? 0 : host + 2;
  size_t slash = base.rfind('/');
  bool hasPath = slash != StringRef::npos && slash >= host;
  std::string folder = hasPath ? base.take_front(slash + 1).str() : base.str() + "/";
  relative.consume_front("/");
  return folder + relative.str();
}

static Json uriComponent(Call &call) {
  std::string result;
  for (unsigned char c : call.string(0))
    result += llvm::isAlnum(c) || StringRef("-_.~").contains(c) ? std::string(1, c)
                                                                : fmt::format("%{:02X}", c);
  return result;
}

static Json uriComponentToString(Call &call) {
  StringRef text = call.string(0);
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned byte;
    if (text[i] == '%' && i + 2 < text.size() && !text.substr(i + 1, 2).getAsInteger(16, byte)) {
      result += char(byte);
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

static Json dataUri(Call &call) {
  return "data:text/plain;charset=utf8;base64," + llvm::encodeBase64(call.string(0));
}

static Json dataUriToString(Call &call) {
  auto [head, body] = StringRef(call.string(0)).split(',');
  std::vector<char> bytes;
  bool encoded = head.ends_with(";base64");
  if (!head.starts_with("data:") || (encoded && llvm::errorToBool(llvm::decodeBase64(body, bytes))))
    return call.fail("argument 1 is not a valid data URI");
  return encoded ? std::string(bytes.begin(), bytes.end()) : body.str();
}

/// The text that Azure hashes: the arguments, joined by hyphens.
static std::string hyphenated(Call &call) {
  std::string text;
  for (size_t i = 0; i < call.size() && !call.failed(); ++i)
    text += (i ? "-" : "") + call.string(i);
  return text;
}

static Json makeUniqueString(Call &call) {
  return uniqueString(hyphenated(call));
}
static Json makeGuid(Call &call) {
  return nameGuid(hyphenated(call));
}

static const Function table[] = {
    {"base64", 1, 1, base64},
    {"base64ToString", 1, 1, base64ToString},
    {"base64ToJson", 1, 1, base64ToJson},
    {"json", 1, 1, json},
    {"uri", 2, 2, uri},
    {"uriComponent", 1, 1, uriComponent},
    {"uriComponentToString", 1, 1, uriComponentToString},
    {"dataUri", 1, 1, dataUri},
    {"dataUriToString", 1, 1, dataUriToString},
    {"uniqueString", 1, any, makeUniqueString},
    {"guid", 1, any, makeGuid},
};

llvm::ArrayRef<Function> azcl::expansion::encodingFunctions() {
  return table;
}
