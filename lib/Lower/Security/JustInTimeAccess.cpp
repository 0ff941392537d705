// Lowers just-in-time access to the single VMs of a tier: one policy for each tier. Azure accepts
// any number of policies in a resource group.
// Source: MicrosoftDocs/azure-docs, defender-for-cloud/just-in-time-access-usage.yml (2023-10-01).
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
/// A list can be a choice between lists, and a port can be in several of them.
struct PortsLowerer {
  ClusterLowering &ctx;
  const JustInTimeAccess &access;
  std::vector<arm::JustInTimePort> made = {};

  void collect(const Expr &list, const Value &when) {
    if (list.kind == ExprKind::Conditional) {
      Value first = ctx.translate.value(*list.operands[0]);
      collect(*list.operands[1], ctx.values.both(when, first));
      collect(*list.operands[2],
              ctx.values.both(when, ctx.values.call(arm::Function::Not, {first})));
      return;
    }
    for (const Expr *each : list.operands)
      add(ctx.translate.value(*each), when);
  }

private:
  void add(Value number, const Value &when) {
    for (arm::JustInTimePort &each : made)
      if (each.number == number) {
        each.when = ctx.values.either(each.when, when);
        return;
      }
    arm::JustInTimePort port;
    port.when = when;
    port.number = number;
    if (access.from.set())
      port.sources = ctx.translate.value(access.from);
    else
      port.source = "*";
    port.longest = ctx.translate.duration(access.longest);
    made.push_back(port);
  }
};
} // namespace

/// The security groups of an existing network are not part of the deployment.
static void needSecurityGroups(ClusterLowering &ctx, const Tier &tier) {
  const Network &network = *ctx.cluster.network.get();
  if (!network.existing.set())
    return;
  for (const Card &card : cardsOf(tier))
    if (const Subnet *subnet = card.subnetOf())
      ctx.need("security-group",
               ctx.name(ClusterLowering::shown(network.existing), "/subnets/",
                        ClusterLowering::shown(subnet->existing)),
               "the subnet has a network security group, or Azure Firewall protects it, for "
               "just-in-time access",
               tier.justInTime->head);
}

void azcl::lowerJustInTimeAccess(ClusterLowering &ctx, const Tier &tier, unsigned component) {
  const JustInTimeAccess *access = tier.justInTime.get();
  if (!access || ctx.hosts[&tier].empty())
    return;
  auto &policy =
      ctx.add<arm::JustInTimePolicy>(ctx.name(tier.label.text, "-jit"), *access, component);
  PortsLowerer ports{ctx, *access};
  ports.collect(*access->ports.expr, {});
  size_t longest = 0;
  for (const arm::Resource *machine : ctx.hosts[&tier]) {
    longest = std::max(longest, machine->name().text().size());
    arm::JustInTimeMachine entry;
    entry.id = ctx.values.idOf(*machine);
    entry.ports = ports.made;
    policy.machines.push_back(entry);
  }
  StringRef name = policy.name().text();
  const size_t most = ctx.program.catalog.limit(LimitId::JustInTimeNames);
  assert(longest + 4 <= most && "CheckJustInTimeAccess rejects longer names of VMs");
  if (size_t room = most - longest; name.size() > room)
    name = ctx.name(ctx.module.uniqueName(policy.type(), name.take_front(room).rtrim('-'), room));
  policy.names = {Value(ctx.cluster.region.value()->name), Value(name)};
  ctx.need("defender-plan", "VirtualMachines",
           "Microsoft Defender for Servers Plan 2 is enabled for the subscription, for "
           "just-in-time access",
           access->head);
  needSecurityGroups(ctx, tier);
}
