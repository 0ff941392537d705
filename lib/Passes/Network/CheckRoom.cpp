// Checks that each subnet has enough addresses under every assignment. Runs after PlaceSubnets, so
// every subnet has its address. CheckGateway checks the subnet of a single gateway.
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Diagnostics/Balancing.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
/// The number of addresses needed under one assignment.
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
  RoomChecker(const Subnet &subnet, const SubnetUse &use, PassContext &ctx)
      : subnet(subnet), use(use), ctx(ctx), counts(use.tiers) {}

  void run() {
    bool ownMatter = use.tiers.empty() ? use.gateways.size() == 1 : !use.gateways.empty();
    const Setting &extent =
        subnet.size.set() ? static_cast<const Setting &>(subnet.size) : subnet.address;
    if (ownMatter || counts.inError() || !extent.set() || extent.poisoned())
      return;
    // Computing bounds is much faster than a proof.
    int64_t atMost = needWith({}, {}).always + counts.boundOfSum([](const InstanceCount &count) {
      return count.machines() + count.extra();
    });
    std::optional<int64_t> least = leastSize(*extent.expr);
    if (least && atMost <= *least)
      return;
    for (const Block *block : parts()) {
      exprs.append(conditionsOf(*block));
      ends.push_back(exprs.size());
    }
    exprs.push_back(extent.expr);
    if (holds(diag::SubnetTooSmall, false))
      holds(diag::SubnetTight, true);
  }

private:
  /// The blocks that need a fixed number of addresses.
  llvm::SmallVector<const Block *, 4> parts() const {
    llvm::SmallVector<const Block *, 4> all(use.frontends.begin(), use.frontends.end());
    all.append(use.endpoints.begin(), use.endpoints.end());
    all.append(use.gateways.begin(), use.gateways.end());
    return all;
  }

  /// Rounds a size up, as PlaceSubnets does.
  static int64_t placed(int64_t size) {
    return llvm::PowerOf2Ceil(std::clamp<int64_t>(size, 8, 1 << 24));
  }
  int64_t sizeWith(const Scalar &extent) const {
    if (subnet.size.set())
      return placed(extent.number);
    std::optional<IpNetwork> address = IpNetwork::parse(extent.text);
    return address && !address->v6 ? int64_t(address->count()) : INT64_MAX;
  }
  std::optional<int64_t> leastSize(const Expr &extent) const {
    if (!extent.open)
      return sizeWith({extent.number, extent.text});
    std::optional<int64_t> least = subnet.size.set() ? smallest(extent) : std::nullopt;
    return least ? std::optional(placed(*least)) : std::nullopt;
  }

  /// `values` holds the conditions in the order of `parts`. If it is empty, all parts exist.
  Need needWith(llvm::ArrayRef<InstanceCount> all, llvm::ArrayRef<Scalar> values) const {
    Need need{reserved};
    int64_t instances = 0, pooled = 0, idle = 0, passes = 0;
    bool few = use.tiers.size() <= 3;
    for (size_t i = 0; i < all.size(); ++i) {
      instances += all[i].greatest;
      pooled += all[i].pooled;
      idle += all[i].idle;
      passes += all[i].extra();
      if (few) {
        std::string name = use.tiers[i]->label.text.str();
        need.take(all[i].greatest, fmt::format("the instances of `{}`", name));
        need.take(all[i].pooled, fmt::format("the standby pool of `{}`", name));
        need.take(all[i].idle, fmt::format("the idle scale set of `{}`", name));
      }
    }
    if (!few) {
      need.take(instances, fmt::format("the instances of {} tiers", use.tiers.size()));
      need.take(pooled, "standby pools");
      need.take(idle, "idle scale sets");
    }
    int64_t frontends = 0, endpoints = 0;
    size_t from = 0, part = 0;
    for (const Block *block : parts()) {
      bool exists = true;
      if (!values.empty()) {
        size_t end = ends[part++];
        for (; from < end; ++from)
          exists &= values[from].number != 0;
      }
      if (!exists)
        continue;
      if (auto *gateway = llvm::dyn_cast<Gateway>(block))
        need.take(unitsOf(*gateway),
                  fmt::format("application gateway `{}`", gateway->label.text.str()));
      else
        ++(llvm::isa<PrivateEndpoint>(block) ? endpoints : frontends);
    }
    need.take(frontends, use.frontends.size() == 1
                             ? fmt::format("{} `{}`",
                                           llvm::isa<Balancer>(use.frontends[0]) ? "load balancer"
                                                                                 : "frontend",
                                           use.frontends[0]->label.text.str())
                             : "load balancers");
    need.take(endpoints, endpoints == 1 ? "a private endpoint" : "private endpoints");
    need.meanwhile = passes;
    need.passing.push_back(fmt::format("{} during scale-out and upgrades", passes));
    return need;
  }
  static int64_t unitsOf(const Gateway &gateway) {
    int64_t units = builtinLimit(LimitId::GatewayInstances);
    if (gateway.capacity.set() && !gateway.capacity.poisoned())
      units = largest(*gateway.capacity.expr->operands[1]).value_or(units);
    return units + (gateway.exposure.known() && gateway.isInternal());
  }

  int64_t needed(const Need &need, bool meanwhile) const {
    return need.always + (meanwhile ? need.meanwhile : 0);
  }

  /// An assignment under which the addresses do not suffice; nullopt if they always do, or if there
  /// are too many assignments to try.
  std::optional<Assignment> failure(bool meanwhile) const {
    Proof proof =
        counts.prove(exprs, [&](llvm::ArrayRef<InstanceCount> all, llvm::ArrayRef<Scalar> values) {
          return needed(needWith(all, values), meanwhile) <= sizeWith(values.back());
        });
    if (proof.answer == Proof::Answer::Fails)
      return proof.witness;
    if (proof.answer == Proof::Answer::Holds || exprs.size() > 1 || exprs.back()->open)
      return std::nullopt;
    auto weigh = [&](const InstanceCount &count) {
      return count.machines() + (meanwhile ? count.extra() : 0);
    };
    InstanceCounts::Peak peak = counts.greatestSum(weigh);
    Scalar extent{exprs.back()->number, exprs.back()->text};
    if (peak.exact && needWith({}, {}).always + peak.value > sizeWith(extent))
      return counts.witnessOf(weigh);
    return std::nullopt;
  }

  /// Reports a lack of addresses with its witness; returns whether there is none.
  template <class Diagnostic> bool holds(const Diagnostic &diagnostic, bool meanwhile) {
    std::optional<Assignment> witness = failure(meanwhile);
    if (!witness)
      return true;
    llvm::SmallVector<InstanceCount, 2> all = counts.at(*witness);
    llvm::SmallVector<Scalar, 4> values;
    for (const Expr *expr : exprs)
      if (std::optional<Scalar> value = evaluate(*expr, *witness))
        values.push_back(*value);
    if (all.size() != use.tiers.size() || values.size() != exprs.size())
      return true; // an expression without a value is reported elsewhere
    Need need = needWith(all, values);
    if (meanwhile)
      need.takers.insert(need.takers.end(), need.passing.begin(), need.passing.end());
    need.takers.push_back(fmt::format("{} that Azure reserves", reserved));
    auto report =
        ctx.diags.report(subnet.head, diagnostic, subnet.label.text,
                         std::to_string(sizeWith(values.back())), needed(need, meanwhile),
                         whenSuffix(*witness), fmt::format("{}", fmt::join(need.takers, ", ")));
    const InstanceCount *most = nullptr;
    for (const InstanceCount &count : all)
      if (count.mostBy && (!most || count.machines() > most->machines()))
        most = &count;
    if (most)
      report.label(most->mostBy->place, note::LargestNumberHere);
    if (subnet.size.known() && subnet.size.origin == Origin::Written)
      report.idea(subnet.size.place(), std::to_string(llvm::PowerOf2Ceil(needed(need, meanwhile))),
                  note::NextPower);
    return false;
  }

  const Subnet &subnet;
  const SubnetUse &use;
  PassContext &ctx;
  const int64_t reserved = ctx.catalog.limit(LimitId::ReservedAddresses);
  InstanceCounts counts;
  llvm::SmallVector<const Expr *, 4>
      exprs; ///< the conditions of the parts, then the size or the address of the subnet
  llvm::SmallVector<size_t, 4> ends; ///< the end of each part's conditions
};
} // namespace

void azcl::checkRoom(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (cluster.network->existing.set())
      continue;
    for (auto &[subnet, use] : subnetUses(cluster))
      if (!subnet->existing.set() && !isReserved(*subnet))
        RoomChecker(*subnet, use, ctx).run();
  }
}
