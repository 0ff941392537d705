// The block `budget`: whom Azure tells when the resource group costs too much.
#pragma once

#include "azcl/Program/Blocks/Operations/Alerts.h"

namespace azcl {

enum class BudgetPeriod : uint8_t { Month, Quarter, Year };
template <> struct Words<BudgetPeriod> {
  static constexpr WordInfo words[] = {{"month", "a calendar month", "Monthly"},
                                       {"quarter", "three months", "Quarterly"},
                                       {"year", "twelve months", "Annually"}};
  static constexpr Type type{TypeKind::Word, "period", "`month`, `quarter` or `year`", words};
};

struct Budget : BlockOf<BlockKind::Budget> {
  Open<int64_t> amount;
  Fixed<BudgetPeriod> per;
  Open<Text> start;
  Fixed<List<Percent>> spent, forecast;
  Open<List<Text>> email;
  Fixed<Ref<Alerts>> to;

  template <class = void> static constexpr auto vocabulary() {
    return block("budget",
                 "A budget of the resource group, and whom Azure tells of its costs. It limits "
                 "nothing.",
                 required<&Budget::amount>("amount", "The budget, in the currency of the bill.")
                     .between(1, 1'000'000'000),
                 optional<&Budget::per>("per", "The period of the budget.").defaultsTo("month"),
                 required<&Budget::start>(
                     "start",
                     "The first day of the first period, such as `\"2027-01-01\"`: the first of a "
                     "month. Azure creates no budget whose start is before the current period, and "
                     "does not change the start afterwards."),
                 optional<&Budget::spent>("spent", "The shares of the budget whose spending is "
                                                   "reported.")
                     .defaultsTo("[80%, 100%]")
                     .between(percent(1), percent(1000)),
                 optional<&Budget::forecast>("forecast",
                                             "The shares of the budget that are reported as soon "
                                             "as the forecast of the period exceeds them.")
                     .between(percent(1), percent(1000)),
                 optional<&Budget::email>("email", "The email addresses."),
                 optional<&Budget::to>("to", "The `alerts` block whose action group is notified."))
        .named();
  }
};

} // namespace azcl
