// What a service principal with a certificate signs to prove who it is.
#pragma once

#include "azcl/Deploy/Transport.h"
#include "llvm/Support/Error.h"

namespace azcl::net {

/// A signed JSON web token for the token endpoint `audience`. `credential` is the content of a PEM
/// or PKCS #12 file with a private key of RSA and its certificate.
llvm::Expected<std::string> clientAssertion(llvm::StringRef credential, llvm::StringRef password,
                                            llvm::StringRef client, llvm::StringRef audience,
                                            deploy::Time now);

} // namespace azcl::net
