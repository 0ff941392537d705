// How a set learns that a machine is well: by an extension inside it. Only one source may be on, and a
// flexible set has no other.
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

/// The extension writes protocols in lower case.
static StringRef protocolOf(Protocol protocol) {
  switch (protocol) {
  case Protocol::Http: return "http";
  case Protocol::Https: return "https";
  case Protocol::Tcp: return "tcp";
  }
  llvm_unreachable("not a protocol");
}

static arm::Extension healthExtension(ClusterLowering &it, const Tier &tier, const Health &health) {
  arm::Extension extension;
  extension.name = "health";
  bool windows = tier.image.value()->os == OperatingSystem::Windows;
  bool rich = health.rich.known() && health.rich.value();
  const Extension &facts = *it.program.catalog.extension(
      windows ? rich ? "application-health-windows" : "application-health-windows-binary"
      : rich  ? "application-health-linux"
              : "application-health-linux-binary");
  extension.publisher = facts.publisher;
  extension.type = facts.type;
  extension.version = facts.version;
  extension.settings = it.values.object(
      {{"protocol", protocolOf(health.protocol())},
       {"port", it.translate.value(health.port)},
       {"requestPath", health.protocol() == Protocol::Tcp ? Value() : it.translate.value(health.path)},
       {"intervalInSeconds", it.translate.seconds(health.every)},
       {"numberOfProbes", it.translate.value(health.failures)},
       {"gracePeriod", it.translate.seconds(health.grace)}});
  return extension;
}

std::vector<arm::Extension> azcl::extensionsOf(ClusterLowering &it, const Tier &tier) {
  std::vector<arm::Extension> all;
  if (tier.health)
    all.push_back(healthExtension(it, tier, *tier.health.get()));
  return all;
}
