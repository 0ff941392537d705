// Reports the faults that the checker finds as diagnostics.
#pragma once

#include "azcl/AzureTypes/Check.h"
#include "azcl/Diagnostics/Engine.h"

namespace azcl::azure {

/// Where a fault is reported: `when` is empty, or says for which parameter values it occurs.
struct FaultPlace {
  SourceRange range;
  std::string when;
  bool replaceable = false; ///< `range` is exactly the word or the name that can be replaced
  bool certain = false;     ///< an error: the compiler emits this type, so its types are right
};

void reportFault(DiagnosticEngine &diags, llvm::StringRef type, const Fault &fault,
                 const FaultPlace &place);
/// Reports a type or a version that Azure does not have. `type` and `version` are their places.
void reportUnknownType(DiagnosticEngine &diags, llvm::StringRef type, SourceRange place);
void reportUnknownVersion(DiagnosticEngine &diags, llvm::StringRef type, llvm::StringRef version,
                          SourceRange place);

} // namespace azcl::azure
