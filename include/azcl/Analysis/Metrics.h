// Helpers for comparing the metrics of autoscale rules.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

inline bool isUpward(ast::Operator op) {
  return op == ast::Operator::Gt || op == ast::Operator::Ge;
}

inline bool sameMetric(const MetricCondition &a, const MetricCondition &b) {
  if (a.custom() || b.custom())
    return a.custom() == b.custom();
  return a.builtin() == b.builtin();
}

/// The resource type in a resource ID, such as "Microsoft.ServiceBus/namespaces/queues"; empty if
/// the ID has another form.
inline std::string resourceTypeOf(llvm::StringRef id) {
  size_t at = id.rfind_insensitive("/providers/");
  if (at == llvm::StringRef::npos)
    return {};
  llvm::SmallVector<llvm::StringRef, 8> parts;
  id.substr(at + llvm::StringRef("/providers/").size()).split(parts, '/');
  std::string type = parts[0].str();
  for (size_t i = 1; i < parts.size(); i += 2)
    type += "/" + parts[i].str();
  return parts.size() > 1 ? type : "";
}

/// Whether Azure divides the metric by the number of instances before it compares it with the
/// threshold, as it does for the length of a queue.
inline bool isDivided(const CustomMetric &metric, const Catalog &catalog) {
  if (!metric.source.known() || !metric.name.known())
    return false;
  std::string type = resourceTypeOf(metric.source.expr->text);
  return llvm::any_of(catalog.autoscaleMetrics(), [&](const AutoscaleMetric &each) {
    return each.divided && each.name.equals_insensitive(metric.name.value()) &&
           llvm::any_of(each.of.words(),
                        [&](llvm::StringRef of) { return of.equals_insensitive(type); });
  });
}

} // namespace azcl
