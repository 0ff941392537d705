// The health endpoint of a tier: its checks, and the extension that installs it.
#pragma once

#include "azcl/Analysis/Conditions.h"

namespace azcl {

/// Null if the compiler generates no endpoint for the tier.
const HealthEndpoint *endpointOf(const Tier &tier);

/// The `extend custom-script` blocks of a tier, which install the endpoint before their command.
llvm::SmallVector<const Block *, 2> customScriptsOf(const Tier &tier);
/// Whether an extension must install the endpoint when no `extend custom-script` exists.
bool needsEndpointExtension(const Tier &tier);

/// Whether the configuration of the endpoint depends on parameters.
bool dependsOnParameters(const Health &health);
/// The configuration of the endpoint as JSON. Texts that depend on parameters have the longest
/// value that is known.
std::string endpointConfiguration(const Health &health);
/// The length of the command that installs the endpoint of a tier, and of what separates it from a
/// further command.
size_t endpointInstallerLength(const Tier &tier);

} // namespace azcl
