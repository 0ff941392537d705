// Rejects rules that can do nothing, and pairs of rules that undo each other.
#include "azcl/Passes/Passes.h"
#include "azcl/Sema/Prove.h"

using namespace azcl;
using ast::Operator;

static bool isUpward(Operator op) { return op == Operator::Gt || op == Operator::Ge; }

static void checkDirection(const Scale &rule, PassContext &ctx) {
  if (!rule.metric)
    return;
  bool out = rule.direction() == Direction::Out;
  if (out != isUpward(rule.metric->comparison))
    ctx.diags.report(rule.metric->range, diag::RuleBackwards, directionWords[rule.variant].name,
                     spelling(rule.metric->comparison), out ? ">" : "<");
}

/// Is there room between the thresholds, whatever the parameters are?
static void checkRoom(const Scale &out, const Scale &in, PassContext &ctx) {
  if (!out.metric || !in.metric || !isUpward(out.metric->comparison) ||
      isUpward(in.metric->comparison))
    return;
  const Setting &high = out.metric->threshold, &low = in.metric->threshold;
  const Setting &outMetric = out.metric->metric, &inMetric = in.metric->metric;
  if (high.poisoned() || low.poisoned() || outMetric.poisoned() || inMetric.poisoned() ||
      outMetric.expr->number != inMetric.expr->number)
    return;
  Proof proof = proveAtMost(*low.expr, *high.expr, 1);
  if (proof.answer != Proof::Answer::Fails)
    return;
  auto shown = [&](const Setting &setting) {
    std::optional<Scalar> value = evaluate(*setting.expr, proof.witness);
    return value ? print(*value, types::percent) : print(*setting.expr);
  };
  ctx.diags.report(in.metric->range, diag::MetricTwice, shown(low), shown(high))
      .label(out.metric->range, note::AddsHere);
}

static void check(const Tier &tier, const Autoscale &autoscale, PassContext &ctx) {
  if (tier.instances.set() && !tier.instances.poisoned()) {
    std::string low = print(*tier.instances.expr->operands[0]);
    if (low == print(*tier.instances.expr->operands[1]))
      ctx.diags.report(autoscale.head, diag::AutoscaleFixed, low)
          .label(tier.instances.place(), note::RangeOfInstances);
  }
  unsigned rules[2] = {};
  for (const Scale &rule : autoscale.rules) {
    ++rules[rule.variant];
    checkDirection(rule, ctx);
    for (const Scale &other : autoscale.rules)
      if (rule.direction() == Direction::Out && other.direction() == Direction::In)
        checkRoom(rule, other, ctx);
  }
  if (autoscale.incomplete)
    return;
  if (!rules[0] && !rules[1])
    ctx.diags.report(autoscale.head, diag::AutoscaleEmpty);
  else if (!rules[0] || !rules[1])
    ctx.diags.report(autoscale.head, diag::AutoscaleOneWay, directionWords[!rules[0]].name,
                     directionWords[!rules[1]].name);
}

void azcl::checkAutoscale(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (const Autoscale *autoscale = tier.autoscale.get())
        check(tier, *autoscale, ctx);
}
