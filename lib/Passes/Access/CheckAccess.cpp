// Checks the sources of all rules, and rejects management ports that the whole internet can reach.
// Lowering may assume that every `allow` has exactly one source.
#include "../Ranges.h"
#include "Exposed.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Diagnostics/Access.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "llvm/ADT/StringExtras.h"
#include <tuple>

using namespace azcl;
using llvm::StringRef;

static void checkNotEmpty(const Setting &addresses, StringRef what, const Block &block,
                          PassContext &ctx) {
  for (const ListChoice &choice : listsOf(addresses))
    if (choice.list->operands.empty() && whenChosen(choice, block))
      ctx.diags.report(choice.under.empty() ? addresses.place() : choice.list->range,
                       diag::EmptyAddresses, what);
}

namespace {
/// An address range of a list, with its expression and its text.
struct Named {
  IpNetwork network;
  const Expr *expr;
  std::string text;
};
} // namespace

/// Azure returns OverlappingSubnetsNotPermittedInSecurityRule
/// (kubernetes-sigs/cloud-provider-azure#6775).
static std::optional<std::pair<Named, Named>> overlapIn(std::vector<Named> ranges) {
  // This order puts a wide range before the ranges inside it.
  llvm::stable_sort(ranges, [](const auto &a, const auto &b) {
    return std::tie(a.network.v6, a.network.bytes, a.network.prefix) <
           std::tie(b.network.v6, b.network.bytes, b.network.prefix);
  });
  const Named *wide = nullptr;
  for (const Named &each : ranges) {
    if (wide && wide->network.overlaps(each.network))
      return std::pair(*wide, each);
    wide = &each;
  }
  return std::nullopt;
}

/// A security rule accepts only one address family (MicrosoftDocs/azure-docs#34567).
static std::optional<std::pair<Named, Named>> mixIn(llvm::ArrayRef<Named> ranges) {
  for (const Named &each : ranges)
    if (each.network.v6 != ranges.front().network.v6)
      return std::pair(ranges.front(), each);
  return std::nullopt;
}

/// The ranges of one list for given parameter values.
static std::vector<Named> rangesOf(llvm::ArrayRef<const Expr *> exprs,
                                   llvm::ArrayRef<Scalar> values) {
  std::vector<Named> ranges;
  for (size_t i = 0; i < exprs.size(); ++i)
    if (std::optional<IpNetwork> network = IpNetwork::parse(values[i].text))
      ranges.push_back({*network, exprs[i], values[i].text.str()});
  return ranges;
}

/// Reports ranges of one rule that Azure rejects; returns whether there are none.
static bool checkRanges(const Setting &addresses, std::vector<Named> ranges,
                        const Assignment &witness, PassContext &ctx) {
  auto placeOf = [&](const Named &named) {
    return named.expr->range.valid() ? named.expr->range : addresses.place();
  };
  std::string with = whenSuffix(witness);
  if (auto mix = mixIn(ranges)) {
    ctx.diags
        .report(placeOf(mix->second), diag::AddressFamiliesMixed, mix->first.text, mix->second.text,
                with)
        .label(placeOf(mix->first), note::OtherFamilyHere);
    return false;
  }
  if (auto overlap = overlapIn(std::move(ranges))) {
    ctx.diags
        .report(placeOf(overlap->second), diag::AddressesOverlap, overlap->first.text,
                overlap->second.text + with)
        .label(placeOf(overlap->first), note::GivenHere);
    return false;
  }
  return true;
}

/// Checks all parameter values with which `block` exists. If there are too many, compares only the
/// known ranges.
static void checkApart(const Setting &addresses, const Block &block, PassContext &ctx) {
  if (!addresses.set() || addresses.poisoned())
    return;
  for (const ListChoice &choice : listsOf(addresses)) {
    llvm::ArrayRef<const Expr *> items = choice.list->operands;
    llvm::SmallVector<const Expr *, 4> known, exprs;
    llvm::SmallVector<Scalar, 4> texts;
    for (const Expr *each : items)
      if (each->kind == ExprKind::Text) {
        known.push_back(each);
        texts.push_back({0, each->text});
      }
    if (std::optional<Assignment> chosen = whenChosen(choice, block);
        !chosen || !checkRanges(addresses, rangesOf(known, texts), *chosen, ctx) ||
        known.size() == items.size())
      continue;
    std::vector<bool> wanted; // the value of each condition
    for (const Expr *condition : conditionsOf(block)) {
      exprs.push_back(condition);
      wanted.push_back(true);
    }
    for (const auto &[condition, truth] : choice.under) {
      exprs.push_back(condition);
      wanted.push_back(truth);
    }
    size_t conditions = exprs.size();
    exprs.append(items.begin(), items.end());
    Proof proof = proveEach(exprs, [&](llvm::ArrayRef<Scalar> values) {
      for (size_t i = 0; i < conditions; ++i)
        if ((values[i].number != 0) != wanted[i])
          return true; // the block does not exist or has another list
      std::vector<Named> ranges = rangesOf(items, values.drop_front(conditions));
      return !mixIn(ranges) && !overlapIn(ranges);
    });
    if (proof.answer != Proof::Answer::Fails)
      continue;
    llvm::SmallVector<Scalar, 4> values;
    for (const Expr *each : items)
      values.push_back(evaluate(*each, proof.witness).value_or(Scalar()));
    checkRanges(addresses, rangesOf(items, values), proof.witness, ctx);
  }
}

/// The known tag that a misspelled tag most likely means, and the edit distance. Tags of the
/// classic portal, with underscores, count as two more edits.
static std::pair<StringRef, unsigned> nearestTag(StringRef tag, const Catalog &catalog) {
  std::string plain = tag.split('.').first.lower();
  bool older = StringRef(plain).contains('_');
  llvm::erase(plain, '_');
  StringRef best;
  unsigned least = plain.size() < 6 ? 2 : 3;
  for (const ServiceTag &known : catalog.serviceTags()) {
    unsigned distance = StringRef(plain).edit_distance(known.name.lower(), true, least);
    if (distance < least)
      best = known.name, least = distance;
  }
  return {best, older ? least + 2 : least};
}

/// Azure returns SecurityRuleInvalidAddressPrefix (hashicorp/terraform-provider-azurerm#5617). A
/// tag can also be an address range or `*`.
static void checkTag(const Fixed<Text> &tag, PassContext &ctx) {
  if (!tag.known())
    return;
  auto isOdd = [](char c) { return !llvm::isAlnum(c) && !StringRef("._-/:*").contains(c); };
  if (tag.value().empty() || llvm::any_of(tag.value(), isOdd)) {
    ctx.diags.report(tag.place(), diag::ServiceTagUnfit, tag.value());
    return;
  }
  auto isKnown = [&](const ServiceTag &known) {
    return known.name.equals_insensitive(tag.value().split('.').first);
  };
  if (llvm::any_of(ctx.catalog.serviceTags(), isKnown) || IpNetwork::parse(tag.value()))
    return;
  auto [meant, distance] = nearestTag(tag.value(), ctx.catalog);
  if (meant.empty())
    return;
  auto report = distance <= 1
                    ? ctx.diags.report(tag.place(), diag::ServiceTagUnknown, tag.value(), meant)
                    : ctx.diags.report(tag.place(), diag::ServiceTagMisspelt, tag.value(), meant);
  report.idea(tag.place(),
              fmt::format("\"{}{}\"", meant.str(),
                          tag.value().drop_while([](char c) { return c != '.'; }).str()),
              note::TagOfService);
}

static void checkManagement(const ClusterAccess &access, PassContext &ctx) {
  const auto managementPorts = portsFor(PortRole::Management, ctx.catalog);
  forEachExposed(access, [&](const AccessPath &path, StringRef with) {
    PortFound found = findPort(path.ports, managementPorts);
    SourceRange place = path.cause == AccessCause::Nat ? sourcePlace(path) : portPlace(path);
    if (found.unproved)
      ctx.diags.report(place, diag::ManagementUnproved);
    if (!found.port)
      return;
    auto report =
        ctx.diags.report(place, diag::ManagementOpen, found.port, withBoth(found.witness, with));
    if (SourceRange source = path.cause == AccessCause::Nat ? portPlace(path) : sourcePlace(path);
        source.valid())
      report.label(source, path.cause == AccessCause::Nat ? note::PortHere : note::OpenHere);
  });
}

namespace {
template <BlockKind K> struct RuleChecker {
  const AccessRule<K> &rule;
  PassContext &ctx;

  void run() {
    checkPeer();
    checkTag(rule.tag, ctx);
    checkApart(rule.addresses, rule, ctx);
    onlyOne({{"port", &rule.port}, {"service", &rule.service}, {"rule-set", &rule.ruleSet}},
            "the port");
    const Setting &ports = rule.port.set()      ? static_cast<const Setting &>(rule.port)
                           : rule.service.set() ? static_cast<const Setting &>(rule.service)
                                                : rule.ruleSet;
    StringRef given = rule.port.set() ? "port" : rule.service.set() ? "service" : "rule-set";
    if (rule.protocol.known() && rule.protocol.value() == AccessProtocol::Icmp && ports.set())
      ctx.diags.report(ports.place(), diag::IcmpHasNoPorts, given)
          .label(rule.protocol.place(), note::ChosenHere);
    else if (rule.port.set() && !rule.port.poisoned())
      reportEmptyRange(*rule.port.expr, rule.port.place(), ctx);
    if (K == BlockKind::Allow && rule.tag.known() &&
        rule.tag.value().split('.').first.equals_insensitive("AzureCloud"))
      ctx.diags.report(rule.tag.place(), diag::TagOfEverybody, rule.label.text, rule.tag.value());
  }

private:
  /// Reports all settings that are set after the first one; returns whether one is set.
  bool onlyOne(std::initializer_list<std::pair<StringRef, const Setting *>> settings,
               StringRef what) {
    const std::pair<StringRef, const Setting *> *first = nullptr;
    for (const auto &each : settings) {
      if (!each.second->set())
        continue;
      if (first)
        ctx.diags.report(each.second->range, diag::TwoOfOne, first->first, each.first, what)
            .label(first->second->range, note::GivenHere);
      else
        first = &each;
    }
    return first;
  }

  void checkPeer() {
    checkNotEmpty(rule.addresses, "addresses", rule, ctx);
    static constexpr bool outbound = AccessRule<K>::outbound;
    bool first = onlyOne({{outbound ? "to" : "from", &rule.peer},
                          {"addresses", &rule.addresses},
                          {"tag", &rule.tag}},
                         outbound ? "the destination" : "the source");
    if (first || AccessRule<K>::denies || rule.incomplete)
      return;
    if (outbound)
      ctx.diags.report(rule.head, diag::RuleWithoutDestination, rule.label.text);
    else
      ctx.diags.report(rule.head, diag::RuleWithoutSource, rule.label.text);
  }
};
} // namespace

/// `ours` is false in an existing network, whose own security groups restrict the sources.
static void checkBalancer(const Balancer &balancer, bool ours, PassContext &ctx) {
  bool open = balancer.isPublic();
  for (const Listen &listen : balancer.listeners) {
    checkNotEmpty(listen.from, "sources", listen, ctx);
    checkApart(listen.from, listen, ctx);
  }
  for (const Nat &nat : balancer.nats) {
    checkNotEmpty(nat.from, "sources", nat, ctx);
    checkApart(nat.from, nat, ctx);
    if (nat.from.set() || nat.incomplete)
      continue;
    if (open)
      ctx.diags.report(nat.head, diag::NatFromEverywhere);
    else if (ours && balancer.exposure.known() && nat.ports.set() && !nat.ports.poisoned() &&
             !nat.to.poisoned())
      ctx.diags.report(nat.head, diag::NatFromWholeNetwork);
  }
}

static void checkSubnet(const Tier &tier, const Card &card, PassContext &ctx) {
  const Subnet *subnet = card.subnetOf();
  if (!subnet)
    return;
  if (isReserved(*subnet))
    ctx.diags.report(card.subnet.place(), diag::TierInReservedSubnet, tier.label.text,
                     subnet->label.text);
  else if (subnet->nsg.known() && !subnet->nsg.value())
    ctx.diags.report(card.subnet.place(), diag::TierUnguarded, tier.label.text, subnet->label.text)
        .label(subnet->nsg.place(), note::GroupOffHere);
}

static void checkOutboundRules(const Tier &tier, PassContext &ctx) {
  for (const AllowOutbound &rule : tier.outboundAllows) {
    RuleChecker<BlockKind::AllowOutbound>{rule, ctx}.run();
    if (tier.outboundTraffic.known() && !isClosed(tier))
      ctx.diags.report(rule.head, diag::OutboundOpen, rule.label.text);
  }
  for (const DenyOutbound &rule : tier.outboundDenies)
    RuleChecker<BlockKind::DenyOutbound>{rule, ctx}.run();
}

/// Without application security groups, a rule applies to the whole subnet.
static void checkSharedSubnets(const Cluster &cluster, PassContext &ctx) {
  if (hasTierGroups(cluster))
    return;
  for (const auto &[subnet, use] : subnetUses(cluster)) {
    const Tier *closed = nullptr, *open = nullptr;
    for (const Tier *tier : use.tiers)
      if (tier->outboundTraffic.known())
        (isClosed(*tier) ? closed : open) = tier;
    if (closed && open && !neverTogether(*closed, *open))
      ctx.diags
          .report(closed->outboundTraffic.place(), diag::OutboundDisagrees, subnet->label.text,
                  closed->label.text, open->label.text)
          .label(open->head, note::OpenTierHere);
  }
}

/// `B` is a tier, for the rules of its primary network interface, or a `network-interface`.
template <class B> static void checkRulesOf(const B &card, PassContext &ctx) {
  for (const Allow &rule : card.allows)
    RuleChecker<BlockKind::Allow>{rule, ctx}.run();
  for (const Deny &rule : card.denies)
    RuleChecker<BlockKind::Deny>{rule, ctx}.run();
}

void azcl::checkAccess(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Tier &tier : cluster.tiers) {
      for (const Card &card : cardsOf(tier))
        checkSubnet(tier, card, ctx);
      checkRulesOf(tier, ctx);
      checkOutboundRules(tier, ctx);
      for (const NetworkInterface &each : tier.interfaces)
        checkRulesOf(each, ctx);
    }
    for (const Balancer &balancer : cluster.balancers)
      checkBalancer(balancer, !cluster.network->existing.set(), ctx);
    checkSharedSubnets(cluster, ctx);
    checkManagement(ctx.answers.access(cluster), ctx);
  }
}
