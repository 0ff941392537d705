// Checks values against the types that they must have.
#pragma once

#include "Context.h"
#include "azcl/Support/TemplateExpression.h"

namespace azcl {

/// What messages say that an operator allows. These types have no values.
namespace operands {
inline constexpr Type amount{TypeKind::Error, "",
                             "a number, a percentage, a duration, a size or a throughput"};
inline constexpr Type ordered{
    TypeKind::Error, "",
    "a number, a percentage, a duration, a size, a throughput or a time of day"};
inline constexpr Type comparable{
    TypeKind::Error, "",
    "a number, a percentage, a duration, a size, a throughput, a time of day, a string, an "
    "address, an address range, a VM size, or `yes` or `no`"};
} // namespace operands

/// The facts that are assumed while a preset is checked on its own: each combination in turn.
class AssumedFacts {
public:
  int64_t value(const Row &fact) {
    for (auto [row, value] : values)
      if (row == &fact)
        return value;
    values.push_back({&fact, 0});
    return 0;
  }
  /// The next combination; false if there is none. Facts are added when they are first needed.
  bool next() {
    for (; !values.empty(); values.pop_back())
      if (++values.back().second < int64_t(values.back().first->type->words.size()))
        return true;
    return false;
  }

private:
  llvm::SmallVector<std::pair<const Row *, int64_t>, 2> values;
};

class ExprChecker {
public:
  explicit ExprChecker(SemaContext &ctx) : ctx(ctx) {}

  /// Converts a value to an expression of type `expected`; never null. `what` names the target in
  /// messages, such as "`port`". Reports and poisons values that do not fit.
  const Expr *check(const ast::Value &value, const Type &expected, llvm::StringRef what);

  /// The value itself or, if it is the name of a let, the value of the let.
  const ast::Value &behindLets(const ast::Value &value) const;

  /// Checks the condition of a block inside `around`, whose facts it can compare.
  const Expr *checkCondition(const ast::Value &condition, const Block &around);
  /// Whether a condition compares a fact.
  static bool comparesFacts(const ast::Value &condition);
  /// Whether the last condition depends on a parameter, even one with a fixed value.
  bool readsParams = false;
  /// Set while a preset is checked on its own.
  AssumedFacts *assumed = nullptr;

  /// The block where the lookup of references starts; null to skip the lookup.
  const Block *scope = nullptr;

  const Expr *number(const Type &type, int64_t value, SourceRange range);
  const Expr *textExpr(const Type &type, llvm::StringRef text, SourceRange range);

private:
  // ExprChecker.cpp
  const Expr *checkWord(const ast::Word &word, const Type &expected, llvm::StringRef what);
  void checkTwice(llvm::ArrayRef<const Expr *> references);
  const Expr *checkList(const ast::Value &value, const Type &expected, llvm::StringRef what);
  const Expr *checkConditional(const ast::Conditional &value, const Type &expected,
                               llvm::StringRef what);
  const Expr *choice(const Expr *condition, const Expr *then, const Expr *otherwise,
                     const Type &type, SourceRange range);
  const Expr *coerce(const Expr *expr, const Type &expected, llvm::StringRef what);
  const Expr *mismatch(const Expr *found, const Type &expected, llvm::StringRef what);
  bool isValueOf(const Type &type, llvm::StringRef text) const;
  const Expr *misfit(SourceRange range, const Type &expected, llvm::StringRef what,
                     std::string found);

  // Names.cpp
  const Expr *declared(const ast::Name &name, const Type *expected, llvm::StringRef what,
                       bool &isDeclared);
  const Expr *paramRef(llvm::StringRef name, SourceRange range);
  bool refusesSecret(const Expr &expr, llvm::StringRef what);
  bool mayHoldSecrets() const;
  const Expr *letValue(llvm::StringRef name, SourceRange range, const Type *expected,
                       llvm::StringRef what);
  const Expr *unknownWord(const ast::Name &name, const Type &expected, llvm::StringRef what);
  const Expr *fact(const ast::Name &name, const Type &expected, llvm::StringRef what);
  const Expr *reference(const ast::Name &name, const Type &expected);

  // Literals.cpp
  const Expr *literal(const ast::Literal &value);
  const Expr *quantity(const ast::Literal &value);
  const Expr *stringValue(const ast::String &value, bool mayRead = false);
  const Expr *interpolated(const Expr *value, llvm::StringRef let);

  // Operators.cpp
  /// The value with its own type. Reports and poisons a value that has none, such as a bare word;
  /// the message says that `allowed` is required.
  const Expr *infer(const ast::Value &value, llvm::StringRef what = "an operand",
                    const Type &allowed = operands::comparable);
  const Expr *unary(const ast::Unary &value);
  const Expr *binary(const ast::Binary &value);
  const Expr *comparison(const ast::Binary &value);
  const Expr *membership(const ast::Binary &value);
  /// Combines the two sides of an operator into one value.
  const Expr *pair(ExprKind kind, const Type &type, const ast::Binary &value, const Expr *first,
                   const Expr *second);
  const Expr *range(const ast::Binary &value);
  const Expr *portMap(const ast::Binary &value);
  const Expr *arithmetic(const ast::Binary &value);
  const Expr *call(const ast::Call &value);
  const Expr *fileText(const ast::Call &value);
  const Expr *knownText(const ast::Value &value, llvm::StringRef what);

  // Facts.cpp
  const Expr *factComparison(const ast::Binary &value);
  const Expr *factMembership(const ast::Binary &value);
  const Row *findFact(const ast::Value &value, const Block *&owner) const;
  const Expr *factValue(const Row &fact, const Block *owner, const ast::Value &value);
  const Expr *refuseAttribute(const ast::Value &value);
  const Expr *comparedWord(const Expr *word, const Row &fact);

  // Templates.cpp
  const Expr *anything(const ast::Value &value, llvm::StringRef what);
  const Expr *object(const ast::Object &value, llvm::StringRef what);
  const Expr *anyWord(const ast::Name &name, llvm::StringRef what);
  const Expr *templateReference(const ast::Name &name);
  const Expr *rawExpression(const ast::Call &value);
  bool checkCalls(const Expr &text, const expressions::Expression &parsed);
  bool readParameters(const Expr &text, const expressions::Expression &parsed,
                      llvm::SmallVectorImpl<const Expr *> &params);
  const Expr *galleryImage(const ast::Call &value);
  const Expr *managedImage(const ast::Call &value);
  const Expr *ownImage(const ast::Call &value, llvm::StringRef name, llvm::StringRef id,
                       llvm::StringRef version, std::string text, const Expr *open);
  const Expr *fold(Expr expr);

  const Expr *make(Expr expr) { return ctx.arena.make<Expr>(expr); }
  const Expr *poison() { return ctx.errorExpr(); }
  llvm::ArrayRef<const Expr *> operands(std::initializer_list<const Expr *> list) {
    return ctx.arena.copy(llvm::ArrayRef<const Expr *>(list));
  }

  SemaContext &ctx;
  const Block *factsOf = nullptr; ///< the innermost block whose facts a condition can compare
  unsigned letDepth = 0, letUses = 0;
};

/// The name of a type without its example, such as "a duration".
llvm::StringRef kindOf(const Type &type);

} // namespace azcl
