// .NET's numeric format strings, such as "D4", "N2" and "#,##0.00", in the invariant culture.
#pragma once

#include "../Json.h"
#include <optional>

namespace azcl::expansion {

/// The number in this format; nullopt if the format is not valid for it.
std::optional<std::string> formatNumber(const Json &number, llvm::StringRef format);

} // namespace azcl::expansion
