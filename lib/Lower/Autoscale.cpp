// Rules that keep the number of machines between its bounds, and the hours in which there are none.
#include "Cluster.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

static StringRef comparisonOf(ast::Operator op) {
  switch (op) {
  case ast::Operator::Lt: return "LessThan";
  case ast::Operator::Le: return "LessThanOrEqual";
  case ast::Operator::Gt: return "GreaterThan";
  case ast::Operator::Ge: return "GreaterThanOrEqual";
  case ast::Operator::Eq: return "Equals";
  default: return "NotEquals";
  }
}

static arm::ScaleRule ruleOf(ClusterLowering &it, const Scale &scale, const arm::ScaleSet &set) {
  const MetricCondition &when = *scale.metric;
  arm::ScaleRule rule;
  rule.metric = "Percentage CPU";
  rule.source = it.values.idOf(set);
  rule.grain = "PT1M";
  rule.statistic = "Average";
  rule.window = it.translate.duration(when.window);
  rule.aggregation = "Average";
  rule.comparison = comparisonOf(when.comparison);
  rule.threshold = it.translate.decimal(when.threshold);
  rule.direction = scale.direction() == Direction::Out ? "Increase" : "Decrease";
  rule.kind = "ChangeCount";
  rule.amount = it.values.call(Function::String, {it.translate.value(scale.by)});
  rule.cooldown = it.translate.duration(scale.cooldown);
  return rule;
}

void azcl::lowerAutoscale(ClusterLowering &it, const TierPart &part, arm::ScaleSet &set) {
  const Tier &tier = part.tier;
  if (!tier.autoscale)
    return;
  auto text = [&](Value count) { return it.values.call(Function::String, {shareOf(it, part, count)}); };
  auto &setting = it.add<arm::AutoscaleSetting>(it.name(tier.label.text, part.suffix, "-autoscale"),
                                                *tier.autoscale.get(), set.component);
  setting.target = it.values.idOf(set);
  arm::ScaleProfile profile;
  profile.name = "default";
  profile.least = text(it.translate.low(tier.instances));
  profile.most = text(it.translate.high(tier.instances));
  profile.initial = profile.least;
  for (const Scale &scale : tier.autoscale->rules)
    profile.rules.push_back(ruleOf(it, scale, set));
  if (profile.rules.empty())
    profile.noRules = it.values.list({});
  setting.profiles.push_back(std::move(profile));
}
