// Runs the steps of semantic analysis.
#include "azcl/Sema/Analyze.h"
#include "Binder.h"
#include "Declarations.h"
#include "azcl/Diagnostics/Names.h"

using namespace azcl;

void SemaContext::reportOpen(llvm::StringRef what, const Expr &expr) {
  llvm::SmallVector<const Param *, 4> params;
  collectParams(expr, params);
  program.mustBeKnown.insert(params.begin(), params.end());
  auto report = diags.report(expr.range, diag::DecidedAtCompileTime, what,
                             params.empty() ? "an `arm` expression"
                                            : fmt::format("`{}`", params[0]->name.text));
  if (params.empty())
    return;
  report.note({}, note::CloseParam, params[0]->name.text);
  if (params[0]->type != &types::region)
    return;
  if (params[0]->domain.choices.empty())
    report.note({}, note::ListRegions, params[0]->name.text);
  else if (llvm::count_if(program.params, [](const Param *each) {
             return each->type == &types::region && !each->domain.choices.empty() && !each->closed;
           }) > 1)
    report.note({}, note::OneRegionParam);
}

static bool isFixed(llvm::StringRef name, llvm::ArrayRef<ParsedFile> files,
                    const AnalyzeOptions &options) {
  if (llvm::any_of(options.defines, [&](const auto &each) { return each.first == name; }))
    return true;
  for (const ParsedFile &file : files)
    for (const ast::Statement *each : file.statements)
      if (auto *block = llvm::dyn_cast<ast::Block>(each);
          block && block->keyword.text == "environment" &&
          block->label.text == options.environment &&
          llvm::any_of(block->body, [&](const ast::Statement *inner) {
            auto *attribute = llvm::dyn_cast<ast::Attribute>(inner);
            return attribute && attribute->key.text == name;
          }))
        return true;
  return false;
}

const ast::Param *azcl::parameterForEach(llvm::ArrayRef<ParsedFile> files,
                                         const AnalyzeOptions &options) {
  const ast::Param *found = nullptr;
  for (const ParsedFile &file : files)
    for (const ast::Statement *each : file.statements) {
      auto *param = llvm::dyn_cast<ast::Param>(each);
      if (!param || param->type.name.text != types::region.name || !param->domain)
        continue;
      auto *list = llvm::dyn_cast<ast::List>(param->domain);
      if (!list || list->elements.empty() || isFixed(param->name.text, files, options))
        continue;
      if (found)
        return nullptr;
      found = param;
    }
  return found;
}

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
