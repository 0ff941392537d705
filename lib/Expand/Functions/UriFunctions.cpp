// Template functions for URIs and data URIs.
#include "Function.h"
#include "Text.h"
#include "Uri.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static Json uri(Call &call) {
  std::string base = wellFormed(trimmed(call.string(0)));
  std::string relative = wellFormed(trimmed(call.string(1)));
  if (call.failed())
    return nullptr;
  if (!isAbsoluteUri(base))
    return call.fail(fmt::format("`{}` is not an absolute URI", base));
  if (std::optional<std::string> result = resolveUri(base, relative))
    return *result;
  return call.fail(fmt::format("`{}` is not a valid URI", relative));
}

static Json parseUri(Call &call) {
  std::optional<UriParts> parts = splitUri(wellFormed(call.string(0)));
  if (call.failed())
    return nullptr;
  if (!parts)
    return call.fail(fmt::format("`{}` is not an absolute URI", call.string(0)));
  Json result = {{"scheme", parts->scheme}, {"host", parts->host}, {"port", nullptr}};
  if (parts->port)
    result["port"] = *parts->port;
  if (!parts->path.empty())
    result["path"] = parts->path;
  if (!parts->query.empty())
    result["query"] = parts->query;
  return result;
}

static Json buildUri(Call &call) {
  const Json &object = call.object(0);
  auto text = [&](StringRef key) -> std::string {
    const Json *value = findMember(object, key);
    if (value && !value->is_string() && !call.failed())
      call.fail(fmt::format("`{}` must be a string, but it is {}", key, kindOf(*value)));
    return value && value->is_string() ? wellFormed(value->get<std::string>()) : "";
  };
  UriParts parts{text("scheme"), text("host"), text("path"), text("query"), std::nullopt};
  if (const Json *port = findMember(object, "port"); port && !port->is_null()) {
    constexpr int64_t most = 65535;
    if (!port->is_number_integer())
      return call.fail(fmt::format("`port` must be an integer, but it is {}", kindOf(*port)));
    parts.port = port->get<int64_t>();
    if (*parts.port < -1 || *parts.port > most)
      return call.fail(fmt::format("`port` is {}; it must be from 0 to {}", *parts.port, most));
  }
  if (call.failed())
    return nullptr;
  for (StringRef key : {"scheme", "host"})
    if (const std::string *value = findString(object, key); !value || value->empty())
      return call.fail(fmt::format("the object must have a `{}`", key));
  if (std::optional<std::string> result = composeUri(parts))
    return *result;
  return call.fail(fmt::format("`{}://{}` is not a valid URI", parts.scheme, parts.host));
}

static Json uriComponent(Call &call) {
  return percentEncoded(wellFormed(call.string(0)), "-_.~");
}

static Json uriComponentToString(Call &call) {
  return percentDecoded(call.string(0));
}

static Json dataUri(Call &call) {
  if (call[0].is_null())
    return call.failType(0, "a string, a number, a boolean, an array or an object");
  StringRef type = call[0].is_string() ? "text/plain" : "application/json";
  return fmt::format("data:{};charset=utf-8;base64,{}", type,
                     llvm::encodeBase64(wellFormed(stringOf(call[0]))));
}

static Json dataUriToString(Call &call) {
  StringRef text = call.string(0);
  auto [head, body] = text.split(',');
  if (call.failed() || !head.consume_front_insensitive("data:") || head.size() + 5 == text.size())
    return call.failed() ? Json() : call.fail("argument 1 is not a valid data URI");
  size_t charset = head.find_insensitive("charset=");
  if (charset != StringRef::npos) {
    StringRef name = head.substr(charset + 8).split(';').first;
    if (!name.equals_insensitive("utf-8") && !name.equals_insensitive("utf8"))
      return call.fail(fmt::format("the charset `{}` is not supported", name));
  }
  if (!head.ends_with_insensitive("base64"))
    return percentDecoded(body);
  std::vector<char> bytes;
  if (llvm::errorToBool(llvm::decodeBase64(body, bytes)))
    return call.fail("argument 1 is not a valid data URI");
  return wellFormed(StringRef(bytes.data(), bytes.size()));
}

llvm::ArrayRef<Function> azcl::expansion::uriFunctions() {
  static const Function table[] = {
      {"uri", 2, 2, uri},
      {"parseUri", 1, 1, parseUri},
      {"buildUri", 1, 1, buildUri},
      {"uriComponent", 1, 1, uriComponent},
      {"uriComponentToString", 1, 1, uriComponentToString},
      {"dataUri", 1, 1, dataUri},
      {"dataUriToString", 1, 1, dataUriToString},
  };
  return table;
}
