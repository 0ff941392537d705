// Computes the lexer table at build time: the next state for every state and byte, from the
// automaton that ANTLR would otherwise build lazily and under a lock.
//   azcl-lexgen Tokens.def LexerTable.inc
#include "AzclLexer.h"
#include "antlr4-runtime.h"
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>

using namespace antlr4;

namespace {

/// Exposes the protected functions of the simulator that compute states.
class Automaton : public atn::LexerATNSimulator {
public:
  using LexerATNSimulator::addDFAState;
  using LexerATNSimulator::computeStartState;
  using LexerATNSimulator::computeTargetState;
  using LexerATNSimulator::LexerATNSimulator;

  dfa::DFAState *start(CharStream *input) {
    return addDFAState(computeStartState(input, atn.modeToStartState[0]).release());
  }
};

constexpr size_t symbols = 128; // every byte from 0x80 on looks like 0x7F

struct State {
  size_t accepts = 0; // token type; 0 is none
  std::vector<size_t> next = std::vector<size_t>(symbols, 0);
};

size_t channelOf(const dfa::DFAState &state) {
  if (state.lexerActionExecutor)
    for (const auto &action : state.lexerActionExecutor->getLexerActions())
      if (auto *channel = dynamic_cast<atn::LexerChannelAction *>(action.get()))
        return channel->getChannel();
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 3) {
    std::cerr << "usage: azcl-lexgen Tokens.def LexerTable.inc\n";
    return 2;
  }
  ANTLRInputStream input("");
  AzclLexer lexer(&input);
  const atn::ATN &atn = lexer.getATN();
  std::vector<dfa::DFA> decisions;
  for (size_t i = 0; i < atn.getNumberOfDecisions(); ++i)
    decisions.emplace_back(atn.getDecisionState(i), i);
  atn::PredictionContextCache cache;
  Automaton automaton(&lexer, atn, decisions, cache);

  // State 0 is the dead end, state 1 the start.
  std::vector<State> states(1);
  std::vector<size_t> channels(lexer.getVocabulary().getMaxTokenType() + 1, 0);
  std::vector<dfa::DFAState *> work;
  std::map<dfa::DFAState *, size_t> numbers;
  auto numberOf = [&](dfa::DFAState *state) {
    auto [at, isNew] = numbers.try_emplace(state, states.size());
    if (isNew) {
      states.emplace_back();
      work.push_back(state);
      if (state->isAcceptState) {
        states.back().accepts = state->prediction;
        channels[state->prediction] = channelOf(*state);
      }
    }
    return at->second;
  };
  numberOf(automaton.start(&input));
  for (size_t i = 0; i < work.size(); ++i)
    for (size_t symbol = 0; symbol < symbols; ++symbol) {
      dfa::DFAState *target = automaton.computeTargetState(&input, work[i], symbol);
      if (target != atn::ATNSimulator::ERROR.get()) {
        size_t number = numberOf(target); // may move `states`
        states[i + 1].next[symbol] = number;
      }
    }

  // Symbols that no state tells apart share a column.
  std::map<std::vector<size_t>, size_t> columns;
  std::vector<size_t> columnOf(symbols);
  std::vector<std::vector<size_t>> ordered;
  for (size_t symbol = 0; symbol < symbols; ++symbol) {
    std::vector<size_t> column;
    for (const State &state : states)
      column.push_back(state.next[symbol]);
    auto [at, isNew] = columns.try_emplace(column, ordered.size());
    if (isNew)
      ordered.push_back(column);
    columnOf[symbol] = at->second;
  }

  std::ofstream tokens(argv[1]), table(argv[2]);
  tokens << "// TOKEN(Enumerator, number, \"spelling or nothing\")\n";
  const dfa::Vocabulary &vocabulary = lexer.getVocabulary();
  for (size_t type = 1; type <= vocabulary.getMaxTokenType(); ++type) {
    std::string literal = vocabulary.getLiteralName(type);
    if (literal.size() >= 2)
      literal = literal.substr(1, literal.size() - 2); // without the quotes
    tokens << "TOKEN(" << vocabulary.getSymbolicName(type) << ", " << type << ", \"" << literal
           << "\")\n";
  }
  tokens << "#undef TOKEN\n";

  table << "constexpr unsigned columns = " << ordered.size() << ";\n";
  table << "constexpr uint8_t columnOf[256] = {";
  for (size_t byte = 0; byte < 256; ++byte)
    table << columnOf[std::min(byte, symbols - 1)] << ",";
  table << "};\nconstexpr uint8_t channelOf[] = {";
  for (size_t channel : channels)
    table << channel << ",";
  table << "};\nconstexpr uint8_t accepts[] = {";
  for (const State &state : states)
    table << state.accepts << ",";
  table << "};\nconstexpr uint16_t next[][" << ordered.size() << "] = {\n";
  for (size_t state = 0; state < states.size(); ++state) {
    table << "{";
    for (const auto &column : ordered)
      table << column[state] << ",";
    table << "},\n";
  }
  table << "};\n";
  return tokens && table ? 0 : 1;
}
