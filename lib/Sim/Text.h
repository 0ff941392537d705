// Times, identifiers and keys in the forms that Azure uses.
#pragma once

#include "azcl/Deploy/Transport.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace azcl::sim {

using deploy::Milliseconds;
using deploy::Time;

std::string timestampOf(Time time);                  ///< "2026-04-09T19:15:38.4390000Z"
std::string httpDateOf(Time time);                   ///< "Thu, 09 Apr 2026 19:15:38 GMT"
std::string secondsOf(Time time);                    ///< "2026-04-09T19:15:38Z"
std::string durationOf(Milliseconds length);         ///< "PT1M20.7905082S"
std::optional<Time> parseTime(llvm::StringRef text); ///< a date, or a time in UTC

/// A number that depends on all bits of the parts.
uint64_t hashOf(llvm::StringRef text, uint64_t seed = 0);
uint64_t mixed(uint64_t value);
std::string guidOf(llvm::StringRef text, uint64_t seed = 0);
std::string hexOf(uint64_t value); ///< 16 upper-case digits

std::string base64Of(llvm::StringRef bytes);
std::string fromBase64(llvm::StringRef text); ///< "" if the text is not valid
std::string md5Of(llvm::StringRef bytes);     ///< 16 bytes
std::string hmacSha256(llvm::StringRef key, llvm::StringRef text);

/// The name of a parameter or an output as Azure returns it: `STORAGE_ID` as `storagE_ID`.
std::string camelCased(llvm::StringRef name);
/// "String" for "string", and "SecureString" for "securestring".
std::string typeNameOf(llvm::StringRef type);

} // namespace azcl::sim
