// .NET composite formatting, as far as templates use it.
#pragma once

#include "../Json.h"

namespace azcl::expansion {

/// Supports "{0}", "{0,8}", "{0,-8}", "{0:D3}", "{0:X4}" and "{0:N0}"; "{{" is a literal brace.
/// Sets `problem` on failure.
std::string compositeFormat(llvm::StringRef format, const std::vector<Json> &values,
                            std::string &problem);

} // namespace azcl::expansion
