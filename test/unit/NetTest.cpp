// Sign-in with a certificate: the assertion is verified as the recipient does it.
#include "../../lib/Net/Assertion.h"
#include "../../lib/Support/Json.h"
#include "llvm/Support/Base64.h"
#include <gtest/gtest.h>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

using namespace azcl;
using llvm::StringRef;

namespace {
/// A key with a certificate that it has signed itself.
class Identity {
public:
  Identity() : key(EVP_RSA_gen(2048)), certificate(X509_new()) {
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
  }
  ~Identity() {
    X509_free(certificate);
    EVP_PKEY_free(key);
  }

  std::string pem(const char *password) const {
    BIO *memory = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(memory, key, password ? EVP_aes_256_cbc() : nullptr, nullptr, 0,
                             nullptr, const_cast<char *>(password));
    PEM_write_bio_X509(memory, certificate);
    return taken(memory);
  }
  std::string pkcs12(const char *password) const {
    BIO *memory = BIO_new(BIO_s_mem());
    PKCS12 *file = PKCS12_create(password, "test", key, certificate, nullptr, 0, 0, 0, 0, 0);
    i2d_PKCS12_bio(memory, file);
    PKCS12_free(file);
    return taken(memory);
  }

  bool verifies(StringRef text, StringRef signature) const {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *settings = nullptr;
    EVP_DigestVerifyInit(context, &settings, EVP_sha256(), nullptr, key);
    EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST);
    int result = EVP_DigestVerify(context, signature.bytes_begin(), signature.size(),
                                  text.bytes_begin(), text.size());
    EVP_MD_CTX_free(context);
    return result == 1;
  }

  EVP_PKEY *key;
  X509 *certificate;

private:
  static std::string taken(BIO *memory) {
    char *data = nullptr;
    long size = BIO_get_mem_data(memory, &data);
    std::string text(data, size_t(size));
    BIO_free(memory);
    return text;
  }
};
} // namespace

static std::string decoded(StringRef text) {
  std::string padded = text.str();
  for (char &c : padded)
    c = c == '-' ? '+' : c == '_' ? '/' : c;
  padded.resize((padded.size() + 3) / 4 * 4, '=');
  std::vector<char> bytes;
  EXPECT_FALSE(bool(llvm::decodeBase64(padded, bytes)));
  return std::string(bytes.begin(), bytes.end());
}

static const deploy::Time noon{std::chrono::milliseconds(1'775'000'000'123)};

static std::string sign(StringRef credential, StringRef password) {
  auto made = net::clientAssertion(credential, password, "client",
                                   "https://login.example/tenant/oauth2/v2.0/token", noon);
  if (made)
    return *made;
  return "error: " + llvm::toString(made.takeError());
}

TEST(Net, signsAnAssertionWithACertificate) {
  Identity identity;
  for (const auto &[credential, password] : {std::pair{identity.pem(nullptr), ""},
                                             {identity.pem("open"), "open"},
                                             {identity.pkcs12("open"), "open"}}) {
    std::string token = sign(credential, password);
    auto [text, signature] = StringRef(token).rsplit('.');
    EXPECT_TRUE(identity.verifies(text, decoded(signature))) << token;
    EXPECT_FALSE(identity.verifies(text.drop_back(), decoded(signature)));
    auto [first, second] = text.split('.');
    Json header = Json::parse(decoded(first)), claims = Json::parse(decoded(second));
    EXPECT_EQ(header["alg"], "PS256");
    unsigned char digest[32];
    unsigned size = 0;
    X509_digest(identity.certificate, EVP_sha256(), digest, &size);
    EXPECT_EQ(decoded(header["x5t#S256"].get<std::string>()),
              std::string(reinterpret_cast<char *>(digest), size));
    EXPECT_EQ(claims["aud"], "https://login.example/tenant/oauth2/v2.0/token");
    EXPECT_EQ(claims["iss"], "client");
    EXPECT_EQ(claims["sub"], "client");
    EXPECT_EQ(claims["nbf"], 1'775'000'000);
    EXPECT_EQ(claims["exp"], 1'775'000'300);
    EXPECT_NE(token, sign(credential, password)) << "each assertion has its own ID";
  }
}

TEST(Net, saysWhatIsWrongWithACertificate) {
  Identity identity, other;
  auto fails = [](StringRef credential, StringRef password, StringRef why) {
    std::string text = sign(credential, password);
    EXPECT_TRUE(StringRef(text).starts_with("error: ") && StringRef(text).contains(why)) << text;
  };
  fails("nothing", "", "neither a PEM file nor a PKCS #12 file");
  fails("-----BEGIN NOTHING", "", "no private key");
  fails(identity.pem("open"), "closed", "AZURE_CLIENT_CERTIFICATE_PASSWORD is wrong");
  fails(identity.pkcs12("open"), "closed", "AZURE_CLIENT_CERTIFICATE_PASSWORD is wrong");
  std::string key = identity.pem(nullptr), stranger = other.pem(nullptr);
  size_t end = key.find("-----BEGIN CERTIFICATE"), begin = stranger.find("-----BEGIN CERTIFICATE");
  fails(key.substr(0, end), "", "no certificate of its private key");
  fails(key.substr(0, end) + stranger.substr(begin), "", "no certificate of its private key");
  EVP_PKEY *curve = EVP_EC_gen("P-256");
  std::swap(curve, identity.key);
  X509_set_pubkey(identity.certificate, identity.key);
  fails(identity.pem(nullptr), "", "not one of RSA");
  EVP_PKEY_free(curve);
}
