// Helpers for the address ranges of subnets and networks.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Program/Program.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/Support/MathExtras.h"

namespace azcl {

/// The address range of a subnet or a network, if it is known and IPv4.
inline std::optional<IpNetwork> knownAddresses(const Setting &address) {
  if (!address.known())
    return std::nullopt;
  std::optional<IpNetwork> network = IpNetwork::parse(address.expr->text);
  return network && !network->v6 ? network : std::nullopt;
}

/// The number of addresses in a subnet. A subnet whose size depends on parameters is allocated at
/// its largest size.
inline std::optional<int64_t> addressCount(const Subnet &subnet) {
  if (std::optional<IpNetwork> network = knownAddresses(subnet.address))
    return network->count();
  if (subnet.size.set() && !subnet.size.poisoned())
    if (std::optional<int64_t> most = largest(*subnet.size.expr))
      return llvm::PowerOf2Ceil(std::clamp<int64_t>(*most, 8, 1 << 24));
  return std::nullopt;
}

/// The source location that determines the size of a subnet.
inline SourceRange extentOf(const Subnet &subnet) {
  return subnet.size.set()      ? subnet.size.place()
         : subnet.address.set() ? subnet.address.place()
                                : subnet.head;
}

/// Whether a resource in the subnet can have the address. Azure reserves the first four addresses
/// and the last one.
inline bool canHave(const IpNetwork &subnet, const IpNetwork &address) {
  uint64_t place = uint64_t(address.first()) - subnet.first();
  return !address.v6 && address.first() >= subnet.first() + 4 && place + 1 < subnet.count();
}

inline bool contains(const IpNetwork &outer, const IpNetwork &inner) {
  return outer.prefix <= inner.prefix && outer.overlaps(inner);
}

} // namespace azcl
