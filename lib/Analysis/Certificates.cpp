// Checks chains of certificate authorities as an application gateway does:
// MicrosoftDocs/azure-docs, application-gateway/mutual-authentication-troubleshooting.md.
#include "azcl/Analysis/Certificates.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"

#include <optional>
#include <vector>
using namespace azcl;
using llvm::StringRef;

namespace {
/// An element of the Distinguished Encoding Rules (ITU-T X.690).
struct DerElement {
  uint8_t tag;
  StringRef content;
};
enum : uint8_t {
  Boolean = 0x01,
  ObjectId = 0x06,
  Sequence = 0x30,
  Version = 0xa0,
  Extensions = 0xa3
};

struct CertificateFacts {
  bool authority = false; ///< it has the extension basicConstraints, with cA
  bool root = false;      ///< its issuer is its subject
};
} // namespace

/// Removes the first element of `rest`; nullopt if it is damaged.
static std::optional<DerElement> takeElement(StringRef &rest) {
  if (rest.size() < 2)
    return std::nullopt;
  uint8_t tag = rest[0];
  size_t length = uint8_t(rest[1]);
  rest = rest.drop_front(2);
  if (length & 0x80) {
    size_t bytes = length & 0x7f;
    if (!bytes || bytes > 4 || rest.size() < bytes)
      return std::nullopt;
    length = 0;
    for (char byte : rest.take_front(bytes))
      length = length << 8 | uint8_t(byte);
    rest = rest.drop_front(bytes);
  }
  if (rest.size() < length)
    return std::nullopt;
  DerElement element{tag, rest.take_front(length)};
  rest = rest.drop_front(length);
  return element;
}

static std::optional<DerElement> takeElement(StringRef &rest, uint8_t tag) {
  std::optional<DerElement> element = takeElement(rest);
  return element && element->tag == tag ? element : std::nullopt;
}

/// Whether the extensions of a certificate allow it to issue certificates (RFC 5280, 4.2.1.9).
static bool isAuthority(StringRef extensions) {
  std::optional<DerElement> list = takeElement(extensions, Sequence);
  StringRef rest = list ? list->content : "";
  while (std::optional<DerElement> extension = takeElement(rest, Sequence)) {
    StringRef parts = extension->content;
    std::optional<DerElement> id = takeElement(parts, ObjectId);
    if (!id || id->content != "\x55\x1d\x13") // 2.5.29.19
      continue;
    std::optional<DerElement> value = takeElement(parts);
    if (value && value->tag == Boolean) // critical
      value = takeElement(parts);
    StringRef inner = value ? value->content : "";
    std::optional<DerElement> constraints = takeElement(inner, Sequence);
    StringRef fields = constraints ? constraints->content : "";
    std::optional<DerElement> authority = takeElement(fields, Boolean);
    return authority && authority->content != StringRef("\0", 1);
  }
  return false;
}

/// Reads a certificate (RFC 5280, 4.1); nullopt if it is damaged.
static std::optional<CertificateFacts> readCertificate(StringRef der) {
  std::optional<DerElement> whole = takeElement(der, Sequence);
  StringRef parts = whole ? whole->content : "";
  std::optional<DerElement> body = takeElement(parts, Sequence);
  StringRef rest = body ? body->content : "";
  if (rest.starts_with("\xa0") && !takeElement(rest, Version))
    return std::nullopt;
  // The serial number, signature algorithm, issuer, validity, subject and public key.
  std::optional<DerElement> fields[6];
  for (std::optional<DerElement> &each : fields)
    if (each = takeElement(rest); !each)
      return std::nullopt;
  CertificateFacts facts;
  facts.root = fields[2]->content == fields[4]->content;
  while (std::optional<DerElement> each = takeElement(rest))
    if (each->tag == Extensions)
      facts.authority = isAuthority(each->content);
  return facts;
}

static std::string faultOfMissing(StringRef text) {
  if (text.empty())
    return "it is empty";
  if (!text.contains('\n') &&
      (text.contains('/') || text.ends_with_insensitive(".pem") ||
       text.ends_with_insensitive(".cer") || text.ends_with_insensitive(".crt")))
    return "it is the path of a file; use `file(...)` to read the file";
  return "it has no `-----BEGIN CERTIFICATE-----`, so it is not in PEM format";
}

std::string azcl::faultOfChain(StringRef pem) {
  unsigned certificates = 0, authorities = 0, roots = 0;
  StringRef rest = pem;
  for (;;) {
    StringRef after = rest.split("-----BEGIN ").second;
    auto [kind, inside] = after.split("-----");
    if (kind.contains("PRIVATE KEY"))
      return "it contains a private key, which must stay secret";
    if (kind != "CERTIFICATE") {
      if (after.empty())
        break;
      rest = inside;
      continue;
    }
    ++certificates;
    size_t end = inside.find("-----END CERTIFICATE-----");
    if (end == StringRef::npos)
      return fmt::format("certificate {} has no `-----END CERTIFICATE-----`", certificates);
    std::string encoded;
    llvm::copy_if(inside.take_front(end), std::back_inserter(encoded),
                  [](char c) { return !llvm::isSpace(c); });
    std::vector<char> bytes;
    if (llvm::Error error = llvm::decodeBase64(encoded, bytes)) {
      llvm::consumeError(std::move(error));
      return fmt::format("certificate {} is not encoded in Base64", certificates);
    }
    std::optional<CertificateFacts> facts = readCertificate({bytes.data(), bytes.size()});
    if (!facts)
      return fmt::format("certificate {} is damaged", certificates);
    authorities += facts->authority;
    roots += facts->authority && facts->root;
    rest = inside.drop_front(end);
  }
  if (!certificates)
    return faultOfMissing(pem.trim());
  if (!authorities)
    return "none of its certificates is a certificate authority (basicConstraints)";
  if (!roots)
    return "it has no root certificate";
  if (roots > 1)
    return fmt::format("it has {} root certificates; use one element for each chain", roots);
  return "";
}
