// Programs of any size, such as people write them.
#pragma once

#include <string>

namespace azcl::bench {

/// A valid program without warnings, ten tiers to a cluster; the same for the same number.
std::string generate(unsigned tiers);

/// One application: clusters of ten equal tiers behind a balancer, over 50 regions.
std::string generateApplication(unsigned clusters);

} // namespace azcl::bench
