// Autoscale settings and auto-shutdown schedules.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

struct ScaleDimension : Part {
  Value name, values;
  template <class = void> static constexpr auto layout() {
    return part(field<&ScaleDimension::name>("DimensionName").needed(),
                field<&ScaleDimension::comparison>("Operator").needed(),
                field<&ScaleDimension::values>("Values").needed());
  }
  Value comparison = "Equals";
};
struct ScaleRule : Part {
  std::vector<ScaleDimension> dimensions;
  Value metric, metricNamespace, source, grain, statistic, window, aggregation, comparison,
      threshold, perInstance, direction, kind, amount, cooldown;
  template <class = void> static constexpr auto layout() {
    return part(field<&ScaleRule::metric>("metricTrigger.metricName").needed(),
                field<&ScaleRule::metricNamespace>("metricTrigger.metricNamespace"),
                field<&ScaleRule::source>("metricTrigger.metricResourceUri").needed(),
                field<&ScaleRule::grain>("metricTrigger.timeGrain").needed(),
                field<&ScaleRule::statistic>("metricTrigger.statistic").needed(),
                field<&ScaleRule::window>("metricTrigger.timeWindow").needed(),
                field<&ScaleRule::aggregation>("metricTrigger.timeAggregation").needed(),
                field<&ScaleRule::comparison>("metricTrigger.operator").needed(),
                field<&ScaleRule::threshold>("metricTrigger.threshold").needed(),
                field<&ScaleRule::perInstance>("metricTrigger.dividePerInstance"),
                field<&ScaleRule::dimensions>("metricTrigger.dimensions"),
                field<&ScaleRule::direction>("scaleAction.direction").needed(),
                field<&ScaleRule::kind>("scaleAction.type").needed(),
                field<&ScaleRule::amount>("scaleAction.value").needed(),
                field<&ScaleRule::cooldown>("scaleAction.cooldown").needed());
  }
};
struct ScaleProfile : Part {
  Value name, least, most, initial, start, end, dateZone, frequency, timeZone, days, hours, minutes;
  Value noRules; ///< the empty list, for a profile without rules: Azure requires the property
  std::vector<ScaleRule> rules;
  template <class = void> static constexpr auto layout() {
    return part(field<&ScaleProfile::name>("name").needed(),
                field<&ScaleProfile::least>("capacity.minimum").needed(),
                field<&ScaleProfile::most>("capacity.maximum").needed(),
                field<&ScaleProfile::initial>("capacity.default").needed(),
                field<&ScaleProfile::dateZone>("fixedDate.timeZone"),
                field<&ScaleProfile::start>("fixedDate.start"),
                field<&ScaleProfile::end>("fixedDate.end"),
                field<&ScaleProfile::frequency>("recurrence.frequency"),
                field<&ScaleProfile::timeZone>("recurrence.schedule.timeZone"),
                field<&ScaleProfile::days>("recurrence.schedule.days"),
                field<&ScaleProfile::hours>("recurrence.schedule.hours"),
                field<&ScaleProfile::minutes>("recurrence.schedule.minutes"),
                field<&ScaleProfile::noRules>("rules"), field<&ScaleProfile::rules>("rules"));
  }
};
struct ScaleWebhook : Part {
  Value uri;
  template <class = void> static constexpr auto layout() {
    return part(field<&ScaleWebhook::uri>("serviceUri").needed().guarded());
  }
};
struct ScaleNotice : Part {
  Value emails;
  std::vector<ScaleWebhook> webhooks;
  template <class = void> static constexpr auto layout() {
    return part(field<&ScaleNotice::operation>("operation").needed(),
                field<&ScaleNotice::emails>("email.customEmails"),
                field<&ScaleNotice::webhooks>("webhooks"));
  }
  Value operation = "Scale";
};
struct AutoscaleSetting : ResourceOf<Kind::AutoscaleSetting> {
  Value target, predictive, ahead;
  std::vector<ScaleProfile> profiles;
  std::vector<ScaleNotice> notices;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Insights/autoscalesettings", "2022-10-01",
                    field<&AutoscaleSetting::enabled>("properties.enabled"),
                    field<&AutoscaleSetting::target>("properties.targetResourceUri").needed(),
                    field<&AutoscaleSetting::profiles>("properties.profiles").needed(),
                    field<&AutoscaleSetting::predictive>(
                        "properties.predictiveAutoscalePolicy.scaleMode"),
                    field<&AutoscaleSetting::ahead>(
                        "properties.predictiveAutoscalePolicy.scaleLookAheadTime"),
                    field<&AutoscaleSetting::notices>("properties.notifications"))
        .named(1, 128);
  }
  Value enabled = true;
};

/// Auto-shutdown of a VM. Azure requires the name shutdown-computevm-VMNAME.
struct ShutdownSchedule : ResourceOf<Kind::ShutdownSchedule> {
  Value time, timeZone, target;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.DevTestLab/schedules", "2018-09-15",
                    field<&ShutdownSchedule::status>("properties.status"),
                    field<&ShutdownSchedule::task>("properties.taskType").needed(),
                    field<&ShutdownSchedule::time>("properties.dailyRecurrence.time").needed(),
                    field<&ShutdownSchedule::timeZone>("properties.timeZoneId").needed(),
                    field<&ShutdownSchedule::target>("properties.targetResourceId").needed())
        .named(1, 260);
  }
  Value status = "Enabled", task = "ComputeVmShutdownTask";
};

} // namespace azcl::arm
