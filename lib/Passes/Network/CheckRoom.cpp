// Counts what takes addresses of each subnet, at the most that it can come to. Runs when every subnet has
// its addresses; the subnet of a single gateway is that gateway's matter.
#include "azcl/Analysis/Addresses.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/MapVector.h"

using namespace azcl;
using llvm::StringRef;

namespace {
/// What stands in a subnet.
struct Use {
  llvm::SmallVector<const Tier *, 2> tiers;
  llvm::SmallVector<const Balancer *, 2> fronts;
  llvm::SmallVector<const Gateway *, 1> gateways;
  size_t endpoints = 0;
};

/// What it takes, with some values for the parameters.
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
  RoomChecker(const Subnet &subnet, const Use &use, PassContext &ctx) : subnet(subnet), use(use), ctx(ctx) {}

  void run() {
    std::optional<int64_t> has = addressCount(subnet);
    bool ownMatter = use.tiers.empty() ? use.gateways.size() == 1 : !use.gateways.empty();
    if (!has || ownMatter || !collect())
      return;
    size = *has;
    if (surelyFits())
      return;
    if (!holds(diag::SubnetTooSmall, false))
      return;
    holds(diag::SubnetTight, true);
  }

private:
  /// The bounds that decide how many machines there are; false if one of them is in error.
  bool collect() {
    auto add = [&](const Setting &instances) {
      if (!instances.set() || instances.poisoned())
        return false;
      bounds.push_back(instances.expr->operands[1]);
      return true;
    };
    for (const Tier *tier : use.tiers) {
      if (!add(tier->instances))
        return false;
      if (tier->autoscale)
        for (const Schedule &schedule : tier->autoscale->schedules)
          if (!add(schedule.instances))
            return false;
      ends.push_back(bounds.size());
    }
    return llvm::count_if(bounds, [](const Expr *bound) { return bound->open; }) <= 256;
  }

  /// Bounds are found much faster than proofs.
  bool surelyFits() const {
    llvm::SmallVector<Scalar, 4> most;
    for (const Expr *bound : bounds) {
      std::optional<int64_t> value = largest(*bound);
      if (!value)
        return false;
      most.push_back({*value, {}});
    }
    Need need = needWith(most);
    return need.always + need.meanwhile <= size;
  }

  /// Beyond the greatest number of instances the number itself is out of bounds.
  int64_t machinesOf(size_t tier, llvm::ArrayRef<Scalar> values) const {
    int64_t most = 0;
    for (size_t i = tier ? ends[tier - 1] : 0; i < ends[tier]; ++i)
      most = std::max(most, std::clamp<int64_t>(values[i].number, 0, builtinLimit(LimitId::SetInstances)));
    return most;
  }

  /// A set that starts more than it keeps: one fifth is what is counted on; or that renews machines by
  /// new ones, a batch at a time.
  static int64_t passing(const Tier &tier, int64_t machines) {
    bool uniform = tier.kind.known() && tier.kind.value() == TierKind::Uniform;
    int64_t more = 0;
    if (uniform && tier.overprovision.known() && tier.overprovision.value())
      more = llvm::divideCeil(machines, 5);
    const Upgrade *upgrade = tier.upgrade.get();
    if (upgrade && upgrade->mode() == UpgradeMode::Rolling && upgrade->surge.known() &&
        upgrade->surge.value() && upgrade->batch.set() && !upgrade->batch.poisoned())
      if (std::optional<int64_t> batch = largest(*upgrade->batch.expr))
        more = std::max<int64_t>(more, llvm::divideCeil(machines * *batch, percent(100)));
    return more;
  }

  Need needWith(llvm::ArrayRef<Scalar> values) const {
    Need need{reserved};
    int64_t machines = 0, passes = 0;
    bool few = use.tiers.size() <= 3;
    for (size_t i = 0; i < use.tiers.size(); ++i) {
      int64_t own = machinesOf(i, values), more = passing(*use.tiers[i], own);
      machines += own;
      passes += more;
      if (few)
        need.take(own, fmt::format("the machines of `{}`", use.tiers[i]->label.text.str()));
    }
    if (!few)
      need.take(machines, fmt::format("the machines of {} tiers", use.tiers.size()));
    need.take(use.fronts.size(), use.fronts.size() == 1
                                     ? fmt::format("the balancer `{}`", use.fronts[0]->label.text.str())
                                     : "balancers");
    need.take(use.endpoints, use.endpoints == 1 ? "a private endpoint" : "private endpoints");
    for (const Gateway *gateway : use.gateways)
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

  /// Reports what does not fit, with its witness; false if it does not.
  template <class Diagnostic> bool holds(const Diagnostic &diagnostic, bool meanwhile) {
    auto needed = [&](const Need &need) { return need.always + (meanwhile ? need.meanwhile : 0); };
    Proof proof =
        proveEach(bounds, [&](llvm::ArrayRef<Scalar> values) { return needed(needWith(values)) <= size; });
    if (proof.answer != Proof::Answer::Fails)
      return true;
    llvm::SmallVector<Scalar, 4> values;
    for (const Expr *bound : bounds) {
      std::optional<Scalar> value = evaluate(*bound, proof.witness);
      if (!value)
        return true; // it has none: reported
      values.push_back(*value);
    }
    Need need = needWith(values);
    if (meanwhile)
      need.takers.insert(need.takers.end(), need.passing.begin(), need.passing.end());
    need.takers.push_back(fmt::format("{} that Azure keeps", reserved));
    auto report =
        ctx.diags.report(subnet.head, diagnostic, subnet.label.text, std::to_string(size), needed(need),
                         proof.witness.empty() ? "" : fmt::format(" (with {})", printWitness(proof.witness)),
                         fmt::format("{}", fmt::join(need.takers, ", ")));
    if (use.tiers.size() == 1 && subnet.origin != Origin::Derived)
      report.label(use.tiers[0]->instances.place(), note::LargestNumberHere);
    if (subnet.size.known() && subnet.size.origin == Origin::Written)
      report.idea(subnet.size.place(), std::to_string(llvm::PowerOf2Ceil(needed(need))), note::NextPower);
    return false;
  }

  const Subnet &subnet;
  const Use &use;
  PassContext &ctx;
  const int64_t reserved = ctx.catalog.limit(LimitId::ReservedAddresses);
  int64_t size = 0;
  std::vector<const Expr *> bounds; ///< of all tiers, those of one side by side
  std::vector<size_t> ends;         ///< where those of each tier end
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
        ++uses[subnet].endpoints;
    for (auto &[subnet, use] : uses)
      if (!subnet->existing.set() && !isReserved(*subnet))
        RoomChecker(*subnet, use, ctx).run();
  }
}
