// The defaults of the vocabulary are AZCL text. They are read once, by the parser and the checks
// that also handle user input.
#include "azcl/Sema/Defaults.h"
#include "Context.h"
#include "ExprChecker.h"

using namespace azcl;
using namespace azcl::ast;

Defaults::Defaults(Program &program, SourceManager &sources, DiagnosticEngine &diags) {
  // One source text for all defaults, with one attribute per row in vocabulary order.
  std::string text;
  llvm::SmallVector<const Row *, 64> rows;
  for (const BlockInfo &block : vocabulary())
    for (const Row &row : block.rows)
      if (!row.initial.empty()) {
        text += fmt::format("{} = {}\n", row.name, row.initial);
        rows.push_back(&row);
      }
  const SourceFile *file = sources.add("(defaults)", llvm::MemoryBuffer::getMemBufferCopy(text));
  if (!file)
    return; // the offset space is full; reported for the file that exhausted it
  ParsedFile parsed = parse(*file, program.arena, diags);
  AnalyzeOptions options;
  SemaContext ctx(program, diags, sources, options);
  ExprChecker values(ctx);
  assert(parsed.statements.size() == rows.size() && "a default in the vocabulary does not parse");
  for (size_t i = 0; i < parsed.statements.size(); ++i)
    if (auto *attribute = llvm::dyn_cast<Attribute>(parsed.statements[i]))
      byRow[rows[i]] = values.check(*attribute->value, *rows[i]->type, rows[i]->name);
}

void Defaults::fill(Block &block) const {
  for (const Row &row : info(block.kind).rows) {
    if (row.initial.empty() || !(row.variants >> block.variant & 1))
      continue;
    Setting &setting = row.setting(block);
    if (setting.set())
      continue;
    setting.expr = byRow.lookup(&row);
    setting.range = block.head;
    setting.origin = Origin::Default;
  }
}
