// A row of alerts.json: a chart of `board`, an alert of `alerts`, or what a release observes.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A metric of a kind of resource or, with `operation`, an operation in the activity log. A metric
/// with a threshold is an alert, and one with a signal is a chart. A release observes a metric with
/// a measure.
struct Alert {
  llvm::StringRef name; ///< "gateway-errors"
  llvm::StringRef what; ///< "The application gateway returns errors."
  llvm::StringRef of;   ///< "Microsoft.Network/applicationGateways"
  llvm::StringRef metric;
  llvm::StringRef aggregation; ///< "Average"
  GoldenSignal signal = {};
  llvm::StringRef title;      ///< of the chart: "responses with a status 5xx"
  llvm::StringRef comparison; ///< "GreaterThan"
  llvm::StringRef threshold;  ///< "10"
  llvm::StringRef window;     ///< "PT5M"
  llvm::StringRef every;      ///< "PT1M"
  unsigned severity = 0;
  llvm::StringRef dimension, value; ///< "HttpStatusGroup", "5xx"; "*" for each value
  bool publicOnly = false;          ///< Only load balancers with a public frontend have the metric.
  ReleaseMeasure measures = {};
  llvm::StringRef instance;  ///< the dimension that tells instances apart: "BackendServer"
  llvm::StringRef operation; ///< "Microsoft.Network/networkSecurityGroups/write"
};

} // namespace azcl
