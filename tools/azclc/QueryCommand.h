// --query: looks up rows of the catalog, the facts that programs are checked against.
#pragma once

#include "CatalogCommand.h"

namespace azcl {

struct QueryCommand {
  std::string kind, region; ///< --query KIND --in REGION
  bool asJson = false;
};

/// Prints the rows that match the expression. Refused if the expression is invalid; an empty result
/// is not an error.
ExitCode runQueryCommand(const QueryCommand &command, llvm::ArrayRef<std::string> expressions,
                         const Facts &facts);

} // namespace azcl
