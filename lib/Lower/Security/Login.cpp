// Lowers the roles of the people that sign in to VMs with `login directory`.
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
/// The assignments are in the template of the VM, because they apply to it.
struct LoginRoles {
  ClusterLowering &ctx;
  const Tier &tier;
  const arm::VirtualMachine &machine;
  StringRef suffix;
  unsigned component;

  struct Person {
    const Expr *id;
    Value when; ///< unset: always
  };
  std::vector<Person> people{};

  /// A list can be a choice between lists, and a person can be in several of them.
  void collect(const Expr &list, const Value &when) {
    if (list.kind == ExprKind::Conditional) {
      Value first = ctx.translate.value(*list.operands[0]);
      collect(*list.operands[1], ctx.values.both(when, first));
      collect(*list.operands[2],
              ctx.values.both(when, ctx.values.call(arm::Function::Not, {first})));
      return;
    }
    for (const Expr *each : list.operands) {
      auto same = llvm::find_if(people, [&](const Person &other) {
        return StringRef(print(*other.id)).equals_insensitive(print(*each));
      });
      if (same == people.end())
        people.push_back({each, when});
      else
        same->when = ctx.values.either(same->when, when);
    }
  }

  void lower(const Open<List<Text>> &list, StringRef word, BuiltInRole role) {
    if (!list.set())
      return;
    people.clear();
    collect(*list.expr, {});
    for (size_t i = 0; i < people.size(); ++i) {
      auto &made = ctx.add<arm::RoleAssignment>(
          ctx.name(tier.label.text, suffix, "-login-", word, "-", std::to_string(i + 1)),
          *tier.login.get(), component);
      made.condition = ctx.values.both(made.condition, people[i].when);
      assignRole(ctx, made, ctx.values.idOf(machine), ctx.translate.value(*people[i].id),
                 roleDefinition(ctx, role));
      made.principalType = {}; // users or groups; people exist before the deployment
    }
  }
};
} // namespace

void azcl::lowerLoginRoles(ClusterLowering &ctx, const Tier &tier,
                           const arm::VirtualMachine &machine, StringRef suffix,
                           unsigned component) {
  if (!tier.login)
    return;
  LoginRoles roles{ctx, tier, machine, suffix, component};
  roles.lower(tier.login->admins, "admin", BuiltInRole::VirtualMachineAdministratorLogin);
  roles.lower(tier.login->users, "user", BuiltInRole::VirtualMachineUserLogin);
}
