// The base class of the generated parser. Sends three kinds of events instead of building a parse
// tree.
#pragma once

#include "antlr4-runtime.h"

namespace azcl {

/// Receives the start and the end of each rule, and each token.
class ParserEvents {
public:
  virtual void enter(size_t rule) = 0;
  virtual void token(antlr4::Token *token) = 0;
  /// Called instead of `token` for tokens that error recovery skips.
  virtual void skipped(antlr4::Token *token) = 0;
  virtual void exit(size_t rule, bool failed) = 0;

protected:
  ~ParserEvents() = default;
};

class ParserBase : public antlr4::Parser {
public:
  explicit ParserBase(antlr4::TokenStream *input) : Parser(input) { setBuildParseTree(false); }

  void send(ParserEvents *to) { events = to; }

  antlr4::Token *consume() override {
    antlr4::Token *token = getCurrentToken();
    if (token->getType() != antlr4::Token::EOF) {
      getTokenStream()->consume();
      events->token(token);
    }
    return token;
  }
  void skip() {
    events->skipped(getCurrentToken());
    getTokenStream()->consume();
  }
  void enterRule(antlr4::ParserRuleContext *context, size_t state, size_t rule) override {
    setState(state);
    setContext(context);
    context->start = getTokenStream()->LT(1);
    events->enter(rule);
  }
  // Hides the method of antlr4::Parser, which would look for listeners.
  void exitRule() {
    antlr4::ParserRuleContext *context = getContext();
    events->exit(context->getRuleIndex(), context->exception != nullptr);
    setState(context->invokingState);
    setContext(static_cast<antlr4::ParserRuleContext *>(context->parent));
  }
  void enterOuterAlt(antlr4::ParserRuleContext *, size_t) override {}

private:
  ParserEvents *events = nullptr;
};

} // namespace azcl

using azcl::ParserBase; // the grammar uses this name
