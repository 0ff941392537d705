// Each listener of a balancer has a port of its own, and each machine behind a nat.
#include "azcl/Analysis/Instances.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

namespace {
/// Who has which port outside, of which transport.
using Owners = llvm::DenseMap<std::pair<int64_t, unsigned>, SourceRange>;
} // namespace

/// A range that runs backwards; whatever else is asked of it has no answer.
static bool isEmpty(const Expr &range, PassContext &ctx) {
  const Expr &low = *range.operands[0], &high = *range.operands[1];
  Proof proof = proveAtMost(low, high);
  if (proof.answer != Proof::Answer::Fails)
    return false;
  auto shown = [&](const Expr &expr) {
    std::optional<Scalar> value = evaluate(expr, proof.witness);
    return value ? print(*value, types::integer) : print(expr);
  };
  std::string with =
      proof.witness.empty() ? "" : fmt::format(" (with {})", printWitness(proof.witness));
  ctx.diags.report(range.range, diag::EmptyRange, shown(low) + with, shown(high));
  return true;
}

static bool isSound(const Setting &ports, PassContext &ctx) {
  if (!ports.set() || ports.poisoned())
    return false;
  const Expr &from = *ports.expr->operands[0], &to = *ports.expr->operands[1];
  bool empty = isEmpty(from, ctx);
  return !(&to != &from && isEmpty(to, ctx)) && !empty;
}

static void claim(Owners &owners, const Setting &setting, CountRange ports, Transport transport,
                  PassContext &ctx) {
  int64_t last = std::min<int64_t>(ports.high, 65535); // what is beyond is out of bounds
  for (int64_t port = std::max<int64_t>(ports.low, 1); port <= last; ++port) {
    auto [at, isNew] = owners.try_emplace({port, unsigned(transport)}, setting.place());
    if (isNew)
      continue;
    ctx.diags
        .report(setting.place(), diag::PortTwice, port,
                Words<Transport>::words[size_t(transport)].name)
        .label(at->second, note::GivenHere);
    return;
  }
}

/// In front, ports end at 65534 (the schema of loadBalancers); what is beyond 65535 is out of bounds.
static void checkFront(const Setting &ports, PassContext &ctx) {
  const Expr &last = *ports.expr->operands[0]->operands[1];
  const Expr *only[] = {&last};
  Proof proof = proveEach(only, [](llvm::ArrayRef<Scalar> values) { return values[0].number != 65535; });
  if (proof.answer == Proof::Answer::Fails && evaluate(last, proof.witness))
    ctx.diags.report(ports.expr->operands[0]->range, diag::FrontPortUnfit,
                     proof.witness.empty() ? "" : fmt::format(" (with {})", printWitness(proof.witness)));
}

/// Azure counts minutes.
static void checkIdle(const Setting &idle, PassContext &ctx) {
  if (!idle.set() || idle.poisoned())
    return;
  const Expr *only[] = {idle.expr};
  Proof proof = proveEach(only, [](llvm::ArrayRef<Scalar> values) { return values[0].number % 60000 == 0; });
  std::optional<Scalar> value;
  if (proof.answer == Proof::Answer::Fails)
    value = evaluate(*idle.expr, proof.witness);
  if (value)
    ctx.diags.report(idle.place(), diag::IdleNotWhole, print(*value, types::duration),
                     proof.witness.empty() ? "" : fmt::format(" (with {})", printWitness(proof.witness)));
}

/// All ports at once are for internal balancers, in place of `port`.
static void checkEveryPort(const Listen &listen, PassContext &ctx) {
  bool every = listen.everyPort.known() && listen.everyPort.value();
  if (!every && !listen.port.set() && !listen.incomplete && !listen.everyPort.poisoned())
    ctx.diags.report(listen.head, diag::ListenWithoutPort, listen.label.text);
  if (!every)
    return;
  auto &balancer = static_cast<const Balancer &>(*listen.parent);
  if (balancer.isPublic())
    ctx.diags.report(listen.everyPort.range, diag::EveryPortUnfit, "is nothing for a public balancer");
  if (listen.port.set())
    ctx.diags.report(listen.everyPort.range, diag::EveryPortUnfit, "leaves nothing for `port`")
        .label(listen.port.range, note::GivenHere);
}

static void checkListener(const Listen &listen, Owners &owners, PassContext &ctx) {
  checkEveryPort(listen, ctx);
  checkIdle(listen.idle, ctx);
  if (!isSound(listen.port, ctx))
    return;
  checkFront(listen.port, ctx);
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
  if (listen.protocol.known())
    claim(owners, listen.port, ports.from, listen.protocol.value(), ctx);
}

static void checkNat(const Nat &nat, Owners &owners, PassContext &ctx) {
  if (!isSound(nat.ports, ctx))
    return;
  checkFront(nat.ports, ctx);
  if (!nat.ports.known())
    return;
  PortMap ports = nat.ports.value();
  claim(owners, nat.ports, ports.from, Transport::Tcp, ctx);
  if (ports.to.low != ports.to.high) {
    ctx.diags.report(nat.ports.expr->operands[1]->range, diag::NatTargetIsRange,
                     print(*nat.ports.expr->operands[1]));
    return;
  }
  if (nat.to.poisoned() || !nat.to.value())
    return;
  const Tier &tier = *nat.to.value();
  InstanceCounts counts(tier);
  counts.onlyWith(nat);
  int64_t count = ports.from.high - ports.from.low + 1;
  Proof proof = counts.prove([&](llvm::ArrayRef<InstanceCount> all) { return all[0].greatest <= count; });
  if (proof.answer != Proof::Answer::Fails)
    return;
  auto failing = counts.at(proof.witness);
  if (failing.empty())
    return;
  ctx.diags
      .report(nat.ports.place(), diag::NatTooFewPorts, std::to_string(failing[0].greatest),
              std::to_string(count),
              proof.witness.empty() ? "" : ", with " + printWitness(proof.witness))
      .label(failing[0].mostBy->place, note::LargestNumberHere);
}

void azcl::checkPorts(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (const NatGateway *nat = cluster.network->nat.get())
      checkIdle(nat->idle, ctx);
    for (const Balancer &balancer : cluster.balancers) {
      Owners owners;
      for (const Listen &listen : balancer.listeners)
        checkListener(listen, owners, ctx);
      for (const Nat &nat : balancer.nats)
        checkNat(nat, owners, ctx);
    }
  }
}
