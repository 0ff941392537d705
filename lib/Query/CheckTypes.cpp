// Checks the types of a query and resolves its columns.
#include "Typed.h"
#include "azcl/Support/Format.h"
#include "azcl/Support/Units.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using namespace azcl::query;
using llvm::dyn_cast;
using llvm::isa;
using llvm::StringRef;
using NodePtr = std::unique_ptr<Node>;

static std::string describe(const Type &type) {
  switch (type.kind) {
  case CellType::Flag: return "yes or no";
  case CellType::Number: return "a number";
  case CellType::Size: return "a size";
  case CellType::Percent: return "a percentage";
  case CellType::Text: return "a text";
  case CellType::Date: return "a date";
  case CellType::Word: return "one of " + orList(type.words);
  case CellType::Words: return "a list of words";
  case CellType::Texts: return "a list of texts";
  case CellType::Numbers: return "a list of numbers";
  }
  return "";
}

/// An example of a condition on a column of this type.
static std::string example(StringRef column, const Type &type) {
  switch (type.kind) {
  case CellType::Flag: return column.str();
  case CellType::Number: return fmt::format("{} >= 8", column);
  case CellType::Size: return fmt::format("{} >= 64GiB", column);
  case CellType::Percent: return fmt::format("{} >= 99.9%", column);
  case CellType::Text: return fmt::format("\"text\" in {}", column);
  case CellType::Date: return fmt::format("{} < 2028-01-01", column);
  case CellType::Word: return fmt::format("{} == {}", column, type.words[0]);
  case CellType::Words: return fmt::format("{} in {}", type.words[0], column);
  case CellType::Texts: return fmt::format("word in {}", column);
  case CellType::Numbers: return fmt::format("1 in {}", column);
  }
  return "";
}

static NodePtr make(Op op, Type type) {
  return std::make_unique<Node>(Node{op, type, 0, {}, {}, {}});
}

static NodePtr join(Op op, Type type, NodePtr a, NodePtr b = nullptr) {
  NodePtr node = make(op, type);
  node->operands.push_back(std::move(a));
  if (b)
    node->operands.push_back(std::move(b));
  return node;
}

static NodePtr constantOf(Type type, double number, StringRef text = {}) {
  NodePtr node = make(Op::Constant, type);
  node->constant.number = number;
  node->constant.text = text;
  return node;
}

namespace {
constexpr Type flagType{CellType::Flag};

class TypeChecker {
public:
  TypeChecker(const RowTable &table, std::vector<unsigned> &mentioned,
              std::vector<Problem> &problems)
      : table(table), mentioned(mentioned), problems(problems) {}

  /// A value that must be yes or no.
  NodePtr condition(const ast::Value &value) {
    NodePtr node = expr(value);
    if (!node || node->type.kind == CellType::Flag)
      return node;
    if (node->op == Op::Column)
      return fail(value.range(),
                  fmt::format("`{}` is {}, not yes or no", name(*node), describe(node->type)),
                  fmt::format("write `{}`", example(name(*node), node->type)));
    return fail(value.range(), fmt::format("this is {}, not yes or no", describe(node->type)));
  }

private:
  NodePtr fail(SourceRange range, std::string message, std::string help = {}) {
    problems.push_back({range, std::move(message), std::move(help)});
    return nullptr;
  }

  StringRef name(const Node &column) const { return table.columns()[column.column].name; }

  /// How messages refer to a node.
  std::string called(const Node &node) const {
    return node.op == Op::Column ? fmt::format("`{}`", name(node)) : "the other side";
  }

  Type typeOf(unsigned column) const {
    return {table.columns()[column].type, table.columns()[column].words};
  }

  /// A word that is not a column. Its meaning depends on what it is compared with.
  const ast::Word *openWord(const ast::Value &value) const {
    auto *word = dyn_cast<ast::Word>(&value);
    return word && table.find(word->text) < 0 ? word : nullptr;
  }

  NodePtr column(const ast::Word &word) {
    int place = table.find(word.text);
    if (place < 0)
      return unknownColumn(word);
    if (!llvm::is_contained(mentioned, unsigned(place)))
      mentioned.push_back(unsigned(place));
    NodePtr node = make(Op::Column, typeOf(unsigned(place)));
    node->column = unsigned(place);
    return node;
  }

  NodePtr unknownColumn(const ast::Word &word) {
    std::vector<StringRef> names;
    for (const ColumnInfo &each : table.columns())
      names.push_back(each.name);
    StringRef near = nearest(word.text, names);
    return fail(word.range(), fmt::format("{} have no column `{}`", table.name(), word.text),
                near.empty() ? fmt::format("the columns are {}", llvm::join(names, ", "))
                             : fmt::format("did you mean `{}`?", near));
  }

  NodePtr expr(const ast::Value &value) {
    switch (value.kind()) {
    case ast::Kind::Missing: return nullptr; // already reported
    case ast::Kind::Word: return column(llvm::cast<ast::Word>(value));
    case ast::Kind::Literal: return literal(llvm::cast<ast::Literal>(value));
    case ast::Kind::Unary: return unary(llvm::cast<ast::Unary>(value));
    case ast::Kind::Binary: return binary(llvm::cast<ast::Binary>(value));
    case ast::Kind::String: return text(llvm::cast<ast::String>(value), {CellType::Text});
    case ast::Kind::List:
      return fail(value.range(), "a list is allowed only after `in`, `==` or `!=`");
    default: return fail(value.range(), "this is not allowed in a query");
    }
  }

  NodePtr literal(const ast::Literal &literal) {
    switch (literal.literal) {
    case ast::LiteralKind::True: return constantOf(flagType, 1);
    case ast::LiteralKind::False: return constantOf(flagType, 0);
    case ast::LiteralKind::Date: return constantOf({CellType::Date}, 0, literal.text);
    case ast::LiteralKind::Integer:
    case ast::LiteralKind::Decimal: {
      double number = 0;
      literal.text.getAsDouble(number);
      return constantOf({CellType::Number}, number);
    }
    case ast::LiteralKind::Percent: {
      std::optional<int64_t> number = parseScaled(literal.text.drop_back());
      return number ? constantOf({CellType::Percent}, double(*number))
                    : fail(literal.range(), "a percentage has at most four decimals");
    }
    case ast::LiteralKind::Quantity: return quantity(literal);
    default: return fail(literal.range(), "no column has values of this type");
    }
  }

  NodePtr quantity(const ast::Literal &literal) {
    Quantity parsed = parseQuantity(literal.text);
    if (parsed.fault == Quantity::Fault::UnknownUnit) {
      std::vector<StringRef> names;
      for (const Unit &unit : units())
        if (unit.dimension == Dimension::Size)
          names.push_back(unit.name);
      return fail(literal.range(), fmt::format("unknown unit `{}`", parsed.unit),
                  fmt::format("the units of sizes are {}", llvm::join(names, ", ")));
    }
    if (parsed.fault != Quantity::Fault::None)
      return fail(literal.range(), fmt::format("`{}` is not a valid size", literal.text));
    if (parsed.dimension != Dimension::Size)
      return fail(literal.range(), "no column is a duration or a throughput");
    return constantOf({CellType::Size}, double(parsed.value));
  }

  NodePtr text(const ast::String &string, Type wanted) {
    if (!string.plain())
      return fail(string.range(), "interpolation is not supported in a query");
    return wordOrText(string.range(), string.plainText(), wanted);
  }

  NodePtr wordOrText(SourceRange range, StringRef spelling, Type wanted) {
    if (wanted.kind == CellType::Text)
      return constantOf(wanted, 0, spelling);
    for (StringRef each : wanted.words)
      if (each.equals_insensitive(spelling))
        return constantOf(wanted, 0, each);
    StringRef near = nearest(spelling, wanted.words);
    return fail(range,
                fmt::format("`{}` is not one of {}", spelling, llvm::join(wanted.words, ", ")),
                near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }

  /// Checks a value that must have the type `wanted` because it is compared with `other`.
  NodePtr as(const ast::Value &value, Type wanted, const Node &other) {
    bool isWord = wanted.kind == CellType::Text || wanted.kind == CellType::Word;
    if (const ast::Word *word = openWord(value))
      return isWord ? wordOrText(value.range(), word->text, wanted) : unknownColumn(*word);
    if (auto *string = dyn_cast<ast::String>(&value); string && isWord)
      return text(*string, wanted);
    NodePtr node = expr(value);
    if (!node || (node->type.kind == wanted.kind && node->type.words == wanted.words))
      return node;
    if (wanted.isAmount() && node->op == Op::Constant && node->type.kind == CellType::Number &&
        !node->constant.number) {
      node->type = wanted; // zero needs no unit
      return node;
    }
    return mismatch(value.range(), *node, wanted, other);
  }

  NodePtr mismatch(SourceRange range, const Node &node, const Type &wanted, const Node &other) {
    std::string help;
    if (wanted.kind == CellType::Size && node.type.kind == CellType::Number)
      help = fmt::format("add the unit: `{}GiB`",
                         node.op == Op::Constant ? fmt::format("{}", node.constant.number) : "1");
    else if (wanted.kind == CellType::Percent && node.type.kind == CellType::Number)
      help = fmt::format("write `{}%`",
                         node.op == Op::Constant ? fmt::format("{}", node.constant.number) : "1");
    else if (wanted.kind == CellType::Date)
      help = "write a date such as 2028-01-31";
    if (wanted.isList() || other.type.isList())
      return fail(range,
                  fmt::format("{} contains {}, but this is {}", called(other),
                              describe(other.type.item()), describe(node.type)),
                  help);
    return fail(range,
                fmt::format("{} is {}, but this is {}", called(other), describe(wanted),
                            describe(node.type)),
                help);
  }

  NodePtr unary(const ast::Unary &operation) {
    if (operation.op == ast::Operator::Not) {
      NodePtr operand = condition(*operation.operand);
      return operand ? ::join(Op::Not, flagType, std::move(operand)) : nullptr;
    }
    NodePtr operand = expr(*operation.operand);
    if (operand && !operand->type.isAmount())
      return fail(operation.operand->range(),
                  fmt::format("this is {}, not an amount", describe(operand->type)));
    Type type = operand ? operand->type : flagType;
    return operand ? ::join(Op::Neg, type, std::move(operand)) : nullptr;
  }

  NodePtr binary(const ast::Binary &operation) {
    switch (operation.op) {
    case ast::Operator::And:
    case ast::Operator::Or: {
      NodePtr left = condition(*operation.left), right = condition(*operation.right);
      return left && right ? ::join(operation.op == ast::Operator::And ? Op::And : Op::Or, flagType,
                                    std::move(left), std::move(right))
                           : nullptr;
    }
    case ast::Operator::Eq: return comparison(operation, Op::Eq);
    case ast::Operator::Ne: return comparison(operation, Op::Ne);
    case ast::Operator::Lt: return comparison(operation, Op::Lt);
    case ast::Operator::Le: return comparison(operation, Op::Le);
    case ast::Operator::Gt: return comparison(operation, Op::Gt);
    case ast::Operator::Ge: return comparison(operation, Op::Ge);
    case ast::Operator::In: return membership(operation);
    case ast::Operator::Add: return arithmetic(operation, Op::Add);
    case ast::Operator::Sub: return arithmetic(operation, Op::Sub);
    case ast::Operator::Mul: return arithmetic(operation, Op::Mul);
    case ast::Operator::Div: return arithmetic(operation, Op::Div);
    case ast::Operator::Range: return fail(operation.at, "a range is allowed only after `in`");
    default:
      return fail(operation.at,
                  fmt::format("`{}` is not allowed in a query", ast::spelling(operation.op)));
    }
  }

  NodePtr comparison(const ast::Binary &operation, Op op) {
    const ast::Value *left = operation.left, *right = operation.right;
    bool swapped = openWord(*left) || isa<ast::List>(left) ||
                   (isa<ast::String>(left) && !isa<ast::String>(right));
    if (swapped)
      std::swap(left, right);
    NodePtr a = expr(*left);
    if (!a)
      return nullptr;
    if (const ast::Word *word = openWord(*right);
        word && word->text == "none" && !llvm::is_contained(a->type.words, "none"))
      return absence(std::move(a), *word, op);
    if (op != Op::Eq && op != Op::Ne && !a->type.isAmount() && a->type.kind != CellType::Date)
      return fail(operation.at,
                  fmt::format("{} is {}, which has no order", called(*a), describe(a->type)));
    NodePtr b = a->type.isList() ? wholeList(*right, *a) : as(*right, a->type, *a);
    if (!b)
      return nullptr;
    if (swapped)
      std::swap(a, b);
    return ::join(op, flagType, std::move(a), std::move(b));
  }

  /// `column == none`
  NodePtr absence(NodePtr a, const ast::Word &word, Op op) {
    bool maybe = a->op == Op::Column && (table.columns()[a->column].optional);
    if (!maybe && !a->type.isList())
      return fail(word.range(), fmt::format("{} is never missing", called(*a)));
    if (op != Op::Eq && op != Op::Ne)
      return fail(word.range(), "`none` is allowed only after `==` or `!=`");
    NodePtr node;
    if (a->type.isList()) {
      Type type = a->type;
      node = ::join(Op::Eq, flagType, std::move(a), make(Op::Constant, type));
    } else {
      node = ::join(Op::Absent, flagType, std::move(a));
    }
    return op == Op::Eq ? std::move(node) : ::join(Op::Not, flagType, std::move(node));
  }

  /// A list of constants to compare with a list column.
  NodePtr wholeList(const ast::Value &value, const Node &other) {
    auto *list = dyn_cast<ast::List>(&value);
    if (!list && !openWord(value) && !isa<ast::Literal, ast::String>(value)) {
      NodePtr node = expr(value);
      if (node && (node->type.kind != other.type.kind || node->type.words != other.type.words))
        return fail(value.range(), fmt::format("{} is {}, but this is {}", called(other),
                                               describe(other.type), describe(node->type)));
      return node;
    }
    if (!list)
      return fail(value.range(), fmt::format("{} is {}", called(other), describe(other.type)),
                  other.op == Op::Column
                      ? fmt::format("write `{}`", example(name(other), other.type))
                      : "");
    NodePtr node = make(Op::Constant, other.type);
    for (const ast::Value *each : list->elements) {
      NodePtr item = as(*each, other.type.item(), other);
      if (!item)
        return nullptr;
      if (item->op != Op::Constant)
        return fail(each->range(), "a list in a comparison cannot contain columns");
      if (other.type.kind == CellType::Numbers)
        node->numbers.push_back(unsigned(item->constant.number));
      else
        node->constant.texts.push_back(item->constant.text);
    }
    llvm::sort(node->numbers);
    node->constant.numbers = node->numbers;
    return node;
  }

  NodePtr membership(const ast::Binary &operation) {
    if (auto *list = dyn_cast<ast::List>(operation.right))
      return anyOf(*operation.left, *list);
    NodePtr whole = expr(*operation.right);
    if (!whole)
      return nullptr;
    if (whole->type.isList()) {
      NodePtr item = as(*operation.left, whole->type.item(), *whole);
      return item ? ::join(Op::Holds, flagType, std::move(whole), std::move(item)) : nullptr;
    }
    if (whole->type.kind != CellType::Text)
      return fail(operation.right->range(),
                  fmt::format("{} is {}, not a list", called(*whole), describe(whole->type)));
    NodePtr part = as(*operation.left, whole->type, *whole);
    return part ? ::join(Op::Within, flagType, std::move(part), std::move(whole)) : nullptr;
  }

  NodePtr anyOf(const ast::Value &left, const ast::List &list) {
    NodePtr operand = expr(left);
    if (!operand)
      return nullptr;
    if (operand->type.isList())
      return fail(left.range(), fmt::format("{} is {}", called(*operand), describe(operand->type)),
                  operand->op == Op::Column
                      ? fmt::format("write `{}`", example(name(*operand), operand->type))
                      : "");
    NodePtr node = make(Op::AnyOf, flagType);
    node->operands.push_back(std::move(operand));
    for (const ast::Value *each : list.elements) {
      const Node &first = *node->operands[0];
      auto *range = dyn_cast<ast::Binary>(each);
      NodePtr item = range && range->op == ast::Operator::Range ? rangeOf(*range, first)
                                                                : as(*each, first.type, first);
      if (!item)
        return nullptr;
      node->operands.push_back(std::move(item));
    }
    return node;
  }

  NodePtr rangeOf(const ast::Binary &bounds, const Node &of) {
    if (!of.type.isAmount() && of.type.kind != CellType::Date)
      return fail(bounds.range(),
                  fmt::format("{} is {}, which has no order", called(of), describe(of.type)));
    NodePtr low = as(*bounds.left, of.type, of), high = as(*bounds.right, of.type, of);
    return low && high ? ::join(Op::Range, of.type, std::move(low), std::move(high)) : nullptr;
  }

  NodePtr arithmetic(const ast::Binary &operation, Op op) {
    NodePtr a = expr(*operation.left), b = expr(*operation.right);
    if (!a || !b)
      return nullptr;
    for (auto [node, value] :
         {std::pair(a.get(), operation.left), std::pair(b.get(), operation.right)})
      if (!node->type.isAmount())
        return fail(value->range(), fmt::format("this is {}, not an amount", describe(node->type)));
    CellType left = a->type.kind, right = b->type.kind, result = left;
    bool fits = left == right; // for + and -
    if (op == Op::Mul) {
      fits = left == CellType::Number || right == CellType::Number;
      result = left == CellType::Number ? right : left;
    } else if (op == Op::Div) {
      fits = left == right || right == CellType::Number;
      result = left == right ? CellType::Number : left;
    }
    if (!fits)
      return fail(operation.at,
                  fmt::format("{} and {} cannot be combined with `{}`", describe(a->type),
                              describe(b->type), ast::spelling(operation.op)));
    return ::join(op, {result}, std::move(a), std::move(b));
  }

  const RowTable &table;
  std::vector<unsigned> &mentioned;
  std::vector<Problem> &problems;
};
} // namespace

NodePtr query::checkTypes(const ast::Value &value, const RowTable &table,
                          std::vector<unsigned> &mentioned, std::vector<Problem> &problems) {
  return TypeChecker(table, mentioned, problems).condition(value);
}
