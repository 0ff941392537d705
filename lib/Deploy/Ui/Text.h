// How durations, resources and errors are written for people.
#pragma once

#include "azcl/Deploy/Ui.h"

namespace azcl::deploy {

/// "4s", "1m05s" or "2h10m"
std::string shortTime(Milliseconds duration);
/// "virtualNetworks shop-network": without the provider, which the name makes clear.
std::string shortResource(llvm::StringRef type, llvm::StringRef name);
/// The lines that describe a failure: the cause, the place and the advice.
std::vector<std::string> linesOf(const Failure &failure);
/// The last line of a run, with the command that continues it.
std::string summaryOf(const Notice &end, const Progress &progress);
/// "12 of 24 done, 3 running, 9 waiting"
std::string countsOf(const Progress &progress);
/// The line for a notice, without color; "" for notices that have none.
std::string lineOf(const Notice &notice);

/// SGR sequences, or "" without color.
struct Colors {
  llvm::StringRef red, green, yellow, bold, dim, off;
};
Colors colorsFor(bool color);
/// The color of a notice.
llvm::StringRef colorOf(const Notice &notice, const Colors &colors);

} // namespace azcl::deploy
