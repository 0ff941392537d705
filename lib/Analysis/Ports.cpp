// Finds port conflicts between blocks.
#include "azcl/Analysis/Ports.h"

using namespace azcl;

std::optional<PortRange> azcl::portRange(const Block &block, const Setting &ports, unsigned side) {
  if (!ports.set() || ports.poisoned())
    return std::nullopt;
  const Expr &range = *ports.expr->operands[side];
  if (range.operands[0]->isError() || range.operands[1]->isError())
    return std::nullopt;
  return PortRange{&block, ports.place(), range.operands[0], range.operands[1]};
}

/// The first port in both ranges. Numbers outside 1-65535 are ignored, because the bounds check
/// reports them.
static std::optional<int64_t> firstOfBoth(int64_t low, int64_t high, int64_t otherLow,
                                          int64_t otherHigh) {
  int64_t first = std::max({low, otherLow, int64_t(1)}),
          last = std::min({high, otherHigh, int64_t(65535)});
  return first <= last ? std::optional(first) : std::nullopt;
}

std::optional<SharedPort> azcl::sharedPort(const PortRange &a, const PortRange &b) {
  const Expr *ends[] = {a.low, a.high, b.low, b.high};
  if (llvm::none_of(ends, [](const Expr *each) { return each->open; })) {
    std::optional<int64_t> port =
        firstOfBoth(a.low->number, a.high->number, b.low->number, b.high->number);
    std::optional<Assignment> both = port ? whenTogether(*a.block, *b.block) : std::nullopt;
    return both ? std::optional(SharedPort{*port, std::move(*both)}) : std::nullopt;
  }
  const Block *blocks[] = {a.block, b.block};
  std::optional<int64_t> port;
  Proof proof = proveWhile(blocks, ends, [&](llvm::ArrayRef<Scalar> values) {
    port = firstOfBoth(values[0].number, values[1].number, values[2].number, values[3].number);
    return !port;
  });
  if (proof.answer != Proof::Answer::Fails)
    return std::nullopt;
  return SharedPort{*port, std::move(proof.witness)};
}
