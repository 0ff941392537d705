// Lowers the application health check of a scale set to the settings of the Application Health
// extension. A scale set accepts only one source of health, and a flexible scale set supports no
// other source.
#include "../Cluster.h"

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

Value azcl::healthSettings(ClusterLowering &ctx, const Health &health) {
  return ctx.values.object(
      {{"protocol", protocolOf(health.protocol())},
       {"port", ctx.translate.value(health.port)},
       {"requestPath",
        health.protocol() == Protocol::Tcp ? Value() : ctx.translate.value(health.path)},
       {"intervalInSeconds", ctx.translate.seconds(health.every)},
       {"numberOfProbes", ctx.translate.value(health.failures)},
       {"gracePeriod", ctx.translate.seconds(health.grace)}});
}
