// Application gateways.
#pragma once

#include "azcl/ARM/Resources/Network/Network.h"

namespace azcl::arm {

struct GatewayAddress : Part {
  Value name, subnet;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayAddress::name>("name").needed(),
                field<&GatewayAddress::subnet>("properties.subnet.id").needed());
  }
};
struct GatewayLinkAddress : Part {
  Value name, subnet;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayLinkAddress::name>("name").needed(),
                field<&GatewayLinkAddress::subnet>("properties.subnet.id").needed(),
                field<&GatewayLinkAddress::allocation>("properties.privateIPAllocationMethod"),
                field<&GatewayLinkAddress::primary>("properties.primary"));
  }
  Value allocation = "Dynamic", primary = true;
};
/// Lets private endpoints of other networks connect to a frontend.
struct GatewayLink : Part {
  Value name;
  std::vector<GatewayLinkAddress> addresses;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayLink::name>("name").needed(),
                field<&GatewayLink::addresses>("properties.ipConfigurations").needed());
  }
};
struct GatewayFrontend : Part {
  Value name, publicAddress, subnet, address, allocation, link;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayFrontend::name>("name").needed(),
                field<&GatewayFrontend::allocation>("properties.privateIPAllocationMethod"),
                field<&GatewayFrontend::address>("properties.privateIPAddress"),
                field<&GatewayFrontend::subnet>("properties.subnet.id"),
                field<&GatewayFrontend::publicAddress>("properties.publicIPAddress.id"),
                field<&GatewayFrontend::link>("properties.privateLinkConfiguration.id"));
  }
};
struct GatewayPort : Part {
  Value name, port;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayPort::name>("name").needed(),
                field<&GatewayPort::port>("properties.port").needed());
  }
};
struct GatewayCertificate : Part {
  Value name, secret;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayCertificate::name>("name").needed(),
                field<&GatewayCertificate::secret>("properties.keyVaultSecretId").needed());
  }
};
/// A chain of certificate authorities for client certificates.
struct GatewayClientAuthority : Part {
  Value name, data;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayClientAuthority::name>("name").needed(),
                field<&GatewayClientAuthority::data>("properties.data").needed());
  }
};
struct GatewaySslProfile : Part {
  Value name, tlsKind, tlsPolicy, issuer, revocation, mode;
  std::vector<Reference> authorities;
  template <class = void> static constexpr auto layout() {
    return part(
        field<&GatewaySslProfile::name>("name").needed(),
        field<&GatewaySslProfile::tlsKind>("properties.sslPolicy.policyType").needed(),
        field<&GatewaySslProfile::tlsPolicy>("properties.sslPolicy.policyName").needed(),
        field<&GatewaySslProfile::authorities>("properties.trustedClientCertificates"),
        field<&GatewaySslProfile::issuer>(
            "properties.clientAuthConfiguration.verifyClientCertIssuerDN"),
        field<&GatewaySslProfile::revocation>(
            "properties.clientAuthConfiguration.verifyClientRevocation"),
        field<&GatewaySslProfile::mode>("properties.clientAuthConfiguration.verifyClientAuthMode"));
  }
};
struct GatewayProbe : Part {
  Value name, protocol, path, host, port, seconds, timeout, threshold;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayProbe::name>("name").needed(),
                field<&GatewayProbe::protocol>("properties.protocol").needed(),
                field<&GatewayProbe::host>("properties.host"),
                field<&GatewayProbe::port>("properties.port"),
                field<&GatewayProbe::path>("properties.path").needed(),
                field<&GatewayProbe::seconds>("properties.interval").needed(),
                field<&GatewayProbe::timeout>("properties.timeout").needed(),
                field<&GatewayProbe::threshold>("properties.unhealthyThreshold").needed());
  }
};
/// Backend settings: how the gateway connects to its backend pool.
struct GatewayBackend : Part {
  Value name, protocol, port, affinity, timeout, host, checkName, probe, draining, drainSeconds;
  std::vector<Reference> roots;
  template <class = void> static constexpr auto layout() {
    return part(
        field<&GatewayBackend::name>("name").needed(),
        field<&GatewayBackend::protocol>("properties.protocol").needed(),
        field<&GatewayBackend::port>("properties.port").needed(),
        field<&GatewayBackend::affinity>("properties.cookieBasedAffinity").needed(),
        field<&GatewayBackend::timeout>("properties.requestTimeout").needed(),
        field<&GatewayBackend::host>("properties.hostName"),
        field<&GatewayBackend::checkName>("properties.validateSNI"),
        field<&GatewayBackend::roots>("properties.trustedRootCertificates"),
        field<&GatewayBackend::draining>("properties.connectionDraining.enabled"),
        field<&GatewayBackend::drainSeconds>("properties.connectionDraining.drainTimeoutInSec"),
        field<&GatewayBackend::probe>("properties.probe.id").needed());
  }
};
struct GatewayListener : Part {
  Value name, frontend, port, protocol, certificate, profile, hosts, sni;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayListener::name>("name").needed(),
                field<&GatewayListener::protocol>("properties.protocol").needed(),
                field<&GatewayListener::frontend>("properties.frontendIPConfiguration.id").needed(),
                field<&GatewayListener::port>("properties.frontendPort.id").needed(),
                field<&GatewayListener::hosts>("properties.hostNames"),
                field<&GatewayListener::certificate>("properties.sslCertificate.id"),
                field<&GatewayListener::profile>("properties.sslProfile.id"),
                field<&GatewayListener::sni>("properties.requireServerNameIndication"));
  }
};
struct GatewayPathRule : Part {
  Value name, paths, pool, backend, redirect, rewrite;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayPathRule::name>("name").needed(),
                field<&GatewayPathRule::paths>("properties.paths").needed(),
                field<&GatewayPathRule::pool>("properties.backendAddressPool.id"),
                field<&GatewayPathRule::backend>("properties.backendHttpSettings.id"),
                field<&GatewayPathRule::redirect>("properties.redirectConfiguration.id"),
                field<&GatewayPathRule::rewrite>("properties.rewriteRuleSet.id"));
  }
};
struct GatewayPathMap : Part {
  Value name, pool, backend, redirect, rewrite;
  std::vector<GatewayPathRule> rules;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayPathMap::name>("name").needed(),
                field<&GatewayPathMap::pool>("properties.defaultBackendAddressPool.id"),
                field<&GatewayPathMap::backend>("properties.defaultBackendHttpSettings.id"),
                field<&GatewayPathMap::redirect>("properties.defaultRedirectConfiguration.id"),
                field<&GatewayPathMap::rewrite>("properties.defaultRewriteRuleSet.id"),
                field<&GatewayPathMap::rules>("properties.pathRules").needed());
  }
};
struct GatewayRule : Part {
  Value name, priority, kind, listener, pool, backend, redirect, rewrite, pathMap;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayRule::name>("name").needed(),
                field<&GatewayRule::kind>("properties.ruleType").needed(),
                field<&GatewayRule::priority>("properties.priority").needed(),
                field<&GatewayRule::listener>("properties.httpListener.id").needed(),
                field<&GatewayRule::pool>("properties.backendAddressPool.id"),
                field<&GatewayRule::backend>("properties.backendHttpSettings.id"),
                field<&GatewayRule::redirect>("properties.redirectConfiguration.id"),
                field<&GatewayRule::rewrite>("properties.rewriteRuleSet.id"),
                field<&GatewayRule::pathMap>("properties.urlPathMap.id"));
  }
};
struct GatewayRedirect : Part {
  Value name, kind, listener, url, withPath, withQuery;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayRedirect::name>("name").needed(),
                field<&GatewayRedirect::kind>("properties.redirectType").needed(),
                field<&GatewayRedirect::listener>("properties.targetListener.id"),
                field<&GatewayRedirect::url>("properties.targetUrl"),
                field<&GatewayRedirect::withPath>("properties.includePath"),
                field<&GatewayRedirect::withQuery>("properties.includeQueryString"));
  }
};
struct GatewayHeader : Part {
  Value name, value;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayHeader::name>("headerName").needed(),
                field<&GatewayHeader::value>("headerValue").needed());
  }
};
struct GatewayRewriteCondition : Part {
  Value variable, pattern, ignoreCase, negate;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayRewriteCondition::variable>("variable").needed(),
                field<&GatewayRewriteCondition::pattern>("pattern").needed(),
                field<&GatewayRewriteCondition::ignoreCase>("ignoreCase"),
                field<&GatewayRewriteCondition::negate>("negate"));
  }
};
struct GatewayRewrite : Part {
  Value name, order, path, query, reroute;
  std::vector<GatewayRewriteCondition> conditions;
  std::vector<GatewayHeader> requestHeaders, responseHeaders;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayRewrite::name>("name").needed(),
                field<&GatewayRewrite::order>("ruleSequence").needed(),
                field<&GatewayRewrite::conditions>("conditions"),
                field<&GatewayRewrite::requestHeaders>("actionSet.requestHeaderConfigurations"),
                field<&GatewayRewrite::responseHeaders>("actionSet.responseHeaderConfigurations"),
                field<&GatewayRewrite::path>("actionSet.urlConfiguration.modifiedPath"),
                field<&GatewayRewrite::query>("actionSet.urlConfiguration.modifiedQueryString"),
                field<&GatewayRewrite::reroute>("actionSet.urlConfiguration.reroute"));
  }
};
struct GatewayRewriteSet : Part {
  Value name;
  std::vector<GatewayRewrite> rules;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayRewriteSet::name>("name").needed(),
                field<&GatewayRewriteSet::rules>("properties.rewriteRules").needed());
  }
};
struct GatewayPool : Part {
  Value name;
  template <class = void> static constexpr auto layout() {
    return part(field<&GatewayPool::name>("name").needed());
  }
};

struct ApplicationGateway : ResourceOf<Kind::ApplicationGateway> {
  Value zones, identityType, identities, sku, fixedCapacity, least, most, http2 = true, firewall,
                                                                          tlsKind, tlsPolicy;
  std::vector<GatewayAddress> addresses;
  std::vector<GatewayLink> links;
  std::vector<GatewayFrontend> frontends;
  std::vector<GatewayPort> ports;
  std::vector<GatewayCertificate> certificates, roots;
  std::vector<GatewayClientAuthority> authorities;
  std::vector<GatewaySslProfile> profiles;
  std::vector<GatewayPool> pools;
  std::vector<GatewayProbe> probes;
  std::vector<GatewayBackend> backends;
  std::vector<GatewayListener> listeners;
  std::vector<GatewayRedirect> redirects;
  std::vector<GatewayRewriteSet> rewrites;
  std::vector<GatewayPathMap> pathMaps;
  std::vector<GatewayRule> rules;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Network/applicationGateways", "2025-07-01",
               field<&ApplicationGateway::zones>("zones"),
               field<&ApplicationGateway::identityType>("identity.type"),
               field<&ApplicationGateway::identities>("identity.userAssignedIdentities"),
               field<&ApplicationGateway::sku>("properties.sku.name").needed(),
               field<&ApplicationGateway::sku>("properties.sku.tier").needed(),
               field<&ApplicationGateway::fixedCapacity>("properties.sku.capacity"),
               field<&ApplicationGateway::least>("properties.autoscaleConfiguration.minCapacity"),
               field<&ApplicationGateway::most>("properties.autoscaleConfiguration.maxCapacity"),
               field<&ApplicationGateway::http2>("properties.enableHttp2"),
               field<&ApplicationGateway::firewall>("properties.firewallPolicy.id"),
               field<&ApplicationGateway::tlsKind>("properties.sslPolicy.policyType"),
               field<&ApplicationGateway::tlsPolicy>("properties.sslPolicy.policyName"),
               field<&ApplicationGateway::addresses>("properties.gatewayIPConfigurations").needed(),
               field<&ApplicationGateway::links>("properties.privateLinkConfigurations"),
               field<&ApplicationGateway::frontends>("properties.frontendIPConfigurations")
                   .needed(),
               field<&ApplicationGateway::ports>("properties.frontendPorts").needed(),
               field<&ApplicationGateway::certificates>("properties.sslCertificates"),
               field<&ApplicationGateway::roots>("properties.trustedRootCertificates"),
               field<&ApplicationGateway::authorities>("properties.trustedClientCertificates"),
               field<&ApplicationGateway::profiles>("properties.sslProfiles"),
               field<&ApplicationGateway::pools>("properties.backendAddressPools").needed(),
               field<&ApplicationGateway::probes>("properties.probes"),
               field<&ApplicationGateway::backends>("properties.backendHttpSettingsCollection"),
               field<&ApplicationGateway::listeners>("properties.httpListeners").needed(),
               field<&ApplicationGateway::redirects>("properties.redirectConfigurations"),
               field<&ApplicationGateway::rewrites>("properties.rewriteRuleSets"),
               field<&ApplicationGateway::pathMaps>("properties.urlPathMaps"),
               field<&ApplicationGateway::rules>("properties.requestRoutingRules").needed())
        .sovereign("2025-01-01");
  }
};

} // namespace azcl::arm
