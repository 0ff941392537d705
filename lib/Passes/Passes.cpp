#include "azcl/Passes/Passes.h"
#include "llvm/Support/TimeProfiler.h"
#include <chrono>

using namespace azcl;

static constexpr PassInfo table[] = {
#define TRANSFORM(NAME, FUNCTION, DOC)                                                             \
  {NAME, DOC, true, [](Program &program, PassContext &ctx) { FUNCTION(program, ctx); }},
#define CHECK(NAME, FUNCTION, DOC)                                                                 \
  {NAME, DOC, false, [](Program &program, PassContext &ctx) { FUNCTION(program, ctx); }},
#include "azcl/Passes/Passes.def"
};

llvm::ArrayRef<PassInfo> azcl::passes() { return table; }

void azcl::runPasses(Program &program, PassContext &ctx,
                     llvm::function_ref<bool(const PassInfo &, double)> after) {
  for (const PassInfo &pass : table) {
    auto start = std::chrono::steady_clock::now();
    {
      llvm::TimeTraceScope trace(pass.name);
      pass.run(program, ctx);
    }
    std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    if (!after(pass, spent.count()))
      return;
  }
}
