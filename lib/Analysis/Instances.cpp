// Calculates the instance counts of tiers.
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Releases.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/EquivalenceClasses.h"
#include "llvm/Support/MathExtras.h"

using namespace azcl;

static constexpr int64_t mostInstances = builtinLimit(LimitId::SetInstances);

static bool isYes(const Fixed<bool> &setting) {
  return setting.known() && setting.value();
}

llvm::SmallVector<CountBounds, 2> azcl::countBoundsOf(const Tier &tier) {
  llvm::SmallVector<CountBounds, 2> all;
  bool sound = true;
  auto add = [&](const Setting &instances, const Schedule *schedule) {
    if (!instances.set() || instances.poisoned()) {
      sound = false;
      return;
    }
    const Expr *low = instances.expr->operands[0], *high = instances.expr->operands[1];
    sound &= high->open || high->number <= mostInstances; // larger counts are reported elsewhere
    all.push_back({low, high, instances.place(), schedule});
  };
  add(tier.instances, nullptr);
  if (tier.autoscale)
    for (const Schedule &schedule : tier.autoscale->schedules)
      add(schedule.instances, &schedule);
  if (!sound)
    all.clear();
  return all;
}

static Proof proveInSets(const CountBounds &bounds, const Tier &tier, const Block &scaled,
                         const Expr *other,
                         llvm::function_ref<bool(int64_t low, int64_t high, int64_t value)> holds) {
  llvm::SmallVector<const Expr *, 5> exprs{bounds.low, bounds.high};
  if (other)
    exprs.push_back(other);
  size_t own = exprs.size();
  exprs.append(conditionsOf(scaled));
  int64_t sets = setsOf(tier);
  return proveEach(exprs, [&](llvm::ArrayRef<Scalar> values) {
    for (const Scalar &condition : values.drop_front(own))
      if (!condition.number)
        return true;
    for (int64_t set = 0; set < sets; ++set)
      if (!holds(shareOf(values[0].number, set, sets), shareOf(values[1].number, set, sets),
                 other ? values[2].number : 0))
        return false;
    return true;
  });
}

Proof azcl::proveBounds(const CountBounds &bounds, const Tier &tier, const Block &scaled,
                        llvm::function_ref<bool(int64_t low, int64_t high)> holds) {
  return proveInSets(bounds, tier, scaled, nullptr,
                     [&](int64_t low, int64_t high, int64_t) { return holds(low, high); });
}

Proof azcl::proveBounds(const CountBounds &bounds, const Tier &tier, const Block &scaled,
                        const Expr &other,
                        llvm::function_ref<bool(int64_t low, int64_t high, int64_t value)> holds) {
  return proveInSets(bounds, tier, scaled, &other, holds);
}

int64_t azcl::setsOf(const Tier &tier) {
  const auto &cluster = static_cast<const Cluster &>(*tier.parent);
  bool perZone = tier.placement && tier.placement->per.known() &&
                 tier.placement->per.value() == Proximity::Zone && cluster.zones.known();
  return perZone ? std::max<int64_t>(cluster.zones.size(), 1) : 1;
}

int64_t azcl::zonesInUse(const Tier &tier) {
  const auto &cluster = static_cast<const Cluster &>(*tier.parent);
  int64_t zones = cluster.zones.known() && cluster.zones.size() ? cluster.zones.size() : 1;
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
  std::optional<int64_t> count = machines ? leastInstances(tier) : std::nullopt;
  return std::clamp<int64_t>(count.value_or(zones), 1, zones);
}

bool azcl::isEmptiedByShutdown(const Tier &tier) {
  return tier.shutdown && tier.kind.known() && tier.kind.value() != TierKind::Machines;
}

std::optional<int64_t> azcl::leastInstances(const Tier &tier) {
  std::optional<int64_t> least;
  for (const CountBounds &each : countBoundsOf(tier)) {
    std::optional<int64_t> low = smallest(*each.low);
    if (!low)
      return std::nullopt;
    least = std::min(least.value_or(*low), *low);
  }
  return least ? std::optional(std::clamp<int64_t>(*least, 0, mostInstances)) : std::nullopt;
}

std::optional<int64_t> azcl::greatestInstances(const Tier &tier) {
  std::optional<int64_t> greatest;
  for (const CountBounds &each : countBoundsOf(tier)) {
    std::optional<int64_t> high = largest(*each.high);
    if (!high)
      return std::nullopt;
    greatest = std::max(greatest.value_or(*high), *high);
  }
  return greatest ? std::optional(std::clamp<int64_t>(*greatest, 0, mostInstances)) : std::nullopt;
}

std::optional<int64_t> azcl::greatestMachines(const Tier &tier) {
  std::optional<int64_t> instances = greatestInstances(tier);
  const Standby *standby = tier.standby.get();
  if (instances && tier.release && tier.release->idle.known())
    *instances += tier.release->idle.value();
  else if (instances)
    *instances += greatestCanary(tier, *instances);
  if (!instances || !standby)
    return instances;
  auto most = [](const Setting &setting) -> int64_t {
    return setting.set() && !setting.poisoned() ? largest(*setting.expr).value_or(mostInstances)
                                                : 0;
  };
  return std::max(*instances + most(standby->least), most(standby->upTo));
}

InstanceCounts::InstanceCounts(llvm::ArrayRef<const Tier *> all) : tiers(all) {
  for (const Tier *tier : tiers) {
    Slots own;
    own.when = addIfSet(tier->when);
    if (tier->autoscale)
      own.scaling = addIfSet(tier->autoscale->when);
    bounds.push_back(countBoundsOf(*tier));
    error |= bounds.back().empty();
    own.counts = exprs.size();
    for (const CountBounds &each : bounds.back()) {
      add(*each.low);
      add(*each.high);
    }
    const Upgrade *upgrade = tier->upgrade.get();
    if (upgrade && upgrade->mode() == UpgradeMode::Rolling && isYes(upgrade->surge))
      own.batch = addIfSet(upgrade->batch);
    if (tier->spot) {
      own.base = addIfSet(tier->spot->base);
      own.regular = addIfSet(tier->spot->regular);
    }
    if (const Standby *standby = tier->standby.get()) {
      own.pool = addIfSet(standby->when);
      own.poolSize = addIfSet(standby->upTo);
      own.poolLeast = addIfSet(standby->least);
    }
    if (tier->reservation)
      own.reserved = addIfSet(tier->reservation->instances);
    // A parameter that allows every size has no finite list of values to try.
    llvm::SmallVector<const Param *, 2> params;
    if (tier->size.set() && !tier->size.poisoned())
      collectParams(*tier->size.expr, params);
    if (llvm::all_of(params, [](const Param *param) { return param->values().has_value(); }))
      own.size = addIfSet(tier->size);
    slots.push_back(own);
  }
}

void InstanceCounts::onlyWith(const Block &block) {
  conditions.append(conditionsOf(block));
}

size_t InstanceCounts::add(const Expr &expr) {
  exprs.push_back(&expr);
  return exprs.size() - 1;
}

size_t InstanceCounts::addIfSet(const Setting &setting) {
  return setting.set() && !setting.poisoned() ? add(*setting.expr) : none;
}

/// The conditions are the last values.
bool InstanceCounts::isExcluded(llvm::ArrayRef<Scalar> values) const {
  return llvm::any_of(values.take_back(conditions.size()),
                      [](const Scalar &holds) { return !holds.number; });
}

InstanceCount InstanceCounts::countOf(size_t at, llvm::ArrayRef<Scalar> values) const {
  const Tier &tier = *tiers[at];
  const Slots &own = slots[at];
  InstanceCount count;
  count.tier = &tier;
  auto valueOf = [&](size_t slot, int64_t otherwise) {
    return slot == none ? otherwise : values[slot].number;
  };
  count.deployed = valueOf(own.when, 1);
  if (own.size != none)
    count.size = values[own.size].text;
  else if (tier.size.set() && tier.size.expr->kind == ExprKind::Param &&
           tier.size.expr->param->initial)
    count.size = tier.size.expr->param->initial->text;
  if (!count.deployed)
    return count;
  bool scales = valueOf(own.scaling, 1), used = false;
  for (size_t i = 0; i < bounds[at].size() && (i == 0 || scales); ++i) {
    int64_t low = std::clamp<int64_t>(values[own.counts + 2 * i].number, 0, mostInstances);
    int64_t high = std::clamp<int64_t>(values[own.counts + 2 * i + 1].number, 0, mostInstances);
    if (!count.leastBy || low < count.least)
      count.least = low, count.leastBy = &bounds[at][i];
    if (high > 0 && (!used || low < count.leastInUse))
      count.leastInUse = low, used = true;
    if (!count.mostBy || high > count.greatest)
      count.greatest = high, count.mostBy = &bounds[at][i];
  }
  // The scale sets of `per = zone` are upgraded one after another.
  int64_t sets = setsOf(tier);
  if (own.batch != none && upgrades)
    count.surge =
        llvm::divideCeil(shareOf(count.greatest, 0, sets) * valueOf(own.batch, 0), percent(100));
  if (upgrades) {
    count.canary = greatestCanary(tier, count.greatest);
    count.surge += count.canary;
  }
  if (isBlueGreen(tier)) {
    count.idle = tier.release->idle.known() ? tier.release->idle.value() : 0;
    count.surge = upgrades ? std::max<int64_t>(count.greatest - count.idle, 0) : 0;
  }
  bool uniform = tier.kind.known() && tier.kind.value() == TierKind::Uniform;
  if (uniform && isYes(tier.overprovision))
    count.spare = llvm::divideCeil(count.greatest, 5); // an estimate: Azure does not state how many
  if (own.poolSize != none && valueOf(own.pool, 1))
    count.pooled = std::max(
        {values[own.poolSize].number - count.greatest, valueOf(own.poolLeast, 0), int64_t(0)});
  if (own.reserved != none) {
    int64_t shares = zonesInUse(tier);
    count.reserved = llvm::divideCeil(values[own.reserved].number, shares) * shares;
  }
  if (!tier.spot) {
    count.leastRegular = count.least;
    if (!tier.hosts) // the quota is that of the hosts
      count.mostRegular = std::max(count.machines() + count.surge, count.reserved);
    return count;
  }
  // Each scale set has its own base. Azure does not document how it rounds the share, so each part
  // is taken at its maximum.
  for (int64_t set = 0; set < sets; ++set) {
    auto mix = [&](int64_t instances, auto &&take) {
      int64_t share = shareOf(instances, set, sets);
      int64_t base = std::min(share, std::max<int64_t>(valueOf(own.base, 0), 0));
      int64_t scaled =
          (share - base) * std::clamp<int64_t>(valueOf(own.regular, 0), 0, percent(100));
      take(share, base + scaled / percent(100),
           base + int64_t(llvm::divideCeil(scaled, percent(100))));
    };
    mix(count.least, [&](int64_t, int64_t floor, int64_t) { count.leastRegular += floor; });
    mix(count.machines() + count.surge, [&](int64_t share, int64_t floor, int64_t ceiling) {
      count.mostRegular += ceiling;
      count.mostSpot += share - floor;
    });
  }
  if (tier.hosts)
    count.mostRegular = count.mostSpot = 0;
  return count;
}

Proof InstanceCounts::prove(llvm::function_ref<bool(llvm::ArrayRef<InstanceCount>)> holds) const {
  return prove({}, [&](llvm::ArrayRef<InstanceCount> counts, llvm::ArrayRef<Scalar>) {
    return holds(counts);
  });
}

Proof InstanceCounts::prove(
    llvm::ArrayRef<const Expr *> others,
    llvm::function_ref<bool(llvm::ArrayRef<InstanceCount>, llvm::ArrayRef<Scalar>)> holds) const {
  if (error)
    return {Proof::Answer::Unproved, {}};
  std::vector<const Expr *> all(exprs);
  all.insert(all.end(), others.begin(), others.end());
  all.insert(all.end(), conditions.begin(), conditions.end());
  llvm::SmallVector<InstanceCount, 2> counts(tiers.size());
  // From one assignment to the next, the values of few tiers change.
  std::vector<Scalar> previous(exprs.size());
  bool first = true;
  return proveEach(all, [&](llvm::ArrayRef<Scalar> values) {
    if (isExcluded(values))
      return true;
    for (size_t i = 0; i < tiers.size(); ++i) {
      auto own = values.slice(beginOf(i), endOf(i) - beginOf(i));
      auto known = llvm::MutableArrayRef(previous).slice(beginOf(i), own.size());
      if (!first && own == llvm::ArrayRef<Scalar>(known))
        continue;
      llvm::copy(own, known.begin());
      counts[i] = countOf(i, values);
    }
    first = false;
    return holds(counts, values.slice(exprs.size(), others.size()));
  });
}

llvm::SmallVector<InstanceCount, 2> InstanceCounts::at(const Assignment &assignment) const {
  llvm::SmallVector<InstanceCount, 2> counts;
  std::vector<Scalar> values;
  for (const Expr *expr : exprs) {
    std::optional<Scalar> value = evaluate(*expr, assignment);
    if (!value)
      return counts;
    values.push_back(*value);
  }
  for (size_t i = 0; !error && i < tiers.size(); ++i)
    counts.push_back(countOf(i, values));
  return counts;
}

int64_t InstanceCounts::boundOfSum(Weigh weigh) const {
  int64_t sum = 0;
  std::vector<Scalar> values(exprs.size());
  for (size_t i = 0; i < tiers.size(); ++i)
    sum += boundOf(i, weigh, true, values);
  return sum;
}

int64_t InstanceCounts::smallestOf(size_t at, Weigh weigh) const {
  std::optional<int64_t> least;
  Proof all = prove([&](llvm::ArrayRef<InstanceCount> counts) {
    if (counts[at].deployed)
      least = std::min(least.value_or(INT64_MAX), weigh(counts[at]));
    return true;
  });
  if (all.answer == Proof::Answer::Holds && least)
    return *least;
  std::vector<Scalar> values(exprs.size());
  return error ? 0 : boundOf(at, weigh, false, values);
}

int64_t InstanceCounts::boundOf(size_t at, Weigh weigh, bool greatest,
                                std::vector<Scalar> &values) const {
  const Tier &tier = *tiers[at];
  const Slots &own = slots[at];
  // Either extreme of the Spot share can give the bound.
  auto set = [&](size_t slot, bool high, int64_t otherwise) {
    if (slot != none)
      values[slot].number =
          (high ? largest(*exprs[slot]) : smallest(*exprs[slot])).value_or(otherwise);
  };
  for (size_t slot : {own.when, own.scaling})
    if (slot != none)
      values[slot].number = 1;
  for (size_t i = 0; i < bounds[at].size(); ++i) {
    set(own.counts + 2 * i, false, 0);
    set(own.counts + 2 * i + 1, true, mostInstances);
  }
  set(own.batch, true, percent(100));
  if (own.pool != none)
    values[own.pool].number = 1;
  for (size_t slot : {own.poolSize, own.poolLeast, own.reserved})
    set(slot, true, mostInstances);
  llvm::SmallVector<llvm::StringRef, 4> sizes;
  if (own.size != none) {
    const Expr *only[] = {tier.size.expr};
    (void)proveEach(only, [&](llvm::ArrayRef<Scalar> each) {
      if (!llvm::is_contained(sizes, each[0].text))
        sizes.push_back(each[0].text);
      return true;
    });
  }
  if (sizes.empty())
    sizes.push_back({});
  std::optional<int64_t> bound;
  for (llvm::StringRef size : sizes)
    for (bool high : {false, true}) {
      set(own.base, high, high ? mostInstances : 0);
      set(own.regular, high, high ? percent(100) : 0);
      if (own.size != none)
        values[own.size].text = size;
      int64_t each = weigh(countOf(at, values));
      bound = !bound ? each : greatest ? std::max(*bound, each) : std::min(*bound, each);
    }
  return *bound;
}

size_t InstanceCounts::beginOf(size_t tier) const {
  return std::min({slots[tier].when, slots[tier].scaling, slots[tier].counts});
}

size_t InstanceCounts::endOf(size_t tier) const {
  return tier + 1 < tiers.size() ? beginOf(tier + 1) : exprs.size();
}

std::vector<llvm::SmallVector<size_t, 2>> InstanceCounts::independentGroups() const {
  llvm::EquivalenceClasses<size_t> classes;
  llvm::DenseMap<const Param *, size_t> firstWith;
  llvm::SmallVector<const Param *, 4> shared;
  for (const Expr *condition : conditions)
    collectParams(*condition, shared);
  for (size_t i = 0; i < tiers.size(); ++i) {
    llvm::SmallVector<const Param *, 4> params(shared);
    for (size_t at = beginOf(i); at < endOf(i); ++at)
      collectParams(*exprs[at], params);
    classes.insert(i);
    for (const Param *param : params)
      if (auto [first, isNew] = firstWith.try_emplace(param, i); !isNew)
        classes.unionSets(first->second, i);
  }
  std::vector<llvm::SmallVector<size_t, 2>> groups;
  for (auto each = classes.begin(); each != classes.end(); ++each)
    if (each->isLeader()) {
      groups.emplace_back(classes.member_begin(each), classes.member_end());
      llvm::sort(groups.back());
    }
  return groups;
}

InstanceCounts InstanceCounts::part(llvm::ArrayRef<size_t> indexes) const {
  llvm::SmallVector<const Tier *, 2> members;
  for (size_t index : indexes)
    members.push_back(tiers[index]);
  InstanceCounts part(members);
  part.conditions = conditions;
  part.upgrades = upgrades;
  return part;
}

std::vector<InstanceCounts::Peak> InstanceCounts::greatestSums(size_t count, AddTo add) const {
  std::vector<Peak> peaks(count);
  std::vector<int64_t> best(count), sums(count);
  std::vector<Scalar> values(exprs.size());
  for (const auto &group : independentGroups()) {
    std::fill(best.begin(), best.end(), 0);
    Proof all = part(group).prove([&](llvm::ArrayRef<InstanceCount> counts) {
      std::fill(sums.begin(), sums.end(), 0);
      for (const InstanceCount &each : counts)
        add(each, sums);
      for (size_t i = 0; i < count; ++i)
        best[i] = std::max(best[i], sums[i]);
      return true;
    });
    for (size_t i = 0; i < count; ++i) {
      if (all.answer == Proof::Answer::Holds) {
        peaks[i].value += best[i];
        continue;
      }
      peaks[i].exact = false;
      auto weigh = [&](const InstanceCount &each) {
        std::fill(sums.begin(), sums.end(), 0);
        add(each, sums);
        return sums[i];
      };
      for (size_t index : group)
        peaks[i].value += boundOf(index, weigh, true, values);
    }
  }
  return peaks;
}

InstanceCounts::Peak InstanceCounts::greatestSum(Weigh weigh) const {
  return greatestSums(1, [&](const InstanceCount &count, llvm::MutableArrayRef<int64_t> sums) {
    sums[0] += weigh(count);
  })[0];
}

Assignment InstanceCounts::witnessOf(Weigh weigh) const {
  Assignment witness;
  for (const auto &group : independentGroups()) {
    InstanceCounts own = part(group);
    int64_t best = own.greatestSum(weigh).value;
    if (best > 0)
      witness.append(own.prove([&](llvm::ArrayRef<InstanceCount> counts) {
                          int64_t sum = 0;
                          for (const InstanceCount &count : counts)
                            sum += weigh(count);
                          return sum < best;
                        })
                         .witness);
  }
  return witness;
}
