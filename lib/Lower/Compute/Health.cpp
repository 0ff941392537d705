// Lowers the application health check of a scale set to the Application Health extension. A scale
// set accepts only one source of health, and a flexible scale set supports no other source.
#include "../Cluster.h"
#include "azcl/Analysis/Images.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

/// The extension expects protocols in lower case.
static StringRef protocolOf(Protocol protocol) {
  switch (protocol) {
  case Protocol::Http: return "http";
  case Protocol::Https: return "https";
  case Protocol::Tcp: return "tcp";
  }
  llvm_unreachable("not a protocol");
}

static arm::Extension healthExtension(ClusterLowering &ctx, const Tier &tier,
                                      const Health &health) {
  arm::Extension extension;
  extension.name = "health";
  bool windows = tier.image.value()->os == OperatingSystem::Windows;
  bool rich = health.rich.known() && health.rich.value();
  const Extension &facts = *ctx.program.catalog.extension(
      windows ? rich ? "application-health-windows" : "application-health-windows-binary"
      : rich  ? "application-health-linux"
              : "application-health-linux-binary");
  extension.publisher = facts.publisher;
  extension.type = facts.type;
  extension.version = facts.version;
  extension.settings = ctx.values.object(
      {{"protocol", protocolOf(health.protocol())},
       {"port", ctx.translate.value(health.port)},
       {"requestPath",
        health.protocol() == Protocol::Tcp ? Value() : ctx.translate.value(health.path)},
       {"intervalInSeconds", ctx.translate.seconds(health.every)},
       {"numberOfProbes", ctx.translate.value(health.failures)},
       {"gracePeriod", ctx.translate.seconds(health.grace)}});
  return extension;
}

std::vector<arm::Extension> azcl::extensionsOf(ClusterLowering &ctx, const Tier &tier) {
  std::vector<arm::Extension> all;
  if (tier.health)
    all.push_back(healthExtension(ctx, tier, *tier.health.get()));
  if (needsLicenseExtension(tier))
    all.push_back(licenseExtension(ctx));
  return all;
}
