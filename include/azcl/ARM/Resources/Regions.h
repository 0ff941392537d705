// Traffic Manager and Front Door.
#pragma once

#include "azcl/ARM/Resources/Network/Network.h"

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

struct FrontDoorProfile : ResourceOf<Kind::FrontDoorProfile> {
  Value sku, timeout;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Cdn/profiles", "2025-12-01",
                    field<&FrontDoorProfile::sku>("sku.name").needed(),
                    field<&FrontDoorProfile::timeout>("properties.originResponseTimeoutSeconds"))
        .everywhere()
        .named(2, 90, false, false)
        .sovereign("2024-09-01");
  }
};
struct FrontDoorEndpoint : ResourceOf<Kind::FrontDoorEndpoint> {
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Cdn/profiles/afdEndpoints", "2025-12-01",
                    field<&FrontDoorEndpoint::state>("properties.enabledState").needed())
        .everywhere()
        .named(2, 46, false, false)
        .sovereign("2024-09-01");
  }
  Value state = "Enabled";
};
struct FrontDoorDomain : ResourceOf<Kind::FrontDoorDomain> {
  Value host;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Cdn/profiles/customDomains", "2025-12-01",
                    field<&FrontDoorDomain::host>("properties.hostName").needed(),
                    field<&FrontDoorDomain::certificate>("properties.tlsSettings.certificateType"),
                    field<&FrontDoorDomain::tls>("properties.tlsSettings.minimumTlsVersion"))
        .placed()
        .named(2, 260, false, false)
        .sovereign("2024-09-01");
  }
  Value certificate = "ManagedCertificate", tls = "TLS12";
};
struct OriginGroup : ResourceOf<Kind::OriginGroup> {
  Value samples = 4, needed = 3, latency, path, protocol, every, affinity;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Cdn/profiles/originGroups", "2025-12-01",
               field<&OriginGroup::samples>("properties.loadBalancingSettings.sampleSize"),
               field<&OriginGroup::needed>(
                   "properties.loadBalancingSettings.successfulSamplesRequired"),
               field<&OriginGroup::latency>(
                   "properties.loadBalancingSettings.additionalLatencyInMilliseconds"),
               field<&OriginGroup::path>("properties.healthProbeSettings.probePath"),
               field<&OriginGroup::protocol>("properties.healthProbeSettings.probeProtocol"),
               field<&OriginGroup::request>("properties.healthProbeSettings.probeRequestType"),
               field<&OriginGroup::every>("properties.healthProbeSettings.probeIntervalInSeconds"),
               field<&OriginGroup::affinity>("properties.sessionAffinityState"))
        .placed()
        .named(2, 90, false, false)
        .sovereign("2024-09-01");
  }
  Value request = "HEAD";
};
struct Origin : ResourceOf<Kind::Origin> {
  Value host, header, httpPort, httpsPort, priority, weight, checkName;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Cdn/profiles/originGroups/origins", "2025-12-01",
                    field<&Origin::host>("properties.hostName").needed(),
                    field<&Origin::header>("properties.originHostHeader"),
                    field<&Origin::httpPort>("properties.httpPort"),
                    field<&Origin::httpsPort>("properties.httpsPort"),
                    field<&Origin::priority>("properties.priority"),
                    field<&Origin::weight>("properties.weight"),
                    field<&Origin::checkName>("properties.enforceCertificateNameCheck"),
                    field<&Origin::state>("properties.enabledState").needed())
        .placed()
        .named(2, 90, false, false)
        .sovereign("2024-09-01");
  }
  Value state = "Enabled";
};
struct FrontDoorRoute : ResourceOf<Kind::FrontDoorRoute> {
  Value group, paths, protocols, forward, redirect, ownDomain;
  std::vector<Reference> domains;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Cdn/profiles/afdEndpoints/routes", "2025-12-01",
                    field<&FrontDoorRoute::domains>("properties.customDomains"),
                    field<&FrontDoorRoute::group>("properties.originGroup.id").needed(),
                    field<&FrontDoorRoute::paths>("properties.patternsToMatch").needed(),
                    field<&FrontDoorRoute::protocols>("properties.supportedProtocols").needed(),
                    field<&FrontDoorRoute::forward>("properties.forwardingProtocol").needed(),
                    field<&FrontDoorRoute::redirect>("properties.httpsRedirect"),
                    field<&FrontDoorRoute::ownDomain>("properties.linkToDefaultDomain"),
                    field<&FrontDoorRoute::state>("properties.enabledState"))
        .placed()
        .named(2, 90, false, false)
        .sovereign("2024-09-01");
  }
  Value state = "Enabled";
};
struct EdgeFirewall : ResourceOf<Kind::EdgeFirewall> {
  Value sku, mode, rules, managed;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies", "2025-11-01",
                    field<&EdgeFirewall::sku>("sku.name").needed(),
                    field<&EdgeFirewall::state>("properties.policySettings.enabledState"),
                    field<&EdgeFirewall::mode>("properties.policySettings.mode").needed(),
                    field<&EdgeFirewall::body>("properties.policySettings.requestBodyCheck"),
                    field<&EdgeFirewall::rules>("properties.customRules.rules"),
                    field<&EdgeFirewall::managed>("properties.managedRules.managedRuleSets"))
        .everywhere()
        .named(1, 128, false, false)
        .sovereign("2024-02-01");
  }
  Value state = "Enabled", body = "Enabled";
};
struct EdgeSecurity : ResourceOf<Kind::EdgeSecurity> {
  Value firewall, associations;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Cdn/profiles/securityPolicies", "2025-12-01",
               field<&EdgeSecurity::type>("properties.parameters.type").needed(),
               field<&EdgeSecurity::firewall>("properties.parameters.wafPolicy.id").needed(),
               field<&EdgeSecurity::associations>("properties.parameters.associations").needed())
        .placed()
        .named(2, 90, false, false)
        .sovereign("2024-09-01");
  }
  Value type = "WebApplicationFirewall";
};

} // namespace azcl::arm
