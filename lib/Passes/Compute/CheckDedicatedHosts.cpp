// Rejects dedicated hosts for tiers that cannot use them, and hosts without room for all instances.
// MicrosoftDocs/azure-compute-docs, dedicated-hosts.md (2023-01-25), dedicated-hosts/how-to.md and
// dedicated-hosts/*-skus.md (2026-09-25).
#include "azcl/Analysis/DedicatedHosts.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct HostsChecker {
  const Cluster &cluster;
  const Tier &tier;
  PassContext &ctx;
  const DedicatedHosts &hosts = *tier.hosts.get();
  Assignment witness{}; ///< of the last proof that failed

  void given() {
    struct {
      const Setting &setting;
      StringRef name;
    } const own[] = {{hosts.sku, "sku"}, {hosts.count, "count"}};
    for (const auto &[setting, name] : own)
      if (hosts.group.set() && setting.set())
        ctx.diags.report(setting.place(), diag::HostsGiven, name)
            .label(hosts.group.place(), note::GivenHere);
      else if (!hosts.group.set() && !setting.set() && !hosts.incomplete)
        ctx.diags.report(hosts.head, diag::HostsMissing, name);
  }

  void unfit() {
    auto unfit = [&](SourceRange why, std::string what) {
      ctx.diags.report(hosts.head, diag::HostsUnfit, what).label(why, note::GivenHere);
    };
    if (tier.placement)
      unfit(tier.placement->head, "with a proximity placement group");
    if (tier.reservation)
      unfit(tier.reservation->head, "with a capacity reservation");
    if (hosts.sku.known() && !hosts.sku.value()->automaticPlacement)
      ctx.diags.report(
          hosts.sku.place(), diag::HostsUnfit,
          fmt::format("of SKU `{}` with automatic placement", hosts.sku.value()->name));
    auto doubtful = [&](SourceRange at, std::string what) {
      ctx.diags.report(at, diag::HostsDoubtful, what).label(hosts.head, note::GivenHere);
    };
    if (tier.spot)
      doubtful(tier.spot->head,
               "the documentation does not describe Spot instances on dedicated hosts");
    if (isExplicit(tier.accelerated) && !(tier.accelerated.known() && !tier.accelerated.value()))
      doubtful(tier.accelerated.place(), "according to the documentation, VMs on dedicated hosts "
                                         "cannot have accelerated networking");
  }

  /// A new host group for single VMs is added in each zone.
  void zones() {
    bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
    if (!cluster.zones.known() || zonesInUse(tier) < 2 || (machines && !hosts.group.set()))
      return;
    std::string where = "zones ";
    for (int64_t i = 0, used = zonesInUse(tier); i < used; ++i)
      where += (i == 0 ? "" : i + 1 == used ? " and " : ", ") + std::to_string(cluster.zones[i]);
    auto report = ctx.diags.report(hosts.head, diag::HostsOverZones, where);
    if (cluster.zones.origin != Origin::Written)
      return;
    report.label(cluster.zones.place(), note::ChosenHere);
    report.idea(cluster.zones.place(), "[1]", note::OnlyOneZone);
  }

  static std::string counted(int64_t count, StringRef one) {
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
  }
  std::string shown(const NewHosts &added) const {
    return added.groups == 1
               ? counted(added.count, "host")
               : fmt::format("{} in {} zones", counted(added.count, "host"), added.groups);
  }

  /// Whether all possible sizes are listed, so that their room is known.
  bool sizes(const NewHosts &added) {
    bool listed = true;
    for (const VmSize *size : possibleSizes(tier, ctx.catalog)) {
      if (added.sku->room(size->name))
        continue;
      listed = false;
      SourceRange at = placeOf(tier, *size);
      if (size->family != added.sku->family)
        ctx.diags.report(at, diag::HostsSeries, added.sku->name, size->name)
            .label(hosts.sku.place(), note::ChosenHere);
      else
        ctx.diags
            .report(at, diag::HostsDoubtful,
                    fmt::format("the documentation does not list VM size `{}` for hosts of SKU "
                                "`{}`",
                                size->name, added.sku->name))
            .label(hosts.sku.place(), note::ChosenHere);
    }
    return listed;
  }

  void room(const NewHosts &added) {
    InstanceCounts counts(tier);
    auto failure = [&](bool meanwhile) -> std::optional<InstanceCount> {
      Proof proof = counts.prove([&](llvm::ArrayRef<InstanceCount> all) {
        return !added.sku->room(all[0].size) ||
               haveRoom(added, all[0].size, all[0].greatest + (meanwhile ? all[0].extra() : 0));
      });
      witness = proof.witness;
      auto failing = counts.at(proof.witness);
      return proof.answer == Proof::Answer::Fails && !failing.empty() ? std::optional(failing[0])
                                                                      : std::nullopt;
    };
    if (auto failing = failure(false)) {
      auto report =
          ctx.diags.report(failing->mostBy->place, diag::HostsFull, whenPrefix(witness),
                           tier.label.text, counted(failing->greatest, "instance"), shown(added),
                           counted(added.sku->room(failing->size), "VM"), failing->size);
      report.label(hosts.count.place(), note::ChosenHere);
      if (hosts.count.origin == Origin::Written && witness.empty())
        report.idea(hosts.count.place(),
                    std::to_string(neededHosts(added, failing->size, failing->greatest)),
                    note::EnoughHosts);
    } else if (auto failing = failure(true)) {
      bool surge = failing->surge >= failing->spare;
      const Setting &cause = surge ? tier.upgrade->surge : tier.overprovision;
      ctx.diags
          .report(cause.place(), diag::HostsFullMeanwhile, whenPrefix(witness), tier.label.text,
                  counted(failing->greatest + failing->extra(), "instance"),
                  surge ? "`surge`" : "`overprovision`", shown(added))
          .label(hosts.count.place(), note::ChosenHere);
    }
  }

  /// MicrosoftDocs/azure-compute-docs, virtual-machine-scale-sets-use-availability-zones.md (static
  /// spreading): a request fails if Azure cannot use all fault domains.
  void domains(const NewHosts &added) {
    if (tier.kind.known() && tier.kind.value() == TierKind::Uniform && tier.faultDomains.known() &&
        tier.faultDomains.value() > added.count)
      ctx.diags
          .report(tier.faultDomains.place(), diag::HostsTooFew, tier.faultDomains.value(),
                  added.count)
          .label(hosts.count.place(), note::ChosenHere);
  }

  void run() {
    given();
    unfit();
    zones();
    std::optional<NewHosts> added = newHostsOf(tier);
    if (!added)
      return;
    domains(*added);
    if (sizes(*added))
      room(*added);
  }
};
} // namespace

void azcl::checkDedicatedHosts(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (tier.hosts && !(tier.kind.known() && tier.kind.value() == TierKind::Flexible)) // reported
        HostsChecker{cluster, tier, ctx}.run();
}
