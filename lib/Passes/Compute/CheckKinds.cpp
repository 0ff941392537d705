// Rejects attributes, blocks and values that the kind of a tier does not support, unsupported
// numbers of fault domains, and VM sizes that flexible scale sets do not support.
#include "azcl/Analysis/DedicatedHosts.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct KindChecker {
  const Cluster &cluster;
  const Tier &tier;
  PassContext &ctx;
  TierKind kind = tier.kind.value();

  bool has(uint8_t kinds) const { return kinds >> size_t(kind) & 1; }

  static std::string namesOf(uint8_t kinds) {
    if (kinds == bitsOf(TierKind::Flexible, TierKind::Uniform))
      return "a scale set (`flexible` or `uniform`)";
    std::string names;
    for (size_t i = 0; i < std::size(Words<TierKind>::words); ++i)
      if (kinds >> i & 1)
        names += fmt::format("{}`kind = {}`", names.empty() ? "" : " or ",
                             Words<TierKind>::words[i].name);
    return names;
  }
  void refuse(SourceRange at, StringRef what, uint8_t kinds) {
    ctx.diags
        .report(at, diag::NotForKind, what, Words<TierKind>::words[size_t(kind)].name,
                namesOf(kinds))
        .label(tier.kind.place(), note::ChosenHere);
  }

  void attribute(const Row &row, const Setting &setting) {
    bool said =
        setting.set() && setting.origin != Origin::Default && setting.origin != Origin::Derived;
    if (!said || setting.poisoned())
      return;
    if (!has(row.tierKinds)) {
      // The default value describes what every kind does.
      if (row.initial.empty() || !setting.known() || print(*setting.expr) != row.initial)
        refuse(setting.range, row.name, row.tierKinds);
    } else if (row.type->kind == TypeKind::Word && setting.known()) {
      const WordInfo &word = row.type->words[setting.expr->number];
      if (!has(word.tierKinds))
        refuse(setting.place(), fmt::format("{} = {}", row.name, word.name), word.tierKinds);
    }
  }

  /// The row of an attribute, a block or a word lists the kinds that support it.
  void rows(Block &block) {
    for (const Row &row : info(block.kind).rows) {
      if (row.isAttribute()) {
        attribute(row, row.setting(block));
        continue;
      }
      for (Block *child : row.slot(block).blocks) {
        if (child->origin == Origin::Derived)
          continue;
        llvm::ArrayRef<WordInfo> variants = info(child->kind).variants;
        if (!has(row.tierKinds))
          refuse(child->head, row.name, row.tierKinds);
        else if (!variants.empty() && !has(variants[child->variant].tierKinds))
          refuse(child->head, fmt::format("{} {}", row.name, variants[child->variant].name),
                 variants[child->variant].tierKinds);
        else
          rows(*child);
      }
    }
  }

  void run() {
    rows(const_cast<Tier &>(tier));
    faultDomains();
    if (kind == TierKind::Flexible)
      flexibleSizes();
    if (kind == TierKind::Machines)
      fixedCount();
    else
      resumes();
  }

  /// "Virtual Machine Scale Sets with Flexible Orchestration Mode ... cannot use VM Size
  /// 'Standard_B1ls'" (MicrosoftDocs/azure-docs#102050)
  void flexibleSizes() {
    for (const VmSize *size : possibleSizes(tier, ctx.catalog)) {
      const VmSeries *series = ctx.catalog.series(*size);
      if (!series || series->flexible != Support::No)
        continue;
      auto report = ctx.diags.report(tier.size.place(), diag::SizeNotFlexible, size->name);
      if (tier.kind.origin == Origin::Written)
        report.idea(tier.kind.place(), "uniform", note::UniformKind);
      const VmSize *other = replacementFor(*size, tier, ctx.catalog);
      if (other && tier.size.known() && cluster.region.known())
        report.idea(tier.size.place(), other->name.str(), note::NearestSize,
                    cluster.region.value()->name);
    }
  }

  /// Whether the VMs can be in several update domains of an availability set.
  bool updates() const {
    bool several = tier.instances.set() && !tier.instances.poisoned() &&
                   tier.instances.expr->operands[0]->number > 1;
    return several && !(tier.updateDomains.known() && tier.updateDomains.value() == 1);
  }

  /// Checks the number of fault domains.
  void faultDomains() {
    if (!tier.faultDomains.known())
      return;
    int64_t count = tier.faultDomains.value();
    bool zones = cluster.zones.known() && cluster.zones.size();
    int64_t racks = cluster.region.known() && cluster.region.value()->maxFaultDomains
                        ? cluster.region.value()->maxFaultDomains
                        : 3;
    std::string why;
    if (tier.hosts && tier.hosts->group.set() && kind == TierKind::Machines)
      why = "an existing host group has its own fault domains";
    else if (tier.hosts && count > mostHostDomains(cluster, ctx.catalog))
      why = fmt::format("a host group in this region can have up to {} fault domains",
                        mostHostDomains(cluster, ctx.catalog));
    else if (tier.hosts && kind == TierKind::Machines)
      return;
    else if (kind == TierKind::Machines)
      why = zones ? "VMs in availability zones are not in an availability set"
            : count > racks
                ? fmt::format("an availability set in this region can have up to {} fault domains",
                              racks)
            : count == 1 && updates()
                ? "one fault domain requires one update domain; add `update-domains = 1`"
                : "";
    else if (kind == TierKind::Flexible)
      why = zones && count != 1
                ? "a flexible scale set in availability zones has 1 fault domain per zone"
            : count > racks
                ? fmt::format("a flexible scale set in this region can have up to {} fault domains",
                              racks)
                : "";
    else
      why = zones && count != 1 && count != 5
                ? "a uniform scale set in availability zones has 1 or 5 fault domains per zone"
                : "";
    if (!why.empty())
      ctx.diags.report(tier.faultDomains.place(), diag::FaultDomainsUnfit, count, why);
  }

  /// The instances of a scale set start again only when an autoscale profile says so.
  void resumes() {
    const Shutdown *shutdown = tier.shutdown.get();
    if (shutdown && !shutdown->resume.set() && !shutdown->incomplete)
      ctx.diags.report(shutdown->head, diag::ShutdownNeedsResume);
  }

  void fixedCount() {
    if (!tier.instances.set() || tier.instances.poisoned())
      return;
    const Expr &range = *tier.instances.expr;
    if (range.open || range.operands[0]->number != range.operands[1]->number)
      ctx.diags.report(tier.instances.place(), diag::MachinesCount)
          .label(tier.kind.place(), note::ChosenHere);
  }
};
} // namespace

void azcl::checkKinds(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (tier.kind.known())
        KindChecker{cluster, tier, ctx}.run();
}
