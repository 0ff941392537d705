// The parser's error handling: report one error, then continue with the next statement.
#pragma once

#include "ParserBase.h"
#include "TokenStream.h"
#include "azcl/Diagnostics/Engine.h"

namespace azcl {

class ErrorStrategy final : public antlr4::ANTLRErrorStrategy {
public:
  ErrorStrategy(TokenStream &tokens, const SourceFile &file, DiagnosticEngine &diags)
      : tokens(tokens), file(file), diags(diags) {}

  void reset(antlr4::Parser *) override {}
  antlr4::Token *recoverInline(antlr4::Parser *parser) override;
  void recover(antlr4::Parser *parser, std::exception_ptr e) override;
  void sync(antlr4::Parser *parser) override;
  bool inErrorRecoveryMode(antlr4::Parser *) override { return recovering; }
  void reportMatch(antlr4::Parser *) override { recovering = false; }
  void reportError(antlr4::Parser *parser, const antlr4::RecognitionException &e) override;

private:
  void explain(antlr4::Parser &parser);
  bool explainElement(antlr4::Parser &parser);
  void explainMissing(antlr4::Parser &parser);
  bool explainSign(antlr4::Parser &parser);
  bool explainStatement(antlr4::Parser &parser);
  void skipStatement(antlr4::Parser &parser);
  bool canResume(const ParserToken &token, bool inObject);
  llvm::StringRef text(SourceRange range) const {
    return file.text.slice(range.begin - file.base, range.end - file.base);
  }
  std::string describe(const ParserToken &token) const;
  /// The token at fault. A separator token can precede it.
  const ParserToken &found();
  bool excused();

  TokenStream &tokens;
  const SourceFile &file;
  DiagnosticEngine &diags;
  bool recovering = false;
};

} // namespace azcl
