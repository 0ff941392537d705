// Runs the steps of semantic analysis.
#include "azcl/Sema/Analyze.h"
#include "Binder.h"
#include "Declarations.h"

using namespace azcl;

std::unique_ptr<Program> azcl::analyze(llvm::ArrayRef<ParsedFile> files, const Catalog &catalog,
                                       const AnalyzeOptions &options, SourceManager &sources,
                                       DiagnosticEngine &diags) {
  auto program = std::make_unique<Program>(catalog);
  SemaContext ctx(*program, diags, sources, options);
  ctx.broken = llvm::any_of(files, [](const ParsedFile &file) { return file.broken; });
  declareAll(ctx, files);

  Binder binder(ctx);
  for (const ParsedFile &file : files)
    for (const ast::Statement *each : file.statements)
      if (auto *preset = llvm::dyn_cast<ast::Preset>(each))
        binder.checkPreset(*preset);
  // A let is checked wherever it is used; that finds its own errors too.
  program->root = binder.bindRoot(files);
  program->collectClusters();
  binder.resolveReferences();
  if (!diags.errors() && !files.empty())
    reportUnusedParams(ctx, files.front());
  return program;
}
