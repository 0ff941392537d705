// Says who may call, for every rule, and keeps the ports for managing machines from the whole
// internet.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Everybody.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Analysis/Prove.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/StringExtras.h"
#include <tuple>

using namespace azcl;
using llvm::StringRef;

static void checkNotEmpty(const Setting &addresses, StringRef what, PassContext &ctx) {
  for (const ListChoice &choice : listsOf(addresses))
    if (choice.list->operands.empty())
      ctx.diags.report(choice.list->range.valid() ? choice.list->range : addresses.place(), diag::EmptyAddresses, what);
}

/// Azure answers OverlappingSubnetsNotPermittedInSecurityRule (kubernetes-sigs/cloud-provider-azure#6775).
static void checkApart(const Setting &addresses, PassContext &ctx) {
  if (!addresses.set() || addresses.poisoned() || addresses.expr->kind != ExprKind::List)
    return;
  std::vector<std::pair<IpNetwork, const Expr *>> known;
  for (const Expr *each : addresses.expr->operands)
    if (each->kind == ExprKind::Text)
      if (std::optional<IpNetwork> network = IpNetwork::parse(each->text))
        known.emplace_back(*network, each);
  // A wider one stands before those in it.
  llvm::stable_sort(known, [](const auto &a, const auto &b) {
    return std::tie(a.first.v6, a.first.bytes, a.first.prefix) <
           std::tie(b.first.v6, b.first.bytes, b.first.prefix);
  });
  const std::pair<IpNetwork, const Expr *> *wide = nullptr;
  for (const auto &each : known) {
    if (!wide || !wide->first.overlaps(each.first)) {
      wide = &each;
      continue;
    }
    SourceRange place = each.second->range.valid() ? each.second->range : addresses.place();
    ctx.diags
        .report(place, diag::AddressesOverlap, std::string(wide->second->text),
                std::string(each.second->text))
        .label(wide->second->range.valid() ? wide->second->range : addresses.place(), note::GivenHere);
    return;
  }
}

/// The known tag that was meant, where a letter or two are wrong, or it is written as in the older portal.
static StringRef nearestTag(StringRef tag, const Catalog &catalog) {
  std::string plain = tag.split('.').first.lower();
  llvm::erase(plain, '_');
  StringRef best;
  unsigned least = plain.size() < 6 ? 2 : 3;
  for (const ServiceTag &known : catalog.serviceTags()) {
    unsigned distance = StringRef(plain).edit_distance(known.name.lower(), true, least);
    if (distance < least)
      best = known.name, least = distance;
  }
  return best;
}

/// Azure answers SecurityRuleInvalidAddressPrefix (hashicorp/terraform-provider-azurerm#5617). A tag may also
/// be addresses, or a star.
static void checkTag(const Fixed<Text> &tag, PassContext &ctx) {
  if (!tag.known())
    return;
  auto isOdd = [](char c) { return !llvm::isAlnum(c) && !StringRef("._-/:*").contains(c); };
  if (tag.value().empty() || llvm::any_of(tag.value(), isOdd)) {
    ctx.diags.report(tag.place(), diag::ServiceTagUnfit, tag.value());
    return;
  }
  auto isKnown = [&](const ServiceTag &known) { return known.name.equals_insensitive(tag.value().split('.').first); };
  if (llvm::any_of(ctx.catalog.serviceTags(), isKnown) || IpNetwork::parse(tag.value()))
    return;
  if (StringRef meant = nearestTag(tag.value(), ctx.catalog); !meant.empty())
    ctx.diags.report(tag.place(), diag::ServiceTagMisspelt, tag.value(), meant)
        .idea(tag.place(),
              fmt::format("\"{}{}\"", meant.str(),
                          tag.value().drop_while([](char c) { return c != '.'; }).str()),
              note::TagOfService);
}

/// `ports`, a range, is open to everybody.
static void checkManagement(SourceRange place, const Expr &ports, PassContext &ctx) {
  const Expr *ends[] = {ports.operands[0], ports.operands[1]};
  auto inside = [](int64_t low, int64_t high) {
    const int64_t *found =
        llvm::find_if(managementPorts, [&](int64_t port) { return low <= port && port <= high; });
    return found == std::end(managementPorts) ? 0 : *found;
  };
  Proof proof = proveEach(ends, [&](llvm::ArrayRef<Scalar> values) {
    return inside(values[0].number, values[1].number) == 0;
  });
  if (proof.answer == Proof::Answer::Unproved)
    ctx.diags.report(place, diag::ManagementUnproved);
  if (proof.answer != Proof::Answer::Fails)
    return;
  std::optional<Scalar> low = evaluate(*ends[0], proof.witness),
                        high = evaluate(*ends[1], proof.witness);
  if (low && high)
    ctx.diags.report(place, diag::ManagementOpen, inside(low->number, high->number),
                     proof.witness.empty() ? "" : ", with " + printWitness(proof.witness));
}

namespace {
template <BlockKind K> struct RuleChecker {
  const AccessRule<K> &rule;
  PassContext &ctx;

  void run() {
    bool sourced = checkSource();
    checkTag(rule.tag, ctx);
    checkApart(rule.addresses, ctx);
    if (rule.port.set() && rule.service.set())
      ctx.diags.report(rule.service.range, diag::TwoOfOne, "port", "service", "which port is meant")
          .label(rule.port.range, note::GivenHere);
    if (rule.protocol.known() && rule.protocol.value() == AccessProtocol::Icmp && rule.port.set())
      ctx.diags.report(rule.port.place(), diag::IcmpHasNoPorts);
    if (K == BlockKind::Allow && sourced && isForEverybody())
      checkPorts();
    if (K == BlockKind::Allow && rule.tag.known() &&
        rule.tag.value().split('.').first.equals_insensitive("AzureCloud"))
      ctx.diags.report(rule.tag.place(), diag::TagOfEverybody, rule.label.text, rule.tag.value());
  }

private:
  bool checkSource() {
    checkNotEmpty(rule.addresses, "addresses", ctx);
    const std::pair<StringRef, const Setting *> sources[] = {
        {"from", &rule.from}, {"addresses", &rule.addresses}, {"tag", &rule.tag}};
    const std::pair<StringRef, const Setting *> *first = nullptr;
    for (const auto &each : sources) {
      if (!each.second->set())
        continue;
      if (first)
        ctx.diags
            .report(each.second->range, diag::TwoOfOne, first->first, each.first, "who may call")
            .label(first->second->range, note::GivenHere);
      else
        first = &each;
    }
    if (!first && K == BlockKind::Allow && !rule.incomplete)
      ctx.diags.report(rule.head, diag::RuleWithoutSource, rule.label.text);
    return first;
  }

  bool isForEverybody() {
    if (rule.tag.known())
      return isEverybody(rule.tag.value());
    return rule.addresses.set() && !rule.addresses.poisoned() && hasEverybody(*rule.addresses.expr);
  }

  void checkPorts() {
    bool reaches = !rule.protocol.known() || rule.protocol.value() == AccessProtocol::Tcp ||
                   rule.protocol.value() == AccessProtocol::Any;
    if (!reaches)
      return;
    if (rule.service.known()) {
      int64_t port = servicePorts[size_t(rule.service.value())].port;
      if (llvm::is_contained(managementPorts, port))
        ctx.diags.report(rule.service.place(), diag::ManagementOpen, port, "");
    } else if (!rule.service.set() && !rule.port.set()) {
      ctx.diags.report(rule.head, diag::ManagementOpen, managementPorts[0], "");
    } else if (rule.port.set() && !rule.port.poisoned()) {
      checkManagement(rule.port.place(), *rule.port.expr, ctx);
    }
  }
};
} // namespace

/// In a network that others have made, they say who gets in.
static void checkBalancer(const Balancer &balancer, bool ours, PassContext &ctx) {
  bool open = balancer.isPublic();
  auto everybody = [&](const Setting &from) {
    return !from.set() ? open : !from.poisoned() && hasEverybody(*from.expr);
  };
  for (const Listen &listen : balancer.listeners) {
    checkNotEmpty(listen.from, "callers", ctx);
    checkApart(listen.from, ctx);
    bool tcp = listen.protocol.known() && listen.protocol.value() == Transport::Tcp;
    if (tcp && everybody(listen.from) && listen.port.set() && !listen.port.poisoned())
      checkManagement(listen.port.place(), *listen.port.expr->operands[1], ctx);
  }
  for (const Nat &nat : balancer.nats) {
    checkNotEmpty(nat.from, "callers", ctx);
    checkApart(nat.from, ctx);
    if (ours && balancer.exposure.known() && !open && !nat.from.set() && !nat.incomplete &&
        nat.ports.set() && !nat.ports.poisoned() && !nat.to.poisoned())
      ctx.diags.report(nat.head, diag::NatFromWholeNetwork);
    if (open && !nat.from.set() && !nat.incomplete)
      ctx.diags.report(nat.head, diag::NatFromEverywhere);
    else if (everybody(nat.from) && nat.ports.set() && !nat.ports.poisoned())
      checkManagement(nat.from.set() ? nat.from.place() : nat.head, *nat.ports.expr->operands[1],
                      ctx);
  }
}

static void checkSubnet(const Tier &tier, PassContext &ctx) {
  const Subnet *subnet = tier.subnet.poisoned() ? nullptr : tier.subnet.value();
  if (!subnet)
    return;
  if (isReserved(*subnet))
    ctx.diags.report(tier.subnet.place(), diag::TierInReservedSubnet, tier.label.text,
                     subnet->label.text);
  else if (subnet->nsg.known() && !subnet->nsg.value())
    ctx.diags.report(tier.subnet.place(), diag::TierUnguarded, tier.label.text, subnet->label.text)
        .label(subnet->nsg.place(), note::GroupOffHere);
}

void azcl::checkAccess(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Tier &tier : cluster.tiers) {
      checkSubnet(tier, ctx);
      for (const Allow &rule : tier.allows)
        RuleChecker<BlockKind::Allow>{rule, ctx}.run();
      for (const Deny &rule : tier.denies)
        RuleChecker<BlockKind::Deny>{rule, ctx}.run();
    }
    for (const Balancer &balancer : cluster.balancers)
      checkBalancer(balancer, !cluster.network->existing.set(), ctx);
  }
}
