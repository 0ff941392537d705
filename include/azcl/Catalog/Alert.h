// A row of alerts.json: an alert that `alerts` creates.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// An alert on a metric of a resource or, with `operation`, on an operation in the activity log.
struct Alert {
  llvm::StringRef name; ///< "gateway-errors"
  llvm::StringRef what; ///< "The application gateway returns errors."
  llvm::StringRef of;   ///< "Microsoft.Network/applicationGateways"
  llvm::StringRef metric;
  llvm::StringRef aggregation; ///< "Average"
  llvm::StringRef comparison;  ///< "GreaterThan"
  llvm::StringRef threshold;   ///< "10"
  llvm::StringRef window;      ///< "PT5M"
  llvm::StringRef every;       ///< "PT1M"
  unsigned severity = 0;
  llvm::StringRef dimension, value; ///< "HttpStatusGroup", "5xx"
  bool publicOnly = false;          ///< Only load balancers with a public frontend have the metric.
  llvm::StringRef operation;        ///< "Microsoft.Network/networkSecurityGroups/write"
};

} // namespace azcl
