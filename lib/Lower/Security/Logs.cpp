// Lowers Log Analytics workspaces, the resource logs that they receive, and the data collection
// rules of the Azure Monitor agent.
#include "../Cluster.h"
#include "azcl/Analysis/Days.h"
#include "azcl/Analysis/Images.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

void azcl::lowerLogs(ClusterLowering &ctx) {
  if (ctx.cluster.logs.empty())
    return;
  unsigned component = ctx.component("logs", "Log Analytics workspaces");
  for (const Logs &logs : ctx.cluster.logs) {
    Value id;
    if (logs.existing.set()) {
      id = ctx.translate.value(logs.existing);
      ctx.need("workspace", ClusterLowering::shown(logs.existing),
               ctx.name("the Log Analytics workspace exists in ", logs.region.value()->name),
               logs.existing.place());
    } else {
      auto &made = ctx.add<arm::LogWorkspace>(ctx.name(logs.label.text, "-logs"), logs, component);
      made.days = daysOf(logs.keep);
      made.keyOff = !logs.localAuthentication.value();
      ctx.patch(made, logs.patch);
      id = ctx.values.idOf(made);
    }
    ctx.workspaces[&logs] = id;
    ctx.translate.setId(logs, id);
  }
}

/// The name depends on the workspace only: Azure rejects two settings of one resource that send the
/// same category to the same workspace.
arm::DiagnosticSetting *azcl::sendLogs(ClusterLowering &ctx, const arm::Resource &resource,
                                       StringRef suffix, const Block &origin,
                                       const Fixed<Ref<Logs>> &to,
                                       llvm::ArrayRef<StringRef> groups) {
  if (!to.value())
    return nullptr;
  auto &made =
      ctx.add<arm::DiagnosticSetting>(ctx.name(suffix, "-logs"), origin, resource.component);
  made.names = {ctx.name("logs-", to.value()->label.text)};
  made.scope = ctx.values.idOf(resource);
  made.workspace = ctx.workspaces[to.value()];
  for (StringRef group : groups) {
    arm::LogCategory part;
    part.group = group;
    made.logs.push_back(part);
  }
  return &made;
}

namespace {
/// Fills the data collection rule of one `extend azure-monitor`.
struct RuleLowerer {
  ClusterLowering &ctx;
  const Extend &extend;
  arm::CollectionRule &rule;
  llvm::SmallVector<StringRef, 2> streams = {};

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

  void run(bool windows) {
    const Logs &logs = *extend.to.value();
    const Region *region = logs.existing.set() ? logs.region.value() : ctx.cluster.region.value();
    rule.location = region->name;
    rule.system = windows ? "Windows" : "Linux";
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
    arm::RuleDestination destination;
    destination.workspace = ctx.workspaces[&logs];
    rule.destinations.push_back(destination);
    arm::DataFlow flow;
    flow.streams = ctx.texts(streams);
    flow.destinations = ctx.texts({"workspace"});
    rule.flows.push_back(flow);
  }
};
} // namespace

/// A rule exists under the condition of its block. Blocks of one tier exclude each other, so their
/// rules have one name: the rule of the other condition would stay otherwise, and collect twice.
void azcl::lowerMonitoring(ClusterLowering &ctx, const Tier &tier, unsigned component) {
  bool windows = isWindows(tier);
  llvm::SmallVector<const arm::Resource *, 4> first;
  for (const Extend &extend : tier.extensions) {
    if (extend.extension() != ExtensionKind::AzureMonitor)
      continue;
    llvm::SmallVector<const arm::Resource *, 4> made;
    auto share = [&](arm::Resource &resource) {
      if (made.size() < first.size())
        resource.names = first[made.size()]->names;
      made.push_back(&resource);
    };
    auto &rule =
        ctx.add<arm::CollectionRule>(ctx.name(tier.label.text, "-monitoring"), extend, component);
    share(rule);
    RuleLowerer{ctx, extend, rule}.run(windows);
    for (const arm::Resource *target : ctx.hosts[&tier]) {
      auto &association = ctx.add<arm::RuleAssociation>(
          ctx.name(tier.label.text, "-monitoring-", std::to_string(made.size())), extend,
          component);
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
