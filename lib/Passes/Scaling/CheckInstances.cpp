// Checks that the minimum of `instances` is at most its maximum, for all parameter values.
#include "azcl/Analysis/Prove.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Scaling.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

void azcl::checkInstances(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      if (!tier.instances.set() || tier.instances.poisoned())
        continue;
      const Expr &low = *tier.instances.expr->operands[0];
      const Expr &high = *tier.instances.expr->operands[1];
      if (&low == &high)
        continue;
      SourceRange at = tier.instances.expr->range;
      Proof proof = proveAtMost(low, high);
      if (proof.answer == Proof::Answer::Holds)
        continue;
      if (proof.answer == Proof::Answer::Unproved) {
        ctx.diags.report(at, diag::BoundsUnproved, "`instances`", print(low), print(high));
        continue;
      }
      auto shown = [&](const Expr &expr) {
        std::optional<Scalar> value = evaluate(expr, proof.witness);
        return value ? print(*value, types::integer) : std::string("nothing");
      };
      if (proof.witness.empty()) {
        ctx.diags.report(at, diag::InstancesEmpty, shown(low), shown(high));
        continue;
      }
      auto report = ctx.diags.report(at, diag::InstancesEmptyWith, printWitness(proof.witness),
                                     shown(low), shown(high));
      for (const auto &[param, value] : proof.witness)
        report.note(param->declaration->domain ? param->declaration->domain->range()
                                               : param->name.range,
                    note::TightenDomain, param->name.text);
    }
}
