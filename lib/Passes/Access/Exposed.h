// Finds ports of instances that the whole internet can reach.
#pragma once

#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Prove.h"
#include "azcl/Passes/Passes.h"

namespace azcl {

/// Where the program sets the ports of a path.
inline SourceRange portPlace(const AccessPath &path) {
  switch (path.cause) {
  case AccessCause::Allow: {
    auto &rule = static_cast<const Allow &>(*path.block);
    return rule.service.set()   ? rule.service.place()
           : rule.ruleSet.set() ? rule.ruleSet.place()
           : rule.port.set()    ? rule.port.place()
                                : rule.head;
  }
  case AccessCause::Listener: return static_cast<const Listen &>(*path.block).port.place();
  case AccessCause::Nat: return static_cast<const Nat &>(*path.block).ports.place();
  default: return path.block->head;
  }
}

/// Where the program sets the source of a path; invalid if the source is a default.
inline SourceRange sourcePlace(const AccessPath &path) {
  auto of = [](const Setting &setting, const Setting &otherwise) {
    return setting.set()                         ? setting.place()
           : otherwise.origin == Origin::Default ? SourceRange()
                                                 : otherwise.place();
  };
  switch (path.cause) {
  case AccessCause::Allow: {
    auto &rule = static_cast<const Allow &>(*path.block);
    return of(rule.addresses, rule.tag);
  }
  case AccessCause::Listener: {
    auto &listen = static_cast<const Listen &>(*path.block);
    return of(listen.from, static_cast<const Balancer &>(*listen.parent).exposure);
  }
  case AccessCause::Nat: return static_cast<const Nat &>(*path.block).from.place();
  default: return {};
  }
}

/// Calls `visit` with each path on which the whole internet can reach instances over TCP, and with
/// the parameter values for which it can. Skips a `nat` without a source, which CheckAccess
/// reports.
inline void
forEachExposed(const ClusterAccess &access,
               llvm::function_ref<void(const AccessPath &path, llvm::StringRef with)> visit) {
  for (const AccessPath &path : access.paths) {
    bool tcp = path.protocol == AccessProtocol::Tcp || path.protocol == AccessProtocol::Any;
    bool asked = path.cause == AccessCause::Allow ||
                 (path.cause == AccessCause::Listener && !path.ports.all()) ||
                 (path.cause == AccessCause::Nat && path.source.addresses);
    if (!tcp || !asked)
      continue;
    if (std::optional<std::string> with = openToInternetWhen(path.source))
      visit(path, *with);
  }
}

/// The first wanted port that is, or can be, among the ports of a path.
struct PortFound {
  int64_t port = 0; ///< 0: none
  Assignment witness;
  bool unproved = false; ///< too many values to try
};
inline PortFound findPort(const AccessPorts &ports, llvm::ArrayRef<int64_t> wanted) {
  auto inside = [&](int64_t low, int64_t high) {
    const int64_t *found =
        llvm::find_if(wanted, [&](int64_t port) { return low <= port && port <= high; });
    return found == wanted.end() ? 0 : *found;
  };
  PortFound found;
  if (ports.all())
    found.port = wanted.front();
  for (CountRange each : ports.fixed)
    if (!found.port)
      found.port = inside(each.low, each.high);
  if (!ports.low)
    return found;
  const Expr *ends[] = {ports.low, ports.high};
  Proof proof = proveEach(ends, [&](llvm::ArrayRef<Scalar> values) {
    return inside(values[0].number, values[1].number) == 0;
  });
  found.unproved = proof.answer == Proof::Answer::Unproved;
  if (proof.answer != Proof::Answer::Fails)
    return found;
  std::optional<Scalar> low = evaluate(*ports.low, proof.witness),
                        high = evaluate(*ports.high, proof.witness);
  if (low && high)
    found = {inside(low->number, high->number), proof.witness, false};
  return found;
}

/// ", when `port` is 22 and `office` is 0.0.0.0/0", or nothing.
inline std::string withBoth(const Assignment &ports, llvm::StringRef source) {
  std::string all = printWitness(ports);
  if (!source.empty())
    all += (all.empty() ? "" : " and ") + source.str();
  return all.empty() ? "" : ", when " + all;
}

} // namespace azcl
