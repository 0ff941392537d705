// Checks the ports of load balancers. Lowering may assume that the listeners of a frontend have
// different frontend ports, and that each instance behind a `nat` has its own.
#include "../Ranges.h"
#include "azcl/Analysis/Frontends.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Ports.h"
#include "azcl/Diagnostics/Balancing.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/DenseMap.h"

using namespace azcl;

namespace {
/// A use of ports on the frontend of a load balancer.
struct Owner {
  PortRange ports;
  Transport transport;
};
using Owners = llvm::SmallVector<Owner, 8>;
} // namespace

static bool isSound(const Setting &ports, PassContext &ctx) {
  if (!ports.set() || ports.poisoned())
    return false;
  const Expr &from = *ports.expr->operands[0], &to = *ports.expr->operands[1];
  bool empty = reportEmptyRange(from, from.range, ctx);
  return !(&to != &from && reportEmptyRange(to, to.range, ctx)) && !empty;
}

static void claim(Owners &owners, const Block &block, const Setting &setting, Transport transport,
                  PassContext &ctx) {
  std::optional<PortRange> ports = portRange(block, setting, 0);
  if (!ports)
    return;
  for (const Owner &each : owners) {
    std::optional<SharedPort> shared;
    if (each.transport == transport)
      shared = sharedPort(each.ports, *ports);
    if (!shared)
      continue;
    ctx.diags
        .report(setting.place(), diag::PortTwice, whenPrefix(shared->witness),
                Words<Transport>::words[size_t(transport)].name, shared->port)
        .label(each.ports.place, note::GivenHere);
    break;
  }
  owners.push_back({*ports, transport});
}

/// Frontend ports end at 65534 (the schema of loadBalancers). Ports above 65535 are reported as out
/// of bounds.
static void checkFront(const Setting &ports, PassContext &ctx) {
  const Expr &last = *ports.expr->operands[0]->operands[1];
  const Expr *only[] = {&last};
  Proof proof =
      proveEach(only, [](llvm::ArrayRef<Scalar> values) { return values[0].number != 65535; });
  if (proof.answer == Proof::Answer::Fails && evaluate(last, proof.witness))
    ctx.diags.report(ports.expr->operands[0]->range, diag::FrontPortUnfit,
                     whenSuffix(proof.witness));
}

/// Azure accepts the timeout only in whole minutes.
static void checkIdle(const Setting &idle, PassContext &ctx) {
  if (!idle.set() || idle.poisoned())
    return;
  const Expr *only[] = {idle.expr};
  Proof proof =
      proveEach(only, [](llvm::ArrayRef<Scalar> values) { return values[0].number % 60000 == 0; });
  std::optional<Scalar> value;
  if (proof.answer == Proof::Answer::Fails)
    value = evaluate(*idle.expr, proof.witness);
  if (value)
    ctx.diags.report(idle.place(), diag::IdleNotWhole, print(*value, types::duration),
                     whenSuffix(proof.witness));
}

/// `every-port` replaces `port` and is supported only on internal load balancers.
static void checkEveryPort(const Listen &listen, PassContext &ctx) {
  bool every = listen.everyPort.known() && listen.everyPort.value();
  if (!every && !listen.port.set() && !listen.incomplete && !listen.everyPort.poisoned())
    ctx.diags.report(listen.head, diag::ListenWithoutPort, listen.label.text);
  if (!every)
    return;
  auto &balancer = static_cast<const Balancer &>(*listen.parent);
  if (balancer.isPublic())
    ctx.diags.report(listen.everyPort.range, diag::EveryPortUnfit,
                     "is not supported on a public load balancer");
  if (listen.port.set())
    ctx.diags
        .report(listen.everyPort.range, diag::EveryPortUnfit, "replaces `port`; remove one of them")
        .label(listen.port.range, note::GivenHere);
}

static void checkListener(const Listen &listen, Owners &owners, PassContext &ctx) {
  checkEveryPort(listen, ctx);
  checkIdle(listen.idle, ctx);
  if (!isSound(listen.port, ctx))
    return;
  checkFront(listen.port, ctx);
  if (listen.protocol.known())
    claim(owners, listen, listen.port, listen.protocol.value(), ctx);
  if (!listen.port.known()) {
    for (const Expr *range : listen.port.expr->operands)
      if (range->open && range->operands[0] != range->operands[1]) {
        ctx.diags.report(listen.port.place(), diag::PortRangeOpen);
        return;
      }
    return;
  }
  PortMap ports = listen.port.value();
  if (ports.from.high - ports.from.low != ports.to.high - ports.to.low)
    ctx.diags.report(listen.port.place(), diag::PortsDoNotPair,
                     print(*listen.port.expr->operands[0]), print(*listen.port.expr->operands[1]));
}

/// The frontend range must have a port for each instance, for all parameter values.
static void checkNatSize(const Nat &nat, const Tier &tier, PassContext &ctx) {
  const Expr &outside = *nat.ports.expr->operands[0];
  InstanceCounts counts(tier);
  counts.onlyWith(nat);
  int64_t ports = 0;
  Proof proof = counts.prove({outside.operands[0], outside.operands[1]},
                             [&](llvm::ArrayRef<InstanceCount> all, llvm::ArrayRef<Scalar> ends) {
                               ports = ends[1].number - ends[0].number + 1;
                               return all[0].greatest + all[0].canary <= ports;
                             });
  if (proof.answer != Proof::Answer::Fails)
    return;
  auto failing = counts.at(proof.witness);
  if (failing.empty())
    return;
  ctx.diags
      .report(nat.ports.place(), diag::NatTooFewPorts, whenPrefix(proof.witness),
              std::to_string(failing[0].greatest + failing[0].canary), std::to_string(ports))
      .label(failing[0].mostBy->place, note::LargestNumberHere);
}

static void checkNat(const Nat &nat, Owners &owners, PassContext &ctx) {
  if (!isSound(nat.ports, ctx))
    return;
  checkFront(nat.ports, ctx);
  claim(owners, nat, nat.ports, Transport::Tcp, ctx);
  const Expr &inside = *nat.ports.expr->operands[1];
  if (inside.operands[0] != inside.operands[1] &&
      print(*inside.operands[0]) != print(*inside.operands[1])) {
    ctx.diags.report(inside.range, diag::NatTargetIsRange, print(inside));
    return;
  }
  if (!nat.to.poisoned() && nat.to.value())
    checkNatSize(nat, *nat.to.value(), ctx);
}

void azcl::checkPorts(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (const NatGateway *nat = cluster.network->nat.get())
      checkIdle(nat->idle, ctx);
    for (const Balancer &balancer : cluster.balancers) {
      llvm::DenseMap<const Frontend *, Owners> owners; // null: the default frontend
      for (const Listen &listen : balancer.listeners)
        checkListener(listen, owners[blockOf(listen.frontend)], ctx);
      for (const Nat &nat : balancer.nats)
        checkNat(nat, owners[blockOf(nat.frontend)], ctx);
    }
  }
}
