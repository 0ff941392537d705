// .NET composite formatting, as far as templates use it.
#pragma once

#include "../Json.h"

namespace azcl::expansion {

/// For example "{0}", "{0,-8}" or "{0:D3}"; "{{" is a literal brace. See formatNumber().
/// Sets `problem` on failure.
std::string compositeFormat(llvm::StringRef format, const std::vector<Json> &values,
                            std::string &problem);

} // namespace azcl::expansion
