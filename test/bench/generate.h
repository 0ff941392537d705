// Generates realistic programs of any size.
#pragma once

#include <string>

namespace azcl::bench {

/// A valid program without warnings, with ten tiers per cluster. Deterministic.
std::string generate(unsigned tiers);

/// One application: clusters of ten equal tiers behind a load balancer, in 50 regions.
std::string generateApplication(unsigned clusters);

} // namespace azcl::bench
