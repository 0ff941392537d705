// Lowers the data collection rules of the Azure Monitor agent and of Change Tracking.
#include "../Cluster.h"
#include "azcl/Analysis/Images.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
/// Fills the data collection rule of one `extend` block.
struct RuleLowerer {
  ClusterLowering &ctx;
  const Extend &extend;
  arm::CollectionRule &rule;
  const bool windows;
  llvm::SmallVector<StringRef, 3> streams = {};

  /// The counters of VM insights, on both systems.
  void performance() {
    arm::CounterSource source;
    source.streams = ctx.texts({"Microsoft-InsightsMetrics"});
    source.counters = ctx.texts({"\\VmInsights\\DetailedMetrics"});
    rule.counters.push_back(source);
    streams.push_back("Microsoft-InsightsMetrics");
  }

  void syslog() {
    static constexpr StringRef rest[] = {"cron",   "daemon", "kern",   "local0", "local1", "local2",
                                         "local3", "local4", "local5", "local6", "local7", "lpr",
                                         "mail",   "news",   "syslog", "user",   "uucp"};
    static constexpr StringRef levels[] = {"Emergency", "Alert",  "Critical", "Error",
                                           "Warning",   "Notice", "Info",     "Debug"};
    static constexpr size_t counts[] = {3, 4, 5, 7, 8};
    static_assert(std::size(counts) == std::size(Words<EventLevel>::words));
    auto add = [&](StringRef name, llvm::ArrayRef<StringRef> facilities,
                   llvm::ArrayRef<StringRef> collected) {
      arm::SyslogSource source;
      source.name = name;
      source.streams = ctx.texts({"Microsoft-Syslog"});
      source.facilities = ctx.texts(facilities);
      source.levels = ctx.texts(collected);
      rule.syslog.push_back(source);
    };
    add("sign-ins", {"auth", "authpriv"}, {"*"});
    add("events", rest, llvm::ArrayRef(levels).take_front(counts[size_t(extend.level.value())]));
    streams.push_back("Microsoft-Syslog");
  }

  /// The keywords are those of audit success and audit failure (MicrosoftDocs/azure-docs,
  /// azure-monitor/agents/data-collection-rule-azure-monitor-agent.md). Level 0 is information.
  void eventLogs() {
    static constexpr StringRef levels[] = {
        "Level=1", "Level=1 or Level=2", "Level=1 or Level=2 or Level=3",
        "Level=1 or Level=2 or Level=3 or Level=4 or Level=0",
        "Level=1 or Level=2 or Level=3 or Level=4 or Level=0 or Level=5"};
    static_assert(std::size(levels) == std::size(Words<EventLevel>::words));
    StringRef level = levels[size_t(extend.level.value())];
    arm::EventLogSource source;
    source.streams = ctx.texts({"Microsoft-Event"});
    source.queries = ctx.texts({"Security!*[System[(band(Keywords,13510798882111488))]]",
                                ctx.name("System!*[System[(", level, ")]]"),
                                ctx.name("Application!*[System[(", level, ")]]")});
    rule.events.push_back(source);
    streams.push_back("Microsoft-Event");
  }

  /// The settings and frequencies of the documented rule (MicrosoftDocs/azure-docs,
  /// change-tracking-data-collection-rule-creation.md, 2024-11-15); the frequencies are those of
  /// the support matrix (2025-12-03).
  void changes() {
    arm::ExtensionSource source;
    source.name = windows ? "CTDataSource-Windows" : "CTDataSource-Linux";
    source.extension = windows ? "ChangeTracking-Windows" : "ChangeTracking-Linux";
    streams = {"Microsoft-ConfigurationChange", "Microsoft-ConfigurationChangeV2",
               "Microsoft-ConfigurationData"};
    source.streams = ctx.texts(streams);
    llvm::SmallVector<Value, 4> files, keys;
    for (size_t i = 0; extend.trackedFiles.set() && i < extend.trackedFiles.size(); ++i)
      files.push_back(file(i, ctx.values.text(extend.trackedFiles[i])));
    for (size_t i = 0; extend.registryKeys.set() && i < extend.registryKeys.size(); ++i)
      keys.push_back(ctx.values.object({{"name", ctx.name("key-", std::to_string(i + 1))},
                                        {"groupTag", "Custom"},
                                        {"enabled", true},
                                        {"recurse", false},
                                        {"description", ""},
                                        {"keyName", ctx.values.text(extend.registryKeys[i])},
                                        {"valueName", ""}}));
    auto every = [&](StringRef name, int64_t seconds) {
      return ctx.values.object({{name, seconds}});
    };
    Value registry = keys.empty() ? Value()
                                  : ctx.values.object({{"registryCollectionFrequency", 3000},
                                                       {"registryInfo", ctx.values.list(keys)}});
    source.settings = ctx.values.object(
        {{"enableFiles", !files.empty()},
         {"enableSoftware", true},
         {"enableRegistry", !keys.empty()},
         {"enableServices", true},
         {"enableInventory", true},
         {"registrySettings", registry},
         {"fileSettings", ctx.values.object({{"fileCollectionFrequency", windows ? 2700 : 900},
                                             {"fileInfo", ctx.values.list(files)}})},
         {"softwareSettings", every("softwareCollectionFrequency", windows ? 1800 : 300)},
         {"inventorySettings", every("inventoryCollectionFrequency", 36000)},
         {"servicesSettings", every("serviceCollectionFrequency", windows ? 1800 : 300)}});
    rule.extensions.push_back(source);
  }

  Value file(size_t index, Value path) {
    Value name = ctx.name("file-", std::to_string(index + 1));
    if (windows)
      return ctx.values.object({{"name", name},
                                {"enabled", true},
                                {"description", ""},
                                {"path", path},
                                {"recurse", true},
                                {"maxContentsReturnable", 5000000},
                                {"maxOutputSize", 500000},
                                {"checksum", "sha256"},
                                {"pathType", "File"},
                                {"groupTag", "Custom"}});
    return ctx.values.object({{"name", name},
                              {"enabled", true},
                              {"destinationPath", path},
                              {"useSudo", true},
                              {"recurse", true},
                              {"maxContentsReturnable", 5000000},
                              {"pathType", "File"},
                              {"type", "File"},
                              {"links", "Follow"},
                              {"maxOutputSize", 500000},
                              {"groupTag", "Custom"}});
  }

  void monitoring() {
    for (Collected each : {Collected::Performance, Collected::Events}) {
      bool wanted = false;
      for (size_t i = 0; i < extend.collect.size(); ++i)
        wanted |= extend.collect[i] == each;
      if (!wanted)
        continue;
      if (each == Collected::Performance)
        performance();
      else if (windows)
        eventLogs();
      else
        syslog();
    }
  }

  void run() {
    const Logs &logs = *extend.to.value();
    const Region *region = logs.existing.set() ? logs.region.value() : ctx.cluster.region.value();
    rule.location = region->name;
    if (extend.extension() == ExtensionKind::ChangeTracking) {
      changes();
      if (const arm::Resource *solution = trackingSolution(ctx, logs, extend))
        rule.after.push_back(solution);
    } else {
      rule.system = windows ? "Windows" : "Linux";
      monitoring();
    }
    arm::RuleDestination destination;
    destination.workspace = ctx.workspaces[&logs];
    rule.destinations.push_back(destination);
    arm::DataFlow flow;
    flow.streams = ctx.texts(streams);
    flow.destinations = ctx.texts({"workspace"});
    rule.flows.push_back(flow);
  }

  /// The tables of Change Tracking belong to a solution of the workspace, which is in the resource
  /// group of the workspace.
  static const arm::Resource *trackingSolution(ClusterLowering &ctx, const Logs &logs,
                                               const Extend &extend) {
    if (logs.existing.set()) {
      ctx.need("solution", ClusterLowering::shown(logs.existing),
               "the workspace has the solution ChangeTracking", extend.head);
      return nullptr;
    }
    const arm::Resource *&made = ctx.solutions[&logs];
    if (!made)
      made = &lowerSolution(ctx, logs);
    return made;
  }

  static const arm::Resource &lowerSolution(ClusterLowering &ctx, const Logs &logs) {
    const arm::Resource &workspace = *ctx.ownWorkspaces[&logs];
    auto &solution = ctx.add<arm::Solution>(ctx.name(logs.label.text, "-change-tracking"), logs,
                                            workspace.component);
    solution.names = {ctx.values.concat({"ChangeTracking(", workspace.name(), ")"})};
    solution.planName = solution.names[0];
    solution.product = "OMSGallery/ChangeTracking";
    solution.workspace = ctx.values.idOf(workspace);
    return solution;
  }
};
} // namespace

/// Blocks of one kind exclude each other in a tier, so their rules have one name: the rule of the
/// other condition would stay otherwise, and collect twice.
static void lowerRules(ClusterLowering &ctx, const Tier &tier, unsigned component,
                       ExtensionKind kind, StringRef suffix) {
  llvm::SmallVector<const arm::Resource *, 4> first;
  for (const Extend &extend : tier.extensions) {
    if (extend.extension() != kind)
      continue;
    llvm::SmallVector<const arm::Resource *, 4> made;
    auto share = [&](arm::Resource &resource) {
      if (made.size() < first.size())
        resource.names = first[made.size()]->names;
      made.push_back(&resource);
    };
    auto &rule = ctx.add<arm::CollectionRule>(ctx.name(tier.label.text, suffix), extend, component);
    share(rule);
    RuleLowerer{ctx, extend, rule, isWindows(tier)}.run();
    for (const arm::Resource *target : ctx.hosts[&tier]) {
      auto &association = ctx.add<arm::RuleAssociation>(
          ctx.name(tier.label.text, suffix, "-", std::to_string(made.size())), extend, component);
      share(association);
      association.scope = ctx.values.idOf(*target);
      association.rule = ctx.values.idOf(rule);
      if (const arm::Resource *agent = ctx.agents.lookup({target, &extend}))
        association.after.push_back(agent);
    }
    if (first.empty())
      first = made;
  }
}

/// A rule exists under the condition of its block.
void azcl::lowerMonitoring(ClusterLowering &ctx, const Tier &tier, unsigned component) {
  lowerRules(ctx, tier, component, ExtensionKind::AzureMonitor, "-monitoring");
  lowerRules(ctx, tier, component, ExtensionKind::ChangeTracking, "-change-tracking");
}
