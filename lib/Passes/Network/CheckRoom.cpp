// Counts what takes addresses of each subnet, at the most that it can come to. Runs when every subnet has
// its addresses; the subnet of a single gateway is that gateway's matter.
#include "azcl/Analysis/Addresses.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/MapVector.h"

using namespace azcl;
using llvm::StringRef;

namespace {
/// What takes addresses of a subnet.
struct Use {
  llvm::SmallVector<const Tier *, 2> tiers;
  llvm::SmallVector<const Balancer *, 2> fronts;
  llvm::SmallVector<const Gateway *, 1> gateways;
  llvm::SmallVector<const PrivateEndpoint *, 2> endpoints;
};

/// How many it takes under one assignment.
struct Need {
  int64_t always, meanwhile = 0;
  std::vector<std::string> takers, passing;

  void take(int64_t count, std::string what) {
    always += count;
    if (count)
      takers.push_back(fmt::format("{} for {}", count, what));
  }
};

class RoomChecker {
public:
  RoomChecker(const Subnet &subnet, const Use &use, PassContext &ctx)
      : subnet(subnet), use(use), ctx(ctx), counts(use.tiers) {}

  void run() {
    std::optional<int64_t> has = addressCount(subnet);
    bool ownMatter = use.tiers.empty() ? use.gateways.size() == 1 : !use.gateways.empty();
    if (!has || ownMatter || counts.inError())
      return;
    size = *has;
    // Bounds are found much faster than proofs.
    Need fixed = needWith({}, {});
    int64_t atMost = fixed.always + counts.boundOfSum([](const InstanceCount &count) {
      return count.greatest + count.extra();
    });
    if (atMost <= size)
      return;
    for (const Block *block : parts())
      if (block->when.set() && !block->when.poisoned())
        conditions.push_back(block->when.expr);
    if (holds(diag::SubnetTooSmall, false))
      holds(diag::SubnetTight, true);
  }

private:
  /// What takes a fixed number of addresses.
  llvm::SmallVector<const Block *, 4> parts() const {
    llvm::SmallVector<const Block *, 4> all(use.fronts.begin(), use.fronts.end());
    all.append(use.endpoints.begin(), use.endpoints.end());
    all.append(use.gateways.begin(), use.gateways.end());
    return all;
  }

  /// `present`: the values of the conditions, in the order of `parts`; all parts count if it is empty.
  Need needWith(llvm::ArrayRef<InstanceCount> all, llvm::ArrayRef<Scalar> present) const {
    Need need{reserved};
    int64_t machines = 0, passes = 0;
    bool few = use.tiers.size() <= 3;
    for (size_t i = 0; i < all.size(); ++i) {
      machines += all[i].greatest;
      passes += all[i].extra();
      if (few)
        need.take(all[i].greatest, fmt::format("the machines of `{}`", use.tiers[i]->label.text.str()));
    }
    if (!few)
      need.take(machines, fmt::format("the machines of {} tiers", use.tiers.size()));
    auto isThere = [&](const Block &block) {
      if (present.empty() || !block.when.set() || block.when.poisoned())
        return true;
      bool there = present.front().number;
      present = present.drop_front();
      return there;
    };
    int64_t fronts = llvm::count_if(use.fronts, [&](const Balancer *each) { return isThere(*each); });
    need.take(fronts, use.fronts.size() == 1
                          ? fmt::format("the balancer `{}`", use.fronts[0]->label.text.str())
                          : "balancers");
    int64_t endpoints = llvm::count_if(use.endpoints, [&](const PrivateEndpoint *each) { return isThere(*each); });
    need.take(endpoints, endpoints == 1 ? "a private endpoint" : "private endpoints");
    for (const Gateway *gateway : use.gateways)
      if (isThere(*gateway))
        need.take(unitsOf(*gateway), fmt::format("the gateway `{}`", gateway->label.text.str()));
    need.meanwhile = passes;
    need.passing.push_back(fmt::format("{} while machines are started or renewed", passes));
    return need;
  }
  static int64_t unitsOf(const Gateway &gateway) {
    int64_t units = 125;
    if (gateway.capacity.set() && !gateway.capacity.poisoned())
      units = largest(*gateway.capacity.expr->operands[1]).value_or(units);
    return units + (gateway.exposure.known() && gateway.isInternal());
  }

  int64_t needed(const Need &need, bool meanwhile) const {
    return need.always + (meanwhile ? need.meanwhile : 0);
  }

  /// An assignment with which it does not fit; nullopt if it always fits, or if too many would have to be tried.
  std::optional<Assignment> failure(bool meanwhile) const {
    Proof proof = counts.prove(conditions, [&](llvm::ArrayRef<InstanceCount> all, llvm::ArrayRef<Scalar> present) {
      return needed(needWith(all, present), meanwhile) <= size;
    });
    if (proof.answer == Proof::Answer::Fails)
      return proof.witness;
    if (proof.answer == Proof::Answer::Holds || !conditions.empty())
      return std::nullopt;
    InstanceCounts::Peak peak = counts.greatestSum(
        [&](const InstanceCount &count) { return count.greatest + (meanwhile ? count.extra() : 0); });
    if (peak.exact && needWith({}, {}).always + peak.value > size)
      return peak.witness;
    return std::nullopt;
  }

  /// Reports what does not fit, with its witness; false if it does not.
  template <class Diagnostic> bool holds(const Diagnostic &diagnostic, bool meanwhile) {
    std::optional<Assignment> witness = failure(meanwhile);
    if (!witness)
      return true;
    llvm::SmallVector<InstanceCount, 2> all = counts.at(*witness);
    llvm::SmallVector<Scalar, 4> present;
    for (const Expr *condition : conditions)
      if (std::optional<Scalar> value = evaluate(*condition, *witness))
        present.push_back(*value);
    if (all.size() != use.tiers.size() || present.size() != conditions.size())
      return true; // a number without a value: reported
    Need need = needWith(all, present);
    if (meanwhile)
      need.takers.insert(need.takers.end(), need.passing.begin(), need.passing.end());
    need.takers.push_back(fmt::format("{} that Azure keeps", reserved));
    auto report =
        ctx.diags.report(subnet.head, diagnostic, subnet.label.text, std::to_string(size),
                         needed(need, meanwhile),
                         witness->empty() ? "" : fmt::format(" (with {})", printWitness(*witness)),
                         fmt::format("{}", fmt::join(need.takers, ", ")));
    const InstanceCount *most = nullptr;
    for (const InstanceCount &count : all)
      if (count.mostBy && (!most || count.greatest > most->greatest))
        most = &count;
    if (most)
      report.label(most->mostBy->place, note::LargestNumberHere);
    if (subnet.size.known() && subnet.size.origin == Origin::Written)
      report.idea(subnet.size.place(), std::to_string(llvm::PowerOf2Ceil(needed(need, meanwhile))), note::NextPower);
    return false;
  }

  const Subnet &subnet;
  const Use &use;
  PassContext &ctx;
  const int64_t reserved = ctx.catalog.limit(LimitId::ReservedAddresses);
  InstanceCounts counts;
  llvm::SmallVector<const Expr *, 4> conditions; ///< of those parts that have one
  int64_t size = 0;
};
} // namespace

/// An internal balancer's address is one of the subnet that the first of its machines stand in.
static const Subnet *frontOf(const Balancer &balancer) {
  if (!balancer.exposure.known() || balancer.isPublic())
    return nullptr;
  const Tier *tier = nullptr;
  if (!balancer.listeners.empty())
    tier = (*balancer.listeners.begin()).to.value();
  else if (!balancer.nats.empty())
    tier = (*balancer.nats.begin()).to.value();
  return tier ? tier->subnet.value() : nullptr;
}

void azcl::checkRoom(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (cluster.network->existing.set())
      continue;
    llvm::MapVector<const Subnet *, Use> uses;
    for (const Tier &tier : cluster.tiers)
      if (const Subnet *subnet = tier.subnet.poisoned() ? nullptr : tier.subnet.value())
        uses[subnet].tiers.push_back(&tier);
    for (const Balancer &balancer : cluster.balancers)
      if (const Subnet *subnet = frontOf(balancer))
        uses[subnet].fronts.push_back(&balancer);
    for (const Gateway &gateway : cluster.gateways)
      if (const Subnet *subnet = gateway.subnet.poisoned() ? nullptr : gateway.subnet.value())
        uses[subnet].gateways.push_back(&gateway);
    for (const PrivateEndpoint &endpoint : cluster.network->privateEndpoints)
      if (const Subnet *subnet = endpoint.subnet.poisoned() ? nullptr : endpoint.subnet.value())
        uses[subnet].endpoints.push_back(&endpoint);
    for (auto &[subnet, use] : uses)
      if (!subnet->existing.set() && !isReserved(*subnet))
        RoomChecker(*subnet, use, ctx).run();
  }
}
