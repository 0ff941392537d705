// Action groups, and the alerts that notify them.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

struct WebhookReceiver : Part {
  Value uri;
  template <class = void> static constexpr auto layout() {
    return part(field<&WebhookReceiver::name>("name").needed(),
                field<&WebhookReceiver::uri>("serviceUri").needed().guarded(),
                field<&WebhookReceiver::common>("useCommonAlertSchema"));
  }
  Value name = "webhook", common = true;
};
struct ActionGroup : ResourceOf<Kind::ActionGroup> {
  Value shortName, emails, phones;
  std::vector<WebhookReceiver> webhooks;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Insights/actionGroups", "2023-01-01",
                    field<&ActionGroup::enabled>("properties.enabled").needed(),
                    field<&ActionGroup::shortName>("properties.groupShortName").needed(),
                    field<&ActionGroup::emails>("properties.emailReceivers"),
                    field<&ActionGroup::phones>("properties.smsReceivers"),
                    field<&ActionGroup::webhooks>("properties.webhookReceivers"))
        .everywhere()
        .named(1, 260)
        .sovereign("2018-03-01");
  }
  Value enabled = true;
};

struct AlertAction : Part {
  Value group;
  template <class = void> static constexpr auto layout() {
    return part(field<&AlertAction::group>("actionGroupId").needed());
  }
};
struct MetricAlert : ResourceOf<Kind::MetricAlert> {
  Value text, severity, scopes, targetType, targetRegion, every, window, criteria;
  std::vector<AlertAction> actions;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Insights/metricAlerts", "2018-03-01",
                    field<&MetricAlert::text>("properties.description"),
                    field<&MetricAlert::severity>("properties.severity").needed(),
                    field<&MetricAlert::enabled>("properties.enabled").needed(),
                    field<&MetricAlert::scopes>("properties.scopes").needed(),
                    field<&MetricAlert::targetType>("properties.targetResourceType"),
                    field<&MetricAlert::targetRegion>("properties.targetResourceRegion"),
                    field<&MetricAlert::every>("properties.evaluationFrequency").needed(),
                    field<&MetricAlert::window>("properties.windowSize").needed(),
                    field<&MetricAlert::criteria>("properties.criteria").needed(),
                    field<&MetricAlert::resolves>("properties.autoMitigate").needed(),
                    field<&MetricAlert::actions>("properties.actions"))
        .everywhere()
        .named(1, 260);
  }
  Value enabled = true, resolves = true;
};

struct ActivityCondition : Part {
  Value name, value;
  template <class = void> static constexpr auto layout() {
    return part(field<&ActivityCondition::name>("field").needed(),
                field<&ActivityCondition::value>("equals").needed());
  }
};
struct ActivityAlert : ResourceOf<Kind::ActivityAlert> {
  Value text, scopes;
  std::vector<ActivityCondition> conditions;
  std::vector<AlertAction> actions;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Insights/activityLogAlerts", "2020-10-01",
                    field<&ActivityAlert::text>("properties.description"),
                    field<&ActivityAlert::enabled>("properties.enabled").needed(),
                    field<&ActivityAlert::scopes>("properties.scopes").needed(),
                    field<&ActivityAlert::conditions>("properties.condition.allOf").needed(),
                    field<&ActivityAlert::actions>("properties.actions.actionGroups").needed())
        .everywhere()
        .named(1, 260);
  }
  Value enabled = true;
};

/// A column of the result of a query. Each of its values has an alert of its own.
struct LogDimension : Part {
  Value name;
  template <class = void> static constexpr auto layout() {
    return part(field<&LogDimension::name>("name").needed(),
                field<&LogDimension::comparison>("operator").needed(),
                field<&LogDimension::values>("values").needed());
  }
  Value comparison = "Include", values;
};
struct LogCondition : Part {
  Value query, aggregation, column, resource, comparison, threshold;
  std::vector<LogDimension> dimensions;
  template <class = void> static constexpr auto layout() {
    return part(field<&LogCondition::query>("query").needed(),
                field<&LogCondition::aggregation>("timeAggregation").needed(),
                field<&LogCondition::column>("metricMeasureColumn"),
                field<&LogCondition::resource>("resourceIdColumn"),
                field<&LogCondition::dimensions>("dimensions"),
                field<&LogCondition::comparison>("operator").needed(),
                field<&LogCondition::threshold>("threshold").needed(),
                field<&LogCondition::periods>("failingPeriods.numberOfEvaluationPeriods").needed(),
                field<&LogCondition::failing>("failingPeriods.minFailingPeriodsToAlert").needed());
  }
  Value periods = 1, failing = 1;
};
/// Azure does not check the query of a new rule: the tables of a new workspace do not exist yet
/// (CDCgov/prime-reportstream#11773).
struct LogAlert : ResourceOf<Kind::LogAlert> {
  Value text, severity, scopes, every, window, groups;
  std::vector<LogCondition> conditions;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Insights/scheduledQueryRules", "2026-03-01",
                    field<&LogAlert::text>("properties.description"),
                    field<&LogAlert::severity>("properties.severity").needed(),
                    field<&LogAlert::enabled>("properties.enabled").needed(),
                    field<&LogAlert::scopes>("properties.scopes").needed(),
                    field<&LogAlert::every>("properties.evaluationFrequency").needed(),
                    field<&LogAlert::window>("properties.windowSize").needed(),
                    field<&LogAlert::conditions>("properties.criteria.allOf").needed(),
                    field<&LogAlert::unchecked>("properties.skipQueryValidation").needed(),
                    field<&LogAlert::resolves>("properties.autoMitigate").needed(),
                    field<&LogAlert::groups>("properties.actions.actionGroups"))
        .named(1, 260)
        .sovereign("2023-12-01");
  }
  Value enabled = true, unchecked = true, resolves = true;
};

} // namespace azcl::arm
