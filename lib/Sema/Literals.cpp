// Checks literals: numbers, quantities, times, dates, addresses and strings.
#include "ExprChecker.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Program/Wire.h"
#include "azcl/Support/IpNetwork.h"
#include "azcl/Support/Units.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

const Expr *ExprChecker::quantity(const Literal &value) {
  Quantity parsed = parseQuantity(value.text);
  switch (parsed.fault) {
  case Quantity::Fault::None: break;
  case Quantity::Fault::UnknownUnit: {
    llvm::SmallVector<StringRef, 16> names;
    for (const Unit &unit : units())
      names.push_back(unit.name);
    size_t at = value.text.find(parsed.unit);
    SourceRange unit{uint32_t(value.range().begin + at),
                     uint32_t(value.range().begin + at + parsed.unit.size())};
    auto report = ctx.diags.report(unit, diag::UnknownUnit, parsed.unit);
    StringRef near = nearest(parsed.unit, names);
    // Users often write GB for what Azure counts in GiB.
    static constexpr std::pair<StringRef, StringRef> usual[] = {
        {"GB", "GiB"}, {"MB", "MiB"}, {"TB", "TiB"}, {"KB", "KiB"}, {"min", "m"},
        {"sec", "s"},  {"hr", "h"},   {"day", "d"},  {"days", "d"}};
    for (auto [from, to] : usual)
      if (parsed.unit == from)
        near = to;
    if (!near.empty())
      report.idea(unit, near.str(), note::DidYouMean, near);
    report.note({}, note::UnitsAre, orList(names, 20));
    return poison();
  }
  case Quantity::Fault::MixedUnits:
    ctx.diags.report(value.range(), diag::MixedUnits, value.text);
    return poison();
  case Quantity::Fault::TooLarge:
  case Quantity::Fault::NotWhole:
    ctx.diags.report(value.range(), diag::NumberDoesNotFit, value.text);
    return poison();
  }
  const Type &type = parsed.dimension == Dimension::Duration ? types::duration
                     : parsed.dimension == Dimension::Size   ? types::size
                                                             : types::throughput;
  return number(type, parsed.value, value.range());
}

static std::optional<int64_t> clock(StringRef text) {
  auto [hours, minutes] = text.split(':');
  unsigned h, m;
  if (hours.getAsInteger(10, h) || minutes.getAsInteger(10, m) || h > 23 || m > 59)
    return std::nullopt;
  return h * 60 + m;
}

static bool validDate(StringRef text) {
  unsigned year, month, day;
  if (text.substr(0, 4).getAsInteger(10, year) || text.substr(5, 2).getAsInteger(10, month) ||
      text.substr(8, 2).getAsInteger(10, day) || month < 1 || month > 12 || day < 1)
    return false;
  static constexpr unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (day > days[month - 1] + (leap && month == 2))
    return false;
  return text.size() <= 10 || clock(text.substr(11));
}

/// Why IpNetwork::parse() rejects an address; empty if the message cannot say it briefly.
static std::string faultOf(StringRef text) {
  auto [address, prefix] = text.split('/');
  if (std::optional<IpNetwork> host = IpNetwork::parse(address))
    return fmt::format(": its prefix length must be at most {}", host->width());
  return address.contains(':') ? ""
                               : ": each of its four numbers must be between 0 and 255, without "
                                 "leading zeros";
}

const Expr *ExprChecker::literal(const Literal &value) {
  SourceRange range = value.range();
  StringRef text = value.text;
  auto scaled = [&](const Type &type, StringRef digits) -> const Expr * {
    if (std::optional<int64_t> n = parseScaled(digits))
      return number(type, *n, range);
    ctx.diags.report(range, diag::NumberDoesNotFit, text);
    return poison();
  };
  switch (value.literal) {
  case LiteralKind::Integer: {
    int64_t n;
    if (!text.getAsInteger(10, n))
      return number(types::integer, n, range);
    ctx.diags.report(range, diag::NumberDoesNotFit, text);
    return poison();
  }
  case LiteralKind::Decimal: return scaled(types::decimal, text);
  case LiteralKind::Percent: return scaled(types::percent, text.drop_back());
  case LiteralKind::Quantity: return quantity(value);
  case LiteralKind::Time:
    if (std::optional<int64_t> minutes = clock(text))
      return number(types::time, *minutes, range);
    ctx.diags.report(range, diag::NoSuchTime, text);
    return poison();
  case LiteralKind::Date:
    if (validDate(text))
      return textExpr(types::date, text, range);
    ctx.diags.report(range, diag::NoSuchTime, text);
    return poison();
  case LiteralKind::IPv4:
  case LiteralKind::IPv6:
  case LiteralKind::Cidr: {
    std::optional<IpNetwork> network = IpNetwork::parse(text);
    if (!network) {
      ctx.diags.report(range, diag::BadAddress, text,
                       value.literal == LiteralKind::Cidr ? "address range" : "address",
                       faultOf(text));
      return poison();
    }
    if (value.literal != LiteralKind::Cidr)
      return textExpr(types::address, text, range);
    if (network->base() != *network) {
      std::string base = network->base().text();
      ctx.diags.report(range, diag::AddressBehindPrefix, text, network->prefix)
          .idea(range, base, note::DidYouMean, base);
      return poison();
    }
    return textExpr(types::network, text, range);
  }
  case LiteralKind::True: return number(types::boolean, 1, range);
  case LiteralKind::False: return number(types::boolean, 0, range);
  }
  llvm_unreachable("a literal of no kind");
}

/// Interpolations can multiply the length; ARM does not accept a longer text than this.
static constexpr size_t longestText = 1 << 20;

/// Wraps an open value with the name of its let, because --emit=model can print it in a string only
/// by that name.
const Expr *ExprChecker::interpolated(const Expr *value, StringRef let) {
  Expr expr;
  expr.kind = ExprKind::Concat;
  expr.type = &types::text;
  expr.range = value->range;
  expr.open = true;
  expr.text = let;
  expr.operands = operands({value});
  return make(expr);
}

/// A plain text, or a concatenation that stays open if one of its parts is open. If `mayRead`, it
/// can contain IDs of blocks and properties of deployed resources, which only Azure knows.
const Expr *ExprChecker::stringValue(const String &value, bool mayRead) {
  if (value.plain())
    return textExpr(types::text, value.plainText(), value.range());
  Expr expr;
  expr.kind = ExprKind::Concat;
  expr.type = &types::text;
  expr.range = value.range();
  llvm::SmallVector<const Expr *, 4> parts;
  std::string closed;
  for (const StringPart &part : value.parts) {
    if (!part.interpolated) {
      closed += part.text.text;
      parts.push_back(textExpr(types::text, part.text.text, part.text.range));
      continue;
    }
    if (const Expr *read = mayRead ? templateReference(part.text) : nullptr) {
      expr.open = true;
      parts.push_back(read);
      continue;
    }
    bool isDeclared;
    const Expr *found = declared(part.text, nullptr, "an interpolation", isDeclared);
    if (!isDeclared) {
      auto report = ctx.diags.report(part.text.range, diag::NotInterpolated, part.text.text);
      if (part.text.text.starts_with("resource."))
        report.note({}, note::ReadsInTemplates);
      return poison();
    }
    if (!found || found->isError())
      return poison();
    if (found->type->kind == TypeKind::Secret) {
      ctx.diags.report(part.text.range, diag::SecretLeaks, "an interpolation");
      return poison();
    }
    TypeKind kind = found->type->kind;
    if (kind == TypeKind::List || kind == TypeKind::Range || kind == TypeKind::PortMap)
      return misfit(part.text.range, types::text, "an interpolation", kindOf(*found->type).str());
    expr.open |= found->open;
    if (!found->open) {
      bool scalar = found->kind == ExprKind::Text || found->kind == ExprKind::Number;
      std::string piece =
          scalar ? textOf({found->number, found->text}, *found->type) : print(*found);
      closed += piece;
      found = textExpr(types::text, ctx.arena.copy(StringRef(piece)), part.text.range);
    } else if (found->kind != ExprKind::Param) {
      found = interpolated(found, part.text.text);
    }
    parts.push_back(found);
    if (closed.size() > longestText) {
      ctx.diags.report(value.range(), diag::TextTooLong, longestText >> 10);
      return poison();
    }
  }
  if (!expr.open)
    return textExpr(types::text, ctx.arena.copy(StringRef(closed)), value.range());
  expr.operands = ctx.arena.copy<const Expr *>(parts);
  return make(expr);
}
