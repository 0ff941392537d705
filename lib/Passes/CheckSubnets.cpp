// Each subnet has one extent: a size for the compiler to place, or an address.
#include "Addresses.h"
#include "azcl/Passes/Passes.h"
#include "llvm/Support/MathExtras.h"

using namespace azcl;

/// Both say the same: as the model prints what was placed.
static bool agree(const Subnet &subnet) {
  std::optional<IpNetwork> address = knownAddresses(subnet.address);
  return address && !subnet.size.poisoned() && largest(*subnet.size.expr) == int64_t(address->count());
}

static void check(const Subnet &subnet, PassContext &ctx) {
  if (subnet.existing.set())
    return; // it has the extent that it has
  if (subnet.size.set() && subnet.address.set() && !agree(subnet))
    ctx.diags.report(subnet.address.range, diag::SubnetSizeAndAddress, subnet.label.text)
        .label(subnet.size.range, note::GivenHere);
  else if (!subnet.size.set() && !subnet.address.set() && !subnet.incomplete)
    ctx.diags.report(subnet.head, diag::SubnetWithoutExtent, subnet.label.text);
  if (!subnet.size.set() || subnet.size.poisoned())
    return;
  const Expr *size[] = {subnet.size.expr};
  Proof proof = proveEach(size, [](llvm::ArrayRef<Scalar> values) {
    return values[0].number < 8 || llvm::isPowerOf2_64(values[0].number); // below 8: out of bounds
  });
  if (proof.answer == Proof::Answer::Unproved)
    ctx.diags.report(subnet.size.place(), diag::SubnetSizeUnproved);
  std::optional<Scalar> value;
  if (proof.answer == Proof::Answer::Fails)
    value = evaluate(*size[0], proof.witness);
  if (!value)
    return;
  std::string next = std::to_string(llvm::PowerOf2Ceil(value->number));
  auto report = ctx.diags.report(
      subnet.size.place(), diag::SubnetSizeNoPower,
      std::to_string(value->number) +
          (proof.witness.empty() ? "" : " (with " + printWitness(proof.witness) + ")"),
      next);
  if (proof.witness.empty())
    report.idea(subnet.size.place(), next, note::NextPower);
}

/// Is there room for all that its tiers can grow to?
static void checkRoom(const Cluster &cluster, const Subnet &subnet, PassContext &ctx) {
  std::optional<int64_t> size = addressCount(subnet);
  int64_t machines = 0;
  for (const Tier &tier : cluster.tiers)
    if (tier.subnet.known() && tier.subnet.value() == &subnet && tier.instances.set() && !tier.instances.poisoned())
      machines += largest(*tier.instances.expr->operands[1]).value_or(0);
  if (size && machines && machines + 5 > *size)
    ctx.diags.report(subnet.head, diag::SubnetTooSmall, subnet.label.text, std::to_string(*size), machines);
}

void azcl::checkSubnets(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Subnet &subnet : cluster.network->subnets) {
      check(subnet, ctx);
      checkRoom(cluster, subnet, ctx);
    }
}
