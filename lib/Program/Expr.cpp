// Evaluates and prints checked expressions.
#include "azcl/Program/Expr.h"
#include "azcl/Program/Block.h"
#include "azcl/Support/Units.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace azcl;
using ast::Operator;
using llvm::StringRef;

std::optional<uint64_t> Domain::count() const {
  if (!choices.empty())
    return choices.size();
  if (!bounded)
    return std::nullopt;
  uint64_t more = uint64_t(high) - uint64_t(low);
  return more == UINT64_MAX ? more : more + 1;
}

bool Domain::contains(const Scalar &value) const {
  if (!choices.empty())
    return llvm::is_contained(choices, value);
  return !bounded || (low <= value.number && value.number <= high);
}

std::optional<Domain> Param::values() const {
  Domain all = domain;
  if (!all.choices.empty() || all.bounded)
    return all;
  all.bounded = true;
  if (type->kind == TypeKind::Bool)
    all.low = 0, all.high = 1;
  else if (type->kind == TypeKind::Int)
    all.low = INT32_MIN, all.high = INT32_MAX; // the range that every ARM int has
  else if (type->kind == TypeKind::Time)
    all.low = 0, all.high = 24 * 60 - 1;
  else if (type->isNumeric())
    all.low = 0, all.high = int64_t(1) << 50;
  else
    return std::nullopt;
  return all;
}

/// a * b / scale. Does not fail if only the intermediate product a * b overflows.
static bool multiply(int64_t a, int64_t b, int64_t scale, int64_t &result) {
  int64_t whole, rest;
  bool overflow = llvm::MulOverflow(a / scale, b, whole) | llvm::MulOverflow(a % scale, b, rest);
  return overflow | llvm::AddOverflow(whole, rest / scale, result);
}

static std::optional<Scalar> arithmetic(const Expr &expr, int64_t a, int64_t b) {
  int64_t result;
  bool overflow = false;
  switch (expr.op) {
  case Operator::Add: overflow = llvm::AddOverflow(a, b, result); break;
  case Operator::Sub: overflow = llvm::SubOverflow(a, b, result); break;
  case Operator::Mul:
    // The right factor is a number or a percentage; 100% is 1.
    overflow = multiply(a, b,
                        expr.operands[1]->type->kind == TypeKind::Percent   ? 100 * decimalScale
                        : expr.operands[1]->type->kind == TypeKind::Decimal ? decimalScale
                                                                            : 1,
                        result);
    break;
  case Operator::Div:
    if (b == 0 || (a == INT64_MIN && b == -1))
      return std::nullopt;
    if (expr.operands[1]->type->kind == TypeKind::Decimal) {
      overflow = llvm::MulOverflow<int64_t>(a, 10000, a);
      if (overflow)
        break;
    }
    result = a / b;
    break;
  case Operator::Lt: result = a < b; break;
  case Operator::Le: result = a <= b; break;
  case Operator::Gt: result = a > b; break;
  case Operator::Ge: result = a >= b; break;
  case Operator::And: result = a && b; break;
  case Operator::Or: result = a || b; break;
  default: return std::nullopt;
  }
  if (overflow)
    return std::nullopt;
  return Scalar{result, {}};
}

std::optional<Scalar> azcl::evaluate(const Expr &expr, const Assignment &values) {
  switch (expr.kind) {
  case ExprKind::Number: return Scalar{expr.number, {}};
  case ExprKind::Text:
  case ExprKind::Fact: return Scalar{0, expr.text};
  case ExprKind::Param:
    for (const auto &[param, value] : values)
      if (param == expr.param)
        return value;
    return std::nullopt;
  case ExprKind::Unary: {
    std::optional<Scalar> a = evaluate(*expr.operands[0], values);
    if (!a || (expr.op == Operator::Neg && a->number == INT64_MIN))
      return std::nullopt;
    return Scalar{expr.op == Operator::Not ? !a->number : -a->number, {}};
  }
  case ExprKind::Binary: {
    std::optional<Scalar> a = evaluate(*expr.operands[0], values);
    if (expr.op == Operator::In) { // a Range, or a List
      const Expr &set = *expr.operands[1];
      if (!a)
        return std::nullopt;
      bool inside = false;
      for (size_t i = 0; i < set.operands.size(); ++i) {
        std::optional<Scalar> b = evaluate(*set.operands[i], values);
        if (!b)
          return std::nullopt;
        if (set.kind == ExprKind::Range)
          inside = i == 0 ? a->number >= b->number : inside && a->number <= b->number;
        else
          inside |= *a == *b;
      }
      return Scalar{inside, {}};
    }
    std::optional<Scalar> b = evaluate(*expr.operands[1], values);
    if (!a || !b)
      return std::nullopt;
    if (expr.op == Operator::Eq || expr.op == Operator::Ne)
      return Scalar{(*a == *b) == (expr.op == Operator::Eq), {}};
    return arithmetic(expr, a->number, b->number);
  }
  case ExprKind::Conditional: {
    std::optional<Scalar> which = evaluate(*expr.operands[0], values);
    if (!which)
      return std::nullopt;
    return evaluate(*expr.operands[which->number ? 1 : 2], values);
  }
  case ExprKind::Call: { // min and max: all other calls are evaluated when they are checked
    std::optional<Scalar> best;
    for (const Expr *operand : expr.operands) {
      std::optional<Scalar> each = evaluate(*operand, values);
      if (!each)
        return std::nullopt;
      if (!best || (expr.text == "min") == (each->number < best->number))
        best = each;
    }
    return best;
  }
  case ExprKind::Error:
  case ExprKind::Reference:
  case ExprKind::Concat:
  case ExprKind::List:
  case ExprKind::Range:
  case ExprKind::PortMap:
  case ExprKind::Object:
  case ExprKind::Raw: return std::nullopt;
  }
  return std::nullopt;
}

void azcl::collectParams(const Expr &expr, llvm::SmallVectorImpl<const Param *> &params) {
  if (!expr.open)
    return;
  if (expr.kind == ExprKind::Param && !llvm::is_contained(params, expr.param))
    params.push_back(expr.param);
  for (const Expr *operand : expr.operands)
    collectParams(*operand, params);
}

/// A string literal with escapes, as in the source.
static std::string quoted(StringRef text) {
  std::string out = "\"";
  for (char c : text)
    switch (c) {
    case '\n': out += "\\n"; break;
    case '\t': out += "\\t"; break;
    case '\r': out += "\\r"; break;
    case '"':
    case '\\':
    case '$': out += '\\'; [[fallthrough]];
    default: out += c;
    }
  return out + "\"";
}

std::string azcl::print(const Scalar &value, const Type &type) {
  int64_t n = value.number;
  switch (type.kind) {
  case TypeKind::Bool: return n ? "yes" : "no";
  case TypeKind::Percent: return formatScaled(n) + "%";
  case TypeKind::Decimal: return formatScaled(n) + (n % decimalScale ? "" : ".0");
  case TypeKind::Duration: return formatQuantity(Dimension::Duration, n);
  case TypeKind::Size: return formatQuantity(Dimension::Size, n);
  case TypeKind::Throughput: return formatQuantity(Dimension::Throughput, n);
  case TypeKind::Time: return fmt::format("{:02}:{:02}", n / 60, n % 60);
  case TypeKind::Date:
  case TypeKind::Address:
  case TypeKind::Network:
  case TypeKind::Region:
  case TypeKind::VmSize:
  case TypeKind::Image:
  case TypeKind::HostSku: return value.text.str();
  case TypeKind::Text:
  case TypeKind::SshKey:
  case TypeKind::SecretUri:
  case TypeKind::Secret: return quoted(value.text);
  case TypeKind::Word: return type.words[n].name.str();
  default: return std::to_string(n);
  }
}

namespace {
/// Prints expressions with the fewest parentheses that their precedences allow.
class Printer {
public:
  std::string print(const Expr &expr, unsigned around = 0) {
    switch (expr.kind) {
    case ExprKind::Error: return "?";
    case ExprKind::Number:
    case ExprKind::Text: return azcl::print(Scalar{expr.number, expr.text}, *expr.type);
    case ExprKind::Fact:
    case ExprKind::Reference: return expr.text.str();
    case ExprKind::Param: return "param." + expr.param->name.text.str();
    case ExprKind::Unary: {
      unsigned own = precedence(expr.op);
      // A minus after a minus needs parentheses.
      std::string text = expr.op == Operator::Not ? "not " + print(*expr.operands[0], own)
                                                  : "-" + print(*expr.operands[0], own + 1);
      return own < around ? "(" + text + ")" : text;
    }
    case ExprKind::Binary: return infix(expr, around);
    case ExprKind::Conditional: {
      std::string text = fmt::format("if {} then {} else {}", print(*expr.operands[0]),
                                     print(*expr.operands[1]), print(*expr.operands[2]));
      return around ? "(" + text + ")" : text;
    }
    case ExprKind::Call: return fmt::format("{}({})", expr.text, list(expr));
    case ExprKind::Concat: {
      std::string text = "\"";
      for (const Expr *part : expr.operands)
        if (part->kind == ExprKind::Concat) {
          text += fmt::format("${{{}}}", part->text);
        } else if (part->open || part->kind == ExprKind::Reference) {
          text += "${" + print(*part) + "}";
        } else {
          std::string plain = quoted(part->text);
          text += plain.substr(1, plain.size() - 2);
        }
      return text + "\"";
    }
    case ExprKind::List: return "[" + list(expr) + "]";
    case ExprKind::Raw: return "arm(" + quoted(expr.text) + ")";
    case ExprKind::Object: {
      std::string text = "{ ";
      for (size_t i = 0; i < expr.operands.size(); i += 2)
        text += quoted(expr.operands[i]->text) + " = " + print(*expr.operands[i + 1]) + "  ";
      return text + "}";
    }
    case ExprKind::Range:
      if (expr.operands[0] == expr.operands[1])
        return print(*expr.operands[0], around);
      return pair(expr, Operator::Range, "..", around);
    case ExprKind::PortMap:
      if (expr.operands[0] == expr.operands[1])
        return print(*expr.operands[0], around);
      return pair(expr, Operator::Arrow, " -> ", around);
    }
    return "?";
  }

private:
  std::string list(const Expr &expr) {
    std::string text;
    for (const Expr *operand : expr.operands)
      text += (text.empty() ? "" : ", ") + print(*operand);
    return text;
  }
  std::string pair(const Expr &expr, Operator op, StringRef sign, unsigned around) {
    unsigned own = precedence(op);
    std::string text =
        print(*expr.operands[0], own + 1) + sign.str() + print(*expr.operands[1], own + 1);
    return own < around ? "(" + text + ")" : text;
  }
  std::string infix(const Expr &expr, unsigned around) {
    unsigned own = precedence(expr.op);
    bool chains = own >= precedence(Operator::Add) || own <= precedence(Operator::And);
    std::string text = fmt::format("{} {} {}", print(*expr.operands[0], own + !chains),
                                   spelling(expr.op), print(*expr.operands[1], own + 1));
    return own < around ? "(" + text + ")" : text;
  }
};
} // namespace

std::string azcl::print(const Expr &expr, unsigned around) {
  return Printer().print(expr, around);
}
