// Front Door: profiles, domains, origins, routes and firewalls.
#pragma once

#include "azcl/ARM/Resources/Network/Network.h"

namespace azcl::arm {

struct FrontDoorProfile : ResourceOf<Kind::FrontDoorProfile> {
  Value sku, identityType, identities, timeout;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Cdn/profiles", "2025-12-01",
                    field<&FrontDoorProfile::sku>("sku.name").needed(),
                    field<&FrontDoorProfile::identityType>("identity.type"),
                    field<&FrontDoorProfile::identities>("identity.userAssignedIdentities"),
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
  Value host, secret, ciphers;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Cdn/profiles/customDomains", "2025-12-01",
                    field<&FrontDoorDomain::host>("properties.hostName").needed(),
                    field<&FrontDoorDomain::certificate>("properties.tlsSettings.certificateType"),
                    field<&FrontDoorDomain::tls>("properties.tlsSettings.minimumTlsVersion"),
                    field<&FrontDoorDomain::ciphers>("properties.tlsSettings.cipherSuiteSetType"),
                    field<&FrontDoorDomain::secret>("properties.tlsSettings.secret.id"))
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
  Value host, header, httpPort, httpsPort, priority, weight, checkName, link, linkGroup, linkRegion,
      request;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Cdn/profiles/originGroups/origins", "2025-12-01",
                    field<&Origin::host>("properties.hostName").needed(),
                    field<&Origin::header>("properties.originHostHeader"),
                    field<&Origin::httpPort>("properties.httpPort"),
                    field<&Origin::httpsPort>("properties.httpsPort"),
                    field<&Origin::priority>("properties.priority"),
                    field<&Origin::weight>("properties.weight"),
                    field<&Origin::checkName>("properties.enforceCertificateNameCheck"),
                    field<&Origin::state>("properties.enabledState").needed(),
                    field<&Origin::link>("properties.sharedPrivateLinkResource.privateLink.id"),
                    field<&Origin::linkGroup>("properties.sharedPrivateLinkResource.groupId"),
                    field<&Origin::linkRegion>(
                        "properties.sharedPrivateLinkResource.privateLinkLocation"),
                    field<&Origin::request>("properties.sharedPrivateLinkResource.requestMessage"))
        .placed()
        .named(2, 90, false, false)
        .sovereign("2024-09-01");
  }
  Value state = "Enabled";
};
struct FrontDoorRoute : ResourceOf<Kind::FrontDoorRoute> {
  Value group, paths, path, protocols, forward, redirect, ownDomain, query, parameters, compress,
      types;
  std::vector<Reference> domains, sets;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Cdn/profiles/afdEndpoints/routes", "2025-12-01",
               field<&FrontDoorRoute::domains>("properties.customDomains"),
               field<&FrontDoorRoute::group>("properties.originGroup.id").needed(),
               field<&FrontDoorRoute::path>("properties.originPath"),
               field<&FrontDoorRoute::sets>("properties.ruleSets"),
               field<&FrontDoorRoute::paths>("properties.patternsToMatch").needed(),
               field<&FrontDoorRoute::protocols>("properties.supportedProtocols").needed(),
               field<&FrontDoorRoute::forward>("properties.forwardingProtocol").needed(),
               field<&FrontDoorRoute::redirect>("properties.httpsRedirect"),
               field<&FrontDoorRoute::ownDomain>("properties.linkToDefaultDomain"),
               field<&FrontDoorRoute::query>(
                   "properties.cacheConfiguration.queryStringCachingBehavior"),
               field<&FrontDoorRoute::parameters>("properties.cacheConfiguration.queryParameters"),
               field<&FrontDoorRoute::compress>(
                   "properties.cacheConfiguration.compressionSettings.isCompressionEnabled"),
               field<&FrontDoorRoute::types>(
                   "properties.cacheConfiguration.compressionSettings.contentTypesToCompress"),
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
