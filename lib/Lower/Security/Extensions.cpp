// Lowers the extensions of a tier: their common properties and their order. The settings of each
// kind are in ExtensionSettings.cpp.
#include "azcl/Analysis/Extensions.h"
#include "../Cluster.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Endpoints.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

/// The condition under which the extension exists, if the tier does.
static Value conditionOf(ClusterLowering &ctx, const Tier &tier, const TierExtension &each) {
  if (each.by == &tier)
    return {};
  if (each.isEndpoint()) { // the other extensions with this name exist instead
    Value others = ctx.translate.anyOf(customScriptsOf(tier), &tier);
    return others == Value(false) ? Value() : ctx.values.call(Function::Not, {others});
  }
  if (each.by->kind != BlockKind::TrustedLaunch)
    return ctx.translate.value(each.by->when);
  Value has = ctx.sizeTestExpr(*tier.trustedLaunch.expr, "TrustedLaunch");
  return has == Value(true) ? Value() : has;
}

/// The extensions that must be installed before number `i`: the one before it and, while those can
/// be absent, the ones before them. Extensions with the same name exclude each other.
static llvm::SmallVector<unsigned, 2> earlierOf(llvm::ArrayRef<LoweredExtension> all,
                                                const Value &name, const Value &when) {
  llvm::SmallVector<unsigned, 2> earlier;
  for (unsigned i = all.size(); i-- > 0;) {
    if (all[i].part.name == name)
      continue;
    earlier.push_back(i);
    if (!all[i].part.when.set() || all[i].part.when == when)
      break;
  }
  return earlier;
}

/// The names of the earlier extensions that exist.
static Value namesOf(ClusterLowering &ctx, llvm::ArrayRef<LoweredExtension> all,
                     llvm::ArrayRef<unsigned> earlier, const Value &when) {
  llvm::SmallVector<Value, 4> lists;
  for (unsigned i : llvm::reverse(earlier)) {
    const arm::Extension &part = all[i].part;
    Value list = ctx.values.list({part.name});
    lists.push_back(!part.when.set() || part.when == when
                        ? list
                        : ctx.values.choose(part.when, list, Value::list({})));
  }
  return lists.empty()       ? Value()
         : lists.size() == 1 ? lists[0]
                             : ctx.values.call(Function::Concat, lists);
}

std::vector<LoweredExtension> azcl::lowerExtensions(ClusterLowering &ctx, const Tier &tier,
                                                    const arm::VirtualMachine *machine) {
  std::vector<LoweredExtension> all;
  for (const TierExtension &each : extensionPlan(tier, ctx.program.catalog).inOrder) {
    const Extension &facts = *each.facts;
    LoweredExtension made;
    arm::Extension &part = made.part;
    part.when = conditionOf(ctx, tier, each);
    part.name = facts.deployedAs;
    part.publisher = facts.publisher;
    part.type = facts.type;
    part.version = facts.version;
    part.automatic = each.extend ? each.extend->automaticUpgrade.value()
                                 : facts.automaticUpgrade == Support::Yes;
    part.settings = Value::object({});
    setExtension(ctx, tier, each, machine, part);
    made.by = each.by;
    made.after = earlierOf(all, part.name, part.when);
    part.after = namesOf(ctx, all, made.after, part.when);
    all.push_back(made);
  }
  return all;
}
