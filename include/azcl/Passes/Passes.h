// Checks and transforms over a program, in the order of Passes.def.
#pragma once

#include "azcl/Analysis/Answers.h"
#include "azcl/Catalog/LimitId.h"
#include "azcl/Diagnostics/Engine.h"
#include "azcl/Program/Program.h"

namespace azcl {

struct PassContext {
  DiagnosticEngine &diags;
  SourceManager &sources;
  const Catalog &catalog;
  Answers &answers;
};

#define TRANSFORM(NAME, FUNCTION, DOC) void FUNCTION(Program &program, PassContext &ctx);
#define CHECK(NAME, FUNCTION, DOC) void FUNCTION(const Program &program, PassContext &ctx);
#include "azcl/Passes/Passes.def"

struct PassInfo {
  llvm::StringRef name, doc;
  bool transforms;
  void (*run)(Program &, PassContext &);
};
llvm::ArrayRef<PassInfo> passes();

/// Runs them all; `after` is told of each and how long it took, and stops the pipeline by returning
/// false.
void runPasses(Program &program, PassContext &ctx,
               llvm::function_ref<bool(const PassInfo &, double seconds)> after);

/// docs/reference/passes.md
void printPassReference(llvm::raw_ostream &out);

} // namespace azcl
