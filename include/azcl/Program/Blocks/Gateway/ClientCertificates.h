// Mutual TLS of application gateways: how a listener authenticates its clients.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class ClientMode : uint8_t { Strict, Passthrough };
template <> struct Words<ClientMode> {
  static constexpr WordInfo words[] = {
      {"strict", "the gateway rejects clients without a valid certificate", "Strict"},
      {"passthrough",
       "the gateway requests a certificate, but forwards all requests; the instances verify the "
       "certificate",
       "Passthrough"}};
  static constexpr Type type{TypeKind::Word, "client-mode", "`strict` or `passthrough`", words};
};

enum class Revocation : uint8_t { None, Ocsp };
template <> struct Words<Revocation> {
  static constexpr WordInfo words[] = {
      {"none", "no check", "None"},
      {"ocsp", "a query to the OCSP responder that the certificate names", "OCSP"}};
  static constexpr Type type{TypeKind::Word, "revocation", "`none` or `ocsp`", words};
};

struct ClientCertificates : BlockOf<BlockKind::ClientCertificates> {
  Fixed<ClientMode> mode;
  Open<List<Text>> authorities;
  Open<bool> verifyIssuer;
  Fixed<Revocation> revocation;

  bool isStrict() const { return mode.known() && mode.value() == ClientMode::Strict; }

  template <class = void> static constexpr auto vocabulary() {
    return block(
        "client-certificates",
        "Mutual TLS: an HTTPS listener requests certificates from its clients.",
        optional<&ClientCertificates::mode>("mode", "Whether the gateway verifies the certificate.")
            .defaultsTo("strict"),
        optional<&ClientCertificates::authorities>(
            "authorities",
            "The certificate authorities that can issue client certificates. Each element is a "
            "chain of a root certificate and its intermediate certificates, in PEM format: "
            "`[file(\"ca.pem\")]`. Required with `mode = strict`."),
        optional<&ClientCertificates::verifyIssuer>(
            "verify-issuer",
            "Whether the last certificate authority of a chain must have issued the client "
            "certificate directly.")
            .defaultsTo("no"),
        optional<&ClientCertificates::revocation>(
            "revocation", "How the gateway detects revoked client certificates.")
            .defaultsTo("none"));
  }
};

} // namespace azcl
