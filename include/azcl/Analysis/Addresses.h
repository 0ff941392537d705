// Addresses of subnets, for checks.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Program/Program.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/Support/MathExtras.h"

namespace azcl {

/// The addresses of a subnet or a network, if they are known and IPv4.
inline std::optional<IpNetwork> knownAddresses(const Setting &address) {
  if (!address.known())
    return std::nullopt;
  std::optional<IpNetwork> network = IpNetwork::parse(address.expr->text);
  return network && !network->v6 ? network : std::nullopt;
}

/// How many a subnet has. One whose size hangs on parameters is placed with the largest.
inline std::optional<int64_t> addressCount(const Subnet &subnet) {
  if (std::optional<IpNetwork> network = knownAddresses(subnet.address))
    return network->count();
  if (subnet.size.set() && !subnet.size.poisoned())
    if (std::optional<int64_t> most = largest(*subnet.size.expr))
      return llvm::PowerOf2Ceil(std::clamp<int64_t>(*most, 8, 1 << 24));
  return std::nullopt;
}

/// Where a subnet says how many it has.
inline SourceRange extentOf(const Subnet &subnet) {
  return subnet.size.set()      ? subnet.size.place()
         : subnet.address.set() ? subnet.address.place()
                                : subnet.head;
}

/// Whether something in the subnet can have the address: the first four and the last are Azure's.
inline bool canHave(const IpNetwork &subnet, const IpNetwork &address) {
  uint64_t place = uint64_t(address.first()) - subnet.first();
  return !address.v6 && address.first() >= subnet.first() + 4 && place + 1 < subnet.count();
}

inline bool contains(const IpNetwork &outer, const IpNetwork &inner) {
  return outer.prefix <= inner.prefix && outer.overlaps(inner);
}

} // namespace azcl
