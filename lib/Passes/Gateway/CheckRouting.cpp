// Rejects host names, path patterns and ports of application gateways that Azure would reject, and
// duplicates of which the second would never be used. Checks every value that a parameter can have.
#include "azcl/Analysis/Hosts.h"
#include "azcl/Analysis/Ports.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using llvm::StringRef;

/// Whether the text is a quoted literal in the source.
static bool isWritten(const Expr &expr, PassContext &ctx) {
  return expr.kind == ExprKind::Text && expr.range.valid() &&
         ctx.sources.text(expr.range).starts_with("\"");
}

static void checkHost(const Expr &host, PassContext &ctx) {
  forEachText(host, [&](const PossibleText &possible) {
    if (!possible.whole)
      return;
    std::string why = whyUnfitHost(possible.text);
    if (why.empty())
      return;
    auto report = ctx.diags.report(host.range, diag::GatewayHostUnfit, whenPrefix(possible.witness),
                                   possible.text.str(), why);
    StringRef name =
        possible.text.split("://").second.take_until([](char c) { return c == '/' || c == ':'; });
    if (isWritten(host, ctx) && !name.empty() && whyUnfitHost(name).empty())
      report.fix(host.range, fmt::format("\"{}\"", name.str()), note::HostOfUrl);
  });
}

static void checkHosts(const GatewayListen &listen, PassContext &ctx) {
  for (const ListChoice &choice : listsOf(listen.hosts)) {
    std::optional<Assignment> chosen = whenChosen(choice, listen);
    if (!chosen)
      continue;
    SourceRange place = choice.list->range.valid() ? choice.list->range : listen.hosts.place();
    if (size_t count = choice.list->operands.size(),
        most = ctx.catalog.limit(LimitId::GatewayHosts);
        count < 1 || count > most)
      ctx.diags.report(place, diag::GatewayHostCount, whenPrefix(*chosen), count, most);
    for (const Expr *each : choice.list->operands)
      checkHost(*each, ctx);
  }
}

/// ApplicationGatewayPathRuleInvalidCharacter, Azure/application-gateway-kubernetes-ingress#1145
static std::string whyUnfitPath(StringRef path) {
  if (!path.starts_with("/"))
    return "it does not start with `/`";
  if (path == "/")
    return "it matches the root only, and Azure rejects it; `/*` matches every path";
  for (char c : path) {
    if (c == '?' || c == '#')
      return fmt::format("routing ignores what follows `{}`", c);
    if (!llvm::isAlnum(c) && !StringRef("-._~!$()*'+,;=:@/").contains(c))
      return fmt::format("`{}` is not allowed in it", c);
  }
  if (path.find('*') < path.size() - 1)
    return "`*` is allowed only at its end";
  return "";
}

namespace {
/// The texts that two expressions can have in common. A parameter without a domain contributes its
/// known values, that is its default and its values in environments; otherwise, any two such
/// parameters would conflict.
class CommonTexts {
public:
  CommonTexts(const Expr &a, const Expr &b) : same(print(a) == print(b)) {
    llvm::StringSet<> first;
    forEachText(a, [&](const PossibleText &each) {
      if (each.whole)
        first.insert(each.text.lower());
    });
    forEachText(b, [&](const PossibleText &each) {
      if (each.whole && first.contains(each.text.lower()))
        common.insert(each.text.lower());
    });
  }

  bool none() const { return !same && common.empty(); }
  /// Both are the same expression. A proof has no value for a text that contains parameters.
  bool areOne() const { return same; }
  bool areEqual(StringRef a, StringRef b) const {
    return a.equals_insensitive(b) && common.contains(a.lower());
  }

private:
  bool same;
  llvm::StringSet<> common;
};

/// A path pattern of a listener and the block that contains it.
struct Pattern {
  const GatewayPath *block;
  const Expr *expr;
  const ListChoice *choice;
};
} // namespace

/// An assignment in which both patterns exist and are equal; nullopt if none exists.
static std::optional<Assignment> whenSame(const Pattern &a, const Pattern &b) {
  CommonTexts texts(*a.expr, *b.expr);
  if (texts.none())
    return std::nullopt;
  llvm::SmallVector<const Expr *, 6> exprs;
  llvm::SmallVector<bool, 4> truths;
  for (const Pattern *each : {&a, &b})
    for (auto [condition, truth] : each->choice->under) {
      exprs.push_back(condition);
      truths.push_back(truth);
    }
  if (!texts.areOne())
    exprs.append({a.expr, b.expr});
  const Block *blocks[] = {a.block, b.block};
  Proof proof = proveWhile(blocks, exprs, [&](llvm::ArrayRef<Scalar> values) {
    for (size_t i = 0; i < truths.size(); ++i)
      if ((values[i].number != 0) != truths[i])
        return true;
    return !texts.areOne() &&
           !texts.areEqual(values[truths.size()].text, values[truths.size() + 1].text);
  });
  return proof.answer == Proof::Answer::Fails ? std::optional(std::move(proof.witness))
                                              : std::nullopt;
}

static void checkPath(const GatewayPath &path, llvm::ArrayRef<ListChoice> lists, PassContext &ctx) {
  for (const ListChoice &choice : lists) {
    if (choice.list->operands.empty() && whenChosen(choice, path))
      ctx.diags.report(choice.list->range.valid() ? choice.list->range : path.paths.place(),
                       diag::GatewayPathsNone, path.label.text);
    for (const Expr *each : choice.list->operands)
      forEachText(*each, [&](const PossibleText &possible) {
        // If the end of a text is unknown, only its beginning can be checked.
        std::string why = possible.whole                   ? whyUnfitPath(possible.text)
                          : possible.text.starts_with("/") ? ""
                                                           : whyUnfitPath(possible.text);
        if (!why.empty())
          ctx.diags.report(each->range, diag::GatewayPathUnfit, whenPrefix(possible.witness),
                           possible.text.str(), why);
      });
  }
}

static void checkPatterns(const GatewayListen &listen, PassContext &ctx) {
  std::vector<llvm::SmallVector<ListChoice, 2>> lists;
  for (const GatewayPath &path : listen.paths) {
    lists.push_back(listsOf(path.paths));
    checkPath(path, lists.back(), ctx);
  }
  std::vector<Pattern> earlier;
  size_t at = 0;
  for (const GatewayPath &path : listen.paths)
    for (const ListChoice &choice : lists[at++])
      for (const Expr *each : choice.list->operands) {
        if (each->isError())
          continue;
        Pattern own{&path, each, &choice};
        for (const Pattern &other : earlier)
          if (std::optional<Assignment> same = whenSame(other, own)) {
            std::string text = each->open ? print(*each) : each->text.str();
            ctx.diags
                .report(each->range, diag::GatewayPathTwice, whenPrefix(*same), text,
                        other.block->label.text)
                .label(other.expr->range, note::GivenHere);
            break;
          }
        earlier.push_back(own);
      }
}

namespace {
/// A host name that two listeners share, and when; "" for all host names.
struct SharedHost {
  std::string host;
  Assignment witness;
};
} // namespace

/// The shared host name while both listeners exist and use the same port.
static std::optional<SharedHost> sharedHost(const GatewayListen &a, const GatewayListen &b,
                                            const SharedPort &port) {
  if (!a.hosts.set() && !b.hosts.set())
    return SharedHost{"", port.witness};
  if (!a.hosts.set() || !b.hosts.set() || a.hosts.poisoned() || b.hosts.poisoned())
    return std::nullopt;
  const Expr *ports[] = {a.port.expr->operands[0]->operands[0],
                         b.port.expr->operands[0]->operands[0]};
  const Block *blocks[] = {&a, &b};
  for (const ListChoice &left : listsOf(a.hosts))
    for (const ListChoice &right : listsOf(b.hosts)) {
      llvm::SmallVector<const Expr *, 8> exprs(ports, ports + 2);
      llvm::SmallVector<bool, 4> truths;
      for (const ListChoice *each : {&left, &right})
        for (auto [condition, truth] : each->under) {
          exprs.push_back(condition);
          truths.push_back(truth);
        }
      size_t fixed = exprs.size();
      for (const Expr *one : left.list->operands)
        for (const Expr *other : right.list->operands) {
          CommonTexts texts(*one, *other);
          if (one->isError() || other->isError() || texts.none())
            continue;
          exprs.truncate(fixed);
          if (!texts.areOne())
            exprs.append({one, other});
          Proof proof = proveWhile(blocks, exprs, [&](llvm::ArrayRef<Scalar> values) {
            for (size_t i = 0; i < truths.size(); ++i)
              if ((values[2 + i].number != 0) != truths[i])
                return true;
            return values[0].number != values[1].number ||
                   (!texts.areOne() && !texts.areEqual(values[fixed].text, values[fixed + 1].text));
          });
          if (proof.answer == Proof::Answer::Fails)
            return SharedHost{print(*other), std::move(proof.witness)};
        }
    }
  return std::nullopt;
}

/// Two listeners on one port need the same protocol and different host names.
static void checkTogether(const GatewayListen &earlier, const GatewayListen &listen,
                          PassContext &ctx) {
  std::optional<PortRange> one = portRange(earlier, earlier.port, 0),
                           other = portRange(listen, listen.port, 0);
  if (!one || !other)
    return;
  std::optional<SharedPort> port = sharedPort(*one, *other);
  if (!port)
    return;
  if (earlier.protocol.known() && listen.protocol.known() && earlier.tls() != listen.tls())
    ctx.diags
        .report(listen.port.place(), diag::GatewayPortProtocols, whenPrefix(port->witness),
                port->port)
        .label(earlier.port.place(), note::GivenHere);
  else if (std::optional<SharedHost> host = sharedHost(earlier, listen, *port))
    ctx.diags
        .report(listen.head, diag::GatewayHostTwice, whenPrefix(host->witness),
                host->host.empty() ? "no `hosts`" : "host " + host->host, port->port)
        .label(earlier.head, note::GivenHere);
}

void azcl::checkRouting(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Gateway &gateway : cluster.gateways) {
      std::vector<const GatewayListen *> earlier;
      for (const GatewayListen &listen : gateway.listeners) {
        checkHosts(listen, ctx);
        checkPatterns(listen, ctx);
        for (const GatewayListen *each : earlier)
          checkTogether(*each, listen, ctx);
        earlier.push_back(&listen);
      }
    }
}
