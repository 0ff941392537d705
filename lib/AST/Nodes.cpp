// Names of syntax tree nodes; spelling and precedence of operators.
#include "azcl/AST/Statements.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

StringRef ast::toString(Kind kind) {
  static constexpr StringRef names[] = {
#define NODE(CLASS) #CLASS,
#include "azcl/AST/Nodes.def"
  };
  return names[size_t(kind)];
}

StringRef ast::toString(LiteralKind kind) {
  static constexpr StringRef names[] = {"integer", "decimal", "percent", "quantity", "ipv4", "ipv6",
                                        "cidr",    "time",    "date",    "true",     "false"};
  return names[size_t(kind)];
}

// In the order of `Operator`.
static constexpr struct {
  StringRef spelling;
  unsigned precedence;
} operators[] = {{"->", 1}, {"..", 2}, {"or", 3}, {"and", 4}, {"not", 5}, {"over", 6},
                 {"==", 7}, {"!=", 7}, {"<", 7},  {"<=", 7},  {">", 7},   {">=", 7},
                 {"in", 7}, {"+", 8},  {"-", 8},  {"*", 9},   {"/", 9},   {"-", 10}};

StringRef ast::spelling(Operator op) {
  return operators[size_t(op)].spelling;
}
unsigned ast::precedence(Operator op) {
  return operators[size_t(op)].precedence;
}
