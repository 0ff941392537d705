// Finds host names with and without wildcards.
#include "azcl/Analysis/Hosts.h"
#include "azcl/Analysis/Texts.h"

using namespace azcl;
using llvm::StringRef;

Wildcard azcl::wildcardOf(const Expr &host) {
  if (!host.open)
    return hasWildcard(host.text) ? Wildcard::Yes : Wildcard::No;
  bool some = false, others = false, unknown = false;
  const Expr *only[] = {&host};
  bool all = forEachAssignment(only, [&](const Assignment &values) {
    std::optional<std::string> text = textWith(host, values);
    unknown |= !text;
    if (text)
      (hasWildcard(*text) ? some : others) = true;
  });
  if (!all || unknown || (some && others))
    return Wildcard::Maybe;
  return some ? Wildcard::Yes : Wildcard::No;
}

PlainHost azcl::plainHostOf(const Setting &hosts) {
  if (!hosts.set() || hosts.poisoned())
    return {};
  if (hosts.expr->kind != ExprKind::List)
    return {false, nullptr};
  for (const Expr *each : hosts.expr->operands) {
    if (each->isError())
      continue;
    switch (wildcardOf(*each)) {
    case Wildcard::No: return {true, each};
    case Wildcard::Maybe: return {false, nullptr};
    case Wildcard::Yes: break;
    }
  }
  return {};
}

std::optional<Assignment> azcl::whenNoPlainHost(const GatewayListen &listen) {
  if (listen.hosts.poisoned())
    return std::nullopt;
  if (!listen.hosts.set())
    return Assignment();
  for (const ListChoice &choice : listsOf(listen.hosts)) {
    std::optional<Assignment> chosen = whenChosen(choice, listen);
    if (!chosen)
      continue;
    std::optional<Assignment> found;
    llvm::ArrayRef<const Expr *> names = choice.list->operands;
    if (llvm::none_of(names, [](const Expr *each) { return each->open; })) {
      if (llvm::all_of(
              names, [](const Expr *each) { return !each->isError() && hasWildcard(each->text); }))
        return chosen;
      continue;
    }
    forEachAssignment(names, [&](const Assignment &values) {
      bool wild = llvm::all_of(names, [&](const Expr *each) {
        std::optional<std::string> text = textWith(*each, values);
        return text && hasWildcard(*text);
      });
      if (wild && !found)
        found = values;
    });
    if (found)
      return found;
  }
  return std::nullopt;
}

/// learn.microsoft.com/azure/application-gateway/multiple-site-overview, "Allowed characters in the
/// host names field"
std::string azcl::whyUnfitHost(StringRef host) {
  if (host.contains("://"))
    return "it is a URL; write the host name only";
  if (host.empty())
    return "it is empty";
  if (host.size() > 253)
    return "it is longer than 253 characters";
  for (char c : host)
    if (!llvm::isAlnum(c) && !StringRef("-.*?").contains(c))
      return fmt::format("`{}` is not allowed in it", c);
  if (host.count('*') > 2)
    return "at most two `*` are allowed";
  if (host.count('*') + host.count('?') > 4)
    return "at most four wildcards are allowed";
  llvm::SmallVector<StringRef, 8> components;
  host.split(components, '.');
  for (StringRef each : components) {
    if (each.empty())
      return "a component between periods is empty";
    if (each.size() > 63)
      return "a component is longer than 63 characters";
    if (each.starts_with("-") || each.ends_with("-"))
      return "a component starts or ends with a hyphen";
    if (each.count('*') > 1)
      return "at most one `*` is allowed between two periods";
    if (each.contains("*?") || each.contains("?*"))
      return "`*` and `?` cannot be adjacent";
  }
  return "";
}

bool azcl::isHostName(StringRef name) {
  return name.contains('.') && !hasWildcard(name) && whyUnfitHost(name).empty();
}
