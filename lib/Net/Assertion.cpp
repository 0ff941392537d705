// Assertions signed with a certificate. Source: "Microsoft identity platform application
// authentication certificate credentials" in the documentation of Microsoft Entra ID.
#include "Assertion.h"
#include "../Support/Json.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/Base64.h"
#include <memory>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

using namespace azcl;
using namespace azcl::net;
using llvm::StringRef;

/// Entra ID accepts longer ones, but asks for short ones.
static constexpr std::chrono::minutes validity{5};

namespace {
template <auto Free> struct Deleter {
  template <class T> void operator()(T *pointer) const { Free(pointer); }
};
template <class T, auto Free> using Owned = std::unique_ptr<T, Deleter<Free>>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Owned<X509, X509_free>;
using Bio = Owned<BIO, BIO_free_all>;

struct Credential {
  Key key;
  Certificate certificate;
};
} // namespace

static llvm::Error unusable(const char *why) {
  ERR_clear_error();
  return llvm::createStringError(std::errc::invalid_argument, "%s", why);
}

/// For OpenSSL: copies the password into its buffer.
static int givePassword(char *buffer, int size, int, void *password) {
  StringRef text = *static_cast<StringRef *>(password);
  if (text.size() > size_t(size))
    return -1;
  std::copy(text.begin(), text.end(), buffer);
  return int(text.size());
}

static Bio memoryOf(StringRef text) {
  return Bio(BIO_new_mem_buf(text.data(), int(text.size())));
}

static llvm::Expected<Credential> readPem(StringRef text, StringRef password) {
  Credential credential;
  Bio forKey = memoryOf(text), forCertificates = memoryOf(text);
  credential.key.reset(PEM_read_bio_PrivateKey(forKey.get(), nullptr, givePassword, &password));
  if (!credential.key)
    return unusable("it contains no private key, or AZURE_CLIENT_CERTIFICATE_PASSWORD is wrong");
  // The file can contain a whole chain.
  while (X509 *certificate =
             PEM_read_bio_X509(forCertificates.get(), nullptr, givePassword, &password)) {
    credential.certificate.reset(certificate);
    if (X509_check_private_key(certificate, credential.key.get()))
      return credential;
  }
  return unusable("it contains no certificate of its private key");
}

static llvm::Expected<Credential> readPkcs12(StringRef bytes, StringRef password) {
  Bio memory = memoryOf(bytes);
  Owned<PKCS12, PKCS12_free> file(d2i_PKCS12_bio(memory.get(), nullptr));
  if (!file)
    return unusable("it is neither a PEM file nor a PKCS #12 file");
  EVP_PKEY *key = nullptr;
  X509 *certificate = nullptr;
  if (!PKCS12_parse(file.get(), password.str().c_str(), &key, &certificate, nullptr))
    return unusable("AZURE_CLIENT_CERTIFICATE_PASSWORD is wrong, or it uses an old cipher that "
                    "OpenSSL 3 does not support");
  Credential credential{Key(key), Certificate(certificate)};
  if (!key || !certificate)
    return unusable("it contains no private key with a certificate");
  return credential;
}

static std::string base64Url(llvm::ArrayRef<uint8_t> bytes) {
  std::string out = llvm::encodeBase64(bytes);
  out.erase(llvm::find(out, '='), out.end());
  for (char &c : out)
    c = c == '+' ? '-' : c == '/' ? '_' : c;
  return out;
}

static std::string base64Url(StringRef text) {
  return base64Url(llvm::arrayRefFromStringRef(text));
}

/// RSA with PSS padding and SHA-256.
static llvm::Expected<std::string> signatureOf(StringRef text, EVP_PKEY *key) {
  Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX *settings = nullptr;
  size_t size = 0;
  auto bytes = reinterpret_cast<const unsigned char *>(text.data());
  if (EVP_DigestSignInit(context.get(), &settings, EVP_sha256(), nullptr, key) <= 0 ||
      EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) <= 0 ||
      EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) <= 0 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) <= 0)
    return unusable("its key is not one of RSA");
  std::vector<uint8_t> signature(size);
  if (EVP_DigestSign(context.get(), signature.data(), &size, bytes, text.size()) <= 0)
    return unusable("its key cannot sign");
  return base64Url(llvm::ArrayRef(signature).take_front(size));
}

static std::string randomId() {
  uint8_t bytes[16] = {};
  RAND_bytes(bytes, sizeof(bytes));
  return llvm::toHex(bytes, /*LowerCase=*/true);
}

llvm::Expected<std::string> azcl::net::clientAssertion(StringRef credential, StringRef password,
                                                       StringRef client, StringRef audience,
                                                       deploy::Time now) {
  llvm::Expected<Credential> read = credential.contains("-----BEGIN ")
                                        ? readPem(credential, password)
                                        : readPkcs12(credential, password);
  if (!read)
    return read.takeError();
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!X509_digest(read->certificate.get(), EVP_sha256(), digest, &size))
    return unusable("its certificate is damaged");
  int64_t seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  Json header = {
      {"alg", "PS256"}, {"typ", "JWT"}, {"x5t#S256", base64Url(llvm::ArrayRef(digest, size))}};
  Json claims = {{"aud", audience},
                 {"iss", client},
                 {"sub", client},
                 {"jti", randomId()},
                 {"iat", seconds},
                 {"nbf", seconds},
                 {"exp", seconds + std::chrono::seconds(validity).count()}};
  std::string text =
      base64Url(StringRef(compact(header))) + "." + base64Url(StringRef(compact(claims)));
  llvm::Expected<std::string> signature = signatureOf(text, read->key.get());
  if (!signature)
    return signature.takeError();
  return text + "." + *signature;
}
