// The block `health`: the application health check of a tier, and its generated endpoint.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class Protocol : uint8_t { Http, Https, Tcp };
template <> struct Words<Protocol> {
  static constexpr WordInfo words[] = {
      {"http", "an HTTP request that must return status 200", "Http"},
      {"https", "an HTTPS request that must return status 200", "Https"},
      {"tcp", "a TCP connection that must be accepted", "Tcp"}};
};

/// A health endpoint that the compiler installs on each instance.
struct HealthEndpoint : BlockOf<BlockKind::HealthEndpoint> {
  Open<List<Text>> services, urls;
  Open<List<int64_t>> ports;
  Open<Duration> timeout;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "endpoint",
               "A health endpoint that the compiler installs on each instance, for applications "
               "that have none. It returns status 200 if every check passes, and otherwise 503 "
               "with the names of the failed checks.",
               optional<&HealthEndpoint::services>(
                   "services", "The systemd units or Windows services that must be running."),
               optional<&HealthEndpoint::ports>(
                   "ports", "The TCP ports that must accept a connection on the loopback address.")
                   .between(1, 65535),
               optional<&HealthEndpoint::urls>(
                   "urls", "The `http` URLs that must return status 200 to a GET request."),
               optional<&HealthEndpoint::timeout>("timeout",
                                                  "The time after which a check has failed. All "
                                                  "checks run at the same time.")
                   .defaultsTo("2s")
                   .between(seconds(1), seconds(20)))
        .conditional(WhenRule::Never);
  }
};

struct Health : BlockOf<BlockKind::Health> {
  Protocol protocol() const { return Protocol(variant); }
  Open<int64_t> port;
  Open<Text> path;
  Open<Duration> every, grace;
  Open<int64_t> failures;
  Fixed<bool> rich;
  One<HealthEndpoint> endpoint;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "health",
               "The application health check of each instance. Rolling upgrades and automatic "
               "repairs depend on it.",
               required<&Health::port>("port", "The port of the health endpoint.")
                   .between(1, 65535),
               optional<&Health::path>("path", "The URL path that the health check requests.")
                   .defaultsTo("\"/\"")
                   .only(Protocol::Http, Protocol::Https),
               optional<&Health::every>("every", "The interval between health checks.")
                   .defaultsTo("5s")
                   .between(seconds(5), seconds(60)),
               optional<&Health::failures>(
                   "failures",
                   "The number of consecutive results that change the health state of an instance.")
                   .defaultsTo("2")
                   .between(1, 24),
               optional<&Health::rich>(
                   "rich",
                   "Rich health states: the response is JSON with the state `Healthy`, "
                   "`Unhealthy`, `Initializing` or `Unknown`. A bare status 200 is not sufficient.")
                   .defaultsTo("no")
                   .only(Protocol::Http, Protocol::Https),
               optional<&Health::grace>("grace",
                                        "The grace period after the start of an instance, during "
                                        "which it need not report a state. Requires `rich`.")
                   .between(seconds(5), hours(2))
                   .only(Protocol::Http, Protocol::Https),
               child<&Health::endpoint>("endpoint").only(Protocol::Http))
        .oneOf<Protocol>()
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
