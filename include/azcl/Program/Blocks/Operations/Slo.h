// The block `slo`: what the cluster must reach, proved at compile time or measured at run time.
#pragma once

#include "azcl/Program/Blocks/Gateway/Gateway.h"
#include "azcl/Program/Blocks/Operations/Alerts.h"

namespace azcl {

template <> inline constexpr const char *listForm<Ref<Gateway>> = "a list such as `[gateway.edge]`";

struct Slo : BlockOf<BlockKind::Slo> {
  Fixed<Percent> availability, capacity;
  Open<Percent> errors;
  Open<Duration> latency;
  Fixed<Duration> window;
  Open<int64_t> atLeast;
  Fixed<List<Ref<Gateway>>> of;
  Fixed<Ref<Alerts>> to;

  /// Whether log alerts measure an objective.
  bool measured() const { return errors.set() || latency.set(); }

  template <class = void> static constexpr auto vocabulary() {
    return block("slo",
                 "The service level objectives of the cluster. The compiler proves `availability` "
                 "and `capacity`; log alerts measure `errors` and `latency-p95`.",
                 optional<&Slo::availability>(
                     "availability",
                     "The percentage of time for which the cluster must be available.")
                     .between(0, percent(100))
                     .stricter(Stricter::Greater),
                 optional<&Slo::capacity>("capacity",
                                          "The percentage of instances that each tier must keep "
                                          "after the loss of any one availability zone.")
                     .between(0, percent(100))
                     .stricter(Stricter::Greater),
                 // At 14.4 times 6.9 percent, nearly all requests fail.
                 optional<&Slo::errors>(
                     "errors", "The error budget: the percentage of requests that can fail, with a "
                               "status of 500 or more, such as `0.1%`. Alerts fire if it is spent "
                               "too fast.")
                     .between(1, percent(69) / 10)
                     .stricter(Stricter::Smaller),
                 optional<&Slo::latency>("latency-p95",
                                         "The time within which 95% of the requests are answered. "
                                         "An alert compares it with the last 15 minutes.")
                     .between(1, hours(24))
                     .stricter(Stricter::Smaller),
                 optional<&Slo::window>("window", "The period of the error budget: `28d` or `30d`.")
                     .derivedFrom("`30d` with `errors`"),
                 optional<&Slo::atLeast>(
                     "at-least",
                     "The minimum number of requests. With fewer requests in the time of an "
                     "alert, it does not fire.")
                     .derivedFrom(
                         "with `errors` or `latency-p95`: `100`, or as many as make a single "
                         "failure no alert")
                     .between(1, 1'000'000'000),
                 optional<&Slo::of>("of",
                                    "The application gateways whose access logs are measured, "
                                    "each on its own.")
                     .derivedFrom("all gateways of the cluster, with `errors` or `latency-p95`"),
                 optional<&Slo::to>("to", "The `alerts` block whose action group is notified.")
                     .derivedFrom("the only `alerts` block of the cluster, with `errors` or "
                                  "`latency-p95`"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
