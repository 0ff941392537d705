// Load balancers.
#pragma once

#include "azcl/ARM/Resources/Network/Network.h"

namespace azcl::arm {

struct Frontend : Part {
  Value name, zones, publicAddress, subnet, address, allocation, version;
  template <class = void> static constexpr auto layout() {
    return part(field<&Frontend::name>("name").needed(), field<&Frontend::zones>("zones"),
                field<&Frontend::publicAddress>("properties.publicIPAddress.id"),
                field<&Frontend::subnet>("properties.subnet.id"),
                field<&Frontend::address>("properties.privateIPAddress"),
                field<&Frontend::allocation>("properties.privateIPAllocationMethod"),
                field<&Frontend::version>("properties.privateIPAddressVersion"));
  }
};
/// A frontend of a regional load balancer, in the pool of a global one.
struct RegionalFrontend : Part {
  Value name, frontend;
  template <class = void> static constexpr auto layout() {
    return part(
        field<&RegionalFrontend::name>("name").needed(),
        field<&RegionalFrontend::frontend>("properties.loadBalancerFrontendIPConfiguration.id")
            .needed());
  }
};
struct BackendPool : Part {
  Value name;
  std::vector<RegionalFrontend> regions;
  template <class = void> static constexpr auto layout() {
    return part(field<&BackendPool::name>("name").needed(),
                field<&BackendPool::regions>("properties.loadBalancerBackendAddresses"));
  }
};
struct ProbePart : Part {
  Value name, protocol, port, path, seconds, threshold;
  template <class = void> static constexpr auto layout() {
    return part(field<&ProbePart::name>("name").needed(),
                field<&ProbePart::protocol>("properties.protocol").needed(),
                field<&ProbePart::port>("properties.port").needed(),
                field<&ProbePart::path>("properties.requestPath"),
                field<&ProbePart::seconds>("properties.intervalInSeconds"),
                field<&ProbePart::threshold>("properties.probeThreshold"));
  }
};
struct BalancingRule : Part {
  Value name, frontend, pool, probe, protocol, frontendPort, backendPort, idleMinutes, tcpReset,
      noSnat, floating, distribution;
  template <class = void> static constexpr auto layout() {
    return part(field<&BalancingRule::name>("name").needed(),
                field<&BalancingRule::protocol>("properties.protocol").needed(),
                field<&BalancingRule::frontendPort>("properties.frontendPort").needed(),
                field<&BalancingRule::backendPort>("properties.backendPort").needed(),
                field<&BalancingRule::frontend>("properties.frontendIPConfiguration.id").needed(),
                field<&BalancingRule::pool>("properties.backendAddressPool.id").needed(),
                field<&BalancingRule::probe>("properties.probe.id"),
                field<&BalancingRule::distribution>("properties.loadDistribution"),
                field<&BalancingRule::floating>("properties.enableFloatingIP"),
                field<&BalancingRule::tcpReset>("properties.enableTcpReset"),
                field<&BalancingRule::idleMinutes>("properties.idleTimeoutInMinutes"),
                field<&BalancingRule::noSnat>("properties.disableOutboundSnat"));
  }
};
/// Maps one frontend port to each instance of the backend pool.
struct NatRule : Part {
  Value name, frontend, pool, protocol, firstPort, lastPort, backendPort, tcpReset;
  template <class = void> static constexpr auto layout() {
    return part(field<&NatRule::name>("name").needed(),
                field<&NatRule::protocol>("properties.protocol").needed(),
                field<&NatRule::firstPort>("properties.frontendPortRangeStart").needed(),
                field<&NatRule::lastPort>("properties.frontendPortRangeEnd").needed(),
                field<&NatRule::backendPort>("properties.backendPort").needed(),
                field<&NatRule::frontend>("properties.frontendIPConfiguration.id").needed(),
                field<&NatRule::pool>("properties.backendAddressPool.id").needed(),
                field<&NatRule::tcpReset>("properties.enableTcpReset"));
  }
};
struct OutboundRule : Part {
  Value name, protocol, pool, ports, idleMinutes, tcpReset;
  std::vector<Reference> frontends;
  template <class = void> static constexpr auto layout() {
    return part(field<&OutboundRule::name>("name").needed(),
                field<&OutboundRule::protocol>("properties.protocol").needed(),
                field<&OutboundRule::frontends>("properties.frontendIPConfigurations").needed(),
                field<&OutboundRule::pool>("properties.backendAddressPool.id").needed(),
                field<&OutboundRule::ports>("properties.allocatedOutboundPorts"),
                field<&OutboundRule::idleMinutes>("properties.idleTimeoutInMinutes"),
                field<&OutboundRule::tcpReset>("properties.enableTcpReset"));
  }
};

struct LoadBalancer : ResourceOf<Kind::LoadBalancer> {
  std::vector<Frontend> frontends;
  std::vector<BackendPool> pools;
  std::vector<ProbePart> probes;
  std::vector<BalancingRule> rules;
  std::vector<NatRule> natRules;
  std::vector<OutboundRule> outboundRules;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/loadBalancers", "2025-01-01",
                    field<&LoadBalancer::sku>("sku.name")
                        .needed()
                        .replaces(Replaces::Always, sources::terraformBalancer),
                    field<&LoadBalancer::tier>("sku.tier")
                        .replaces(Replaces::Always, sources::terraformBalancer),
                    field<&LoadBalancer::frontends>("properties.frontendIPConfigurations").needed(),
                    field<&LoadBalancer::pools>("properties.backendAddressPools"),
                    field<&LoadBalancer::probes>("properties.probes"),
                    field<&LoadBalancer::rules>("properties.loadBalancingRules"),
                    field<&LoadBalancer::natRules>("properties.inboundNatRules"),
                    field<&LoadBalancer::outboundRules>("properties.outboundRules"));
  }
  Value sku = "Standard", tier = "Regional";
};

} // namespace azcl::arm
