// Counts what takes addresses of each subnet, under every assignment. Runs when every subnet has its addresses; the
// subnet of a single gateway is that gateway's matter.
#include "azcl/Analysis/Networks.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
/// What takes addresses, under one assignment.
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
  RoomChecker(const Subnet &subnet, const SubnetUse &use, PassContext &ctx) : subnet(subnet), use(use), ctx(ctx) {}

  void run() {
    bool ownMatter = use.tiers.empty() ? use.gateways.size() == 1 : !use.gateways.empty();
    if (ownMatter || !collect() || surelyFits())
      return;
    if (holds(diag::SubnetTooSmall, false))
      holds(diag::SubnetTight, true);
  }

private:
  /// One taker, and where its expressions end: those of its conditions, then those of its numbers.
  struct Taker {
    const Block *block;
    size_t conditions, numbers;
    llvm::SmallVector<SourceRange, 1> places; ///< of the numbers
  };

  /// The expressions that decide; false if one of them is in error.
  bool collect() {
    for (const Tier *tier : use.tiers) {
      Taker &taker = add(*tier);
      if (!addNumber(taker, tier->instances))
        return false;
      if (tier->autoscale)
        for (const Schedule &schedule : tier->autoscale->schedules)
          if (!addNumber(taker, schedule.instances))
            return false;
    }
    for (const Balancer *balancer : use.frontends)
      add(*balancer);
    for (const Gateway *gateway : use.gateways)
      add(*gateway);
    for (const PrivateEndpoint *endpoint : use.endpoints)
      add(*endpoint);
    bool sized = subnet.size.set();
    const Setting &extent = sized ? static_cast<const Setting &>(subnet.size) : subnet.address;
    if (!extent.set() || extent.poisoned())
      return false;
    exprs.push_back(extent.expr);
    return llvm::count_if(exprs, [](const Expr *expr) { return expr->open; }) <= 256;
  }
  Taker &add(const Block &block) {
    exprs.append(conditionsOf(block));
    takers.push_back({&block, exprs.size(), exprs.size(), {}});
    return takers.back();
  }
  bool addNumber(Taker &taker, const Setting &instances) {
    if (!instances.set() || instances.poisoned())
      return false;
    exprs.push_back(instances.expr->operands[1]);
    taker.numbers = exprs.size();
    taker.places.push_back(instances.place());
    return true;
  }

  /// A size is rounded up as the compiler places it.
  int64_t sizeWith(llvm::ArrayRef<Scalar> values) const {
    if (subnet.size.set())
      return llvm::PowerOf2Ceil(std::clamp<int64_t>(values.back().number, 8, 1 << 24));
    std::optional<IpNetwork> address = IpNetwork::parse(values.back().text);
    return address && !address->v6 ? address->count() : INT64_MAX;
  }

  /// Bounds are found much faster than proofs.
  bool surelyFits() const {
    llvm::SmallVector<Scalar, 8> most;
    for (const Expr *const &expr : exprs) {
      bool isText = expr->type->kind == TypeKind::Network, isSize = &expr == &exprs.back();
      std::optional<int64_t> value = isText                                ? std::optional<int64_t>(0)
                                     : expr->type->kind == TypeKind::Bool ? std::optional<int64_t>(1)
                                     : isSize                              ? smallest(*expr)
                                                                           : largest(*expr);
      if (!value || (isText && expr->open))
        return false;
      most.push_back({*value, isText ? expr->text : StringRef()});
    }
    Need need = needWith(most);
    return need.always + need.meanwhile <= sizeWith(most);
  }

  /// Beyond the greatest number of instances the number itself is out of bounds.
  static int64_t instancesOf(const Taker &taker, llvm::ArrayRef<Scalar> values) {
    int64_t most = 0;
    for (const Scalar &value : values.slice(taker.conditions, taker.numbers - taker.conditions))
      most = std::max(most, std::clamp<int64_t>(value.number, 0, builtinLimit(LimitId::SetInstances)));
    return most;
  }

  /// A set that starts more than it keeps: one fifth is what is counted on; or that renews instances by
  /// new ones, a batch at a time.
  static int64_t passing(const Tier &tier, int64_t instances) {
    bool uniform = tier.kind.known() && tier.kind.value() == TierKind::Uniform;
    int64_t more = 0;
    if (uniform && tier.overprovision.known() && tier.overprovision.value())
      more = llvm::divideCeil(instances, 5);
    const Upgrade *upgrade = tier.upgrade.get();
    if (upgrade && upgrade->mode() == UpgradeMode::Rolling && upgrade->surge.known() &&
        upgrade->surge.value() && upgrade->batch.set() && !upgrade->batch.poisoned())
      if (std::optional<int64_t> batch = largest(*upgrade->batch.expr))
        more = std::max<int64_t>(more, llvm::divideCeil(instances * *batch, percent(100)));
    return more;
  }

  Need needWith(llvm::ArrayRef<Scalar> values) const {
    Need need{reserved};
    int64_t instances = 0, balancers = 0, endpoints = 0, passes = 0;
    bool few = use.tiers.size() <= 3;
    size_t from = 0;
    for (const Taker &taker : takers) {
      llvm::ArrayRef<Scalar> conditions = values.slice(from, taker.conditions - from);
      from = taker.numbers;
      if (!llvm::all_of(conditions, [](const Scalar &each) { return each.number != 0; }))
        continue;
      if (auto *tier = llvm::dyn_cast<Tier>(taker.block)) {
        int64_t own = instancesOf(taker, values), more = passing(*tier, own);
        instances += own;
        passes += more;
        if (few)
          need.take(own, fmt::format("the machines of `{}`", tier->label.text.str()));
      } else if (auto *gateway = llvm::dyn_cast<Gateway>(taker.block)) {
        need.take(unitsOf(*gateway), fmt::format("the gateway `{}`", gateway->label.text.str()));
      } else {
        ++(llvm::isa<Balancer>(taker.block) ? balancers : endpoints);
      }
    }
    if (!few)
      need.take(instances, fmt::format("the machines of {} tiers", use.tiers.size()));
    need.take(balancers, use.frontends.size() == 1
                             ? fmt::format("the balancer `{}`", use.frontends[0]->label.text.str())
                             : "balancers");
    need.take(endpoints, endpoints == 1 ? "a private endpoint" : "private endpoints");
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
    Proof proof = proveEach(exprs, [&](llvm::ArrayRef<Scalar> values) {
      return needed(needWith(values)) <= sizeWith(values);
    });
    if (proof.answer != Proof::Answer::Fails)
      return true;
    llvm::SmallVector<Scalar, 8> values;
    for (const Expr *expr : exprs) {
      std::optional<Scalar> value = evaluate(*expr, proof.witness);
      if (!value)
        return true; // it has none: reported
      values.push_back(*value);
    }
    Need need = needWith(values);
    if (meanwhile)
      need.takers.insert(need.takers.end(), need.passing.begin(), need.passing.end());
    need.takers.push_back(fmt::format("{} that Azure keeps", reserved));
    auto report =
        ctx.diags.report(subnet.head, diagnostic, subnet.label.text, std::to_string(sizeWith(values)), needed(need),
                         proof.witness.empty() ? "" : fmt::format(" (with {})", printWitness(proof.witness)),
                         fmt::format("{}", fmt::join(need.takers, ", ")));
    if (use.tiers.size() <= 3)
      for (const Taker &taker : takers)
        labelNumber(report, taker, values);
    if (subnet.size.known() && subnet.size.origin == Origin::Written)
      report.idea(subnet.size.place(), std::to_string(llvm::PowerOf2Ceil(needed(need))), note::NextPower);
    return false;
  }

  /// At the tier's own `instances`, or at those of the schedule that has more.
  template <class Report> void labelNumber(Report &report, const Taker &taker, llvm::ArrayRef<Scalar> values) {
    int64_t most = instancesOf(taker, values);
    for (size_t i = 0; i < taker.places.size(); ++i)
      if (values[taker.conditions + i].number == most)
        return void(report.label(taker.places[i], note::LargestNumberHere));
  }

  const Subnet &subnet;
  const SubnetUse &use;
  PassContext &ctx;
  const int64_t reserved = ctx.catalog.limit(LimitId::ReservedAddresses);
  llvm::SmallVector<const Expr *, 8> exprs; ///< those of the takers in turn, then that of the subnet's extent
  std::vector<Taker> takers;
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
