// Each listener of a balancer has a port of its own, and each machine behind a nat.
#include "azcl/Passes/Passes.h"
#include "azcl/Sema/Prove.h"

using namespace azcl;

static void checkListeners(const Balancer &balancer, PassContext &ctx) {
  llvm::DenseMap<std::pair<int64_t, unsigned>, const Listen *> owners;
  for (const Listen &listen : balancer.listeners) {
    if (!listen.port.known() || !listen.protocol.known())
      continue;
    CountRange ports = listen.port.value().from;
    for (int64_t port = std::max<int64_t>(ports.low, 1); port <= std::min<int64_t>(ports.high, 65535);
         ++port) {
      auto [at, isNew] =
          owners.try_emplace({port, unsigned(listen.protocol.value())}, &listen);
      if (isNew)
        continue;
      ctx.diags.report(listen.port.place(), diag::PortTwice, port, print(*listen.protocol.expr))
          .label(at->second->port.place(), note::GivenHere);
      break;
    }
  }
}

static void checkNat(const Nat &nat, PassContext &ctx) {
  if (!nat.ports.known() || nat.to.poisoned() || !nat.to.value())
    return;
  PortMap ports = nat.ports.value();
  if (ports.to.low != ports.to.high) {
    ctx.diags.report(nat.ports.expr->operands[1]->range, diag::NatTargetIsRange,
                     print(*nat.ports.expr->operands[1]));
    return;
  }
  const Setting &instances = nat.to.value()->instances;
  if (!instances.set() || instances.poisoned())
    return;
  const Expr &most = *instances.expr->operands[1];
  int64_t count = ports.from.high - ports.from.low + 1;
  Proof proof = proveBetween(most, INT64_MIN, count);
  if (proof.answer != Proof::Answer::Fails)
    return;
  std::optional<Scalar> value = evaluate(most, proof.witness);
  if (!value)
    return;
  ctx.diags
      .report(nat.ports.place(), diag::NatTooFewPorts, std::to_string(value->number),
              std::to_string(count),
              proof.witness.empty() ? "" : ", with " + printWitness(proof.witness))
      .label(instances.place(), note::LargestNumberHere);
}

void azcl::checkPorts(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Balancer &balancer : cluster.balancers) {
      checkListeners(balancer, ctx);
      for (const Nat &nat : balancer.nats)
        checkNat(nat, ctx);
    }
}
