// Addresses of subnets, for checks.
#pragma once

#include "azcl/Program/Program.h"
#include "azcl/Sema/Prove.h"
#include "azcl/Support/IpNetwork.h"

namespace azcl {

/// The addresses of a subnet or a network, if they are known and IPv4.
inline std::optional<IpNetwork> knownAddresses(const Setting &address) {
  if (!address.known())
    return std::nullopt;
  std::optional<IpNetwork> network = IpNetwork::parse(address.expr->text);
  return network && !network->v6 ? network : std::nullopt;
}

/// How many a subnet has for certain.
inline std::optional<int64_t> addressCount(const Subnet &subnet) {
  if (std::optional<IpNetwork> network = knownAddresses(subnet.address))
    return network->count();
  if (subnet.size.set() && !subnet.size.poisoned())
    return smallest(*subnet.size.expr);
  return std::nullopt;
}

/// Whether something in the subnet can have the address: the first four and the last are Azure's.
inline bool canHave(const IpNetwork &subnet, const IpNetwork &address) {
  uint64_t place = uint64_t(address.first()) - subnet.first();
  return !address.v6 && address.first() >= subnet.first() + 4 && place + 1 < subnet.count();
}

} // namespace azcl
