// Lowers budgets of the resource group.
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
struct BudgetLowerer {
  ClusterLowering &ctx;
  const Budget &budget;
  llvm::SmallVector<std::pair<StringRef, Value>, 5> notifications = {};

  void notify(const Fixed<List<Percent>> &shares, StringRef kind) {
    Value groups = budget.to.set() ? ctx.values.list({ctx.translate.value(budget.to)}) : Value();
    Value emails = budget.email.set() ? ctx.translate.value(budget.email)
                                      : ctx.values.list(llvm::ArrayRef<Value>());
    for (size_t i = 0; shares.set() && i < shares.size(); ++i) {
      int64_t share = shares[i].scaled / percent(1);
      notifications.push_back({ctx.name(kind, "_", std::to_string(share)),
                               ctx.values.object({{"enabled", true},
                                                  {"operator", "GreaterThanOrEqualTo"},
                                                  {"threshold", share},
                                                  {"thresholdType", kind},
                                                  {"contactEmails", emails},
                                                  {"contactGroups", groups}})});
    }
  }

  void run(unsigned component) {
    auto &made = ctx.add<arm::Budget>(ctx.name(budget.label.text, "-budget"), budget, component);
    made.amount = ctx.translate.value(budget.amount);
    made.grain = wireName(budget.per.value());
    made.start = ctx.values.concat({ctx.translate.value(budget.start), "T00:00:00Z"});
    notify(budget.spent, "Actual");
    notify(budget.forecast, "Forecasted");
    made.notifications = ctx.values.object(notifications);
    StringRef period = Words<BudgetPeriod>::words[size_t(budget.per.value())].name;
    ctx.need("budget", made.name().text(),
             ctx.name("it is first deployed in the ", period,
                      " of `start`, or at most a year before; Azure creates no budget with an "
                      "earlier start, and does not change the start afterwards"),
             budget.start.range);
  }
};
} // namespace

void azcl::lowerBudgets(ClusterLowering &ctx) {
  if (ctx.cluster.budgets.empty())
    return;
  unsigned component = ctx.component("budget", "Budgets");
  for (const Budget &budget : ctx.cluster.budgets)
    BudgetLowerer{ctx, budget}.run(component);
}
