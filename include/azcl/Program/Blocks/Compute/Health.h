// The block `health`: the application health check of a tier.
#pragma once

#include "azcl/Program/Block.h"

namespace azcl {

enum class Protocol : uint8_t { Http, Https, Tcp };
template <> struct Words<Protocol> {
  static constexpr WordInfo words[] = {
      {"http", "an HTTP request that must return status 200", "Http"},
      {"https", "an HTTPS request that must return status 200", "Https"},
      {"tcp", "a TCP connection that must be accepted", "Tcp"}};
};

struct Health : BlockOf<BlockKind::Health> {
  Protocol protocol() const { return Protocol(variant); }
  Open<int64_t> port;
  Open<Text> path;
  Open<Duration> every, grace;
  Open<int64_t> failures;
  Fixed<bool> rich;

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
                   .only(Protocol::Http, Protocol::Https))
        .oneOf<Protocol>()
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
