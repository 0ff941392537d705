// Makes a certificate for the loopback interface.
#include "Certificate.h"
#include "llvm/Support/FileSystem.h"
#include <memory>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

using namespace azcl::armsim;

namespace {
struct Free {
  void operator()(X509 *certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
  void operator()(FILE *file) const { fclose(file); }
};

void addExtension(X509 *certificate, int kind, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  if (X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value)) {
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
}

/// Opens a new temporary file that only its owner can read.
llvm::Expected<std::unique_ptr<FILE, Free>> temporary(const char *suffix, std::string &path) {
  int descriptor = -1;
  llvm::SmallString<128> name;
  if (std::error_code error =
          llvm::sys::fs::createTemporaryFile("azcl-armsim", suffix, descriptor, name))
    return llvm::errorCodeToError(error);
  path = name.str().str();
  return std::unique_ptr<FILE, Free>(fdopen(descriptor, "w"));
}
} // namespace

llvm::Expected<CertificateFiles> azcl::armsim::makeCertificate() {
  std::unique_ptr<EVP_PKEY, Free> key(EVP_RSA_gen(2048u));
  std::unique_ptr<X509, Free> certificate(X509_new());
  if (!key || !certificate)
    return llvm::createStringError("OpenSSL cannot make a key");
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 30L * 24 * 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME *name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char *>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  addExtension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  addExtension(certificate.get(), NID_subject_alt_name,
               "DNS:localhost,DNS:*.blob.localhost,DNS:management.azure.com,"
               "DNS:login.microsoftonline.com,DNS:*.blob.core.windows.net,IP:127.0.0.1");
  if (!X509_sign(certificate.get(), key.get(), EVP_sha256()))
    return llvm::createStringError("OpenSSL cannot sign the certificate");
  CertificateFiles files;
  auto certificateFile = temporary("crt.pem", files.certificate);
  if (!certificateFile)
    return certificateFile.takeError();
  auto keyFile = temporary("key.pem", files.key);
  if (!keyFile)
    return keyFile.takeError();
  PEM_write_X509(certificateFile->get(), certificate.get());
  PEM_write_PrivateKey(keyFile->get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return files;
}
