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

/// Runs all passes. Calls `after` with each pass and its duration in seconds; the pipeline stops
/// when `after` returns false.
void runPasses(Program &program, PassContext &ctx,
               llvm::function_ref<bool(const PassInfo &, double seconds)> after);

/// Prints docs/reference/passes.md.
void printPassReference(llvm::raw_ostream &out);

} // namespace azcl
