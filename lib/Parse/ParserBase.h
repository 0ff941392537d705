// The superclass of the generated parser: hands out what it sees as three kinds of events, and
// makes no parse tree, not even for a listener.
#pragma once

#include "antlr4-runtime.h"

namespace azcl {

/// Told of every rule that begins or ends and every token in between.
class ParserEvents {
public:
  virtual void enter(size_t rule) = 0;
  virtual void token(antlr4::Token *token) = 0;
  /// Told instead of `token` of what recovery passes over.
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
  // Hides the one of antlr4::Parser, which would look for listeners.
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

using azcl::ParserBase; // the name that the grammar gives
