// `--to sim:`: a simulated Azure, whose state is kept in a file between commands.
#pragma once

#include "Options.h"
#include "azcl/Sim/Simulator.h"

namespace azcl::ctl {

class Simulation {
public:
  /// `live`: someone watches, so time passes at a pace that can be followed.
  static llvm::Expected<std::unique_ptr<Simulation>> open(const CommandLine &command, bool live);
  deploy::Transport &transport() { return *simulator; }
  deploy::Clock &clock() { return *simulator; }
  deploy::TokenSource &tokens() { return *source; }
  llvm::Error save() const;

private:
  std::string file;
  std::unique_ptr<sim::Simulator> simulator;
  std::unique_ptr<deploy::TokenSource> source;
};

} // namespace azcl::ctl
