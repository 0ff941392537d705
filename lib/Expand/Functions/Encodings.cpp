// Template functions that convert texts: base64, JSON, uniqueString() and guid().
#include "Function.h"
#include "Hash.h"
#include "Text.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static Json base64(Call &call) {
  return llvm::encodeBase64(wellFormed(call.string(0)));
}

static std::string decoded(Call &call) {
  std::string text = call.string(0);
  llvm::erase_if(text, [](char c) { return StringRef(" \t\r\n").contains(c); });
  std::vector<char> bytes;
  if (llvm::Error error = llvm::decodeBase64(text, bytes)) {
    llvm::consumeError(std::move(error));
    call.fail("argument 1 is not valid base64");
    return "";
  }
  return wellFormed(StringRef(bytes.data(), bytes.size()));
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

/// The text that Azure hashes: the arguments, joined by hyphens.
static std::string hyphenated(Call &call) {
  std::string text;
  for (size_t i = 0; i < call.size() && !call.failed(); ++i)
    text += (i ? "-" : "") + call.string(i);
  return wellFormed(text);
}

static Json makeUniqueString(Call &call) {
  return uniqueString(hyphenated(call));
}
static Json makeGuid(Call &call) {
  return nameGuid(hyphenated(call));
}

llvm::ArrayRef<Function> azcl::expansion::encodingFunctions() {
  static const Function table[] = {
      {"base64", 1, 1, base64},
      {"base64ToString", 1, 1, base64ToString},
      {"base64ToJson", 1, 1, base64ToJson},
      {"json", 1, 1, json},
      {"uniqueString", 1, any, makeUniqueString},
      {"guid", 1, any, makeGuid},
  };
  return table;
}
