// Template functions for IP address ranges.
#include "Function.h"
#include "azcl/Support/Format.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static std::optional<IpNetwork> networkOf(Call &call) {
  std::optional<IpNetwork> network;
  if (StringRef(call.string(0)).contains('/'))
    network = IpNetwork::parse(call.string(0));
  if (!network)
    call.fail(fmt::format("`{}` is not a valid address range", call.string(0)));
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
  int64_t prefix = call.integer(1), index = call.integer(2);
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

static Json cidrHost(Call &call) {
  std::optional<IpNetwork> network = networkOf(call);
  int64_t index = call.integer(1);
  if (call.failed())
    return nullptr;
  IpNetwork host = network->base();
  if (index < 0 || !advance(host, uint64_t(index) + 1, 0) || host.base() != network->base())
    return call.fail(fmt::format("`{}` has no host with index {}", call.string(0), index));
  return addressText(host);
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
    }
  }
  result["firstUsable"] = addressText(first);
  result["lastUsable"] = addressText(last);
  result["cidr"] = network->prefix;
  return result;
}

static const Function table[] = {
    {"cidrSubnet", 3, 3, cidrSubnet},
    {"cidrHost", 2, 2, cidrHost},
    {"parseCidr", 1, 1, parseCidr},
};

llvm::ArrayRef<Function> azcl::expansion::networkFunctions() {
  return table;
}
