// Rejects just-in-time access that Azure rejects, and warns of ports that a security rule opens
// anyway: rules that exist have a higher priority than the rule with which Azure closes the port.
// Source: MicrosoftDocs/azure-docs, defender-for-cloud/just-in-time-access-overview.md
// (2023-06-29), just-in-time-access-usage.yml (2023-10-01).
#include "../Access/Exposed.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Names.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

static void checkGiven(const Setting &list, StringRef name, const JustInTimeAccess &access,
                       PassContext &ctx) {
  for (const ListChoice &choice : listsOf(list))
    if (choice.list->operands.empty() && whenChosen(choice, access))
      ctx.diags.report(choice.under.empty() ? list.place() : choice.list->range,
                       diag::JustInTimeEmpty, name);
}

static void checkPortsTwice(const Setting &ports, PassContext &ctx) {
  for (const ListChoice &choice : listsOf(ports)) {
    llvm::StringMap<const Expr *> seen;
    for (const Expr *each : choice.list->operands) {
      auto [at, isNew] = seen.try_emplace(print(*each), each);
      if (!isNew)
        ctx.diags.report(each->range, diag::JustInTimePortTwice, print(*each))
            .label(at->second->range, note::GivenHere);
    }
  }
}

/// Lowering may assume that the name of the policy can have four characters, so that the names of
/// several policies differ.
static void checkVmNames(const Program &program, const Cluster &cluster, const Tier &tier,
                         PassContext &ctx) {
  const size_t together = ctx.catalog.limit(LimitId::JustInTimeNames), most = together - 4;
  if (!tier.instances.known())
    return;
  int64_t count = tier.instances.value().low;
  std::string name = tier.name.known() ? tier.name.value().str()
                                       : derivedName(nameBaseOf(program, cluster), tier.label.text);
  if (count > 1)
    name += "-" + std::to_string(count);
  if (name.size() > most)
    ctx.diags.report(tier.name.known() ? tier.name.place() : tier.head, diag::JustInTimeNames, name,
                     name.size(), most, together);
}

namespace {
/// Finds the rules that allow what users would request.
struct OpenPorts {
  const Tier &tier;
  const JustInTimeAccess &access;
  PassContext &ctx;
  llvm::SmallVector<int64_t, 4> wanted = {}; ///< ports that do not depend on parameters
  std::vector<IpNetwork> sources = {};       ///< the same

  void collect() {
    for (const ListChoice &choice : listsOf(access.ports))
      for (const Expr *each : choice.list->operands)
        if (each->kind == ExprKind::Number)
          wanted.push_back(each->number);
    for (const ListChoice &choice : listsOf(access.from))
      for (const Expr *each : choice.list->operands)
        if (std::optional<IpNetwork> network = networkOf(*each))
          sources.push_back(*network);
  }

  void check(const AccessPath &path) {
    bool asked = path.cause == AccessCause::Allow || path.cause == AccessCause::Listener ||
                 path.cause == AccessCause::Nat;
    if (wanted.empty() || path.tier != &tier || !asked || path.protocol == AccessProtocol::Icmp)
      return;
    PortFound found = findPort(path.ports, wanted);
    std::optional<std::string> with = allowedWhen(path.source);
    if (!found.port || !with)
      return;
    for (const Block *need : path.needs)
      if (neverTogether(*need, access))
        return;
    ctx.diags
        .report(access.head, diag::JustInTimeOpen, found.port, tier.label.text,
                withBoth(found.witness, *with))
        .label(portPlace(path), note::JustInTimeOpenHere);
  }

private:
  static std::optional<IpNetwork> networkOf(const Expr &expr) {
    return expr.kind == ExprKind::Text ? IpNetwork::parse(expr.text) : std::nullopt;
  }

  /// Whether the source of a rule includes a source of the requests; for which parameter values.
  std::optional<std::string> allowedWhen(const AccessPeer &peer) const {
    if (std::optional<std::string> with = openToInternetWhen(peer))
      return with;
    if (!peer.addresses || peer.addresses->kind != ExprKind::List)
      return std::nullopt;
    for (const Expr *each : peer.addresses->operands)
      if (std::optional<IpNetwork> allowed = networkOf(*each))
        for (const IpNetwork &source : sources)
          if (allowed->prefix <= source.prefix && allowed->overlaps(source))
            return "";
    return std::nullopt;
  }
};
} // namespace

void azcl::checkJustInTimeAccess(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      const JustInTimeAccess *access = tier.justInTime.get();
      if (!access)
        continue;
      checkGiven(access->ports, "ports", *access, ctx);
      checkGiven(access->from, "from", *access, ctx);
      checkPortsTwice(access->ports, ctx);
      checkVmNames(program, cluster, tier, ctx);
      if (cluster.network->existing.set()) // its rules are not those of the program
        continue;
      OpenPorts open{tier, *access, ctx};
      open.collect();
      for (const AccessPath &path : ctx.answers.access(cluster).paths)
        open.check(path);
    }
}
