// Checks Log Analytics workspaces and what the extensions of VMs send to them. The retention of
// a workspace is 30 to 730 days (hashicorp/terraform-provider-azurerm#28272).
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Days.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// A value from a preset is for a new workspace; a program with an existing one can use the preset.
static bool isWritten(const Setting &setting) {
  return setting.set() && !setting.poisoned() && setting.origin == Origin::Written;
}

static void checkWorkspace(const Logs &logs, PassContext &ctx) {
  if (hasPartOfDay(logs.keep))
    ctx.diags.report(logs.keep.place(), diag::NotWholeDays);
  if (!logs.existing.set()) {
    if (isWritten(logs.region) && !logs.existing.poisoned())
      ctx.diags.report(logs.region.range, diag::WorkspaceRegionUnused);
    return;
  }
  auto refuse = [&](SourceRange place, StringRef what) {
    ctx.diags.report(place, diag::WorkspaceExists, what)
        .label(logs.existing.range, note::GivenHere);
  };
  if (isWritten(logs.keep))
    refuse(logs.keep.range, "keep");
  if (isWritten(logs.localAuthentication))
    refuse(logs.localAuthentication.range, "local-authentication");
  if (logs.patch)
    refuse(logs.patch->head, "patch");
}

static void checkReceiver(const Cluster &cluster, const Extend &extend, PassContext &ctx) {
  if (extend.to.set())
    return;
  if (cluster.logs.empty())
    ctx.diags.report(extend.head, diag::AgentWithoutWorkspace, extend.label.text)
        .note({}, note::AddLogsBlock);
  else
    ctx.diags.report(extend.head, diag::AgentWorkspaceUnclear, cluster.logs.size());
}

static void checkAgent(const Extend &extend, PassContext &ctx) {
  if (!extend.collect.known())
    return;
  if (!extend.collect.size())
    return (void)ctx.diags.report(extend.collect.place(), diag::AgentCollectsNothing);
  bool events = false;
  for (size_t i = 0; i < extend.collect.size(); ++i)
    events |= extend.collect[i] == Collected::Events;
  if (!events && isWritten(extend.level))
    ctx.diags.report(extend.level.range, diag::LevelWithoutEvents)
        .label(extend.collect.place(), note::GivenHere);
}

namespace {
/// MicrosoftDocs/azure-docs, azure-change-tracking-inventory,
/// change-tracking-inventory-support-matrix.md (2025-12-03).
struct TrackingChecker {
  const Cluster &cluster;
  const Tier &tier;
  const Extend &extend;
  PassContext &ctx;
  bool windows = isWindows(tier);

  void run() {
    agent();
    region();
    each(extend.trackedFiles, 500, [&](StringRef path) { return faultOfFile(path); });
    each(extend.registryKeys, 250, [&](StringRef key) { return faultOfKey(key); });
  }

private:
  void agent() {
    llvm::SmallVector<const Block *, 2> agents;
    for (const Extend &other : tier.extensions)
      if (other.extension() == ExtensionKind::AzureMonitor)
        agents.push_back(&other);
    Proof proof = proveSomeOf(agents, &extend);
    if (proof.answer != Proof::Answer::Fails)
      return;
    ctx.diags.report(extend.head, diag::TrackingWithoutAgent, whenPrefix(proof.witness))
        .note({}, note::AddMonitor);
  }

  void region() {
    if (!extend.to.known())
      return;
    const Logs &logs = *extend.to.value();
    const Fixed<Region> &place = logs.existing.set() ? logs.region : cluster.region;
    const RegionalFeature *feature = ctx.catalog.feature("change-tracking");
    if (!feature || !place.known() || !feature->clouds.contains(place.value()->cloud) ||
        feature->regions.contains(place.value()->name))
      return;
    ctx.diags.report(extend.head, diag::FeatureUnlisted, place.value()->name, feature->what.str())
        .label(place.place(), note::ChosenHere);
  }

  void each(const Fixed<List<Text>> &list, size_t most,
            llvm::function_ref<StringRef(StringRef)> faultOf) {
    if (!list.known())
      return;
    for (size_t i = 0; i < list.size(); ++i)
      if (StringRef fault = faultOf(list[i]); !fault.empty())
        ctx.diags.report(list.expr->operands[i]->range, diag::TrackedUnfit, list[i], fault);
    if (list.size() > most)
      ctx.diags.report(list.place(), diag::TrackedUnfit, list[most],
                       windows && most == 250 ? "Azure tracks 250 registry keys at most"
                                              : "Azure tracks 500 files at most");
  }

  StringRef faultOfFile(StringRef path) const {
    bool absolute = windows ? path.size() > 2 && (path.substr(1, 2) == ":\\" || path[0] == '%')
                            : path.starts_with("/");
    if (!absolute)
      return windows ? "the path must start with a drive such as `C:\\`, or an environment variable"
                     : "the path must start with `/`";
    size_t last = path.find_last_of(windows ? '\\' : '/');
    if (path.take_front(last).find_first_of("*?") != StringRef::npos)
      return "only the last part of the path can contain wildcards";
    if (windows && path.ends_with_insensitive(".exe"))
      return "Azure does not track `.exe` files on Windows";
    return "";
  }

  StringRef faultOfKey(StringRef key) const {
    if (!windows)
      return "Linux has no registry";
    if (!key.starts_with_insensitive("HKEY_LOCAL_MACHINE\\"))
      return "the key must start with `HKEY_LOCAL_MACHINE\\`";
    return "";
  }
};
} // namespace

static void checkSender(const Cluster &cluster, const Tier &tier, const Extend &extend,
                        PassContext &ctx) {
  bool tracks = extend.extension() == ExtensionKind::ChangeTracking;
  if (!tracks && extend.extension() != ExtensionKind::AzureMonitor)
    return;
  checkReceiver(cluster, extend, ctx);
  if (!tracks)
    checkAgent(extend, ctx);
  else if (tier.image.known())
    TrackingChecker{cluster, tier, extend, ctx}.run();
}

void azcl::checkLogs(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Logs &logs : cluster.logs)
      checkWorkspace(logs, ctx);
    for (const Tier &tier : cluster.tiers)
      for (const Extend &extend : tier.extensions)
        checkSender(cluster, tier, extend, ctx);
  }
}
