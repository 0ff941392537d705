// Rejects programs that need more vCPUs than the quotas of the subscription allow. Only a catalog
// of the user has quotas.
#include "azcl/Analysis/Quotas.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static std::string quotaText(StringRef quota) {
  StringRef what = quota == "cores"              ? " (all vCPUs except Spot)"
                   : quota == "lowPriorityCores" ? " (all Spot vCPUs)"
                   : quota == "dedicatedVCpus"   ? " (all dedicated hosts)"
                                                 : "";
  return fmt::format("`{}`{}", quota, what);
}

/// "96 for tier `web`, 48 for tier `db`, 12 for 4 other tiers"
static std::string sharesText(llvm::ArrayRef<QuotaNeeds::Share> shares) {
  static constexpr size_t most = 3;
  std::string list;
  int64_t others = 0;
  for (size_t i = 0; i < shares.size(); ++i) {
    if (i < most || shares.size() == most + 1)
      list += fmt::format("{}{} for tier `{}`", i ? ", " : "", shares[i].vCpus,
                          shares[i].tier->label.text);
    else
      others += shares[i].vCpus;
  }
  if (others)
    list += fmt::format(", {} for {} other tiers", others, shares.size() - most);
  return list;
}

namespace {
struct QuotaChecker {
  const Region &region;
  PassContext &ctx;

  template <class Diagnostic>
  Report report(const Diagnostic &diagnostic, const QuotaNeeds::Excess &excess,
                std::string available, StringRef quota) {
    return ctx.diags.report(excess.shares.front().place, diagnostic, std::move(available),
                            quotaText(quota), region.name, excess.vCpus, whenSuffix(excess.witness),
                            sharesText(excess.shares));
  }

  void check(const QuotaNeeds &lasting, const QuotaNeeds &upgrading, size_t at) {
    StringRef name = upgrading.all()[at].quota;
    const Quota *quota = ctx.catalog.quota(region.name, name);
    if (!quota)
      return;
    int64_t free = quota->limit > quota->used ? quota->limit - quota->used : 0;
    std::string limit = fmt::format("a limit of {} vCPUs", quota->limit),
                rest = fmt::format("{} free vCPUs of {}", free, quota->limit);
    // VMs of an earlier deployment of the same program can be part of those in use.
    bool certain = quota->usedByOthers;
    if (auto excess = lasting.over(at, certain ? free : quota->limit)) {
      report(diag::QuotaExceeded, *excess, certain ? rest : limit, name);
    } else if (auto excess = lasting.over(at, free)) {
      report(diag::QuotaInUse, *excess, rest, name).note({}, note::UsedByProgram);
    } else if (auto excess = upgrading.over(at, free)) {
      report(diag::QuotaTight, *excess, rest, name);
    }
  }
};
} // namespace

void azcl::checkQuotas(const Program &program, PassContext &ctx) {
  if (ctx.catalog.quotas().empty())
    return;
  for (const Cluster &cluster : program.clusters()) {
    if (!cluster.region.known())
      continue;
    llvm::SmallVector<const Tier *, 8> tiers = tiersOfRegion(program, cluster);
    QuotaNeeds lasting(tiers, ctx.catalog, QuotaNeeds::Upgrades::Ignored),
        upgrading(tiers, ctx.catalog);
    QuotaChecker checker{*cluster.region.value(), ctx};
    for (size_t at = 0; at < upgrading.all().size(); ++at)
      checker.check(lasting, upgrading, at);
  }
}
