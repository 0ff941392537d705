// Rejects budgets that Azure does not accept. Sources: Azure/azure-rest-api-specs, consumption
// 2024-08-01 (the first of a month, June 2017, five notifications);
// hashicorp/terraform-provider-azurerm, consumption (the thresholds, and that a notification has a
// receiver).
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct BudgetChecker {
  const Budget &budget;
  PassContext &ctx;

  void run() {
    start();
    notifications();
    receivers();
  }

private:
  void fault(SourceRange place, std::string setting, std::string why) {
    ctx.diags.report(place, diag::BudgetSetting, std::move(setting), std::move(why));
  }

  /// The text must have the form "2027-01-01".
  static StringRef faultOfDay(StringRef text) {
    bool isDate = text.size() == 10;
    for (size_t i = 0; i < text.size() && isDate; ++i)
      isDate = i == 4 || i == 7 ? text[i] == '-' : llvm::isDigit(text[i]);
    if (!isDate || text.substr(5, 2) < "01" || text.substr(5, 2) > "12")
      return "is not a date such as `2027-01-01`";
    if (!text.ends_with("-01"))
      return "is not the first day of a month";
    return text < "2017-06-01" ? "is before June 2017, when Azure had no budgets" : "";
  }

  void start() {
    forEachText(budget.start, [&](StringRef text, bool whole) {
      if (StringRef why = whole ? faultOfDay(text) : ""; !why.empty())
        fault(budget.start.place(), text.str(), why.str());
    });
  }

  void notifications() {
    size_t count = 0;
    for (const Fixed<List<Percent>> *list : {&budget.spent, &budget.forecast}) {
      if (list->poisoned())
        return;
      if (!list->set())
        continue;
      count += list->size();
      for (size_t i = 0; i < list->size(); ++i)
        share(*list, i);
    }
    if (count < 1 || count > 5)
      fault(budget.head, budget.label.text.str(),
            fmt::format("has {} notifications in `spent` and `forecast`; Azure allows 1 to 5",
                        count));
  }

  /// The documents of the API disagree whether a threshold can have decimal places.
  void share(const Fixed<List<Percent>> &list, size_t i) {
    const Expr &written = *list.expr->operands[i];
    if (list[i].scaled % percent(1))
      fault(written.range, print(written), "is not a whole percentage");
    for (size_t j = 0; j < i; ++j)
      if (list[i].scaled == list[j].scaled)
        fault(written.range, print(written), "is in this list twice");
  }

  void receivers() {
    if (!budget.email.set() && !budget.to.set() && !budget.incomplete)
      ctx.diags.report(budget.head, diag::BudgetToNobody, "", budget.label.text);
    if (!budget.email.set())
      return;
    for (const ListChoice &choice : listsOf(budget.email)) {
      for (const Expr *each : choice.list->operands)
        address(*each);
      if (budget.to.set() || !choice.list->operands.empty())
        continue;
      if (std::optional<Assignment> when = whenChosen(choice, budget))
        ctx.diags.report(budget.email.place(), diag::BudgetToNobody, whenPrefix(*when),
                         budget.label.text);
    }
  }

  void address(const Expr &email) {
    forEachText(email, [&](const PossibleText &possible) {
      if (possible.whole && !possible.text.contains('@'))
        fault(email.range, possible.text.str(), "is not an email address");
    });
  }
};
} // namespace

void azcl::checkBudgets(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Budget &budget : cluster.budgets)
      BudgetChecker{budget, ctx}.run();
}
