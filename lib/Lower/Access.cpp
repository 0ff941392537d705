// Who may talk to whom, derived from listeners, probes and ways in for people.
#include "Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

static StringRef protocolOf(Transport transport) { return transport == Transport::Udp ? "Udp" : "Tcp"; }

/// "8443" or "80-90"
static Value portText(ClusterLowering &it, const Expr &range) {
  auto text = [&](const Expr &port) {
    return it.values.call(arm::Function::String, {it.translate.value(port)});
  };
  Value low = text(*range.operands[0]), high = text(*range.operands[1]);
  return low == high ? low : it.values.concat({low, "-", high});
}

static void balancerAccess(ClusterLowering &it, const Balancer &balancer) {
  bool fromInternet = balancer.exposure.value() == Exposure::Public;
  StringRef source = fromInternet ? "Internet" : "VirtualNetwork";
  for (const Listen &listener : balancer.listeners) {
    const Tier &tier = *listener.to.value();
    // What a rule sees is the port behind the balancer.
    bool every = listener.everyPort.value();
    it.access.push_back({&subnetOf(tier), every ? Value("*") : portText(it, *listener.port.expr->operands[1]),
                         every ? StringRef("*") : protocolOf(listener.protocol.value()), source,
                         it.name("in-", balancer.label.text, "-", listener.label.text),
                         fromInternet ? "callers from the internet" : "callers from the network",
                         it.translate.condition(listener)});
    if (balancer.probe)
      it.access.push_back({&subnetOf(tier),
                           it.values.call(arm::Function::String, {it.translate.value(balancer.probe->port)}),
                           "Tcp", "AzureLoadBalancer", it.name("probe-", balancer.label.text),
                           "the balancer's probe", it.translate.condition(listener)});
  }
  for (const Nat &nat : balancer.nats)
    it.access.push_back({&subnetOf(*nat.to.value()), portText(it, *nat.ports.expr->operands[1]), "Tcp",
                         source, it.name("nat-", balancer.label.text, "-", nat.label.text),
                         "a port for each machine", it.translate.condition(nat)});
}

void azcl::findAccess(ClusterLowering &it) {
  for (const Balancer &balancer : it.cluster.balancers)
    balancerAccess(it, balancer);
  findGatewayAccess(it);
}
