// Lowers boards: workbooks with the charts of alerts.json. The format is that of
// microsoft/Application-Insights-Workbooks 1ea1c77: schema/workbook.json and, for charts of
// metrics, Workbooks/Network Insights.
#include "../Cluster.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

namespace {
/// What has charts of its own: resources of one type and with one condition.
struct ChartedService {
  StringRef kind, label; ///< "Tier", "web"
  llvm::SmallVector<const arm::Resource *, 4> resources;
  bool isPublic = false; ///< a load balancer with a public frontend

  StringRef type() const { return resources.front()->layout().type; }
  Value condition() const { return resources.front()->condition; }
};

/// Items that exist under one condition.
struct ItemGroup {
  Value condition;
  llvm::SmallVector<Value, 16> items;
};

struct BoardLowerer {
  ClusterLowering &ctx;
  const Board &board;
  std::vector<ItemGroup> groups{};

  using Pairs = llvm::ArrayRef<std::pair<StringRef, Value>>;
  Value object(Pairs pairs) { return ctx.values.object(pairs); }

  /// The groups follow each other in the workbook, so items join only the last one.
  void add(const Value &condition, Value item) {
    if (groups.empty() || !(groups.back().condition == condition))
      groups.push_back({condition, {}});
    groups.back().items.push_back(item);
  }

  Value hours(int64_t count) { return object({{"durationMs", count * 3'600'000}}); }

  /// The time range of all charts, which the reader of the workbook chooses.
  Value timeRange() {
    llvm::SmallVector<Value, 9> ranges;
    for (int64_t count : {1, 4, 12, 24, 48, 72, 168, 336, 720})
      ranges.push_back(hours(count));
    Value settings = object({{"selectableValues", ctx.values.list(ranges)}, {"allowCustom", true}});
    Value parameter = object({{"id", "0b6f2f0e-6f0d-4f5c-9a55-3f7f3b6b2c11"},
                              {"version", "KqlParameterItem/1.0"},
                              {"name", "TimeRange"},
                              {"label", "Time range"},
                              {"type", 4},
                              {"isRequired", true},
                              {"value", hours(4)},
                              {"typeSettings", settings}});
    return object({{"type", 9},
                   {"content", object({{"version", "KqlParameterItem/1.0"},
                                       {"parameters", ctx.values.list({parameter})},
                                       {"style", "pills"},
                                       {"queryType", 0},
                                       {"resourceType", "microsoft.insights/components"}})},
                   {"name", "parameters"}});
  }

  Value heading(const ChartedService &service) {
    StringRef name =
        service.label.empty() ? service.kind : ctx.name(service.kind, " ", service.label);
    return object(
        {{"type", 1}, {"content", object({{"json", ctx.name("## ", name)}})}, {"name", name}});
  }

  static int64_t numberOf(StringRef aggregation) {
    return llvm::StringSwitch<int64_t>(aggregation)
        .Case("Total", 1)
        .Case("Minimum", 2)
        .Case("Maximum", 3)
        .Case("Count", 7)
        .Default(4); // Average
  }

  Value metric(const Alert &row, StringRef type) {
    return object({{"namespace", type},
                   {"metric", ctx.name(type, "--", row.metric)},
                   {"aggregation", numberOf(row.aggregation)},
                   {"splitBy", row.value == "*" ? Value(row.dimension) : Value()}});
  }

  /// Only the responses with a certain status, for example. The operator 0 is "equals".
  Value filters(const Alert &row) {
    if (row.value.empty() || row.value == "*")
      return {};
    return ctx.values.list({object({{"id", "1"},
                                    {"key", row.dimension},
                                    {"operator", 0},
                                    {"values", ctx.values.list({row.value})}})});
  }

  Value chart(const Alert &row, const ChartedService &service) {
    StringRef type = ctx.name(StringRef(service.type().lower()));
    StringRef name = service.label.empty() ? row.name : ctx.name(service.label, "-", row.name);
    llvm::SmallVector<Value, 4> ids;
    for (const arm::Resource *each : service.resources)
      ids.push_back(ctx.values.idOf(*each));
    std::string title = fmt::format("{}: {}", toString(row.signal), row.title);
    title[0] = llvm::toUpper(title[0]);
    Value content = object({{"chartId", ctx.name("workbook-", name)},
                            {"version", "MetricsItem/2.0"},
                            {"size", 1},
                            {"chartType", 2}, // lines
                            {"resourceType", type},
                            {"metricScope", 0},
                            {"resourceIds", ctx.values.list(ids)},
                            {"timeContextFromParameter", "TimeRange"},
                            {"timeContext", object({{"durationMs", 0}})},
                            {"metrics", ctx.values.list({metric(row, type)})},
                            {"title", ctx.values.text(title)},
                            {"filters", filters(row)}});
    return object({{"type", 10}, {"content", content}, {"customWidth", "50"}, {"name", name}});
  }

  /// In the order of the golden signals.
  void charts(const ChartedService &service, const Value &condition) {
    for (GoldenSignal signal : {GoldenSignal::Traffic, GoldenSignal::Errors, GoldenSignal::Latency,
                                GoldenSignal::Saturation})
      for (const Alert &row : ctx.program.catalog.alerts())
        if (row.signal == signal && row.of == service.type() &&
            (!row.publicOnly || service.isPublic))
          add(condition, chart(row, service));
  }

  void show(const ChartedService &service) {
    if (service.resources.empty())
      return; // its condition is false, or it has no instances
    Value condition = service.condition();
    if (condition == ctx.translate.condition(board))
      condition = {};
    add(condition, heading(service));
    charts(service, condition);
  }

  void show(const Gateway &gateway) {
    if (auto *made = ctx.gateways.lookup(&gateway))
      show({"Application gateway", gateway.label.text, {made}});
  }
  void show(const Balancer &balancer) {
    if (auto *made = ctx.balancers.lookup(&balancer))
      show({"Load balancer", balancer.label.text, {made}, balancer.isPublic()});
  }
  /// The VMs of a tier, or its scale sets, share charts.
  void show(const Tier &tier) {
    ChartedService service{"Tier", tier.label.text, {}};
    llvm::append_range(service.resources, ctx.hosts[&tier]);
    show(service);
  }

  void services() {
    if (!board.of.set()) {
      for (const Gateway &each : ctx.cluster.gateways)
        show(each);
      for (const Balancer &each : ctx.cluster.balancers)
        show(each);
      for (const Tier &each : ctx.cluster.tiers)
        show(each);
      if (ctx.nat)
        show({"NAT gateway", "", {ctx.nat}});
      return;
    }
    for (const Expr *each : board.of.expr->operands)
      if (auto *gateway = llvm::dyn_cast<Gateway>(each->block))
        show(*gateway);
      else if (auto *balancer = llvm::dyn_cast<Balancer>(each->block))
        show(*balancer);
      else
        show(*llvm::cast<Tier>(each->block));
  }

  Value variable(StringRef name, Value value) {
    return ctx.values.call(Function::Variable, {name, value});
  }

  /// A list, or the lists whose conditions are true. The lists are variables, so that no expression
  /// becomes too long.
  Value items(StringRef name) {
    if (groups.size() == 1)
      return ctx.values.list(groups.front().items);
    llvm::SmallVector<Value, 8> lists;
    for (const ItemGroup &group : groups)
      lists.push_back(
          ctx.values.choose(group.condition,
                            variable(ctx.name(name, "-", std::to_string(lists.size() + 1)),
                                     ctx.values.list(group.items)),
                            Value::list({})));
    return ctx.values.call(Function::Concat, lists);
  }

  void run(unsigned component) {
    auto &made = ctx.add<arm::Workbook>(ctx.name(board.label.text, "-board"), board, component);
    StringRef name = made.name().text();
    // It has to stay the same, because Azure would add another workbook.
    made.names = {
        ctx.values.call(Function::Guid, {ctx.values.call(Function::ResourceGroupId, {}), name})};
    made.title = board.title.set() ? ctx.translate.value(board.title)
                                   : ctx.name(ctx.cluster.name, ": ", board.label.text);
    ctx.boundLength(made.title, 1);
    add({}, timeRange());
    services();
    Value content =
        object({{"version", "Notebook/1.0"},
                {"items", items(name)},
                {"fallbackResourceIds", ctx.texts({"azure monitor"})},
                {"$schema", "https://github.com/Microsoft/Application-Insights-Workbooks/"
                            "blob/master/schema/workbook.json"}});
    made.content = ctx.values.call(Function::String, {variable(name, content)});
    ctx.patch(made, board.patch);
  }
};
} // namespace

void azcl::lowerBoards(ClusterLowering &ctx) {
  if (ctx.cluster.boards.empty())
    return;
  unsigned component = ctx.component("board", "Workbooks");
  for (const Board &board : ctx.cluster.boards)
    BoardLowerer{ctx, board}.run(component);
}
