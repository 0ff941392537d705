// Reads `azcl-allow` comments, which suppress a warning for the statement that follows.
#include "Allowances.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

/// The first statement that begins after `offset`, at any nesting level.
static const Statement *statementAfter(Body body, uint32_t offset) {
  const auto *at = llvm::partition_point(
      body, [&](const Statement *each) { return each->range().end <= offset; });
  if (at == body.end())
    return nullptr;
  if ((*at)->range().begin >= offset)
    return *at;
  if (auto *block = llvm::dyn_cast<Block>(*at))
    return statementAfter(block->body, offset);
  if (auto *preset = llvm::dyn_cast<Preset>(*at))
    return statementAfter(preset->body, offset);
  return nullptr;
}

void azcl::readAllowances(llvm::ArrayRef<Token> tokens, Body statements, const SourceFile &file,
                          DiagnosticEngine &diags) {
  for (const Token &token : tokens) {
    if (token.kind != TokenKind::LINE_COMMENT)
      continue;
    StringRef text = file.text.slice(token.range.begin - file.base, token.range.end - file.base);
    StringRef content = text.drop_front(2).trim();
    if (!content.consume_front("azcl-allow") ||
        (!content.empty() && llvm::isAlnum(content.front())))
      continue;
    auto [codeWord, reason] = content.trim().split(':');
    StringRef code = codeWord.trim();
    const DiagInfo *about = findDiagnostic(code);
    if (!about) {
      diags.report(token.range, diag::AllowanceUnknown, code)
          .note({}, note::AllowanceForm, "AZC4003");
      continue;
    }
    if (about->severity == Severity::Error) {
      diags.report(token.range, diag::AllowanceOfError, code);
      continue;
    }
    if (reason.trim().empty())
      diags.report(token.range, diag::AllowanceWithoutReason, code)
          .note({}, note::AllowanceForm, code);
    const Statement *covered = statementAfter(statements, token.range.end);
    diags.allow({about->code, token.range, covered ? covered->range() : SourceRange()});
  }
}
