// Fuzzes the lexer and the parser: they must not crash, and their results must be well-formed.
#include "azcl/Parse/Parse.h"
#include "Nested.h"
#include "llvm/Support/raw_ostream.h"

using namespace azcl;

static void demand(bool holds, const char *what) {
  if (holds)
    return;
  llvm::errs() << "violated: " << what << "\n";
  __builtin_trap();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  SourceManager sources;
  const SourceFile &file = *sources.add(
      "fuzz.azc",
      llvm::MemoryBuffer::getMemBufferCopy({reinterpret_cast<const char *>(data), size}));
  WarningOptions warnings;
  DiagnosticEngine diags(sources, warnings);
  Arena arena;
  ParsedFile parsed = parse(file, arena, diags);

  uint32_t last = file.base, end = file.base + size;
  for (const Token &token : parsed.tokens) {
    demand(last <= token.range.begin, "tokens are in ascending order");
    demand(token.range.begin <= token.range.end && token.range.end <= end,
           "tokens are in the text");
    demand(token.range.begin < token.range.end || token.kind == TokenKind::EndOfFile,
           "tokens are not empty");
    last = token.range.end;
  }
  if (std::string fault = findMisnested(parsed.statements, {file.base, end}); !fault.empty())
    demand(false, fault.c_str());

  std::vector<Diagnostic> found = diags.take();
  bool errors =
      llvm::any_of(found, [](const Diagnostic &d) { return d.severity == Severity::Error; });
  demand(!parsed.broken || errors, "a broken tree has an error");
  demand(parsed.broken || !errors, "a tree with errors is broken");
  auto inside = [&](SourceRange range) {
    return !range.valid() ||
           (file.base <= range.begin && range.begin <= range.end && range.end <= end);
  };
  for (const Diagnostic &each : found) {
    demand(inside(each.range), "diagnostics are in the text");
    for (const auto *places : {&each.labels, &each.notes})
      for (const Label &label : *places)
        demand(inside(label.range), "labels are in the text");
    for (const Suggestion &suggestion : each.suggestions)
      for (const Edit &edit : suggestion.edits)
        demand(inside(edit.range), "edits are in the text");
  }
  return 0;
}
