// Rejects what a balancer cannot be: an address of others, two ways to one port, thousands of rules.
#include "Addresses.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static void checkAddress(const Balancer &balancer, PassContext &ctx) {
  bool isPublic = balancer.exposure.known() && balancer.exposure.value() == Exposure::Public;
  if (balancer.dns.known() && balancer.exposure.known() && !isPublic)
    ctx.diags.report(balancer.dns.place(), diag::NameUnfit, balancer.dns.value(),
                     "an internal balancer has no name on the internet");
  if (!balancer.address.known())
    return;
  StringRef text = balancer.address.value();
  auto report = [&](std::string why) {
    ctx.diags.report(balancer.address.place(), diag::BalancerAddressUnfit, text, why);
  };
  std::optional<IpNetwork> address = text.contains('/') ? std::nullopt : IpNetwork::parse(text);
  if (!address || address->v6)
    return report("it is no IPv4 address");
  if (isPublic)
    return report("a public balancer has one of Azure's");
  if (balancer.listeners.empty())
    return;
  const Setting &to = (*balancer.listeners.begin()).to;
  const Tier *tier = to.known() ? static_cast<const Tier *>(to.expr->block) : nullptr;
  if (!tier || tier->subnet.poisoned() || !tier->subnet.set())
    return;
  std::optional<IpNetwork> subnet = knownAddresses(tier->subnet.value()->address);
  if (subnet && !subnet->overlaps(*address))
    report("its machines stand in " + subnet->text());
  else if (subnet && !canHave(*subnet, *address))
    report("Azure keeps it for itself");
}

/// Two rules cannot end at one port of the same machines.
static void checkBackends(const Balancer &balancer, PassContext &ctx) {
  llvm::DenseMap<std::pair<const Tier *, int64_t>, const Listen *> owners;
  const Listen *every = nullptr;
  for (const Listen &listener : balancer.listeners)
    if (listener.everyPort.known() && listener.everyPort.value())
      every = &listener;
  for (const Listen &listener : balancer.listeners) {
    bool isPublic = balancer.exposure.known() && balancer.exposure.value() == Exposure::Public;
    if (every && &listener != every && !isPublic) // a public one has none: reported
      ctx.diags.report(every->everyPort.range, diag::EveryPortUnfit, "leaves no port for other listeners")
          .label(listener.head, note::GivenHere);
    if (!listener.port.known() || !listener.to.known() || !listener.protocol.known() ||
        (listener.floating.known() && listener.floating.value()))
      continue;
    CountRange inside = listener.port.value().to, from = listener.port.value().from;
    if (from.high - from.low != inside.high - inside.low)
      continue; // reported
    int64_t udp = listener.protocol.value() == Transport::Udp ? 1 << 20 : 0;
    for (int64_t port = inside.low; port <= std::min<int64_t>(inside.high, 65535); ++port) {
      auto [at, isNew] = owners.try_emplace({listener.to.value(), port + udp}, &listener);
      CountRange outside = listener.port.value().from, other = at->second->port.value().from;
      if (isNew || &listener == at->second || (outside.low <= other.high && other.low <= outside.high))
        continue; // the same port outside is a matter of its own
      ctx.diags.report(listener.port.place(), diag::BackendPortTwice, port, listener.to.value()->label.text)
          .label(at->second->port.place(), note::GivenHere);
      break;
    }
  }
}

/// Each port is a rule, and a rule for each of thousands is a mistake (Azure: 1500 on a standard balancer,
/// learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits).
static void checkRules(const Balancer &balancer, PassContext &ctx) {
  static constexpr size_t most = 1500;
  size_t rules = balancer.nats.size();
  for (const Listen &listener : balancer.listeners)
    rules += listener.port.known() ? listener.port.value().from.high - listener.port.value().from.low + 1 : 1;
  if (rules > most)
    ctx.diags.report(balancer.head, diag::LimitPassed, balancer.label.text, rules, "rules", most);
}

void azcl::checkBalancers(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Balancer &balancer : cluster.balancers) {
      checkAddress(balancer, ctx);
      checkBackends(balancer, ctx);
      checkRules(balancer, ctx);
    }
}
