// Measures the cost of generating templates from a checked program.
#pragma once

#include <functional>

namespace azcl::bench {

/// Prints the results as Markdown. `peak` measures the peak memory of a process, in MB.
void measureEmission(double (*peak)(const std::function<void()> &work));

} // namespace azcl::bench
