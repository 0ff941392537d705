// --query: what there is on Azure, by the facts that programs are checked with.
#pragma once

#include "CatalogCommand.h"

namespace azcl {

struct QueryCommand {
  std::string kind, region; ///< --query KIND --in REGION
  bool asJson = false;
};

/// Prints the rows for which the expression holds. Refused if it is wrong; nothing found is no
/// mistake.
ExitCode runQueryCommand(const QueryCommand &command, llvm::ArrayRef<std::string> expressions,
                         const Facts &facts);

} // namespace azcl
