// Checks that Azure accepts the address range of each network, and that each subnet is inside its
// network and overlaps no other, under every assignment. Runs after PlaceSubnets, so every subnet
// has its address.
#include "azcl/Analysis/Networks.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// "10.1.0.0/24 (with a = 10.1.0.0/24)"
static std::string shown(const Setting &address, const Proof &proof) {
  std::optional<IpNetwork> value = addressAt(address, proof.witness);
  return (value ? value->text() : "?") + whenSuffix(proof.witness);
}

static void checkAddresses(const Network &network, PassContext &ctx) {
  for (const AddressRange &each : ctx.catalog.addressRanges()) {
    if (each.purpose == AddressUse::Private)
      continue;
    Proof proof = proveAddresses({&network.address}, [&](llvm::ArrayRef<IpNetwork> address) {
      return address[0].prefix < 8 ||
             !address[0].overlaps(*IpNetwork::parse(each.name)); // invalid: reported
    });
    if (proof.answer != Proof::Answer::Fails)
      continue;
    ctx.diags.report(network.address.place(), diag::NetworkAddressRefused,
                     shown(network.address, proof), each.name, each.what);
    return;
  }
  Proof proof = proveAddresses({&network.address}, [&](llvm::ArrayRef<IpNetwork> address) {
    return address[0].v6 || address[0].prefix < 8 ||
           llvm::any_of(ctx.catalog.addressRanges(), [&](const AddressRange &range) {
             return range.purpose == AddressUse::Private &&
                    contains(*IpNetwork::parse(range.name), address[0]);
           });
  });
  if (proof.answer == Proof::Answer::Fails)
    ctx.diags.report(network.address.place(), diag::NetworkNotPrivate,
                     shown(network.address, proof));
}

static void checkSubnet(const Network &network, const Subnet &subnet, PassContext &ctx) {
  Proof large = proveAddresses({&subnet.address}, [](llvm::ArrayRef<IpNetwork> each) {
    return each[0].v6 || each[0].prefix <= 29;
  });
  if (large.answer == Proof::Answer::Fails)
    ctx.diags.report(subnet.address.place(), diag::SubnetAddressSmall, subnet.label.text,
                     shown(subnet.address, large));
  Proof inside =
      proveAddresses({&network.address, &subnet.address}, [](llvm::ArrayRef<IpNetwork> each) {
        return each[0].v6 || each[0].prefix < 8 || contains(each[0], each[1]);
      });
  if (inside.answer != Proof::Answer::Fails)
    return;
  std::optional<IpNetwork> outer = addressAt(network.address, inside.witness),
                           inner = addressAt(subnet.address, inside.witness);
  ctx.diags
      .report(subnet.address.place(), diag::SubnetOutside, subnet.label.text, inner->text(),
              outer->text() + whenSuffix(inside.witness))
      .label(network.address.place(), note::ChosenHere);
}

namespace {
/// Finds overlapping subnets that can exist together.
class OverlapChecker {
public:
  OverlapChecker(const Network &network, PassContext &ctx) : network(network), ctx(ctx) {
    for (const Subnet &subnet : network.subnets) {
      if (!subnet.address.set() || subnet.address.poisoned())
        continue;
      if (subnet.address.expr->kind == ExprKind::Call)
        parts.push_back(&subnet); // parts of one network never overlap
      else if (std::optional<IpNetwork> address = knownAddresses(subnet.address))
        fixed.push_back({*address, &subnet});
      else
        open.push_back(&subnet);
    }
  }

  void run() {
    llvm::stable_sort(fixed, [](const Fixed &a, const Fixed &b) {
      return a.address.first() < b.address.first();
    });
    llvm::SmallVector<const Fixed *, 8> around; // the ranges that reach the current one
    for (const Fixed &each : fixed) {
      llvm::erase_if(around,
                     [&](const Fixed *other) { return !other->address.overlaps(each.address); });
      for (const Fixed *other : around)
        check(*each.subnet, *other->subnet);
      around.push_back(&each);
    }
    for (size_t i = 0; i < open.size(); ++i) {
      for (const Fixed &each : fixed)
        check(*open[i], *each.subnet);
      for (const Subnet *each : parts)
        check(*open[i], *each);
      for (size_t j = 0; j < i; ++j)
        check(*open[i], *open[j]);
    }
    for (const Fixed &each : fixed)
      for (const Subnet *part : parts)
        check(*each.subnet, *part);
  }

private:
  struct Fixed {
    IpNetwork address;
    const Subnet *subnet;
  };

  void check(const Subnet &a, const Subnet &b) {
    if (a.origin == Origin::Derived && b.origin == Origin::Derived)
      return; // PlaceSubnets placed both
    // A subnet outside of the network is reported separately.
    Proof proof = proveAddresses(
        {&network.address, &a.address, &b.address}, [](llvm::ArrayRef<IpNetwork> each) {
          return !each[1].overlaps(each[2]) || !contains(each[0], each[1]) ||
                 !contains(each[0], each[2]);
        });
    if (proof.answer != Proof::Answer::Fails || neverTogether(a, b))
      return;
    bool later = a.head.begin > b.head.begin;
    const Subnet &subnet = later ? a : b, &other = later ? b : a;
    ctx.diags
        .report(subnet.address.place(), diag::SubnetsOverlap, subnet.label.text,
                addressAt(subnet.address, proof.witness)->text(), other.label.text,
                shown(other.address, proof))
        .label(other.address.place(), note::GivenHere);
  }

  const Network &network;
  PassContext &ctx;
  std::vector<Fixed> fixed;
  std::vector<const Subnet *> parts, open;
};
} // namespace

void azcl::checkSubnetAddresses(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    const Network &network = *cluster.network.get();
    if (network.existing.set())
      continue;
    checkAddresses(network, ctx);
    for (const Subnet &subnet : network.subnets)
      checkSubnet(network, subnet, ctx);
    OverlapChecker(network, ctx).run();
  }
}
