// Traffic Manager.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

struct TrafficEndpoint : Part {
  Value name, type, resource, target, weight, priority, places, addresses, leastHealthy;
  template <class = void> static constexpr auto layout() {
    return part(field<&TrafficEndpoint::name>("name").needed(),
                field<&TrafficEndpoint::type>("type").needed(),
                field<&TrafficEndpoint::resource>("properties.targetResourceId"),
                field<&TrafficEndpoint::target>("properties.target"),
                field<&TrafficEndpoint::status>("properties.endpointStatus").needed(),
                field<&TrafficEndpoint::weight>("properties.weight"),
                field<&TrafficEndpoint::priority>("properties.priority"),
                field<&TrafficEndpoint::places>("properties.geoMapping"),
                field<&TrafficEndpoint::addresses>("properties.subnets"),
                field<&TrafficEndpoint::leastHealthy>("properties.minChildEndpoints"));
  }
  Value status = "Enabled";
};
struct TrafficProfile : ResourceOf<Kind::TrafficProfile> {
  Value method, dns, ttl, protocol, port, path, every, timeout, failures, headers, answers;
  std::vector<TrafficEndpoint> endpoints;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/trafficManagerProfiles", "2022-04-01",
                    field<&TrafficProfile::status>("properties.profileStatus").needed(),
                    field<&TrafficProfile::method>("properties.trafficRoutingMethod").needed(),
                    field<&TrafficProfile::dns>("properties.dnsConfig.relativeName").needed(),
                    field<&TrafficProfile::ttl>("properties.dnsConfig.ttl").needed(),
                    field<&TrafficProfile::protocol>("properties.monitorConfig.protocol").needed(),
                    field<&TrafficProfile::port>("properties.monitorConfig.port").needed(),
                    field<&TrafficProfile::path>("properties.monitorConfig.path"),
                    field<&TrafficProfile::every>("properties.monitorConfig.intervalInSeconds"),
                    field<&TrafficProfile::timeout>("properties.monitorConfig.timeoutInSeconds"),
                    field<&TrafficProfile::failures>(
                        "properties.monitorConfig.toleratedNumberOfFailures"),
                    field<&TrafficProfile::headers>("properties.monitorConfig.customHeaders"),
                    field<&TrafficProfile::answers>("properties.maxReturn"),
                    field<&TrafficProfile::endpoints>("properties.endpoints").needed())
        .everywhere()
        .named(1, 63, false, false);
  }
  Value status = "Enabled";
};

} // namespace azcl::arm
