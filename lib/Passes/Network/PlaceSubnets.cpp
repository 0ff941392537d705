// Gives every subnet an address range, and an IPv6 address range in a dual-stack network. Later
// passes may assume that each subnet has an `address`, which is computed from the address of the
// network if that is a parameter. Existing networks are skipped. Placement depends on all
// declarations, including those left out, so a subnet does not move when a condition changes.
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/Support/MathExtras.h"

using namespace azcl;
using llvm::StringRef;

namespace {
/// A range of addresses, relative to the start of the network.
struct Run {
  uint64_t first, size;
  uint64_t end() const { return first + size; }
};

/// Makes expressions for the address ranges of subnets.
struct Ranges {
  Arena &arena;

  Expr *literal(const IpNetwork &range) {
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Text;
    expr->type = &types::network;
    expr->text = arena.copy(StringRef(range.text()));
    return expr;
  }

  /// The `index`th subnet of the given prefix length, for any address of the network.
  Expr *within(const Expr *network, unsigned prefix, uint64_t index) {
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Call;
    expr->type = &types::network;
    expr->text = "cidr-subnet";
    expr->open = true;
    expr->operands = arena.copy<const Expr *>({network, number(prefix), number(index)});
    return expr;
  }

  static void set(Subnet &subnet, Open<Cidr> &address, const Expr *value) {
    address.expr = value;
    address.range = subnet.head;
    address.origin = Origin::Derived;
  }

private:
  const Expr *number(int64_t value) {
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Number;
    expr->type = &types::integer;
    expr->number = value;
    return expr;
  }
};

class Placer {
public:
  Placer(Program &program, PassContext &ctx, Network &network)
      : ranges{program.arena}, ctx(ctx), network(network) {}

  void run() {
    if (!readNetwork())
      return;
    std::vector<Subnet *> sized;
    for (Block *each : network.subnets.declared) {
      auto &subnet = *static_cast<Subnet *>(each);
      if (subnet.address.set())
        keep(subnet);
      else if (subnet.size.set() && !subnet.size.poisoned())
        sized.push_back(&subnet);
    }
    llvm::sort(taken, [](const Run &a, const Run &b) { return a.first < b.first; });
    // Largest first: each subnet then starts at a multiple of its size, without gaps.
    llvm::stable_sort(sized, [&](Subnet *a, Subnet *b) { return wanted(*a) > wanted(*b); });
    bool allFit = true;
    for (Subnet *subnet : sized)
      allFit &= place(*subnet);
    if (allFit)
      checkRoomForAll();
  }

private:
  /// Subnets that fit in the smallest possible network fit in all others.
  bool readNetwork() {
    if (!network.address.set() || network.address.poisoned())
      return false;
    const Expr *only[] = {network.address.expr};
    auto why = [](const IpNetwork &each) -> StringRef {
      return each.v6            ? "it is not an IPv4 range"
             : each.prefix < 8  ? "the largest is a /8"
             : each.prefix > 29 ? "the smallest is a /29"
                                : "";
    };
    Proof proof = proveEach(only, [&](llvm::ArrayRef<Scalar> values) {
      std::optional<IpNetwork> each = IpNetwork::parse(values[0].text);
      return !each || why(*each).empty();
    });
    if (proof.answer == Proof::Answer::Fails)
      if (std::optional<Scalar> value = evaluate(*network.address.expr, proof.witness)) {
        IpNetwork each = *IpNetwork::parse(value->text);
        ctx.diags.report(network.address.place(), diag::NetworkSize,
                         each.text() + whenSuffix(proof.witness), why(each));
        return false;
      }
    forEachText(network.address, [&](StringRef text, bool) {
      if (std::optional<IpNetwork> each = IpNetwork::parse(text))
        possible.push_back(*each);
    });
    auto smallest = llvm::max_element(
        possible, [](const IpNetwork &a, const IpNetwork &b) { return a.prefix < b.prefix; });
    if (smallest != possible.end())
      whole = *smallest;
    else
      whole.prefix = 16; // unknown: assume 65,536 addresses
    return true;
  }

  /// Reserves the addresses of a subnet, or all addresses that its parameters can give it.
  void keep(const Subnet &subnet) {
    forEachText(subnet.address, [&](StringRef text, bool) {
      std::optional<IpNetwork> address = IpNetwork::parse(text);
      for (const IpNetwork &each : possible)
        if (address && !address->v6 && contains(each, *address))
          taken.push_back({address->base().first() - each.base().first(), address->count()});
    });
  }

  uint64_t wanted(const Subnet &subnet) {
    int64_t most = largest(*subnet.size.expr).value_or(256);
    return llvm::PowerOf2Ceil(std::clamp<int64_t>(most, 8, 1 << 24));
  }

  /// Uses the first free range, aligned to the size.
  bool place(Subnet &subnet) {
    uint64_t size = wanted(subnet);
    if (size != placed.size) // gaps too small for the previous size can suffice
      placed = {size, 0, 0};
    uint64_t &at = placed.at;
    auto next = taken.begin() + placed.next;
    for (; next != taken.end(); ++next) {
      if (next->first >= at + size)
        break;
      at = std::max(at, llvm::alignTo(next->end(), size));
    }
    placed.next = next - taken.begin();
    if (at + size > whole.count()) {
      ctx.diags
          .report(subnet.head, diag::NetworkFull, subnet.label.text, std::to_string(size),
                  nameOfWhole())
          .label(network.address.place(), note::ChosenHere);
      return false;
    }
    taken.insert(next, {at, size});
    unsigned prefix = 32 - llvm::Log2_64(size);
    ranges.set(subnet, subnet.address,
               network.address.known()
                   ? ranges.literal(IpNetwork::of(whole.base().first() + at, prefix))
                   : ranges.within(network.address.expr, prefix, at / size));
    ++placed.next;
    at += size;
    return true;
  }

  std::string nameOfWhole() {
    if (possible.empty())
      return "a network of 65536 addresses";
    Proof proof = proveAddresses({&network.address}, [&](llvm::ArrayRef<IpNetwork> each) {
      return each[0].count() > whole.count();
    });
    return whole.text() + (proof.answer == Proof::Answer::Fails ? whenSuffix(proof.witness) : "");
  }

  /// If the network address is known only at deployment, the template computes the subnets, and a
  /// network that is too small fails there.
  void checkRoomForAll() {
    if (!possible.empty())
      return; // placement has proved it for the known values
    if (uint64_t needed = addressesNeeded(network))
      ctx.diags.report(network.address.place(), diag::NetworkSizeUnproved,
                       32 - llvm::Log2_64(llvm::PowerOf2Ceil(needed)), needed);
  }

  Ranges ranges;
  PassContext &ctx;
  Network &network;
  llvm::SmallVector<IpNetwork, 2> possible; ///< known values of the network's address
  IpNetwork whole;                          ///< the smallest of them
  std::vector<Run> taken;                   ///< sorted by first address
  /// Where to search for the next subnet of the same size; no earlier range is free.
  struct {
    uint64_t size = 0, at = 0;
    size_t next = 0;
  } placed;
};
} // namespace

/// The numbers of the /64 ranges that `range` takes of `network`; nothing if it is not inside.
static Run runIn(const IpNetwork &network, const IpNetwork &range) {
  if (!range.v6 || !contains(network, range))
    return {0, 0};
  uint64_t first = 0;
  for (unsigned bit = network.prefix; bit < ipv6SubnetPrefix; ++bit)
    first = first << 1 | (bit < range.prefix && (range.bytes[bit / 8] & (0x80 >> bit % 8)));
  unsigned spare = range.prefix < ipv6SubnetPrefix ? ipv6SubnetPrefix - range.prefix : 0;
  return {first, uint64_t(1) << std::min(spare, 62u)};
}

/// Gives each subnet of a dual-stack network that has instances its /64: the next one that no other
/// subnet can have for any values of the parameters.
static void placeIpv6(Program &program, const Cluster &cluster, Network &network) {
  if (!network.ipv6Address.set() || network.ipv6Address.poisoned())
    return;
  std::vector<Run> taken;
  for (const Block *each : network.subnets.declared)
    forEachText(static_cast<const Subnet *>(each)->ipv6Address, [&](StringRef inner, bool) {
      forEachText(network.ipv6Address, [&](StringRef outer, bool) {
        std::optional<IpNetwork> range = IpNetwork::parse(inner), whole = IpNetwork::parse(outer);
        if (range && whole && whole->prefix <= ipv6SubnetPrefix)
          taken.push_back(runIn(*whole, *range));
      });
    });
  llvm::sort(taken, [](const Run &a, const Run &b) { return a.first < b.first; });
  std::optional<IpNetwork> whole =
      network.ipv6Address.known() ? IpNetwork::parse(network.ipv6Address.value()) : std::nullopt;
  Ranges ranges{program.arena};
  uint64_t next = 0;
  for (Block *each : network.subnets.declared) {
    auto &subnet = *static_cast<Subnet *>(each);
    if (subnet.ipv6Address.set())
      continue;
    for (const Run &run : taken)
      if (run.first <= next)
        next = std::max(next, run.end());
    uint64_t index = next++; // also for a subnet without instances, so that ranges do not move
    if (!hasIpv6Instances(cluster, subnet))
      continue;
    if (!whole)
      ranges.set(subnet, subnet.ipv6Address,
                 ranges.within(network.ipv6Address.expr, ipv6SubnetPrefix, index));
    else if (std::optional<IpNetwork> range = whole->part(ipv6SubnetPrefix, index))
      ranges.set(subnet, subnet.ipv6Address, ranges.literal(*range));
  }
}

void azcl::placeSubnets(Program &program, PassContext &ctx) {
  for (Cluster &cluster : program.clusters())
    if (cluster.network && !cluster.network->existing.set()) {
      Placer(program, ctx, *cluster.network.get()).run();
      placeIpv6(program, cluster, *cluster.network.get());
    }
}
