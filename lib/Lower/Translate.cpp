// Translates expressions, parameters and conditions to template values.
#include "Translate.h"
#include "azcl/Analysis/Reads.h"
#include "azcl/Program/Wire.h"
#include "azcl/Support/Units.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

/// A value as it is written in a parameter file.
static Value wireValue(const Scalar &value, const Type &type, arm::ValueFactory &values) {
  if (type.kind == TypeKind::Bool)
    return Value(value.number != 0);
  if (type.isNumeric())
    return Value(value.number / wireUnit(type));
  return values.text(value.text);
}

/// A value in the notation of the language. Only plain numbers stay numbers: a number in base units
/// would be unreadable.
static Value declaredValue(const Scalar &value, const Type &type, arm::ValueFactory &values) {
  switch (type.kind) {
  case TypeKind::Int: return Value(value.number);
  case TypeKind::Bool: return Value(value.number != 0);
  default: return values.text(type.isNumeric() ? StringRef(print(value, type)) : value.text);
  }
}

static Scalar scalarOf(const Expr &expr) {
  return {expr.number, expr.text};
}

/// The description of a parameter in the manifest.
static arm::Declaration declarationOf(const Param &param, arm::Module &module) {
  const Type &type = *param.type;
  arm::Declaration made{module.arena.copy(type.name), module.arena.copy(param.doc), {}, {}, {}, {}};
  auto value = [&](const Scalar &scalar) { return declaredValue(scalar, type, module.values); };
  if (param.domain.bounded) {
    made.least = value({param.domain.low, {}});
    made.most = value({param.domain.high, {}});
  }
  llvm::SmallVector<Value, 8> allowed;
  for (const Scalar &choice : param.domain.choices)
    allowed.push_back(value(choice));
  made.allowed = module.arena.copy<Value>(allowed);
  if (param.initial)
    made.initial = value(scalarOf(*param.initial));
  return made;
}

static arm::ParameterType typeOnTheWire(const Type &type) {
  if (type.kind == TypeKind::Secret)
    return arm::ParameterType::SecureText;
  if (type.kind == TypeKind::Bool)
    return arm::ParameterType::Bool;
  return type.isNumeric() ? arm::ParameterType::Int : arm::ParameterType::Text;
}

/// The template tests of marketplaces accept neither a list of locations nor another default
/// (Azure/azure-quickstart-templates, test/template-validation-tests). Fold checks the location.
static void suitMarketplaces(arm::Parameter &location, arm::ValueFactory &values) {
  location.allowed = {};
  if (!location.initial.set())
    location.initial = values.call(Function::ResourceGroupLocation, {});
}

void Translate::declare(const Program &program) {
  for (const Param *param : program.params) {
    if (param->closed && !param->forEach)
      continue;
    auto made = std::make_unique<arm::Parameter>();
    if (param->forEach) {
      module.regionParameter = made.get();
      module.oneOfRegions = module.arena.copy(param->closed->text);
    }
    const Type &type = *param->type;
    made->name = module.arena.copy(param->name.text);
    made->type = typeOnTheWire(type);
    std::string doc = param->doc.str();
    if (StringRef unit = wireUnitName(type); !unit.empty())
      doc += (doc.empty() ? "In " : " (In ") + unit.str() + (doc.empty() ? "." : ".)");
    made->doc = module.arena.copy(StringRef(doc));
    if (made->type == arm::ParameterType::Int)
      if (std::optional<Domain> domain = param->values(); domain && domain->bounded) {
        made->least = domain->low / wireUnit(type);
        made->most = domain->high / wireUnit(type);
      }
    llvm::SmallVector<Value, 8> allowed;
    for (const Scalar &choice : param->domain.choices)
      allowed.push_back(wireValue(choice, type, values));
    made->allowed = module.arena.copy<Value>(allowed);
    if (param->initial && !param->initial->open)
      made->initial = wireValue({param->initial->number, param->initial->text}, type, values);
    if (param->forEach && param->name.text == "location")
      suitMarketplaces(*made, values);
    made->declared = declarationOf(*param, module);
    parameters[param] = made.get();
    module.parameters.push_back(std::move(made));
  }
  for (const EnvironmentValues &environment : program.environments) {
    arm::Environment made{module.arena.copy(environment.name.text), {}, {}};
    for (const auto &[param, value] : environment.values)
      if (const arm::Parameter *parameter = parameters.lookup(param)) {
        made.values.push_back({parameter, wireValue(scalarOf(*value), *param->type, values)});
        made.declared.push_back(declaredValue(scalarOf(*value), *param->type, values));
      }
    module.environments.push_back(std::move(made));
  }
}

Value Translate::value(const Expr &expr) {
  switch (expr.kind) {
  case ExprKind::Error: return {};
  case ExprKind::Number:
    return expr.type->kind == TypeKind::Bool ? Value(expr.number != 0) : Value(expr.number);
  case ExprKind::Text:
  case ExprKind::Fact: return values.text(expr.text);
  case ExprKind::Param:
    if (expr.param->closed)
      return value(*expr.param->closed);
    if (expr.type->isNumeric())
      return values.call(Function::Mul, {*parameters[expr.param], wireUnit(*expr.type)});
    return *parameters[expr.param];
  case ExprKind::Unary:
    return expr.op == ast::Operator::Not
               ? values.call(Function::Not, {value(*expr.operands[0])})
               : values.call(Function::Sub, {0, value(*expr.operands[0])});
  case ExprKind::Binary: return expr.op == ast::Operator::In ? membership(expr) : binary(expr);
  case ExprKind::Conditional:
    return values.choose(value(*expr.operands[0]), value(*expr.operands[1]),
                         value(*expr.operands[2]));
  case ExprKind::Call: return call(expr);
  case ExprKind::Concat: {
    llvm::SmallVector<Value, 4> parts;
    for (const Expr *each : expr.operands)
      parts.push_back(asText(*each));
    return values.concat(parts);
  }
  case ExprKind::Raw: {
    llvm::SmallVector<Value, 4> items = {values.text(expr.text)};
    for (const Expr *param : expr.operands)
      items.push_back(*parameters[param->param]);
    return Value::raw(module.arena.copy<Value>(items));
  }
  case ExprKind::Object: {
    llvm::SmallVector<Value, 8> items;
    for (const Expr *each : expr.operands)
      items.push_back(raw(*each));
    return Value::object(module.arena.copy<Value>(items));
  }
  case ExprKind::List: {
    llvm::SmallVector<Value, 4> items;
    for (const Expr *each : expr.operands)
      items.push_back(value(*each));
    return values.list(items);
  }
  case ExprKind::Reference: return reference(expr);
  case ExprKind::Range:
  case ExprKind::PortMap: break;
  }
  llvm_unreachable("has no single value");
}

/// "keys.0.value" as the template language writes it: "keys[0].value".
static std::string indexed(StringRef path) {
  std::string text;
  for (StringRef part : llvm::split(path, '.')) {
    bool index = !part.empty() && llvm::all_of(part, llvm::isDigit);
    if (index)
      text += fmt::format("[{}]", part);
    else
      text += (part.data() == path.data() ? "" : ".") + part.str();
  }
  return text;
}

/// The ID of a block, or a property of a deployed resource.
Value Translate::reference(const Expr &expr) {
  Value id = ids.lookup(expr.block);
  StringRef path = readPath(expr);
  if (path.empty())
    return id;
  if (path == "name")
    return id.resource().name();
  auto [function, rest] = path.split('.');
  if (isListCall(path))
    return values.call(Function::ListOf, {id, Value(function), values.text(indexed(rest))});
  if (!path.consume_front("properties."))
    path = module.arena.copy(StringRef("." + path.str()));
  path = module.arena.copy(StringRef(indexed(path)));
  return values.runtimeOf(id.resource(), path, wireType(expr));
}

Value Translate::raw(const Expr &expr) {
  if (expr.kind == ExprKind::Number && expr.type->kind == TypeKind::Decimal)
    return Value::decimal(module.arena.copy(StringRef(formatScaled(expr.number))));
  if (expr.kind == ExprKind::List && expr.type->kind == TypeKind::Any) {
    llvm::SmallVector<Value, 8> items;
    for (const Expr *each : expr.operands)
      items.push_back(raw(*each));
    return values.list(items);
  }
  return value(expr);
}

Value Translate::binary(const Expr &expr) {
  using ast::Operator;
  Value a = value(*expr.operands[0]), b = value(*expr.operands[1]);
  switch (expr.op) {
  case Operator::Add: return values.call(Function::Add, {a, b});
  case Operator::Sub: return values.call(Function::Sub, {a, b});
  case Operator::Mul: {
    Value product = values.call(Function::Mul, {a, b});
    TypeKind right = expr.operands[1]->type->kind;
    int64_t scale = right == TypeKind::Percent   ? 100 * decimalScale
                    : right == TypeKind::Decimal ? decimalScale
                                                 : 1;
    return values.call(Function::Div, {product, scale});
  }
  case Operator::Div:
    if (expr.operands[1]->type->kind == TypeKind::Decimal)
      a = values.call(Function::Mul, {a, decimalScale});
    return values.call(Function::Div, {a, b});
  case Operator::Lt: return values.call(Function::Less, {a, b});
  case Operator::Le: return values.call(Function::LessOrEquals, {a, b});
  case Operator::Gt: return values.call(Function::Greater, {a, b});
  case Operator::Ge: return values.call(Function::GreaterOrEquals, {a, b});
  case Operator::Eq: return values.call(Function::Equals, {a, b});
  case Operator::Ne: return values.call(Function::Not, {values.call(Function::Equals, {a, b})});
  case Operator::And: return values.call(Function::And, {a, b});
  case Operator::Or: return values.call(Function::Or, {a, b});
  default: llvm_unreachable("not an operator on values");
  }
}

/// `a in [x, y]`, `a in low..high`
Value Translate::membership(const Expr &expr) {
  Value a = value(*expr.operands[0]);
  const Expr &set = *expr.operands[1];
  if (set.kind == ExprKind::Range)
    return values.call(Function::And,
                       {values.call(Function::GreaterOrEquals, {a, value(*set.operands[0])}),
                        values.call(Function::LessOrEquals, {a, value(*set.operands[1])})});
  llvm::SmallVector<Value, 8> items;
  for (const Expr *each : set.operands)
    items.push_back(value(*each));
  return values.call(Function::Contains, {values.call(Function::CreateArray, items), a});
}

Value Translate::call(const Expr &expr) {
  llvm::SmallVector<Value, 4> operands;
  for (const Expr *each : expr.operands)
    operands.push_back(value(*each));
  Function function = expr.text == "min"   ? Function::Min
                      : expr.text == "max" ? Function::Max
                                           : Function::CidrSubnet;
  return values.call(function, operands);
}

/// Two digits: 9 as "09".
static Value padded(Value number, arm::ValueFactory &values) {
  return values.call(Function::PadLeft, {number, 2, "0"});
}

/// An expression that has the same value as textOf().
Value Translate::asText(const Expr &expr) {
  const Type &type = *expr.type;
  if (expr.kind == ExprKind::Reference) {
    Value read = reference(expr);
    StringRef type = wireType(expr);
    return type == "bool"  ? values.choose(read, "true", "false")
           : type == "int" ? values.call(Function::String, {read})
                           : read;
  }
  if (!expr.open)
    return values.text(textOf({expr.number, expr.text}, type));
  Value found = value(expr);
  if (type.kind == TypeKind::Bool)
    return values.choose(found, "true", "false");
  if (!type.isNumeric())
    return found;
  if (type.kind == TypeKind::Time)
    return values.concat({padded(values.call(Function::Div, {found, 60}), values), ":",
                          padded(values.call(Function::Mod, {found, 60}), values)});
  // A parameter is a whole number of its unit, so it needs no smaller units.
  int64_t scale = 1;
  if (expr.kind == ExprKind::Param) {
    found = *parameters[expr.param];
    scale = wireUnit(type);
  }
  auto in = [&](int64_t factor, StringRef unit) {
    return values.concat(
        {values.call(Function::String, {values.call(Function::Div, {found, factor})}), unit});
  };
  llvm::SmallVector<Unit, 5> units;
  for (const Unit &unit : textUnits(type))
    if (unit.factor >= scale)
      units.push_back(unit);
  if (units.empty())
    return values.call(Function::String, {found});
  Value text = in(units.back().factor / scale, units.back().name);
  if (type.kind == TypeKind::Percent && scale == 1)
    text = fraction(found, text);
  for (const Unit &unit : llvm::reverse(llvm::ArrayRef(units).drop_back()))
    text = values.choose(wholeMultiple(found, unit.factor / scale),
                         in(unit.factor / scale, unit.name), text);
  return text;
}

/// `text` if the percentage is whole; else with its decimal places, without zeros at the end.
Value Translate::fraction(Value percent, Value text) {
  Value whole =
      values.call(Function::String, {values.call(Function::Div, {percent, decimalScale})});
  Value rest = values.call(Function::Mod, {percent, decimalScale});
  Value result;
  for (auto [digits, factor] : {std::pair(4, 1), {3, 10}, {2, 100}, {1, 1000}}) {
    Value decimals =
        values.call(Function::PadLeft, {values.call(Function::Div, {rest, factor}), digits, "0"});
    Value with = values.concat({whole, ".", decimals, "%"});
    result = result.set() ? values.choose(wholeMultiple(percent, factor), with, result) : with;
  }
  return values.choose(wholeMultiple(percent, decimalScale), text, result);
}

Value Translate::wholeMultiple(Value number, int64_t factor) {
  return values.call(Function::Equals, {values.call(Function::Mod, {number, factor}), 0});
}

Value Translate::count(const Expr &expr, int64_t unit) {
  return values.call(Function::Div, {value(expr), unit});
}

Value Translate::duration(const Setting &setting) {
  return setting.set() ? values.isoDuration(value(setting)) : Value();
}

Value Translate::decimal(const Setting &setting) {
  if (!setting.set())
    return {};
  if (!setting.known())
    return percent(setting);
  return setting.expr->number % decimalScale
             ? Value::decimal(module.arena.copy(StringRef(formatScaled(setting.expr->number))))
             : Value(setting.expr->number / decimalScale);
}

Value Translate::condition(const Block &block) {
  Value all = block.parent ? condition(*block.parent) : Value();
  return block.when.set() ? values.both(all, value(block.when)) : all;
}

Value Translate::anyOf(llvm::ArrayRef<const Block *> blocks, const Block *outer) {
  llvm::SmallVector<Value, 2> any;
  for (const Block *block : blocks) {
    Value all;
    for (const Block *at = block; at && at != outer; at = at->parent)
      if (at->when.set())
        all = values.both(value(at->when), all);
    if (!all.set())
      return {}; // always
    if (!llvm::is_contained(any, all))
      any.push_back(all);
  }
  if (any.empty())
    return false;
  Value result = any.front();
  for (Value each : llvm::ArrayRef(any).drop_front())
    result = values.call(arm::Function::Or, {result, each});
  return result;
}
