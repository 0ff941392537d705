// Makes a certificate for the loopback interface.
#pragma once

#include "llvm/Support/Error.h"
#include <string>

namespace azcl::armsim {

struct CertificateFiles {
  std::string certificate, key; ///< paths of PEM files
};

/// Writes a self-signed certificate for localhost and for the hosts of Azure into temporary files.
llvm::Expected<CertificateFiles> makeCertificate();

} // namespace azcl::armsim
