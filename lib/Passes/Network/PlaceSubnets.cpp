// Gives every subnet its addresses. From here on each has an `address`; in a network whose own is a
// parameter, one that is found from it. In an existing network there is nothing to place.
#include "azcl/Passes/Passes.h"
#include "azcl/Analysis/Prove.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/Support/MathExtras.h"
#include <map>

using namespace azcl;

namespace {
/// A run of addresses, counted from the start of the network.
struct Run {
  uint64_t first, size;
  const Subnet *subnet;
  uint64_t end() const { return first + size; }
};

class Placer {
public:
  Placer(Program &program, PassContext &ctx, Network &network)
      : arena(program.arena), ctx(ctx), network(network) {}

  void run() {
    if (!readNetwork())
      return;
    std::vector<Subnet *> sized;
    for (Subnet &subnet : network.subnets) {
      if (subnet.address.known())
        keep(subnet);
      else if (!subnet.address.set() && subnet.size.set() && !subnet.size.poisoned())
        sized.push_back(&subnet);
    }
    const Run *before = nullptr;
    for (const auto &[first, run] : taken) {
      if (before && before->end() > first)
        overlap(*run.subnet, *before->subnet);
      before = &run;
    }
    // Largest first: each then stands on a multiple of its size without gaps between them.
    llvm::stable_sort(sized, [&](Subnet *a, Subnet *b) { return wanted(*a) > wanted(*b); });
    for (Subnet *subnet : sized)
      place(*subnet);
  }

private:
  bool readNetwork() {
    if (!network.address.set() || network.address.poisoned())
      return false;
    if (!network.address.known()) {
      whole.prefix = 16; // a parameter: what fits in 65,536 addresses fits
      return true;
    }
    whole = *IpNetwork::parse(network.address.value());
    llvm::StringRef why = whole.v6            ? "they are not IPv4"
                          : whole.prefix < 8  ? "the largest is a /8"
                          : whole.prefix > 29 ? "the smallest is a /29"
                                              : "";
    if (!why.empty())
      ctx.diags.report(network.address.place(), diag::NetworkSize, whole.text(), why);
    return why.empty();
  }

  void keep(const Subnet &subnet) {
    std::optional<IpNetwork> address = IpNetwork::parse(subnet.address.value());
    if (!address || !network.address.known())
      return;
    uint64_t first = address->base().first(), start = whole.first();
    if (address->v6 || first < start || first + address->count() > start + whole.count())
      ctx.diags.report(subnet.address.place(), diag::SubnetOutside, subnet.label.text,
                       address->text(), whole.text())
          .label(network.address.place(), note::ChosenHere);
    else
      taken.insert({first - start, {first - start, address->count(), &subnet}});
  }

  void overlap(const Subnet &subnet, const Subnet &other) {
    ctx.diags.report(subnet.address.place(), diag::SubnetsOverlap, subnet.label.text,
                     subnet.address.value().str(), other.label.text, other.address.value().str())
        .label(other.address.place(), note::GivenHere);
  }

  uint64_t wanted(const Subnet &subnet) {
    int64_t most = largest(*subnet.size.expr).value_or(256);
    return llvm::PowerOf2Ceil(std::clamp<int64_t>(most, 8, 1 << 24));
  }

  /// The first room that is large enough, on a multiple of the size.
  void place(Subnet &subnet) {
    uint64_t size = wanted(subnet);
    if (size != placed.size) // what is too small for the last one may do for this one
      placed = {size, 0, taken.begin()};
    auto &[_, at, next] = placed;
    for (; next != taken.end(); ++next) {
      if (next->first >= at + size)
        break;
      at = std::max(at, llvm::alignTo(next->second.end(), size));
    }
    if (at + size > whole.count()) {
      ctx.diags.report(subnet.head, diag::NetworkFull, subnet.label.text, std::to_string(size),
                       network.address.known() ? whole.text() : "a network of 65536")
          .label(network.address.place(), note::ChosenHere);
      return;
    }
    taken.insert(next, {at, {at, size, &subnet}});
    unsigned prefix = 32 - llvm::Log2_64(size);
    subnet.address.expr = network.address.known() ? literal(at, prefix) : within(prefix, at / size);
    at += size;
    subnet.address.range = subnet.head;
    subnet.address.origin = Origin::Derived;
  }

  Expr *literal(uint64_t offset, unsigned prefix) {
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Text;
    expr->type = &types::network;
    expr->text = arena.copy(llvm::StringRef(IpNetwork::of(whole.first() + offset, prefix).text()));
    return expr;
  }

  /// The `index`th part of that size of the network, whatever its addresses will be.
  Expr *within(unsigned prefix, uint64_t index) {
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Call;
    expr->type = &types::network;
    expr->text = "cidr-subnet";
    expr->open = true;
    expr->operands = arena.copy<const Expr *>({network.address.expr, number(prefix), number(index)});
    return expr;
  }
  const Expr *number(int64_t value) {
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Number;
    expr->type = &types::integer;
    expr->number = value;
    return expr;
  }

  Arena &arena;
  PassContext &ctx;
  Network &network;
  IpNetwork whole;
  std::multimap<uint64_t, Run> taken; ///< by their beginning
  /// Where to look for room for another subnet of the same size: there is none before.
  struct {
    uint64_t size = 0, at = 0;
    std::multimap<uint64_t, Run>::iterator next;
  } placed;
};
} // namespace

void azcl::placeSubnets(Program &program, PassContext &ctx) {
  for (Cluster &cluster : program.clusters())
    if (cluster.network && !cluster.network->existing.set())
      Placer(program, ctx, *cluster.network.get()).run();
}
