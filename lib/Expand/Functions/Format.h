// The composite formats of .NET, as far as templates have use for them.
#pragma once

#include "../Json.h"

namespace azcl::expansion {

/// "{0}", "{0,8}", "{0,-8}", "{0:D3}", "{0:X4}", "{0:N0}"; "{{" is a brace. Sets `problem` on
/// failure.
std::string compositeFormat(llvm::StringRef format, const std::vector<Json> &values,
                            std::string &problem);

} // namespace azcl::expansion
