// Parses one file: lexer, token checks, parser, `azcl-allow` comments.
#include "azcl/Parse/Parse.h"
#include "Allowances.h"
#include "Builder.h"
#include "CheckTokens.h"
#include "ErrorStrategy.h"
#include "GeneratedParser.h"
#include "azcl/Diagnostics/Syntax.h"
#include "llvm/Support/JSON.h"
#include <chrono>

using namespace azcl;

static bool reportUnreadable(const SourceFile &file, DiagnosticEngine &diags) {
  SourceRange start{file.base, file.base};
  if (file.text.size() > largestFile) {
    diags.report(start, diag::FileTooLarge, file.text.size() >> 20, largestFile >> 20);
    return true;
  }
  size_t fault;
  if (!llvm::json::isUTF8(file.text, &fault)) {
    uint32_t at = file.base + fault;
    diags.report({at, at + 1}, diag::NotUtf8, uint8_t(file.text[fault]));
    return true;
  }
  return false;
}

ParsedFile azcl::parse(const SourceFile &file, Arena &arena, DiagnosticEngine &diags,
                       ParseTimes *times, BlockForms keywords) {
  using Clock = std::chrono::steady_clock;
  auto seconds = [](Clock::duration d) { return std::chrono::duration<double>(d).count(); };
  ParsedFile result;
  result.source = &file;
  if (reportUnreadable(file, diags)) {
    result.broken = true;
    return result;
  }

  Clock::time_point start = Clock::now();
  result.tokens = lex(file);
  Clock::time_point lexed = Clock::now();

  CheckedTokens checked = checkTokens(result.tokens, file, diags, keywords);
  result.broken = checked.broken;
  if (!checked.tooDeep) {
    TokenStream stream(std::move(checked.forParser));
    Builder builder(file, result.tokens, arena, diags);
    AzclParser parser(&stream);
    parser.removeErrorListeners();
    parser.setErrorHandler(std::make_shared<ErrorStrategy>(stream, file, diags));
    parser.send(&builder);
    unsigned before = diags.errors();
    parser.file();
    result.statements = builder.statements();
    result.broken |= builder.broken() || diags.errors() != before;
  }
  readAllowances(result.tokens, result.statements, file, diags);
  if (times) {
    times->lex += seconds(lexed - start);
    times->parse += seconds(Clock::now() - lexed);
  }
  return result;
}
