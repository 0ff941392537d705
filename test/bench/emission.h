// What it costs to come from a checked program to templates.
#pragma once

#include <functional>

namespace azcl::bench {

/// Prints the figures as Markdown. `peak`: the most memory, in MB, that a process has for some
/// work.
void measureEmission(double (*peak)(const std::function<void()> &work));

} // namespace azcl::bench
