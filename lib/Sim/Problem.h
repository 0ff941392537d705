// Errors in the form of Azure's responses.
#pragma once

#include "../Expand/Json.h"

namespace azcl::sim {

using azcl::Json;

/// An HTTP status and the value of `error`.
struct Problem {
  unsigned status = 400;
  Json error;
};

Json errorOf(llvm::StringRef code, llvm::StringRef message, llvm::StringRef target = "");
Problem problem(unsigned status, llvm::StringRef code, llvm::StringRef message);
/// Says that the simulator does not support something. Never a silent success.
Problem notSimulated(llvm::StringRef what);
/// The error of a deployment whose operations failed.
Json deploymentFailed(llvm::StringRef id, Json details);
/// JSON with indentation and \r\n, as Azure puts it into messages.
std::string messageOf(const Json &value);

} // namespace azcl::sim
