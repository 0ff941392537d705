// The constant defaults of the vocabulary as bound values.
#pragma once

#include "azcl/Diagnostics/Engine.h"
#include "azcl/Program/Program.h"

namespace azcl {

class Defaults {
public:
  Defaults(Program &program, SourceManager &sources, DiagnosticEngine &diags);
  /// Sets each attribute of `block` that is unset and has a constant default.
  void fill(Block &block) const;

private:
  llvm::DenseMap<const Row *, const Expr *> byRow;
};

} // namespace azcl
