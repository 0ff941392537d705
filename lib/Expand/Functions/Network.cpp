// Template functions for IP address ranges.
#include "Function.h"
#include "Text.h"
#include "azcl/Support/Format.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

/// The length of the prefix that a range without one has, by the class of its address.
static unsigned classOf(const IpNetwork &network) {
  if (network.v6)
    return 64;
  unsigned first = network.bytes[0];
  return first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : 32;
}

static std::optional<IpNetwork> networkOf(Call &call) {
  StringRef text = trimmed(call.string(0));
  text.consume_back("/");
  std::optional<IpNetwork> network = IpNetwork::parse(text);
  if (!network)
    call.fail(fmt::format("`{}` is not a valid address range", call.string(0)));
  else if (!text.contains('/'))
    network->prefix = classOf(*network);
  return network;
}

/// Adds `number << shift`; false if the result exceeds the address space.
static bool advance(IpNetwork &network, uint64_t number, unsigned shift) {
  unsigned carry = 0;
  int last = network.width() / 8 - 1;
  for (int bit = shift; number || carry; ++bit) {
    int at = last - bit / 8;
    if (at < 0)
      return false;
    unsigned sum = (network.bytes[at] >> bit % 8 & 1) + (number & 1) + carry;
    network.bytes[at] = (network.bytes[at] & ~(1u << bit % 8)) | ((sum & 1) << bit % 8);
    carry = sum >> 1;
    number >>= 1;
  }
  return true;
}

/// Replaces the longest run of at least two zero groups with "::" (RFC 5952).
static std::string shortened(const IpNetwork &address) {
  std::array<unsigned, 8> groups;
  size_t from = 0, length = 1;
  for (size_t i = 0, run = 0; i < 8; ++i) {
    groups[i] = address.bytes[2 * i] << 8 | address.bytes[2 * i + 1];
    run = groups[i] ? 0 : run + 1;
    if (run > length) {
      length = run;
      from = i + 1 - run;
    }
  }
  std::string result;
  for (size_t i = 0; i < 8; ++i) {
    bool within = length > 1 && i >= from && i < from + length;
    if (within)
      result += i == from ? "::" : "";
    else
      result += (result.empty() || llvm::StringRef(result).ends_with("::") ? "" : ":") +
                fmt::format("{:x}", groups[i]);
  }
  return result;
}

static std::string addressText(IpNetwork address) {
  if (address.v6)
    return shortened(address);
  return fmt::format("{}.{}.{}.{}", address.bytes[0], address.bytes[1], address.bytes[2],
                     address.bytes[3]);
}

static IpNetwork withHostBits(IpNetwork network) {
  for (unsigned bit = network.prefix; bit < network.width(); ++bit)
    network.bytes[bit / 8] |= 0x80 >> bit % 8;
  return network;
}

static IpNetwork maskOf(const IpNetwork &network) {
  IpNetwork mask;
  mask.v6 = network.v6;
  for (unsigned bit = 0; bit < network.prefix; ++bit)
    mask.bytes[bit / 8] |= 0x80 >> bit % 8;
  return mask;
}

static Json cidrSubnet(Call &call) {
  std::optional<IpNetwork> network = networkOf(call);
  int64_t prefix = call.integer(1), index = call.index(2);
  if (call.failed())
    return nullptr;
  if (prefix < network->prefix || prefix > network->width())
    return call.fail(
        fmt::format("`{}` cannot be divided into subnets of size /{}", call.string(0), prefix));
  unsigned bits = prefix - network->prefix;
  if (index < 0 || (bits < 63 && index >> bits))
    return call.fail(
        fmt::format("`{}` has no /{} subnet with index {}", call.string(0), prefix, index));
  IpNetwork part = network->base();
  part.prefix = prefix;
  advance(part, index, network->width() - prefix);
  return addressText(part) + "/" + std::to_string(prefix);
}

/// Takes `number` from an address; false if there is no such address.
static bool retreat(IpNetwork &network, uint64_t number) {
  for (int at = network.width() / 8 - 1; at >= 0 && number; --at) {
    unsigned byte = number & 0xff;
    number >>= 8;
    number += network.bytes[at] < byte;
    network.bytes[at] -= byte;
  }
  return !number;
}

/// Index 0 is the address after the first one; -1 is the first one.
static Json cidrHost(Call &call) {
  std::optional<IpNetwork> network = networkOf(call);
  int64_t index = call.index(1);
  if (call.failed())
    return nullptr;
  unsigned bits = network->width() - network->prefix;
  IpNetwork host = network->base();
  bool exists = index < 0 ? retreat(host, -(index + 1))
                          : (bits > 32 || index + 2 < (int64_t(1) << bits)) &&
                                advance(host, uint64_t(index) + 1, 0);
  return exists ? Json(addressText(host))
                : call.fail(fmt::format("`{}` has no host with index {}", call.string(0), index));
}

static Json parseCidr(Call &call) {
  std::optional<IpNetwork> network = networkOf(call);
  if (call.failed())
    return nullptr;
  IpNetwork first = network->base(), last = withHostBits(first);
  Json result = {{"network", addressText(first)}, {"netmask", addressText(maskOf(*network))}};
  if (!network->v6) {
    result["broadcast"] = addressText(last);
    if (network->prefix < 31) {
      first.bytes[3] += 1;
      last.bytes[3] -= 1;
    } else {
      last = first;
    }
  }
  result["firstUsable"] = addressText(first);
  result["lastUsable"] = addressText(last);
  result["cidr"] = network->prefix;
  return result;
}

llvm::ArrayRef<Function> azcl::expansion::networkFunctions() {
  static const Function table[] = {
      {"cidrSubnet", 3, 3, cidrSubnet},
      {"cidrHost", 2, 2, cidrHost},
      {"parseCidr", 1, 1, parseCidr},
  };
  return table;
}
