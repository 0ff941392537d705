// Budgets of a resource group.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

struct Budget : ResourceOf<Kind::Budget> {
  Value amount, grain, start, notifications;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Consumption/budgets", "2024-08-01",
                    field<&Budget::category>("properties.category").needed(),
                    field<&Budget::amount>("properties.amount").needed(),
                    field<&Budget::grain>("properties.timeGrain").needed(),
                    field<&Budget::start>("properties.timePeriod.startDate").needed(),
                    field<&Budget::notifications>("properties.notifications").needed())
        .placed()
        .named(1, 63, true, false);
  }
  Value category = "Cost";
};

} // namespace azcl::arm
