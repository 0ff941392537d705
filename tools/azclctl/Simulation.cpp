// Opens and saves the state of a simulation.
#include "Simulation.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace azcl;
using namespace azcl::ctl;
using namespace azcl::deploy;
using llvm::StringRef;

/// How fast a simulation runs while someone watches it: a minute takes a second.
static constexpr double watchable = 60;

namespace {
class SimulatedTokens : public TokenSource {
public:
  llvm::Expected<std::string> token(Audience) override { return "simulated"; }
  void refuse(Audience) override {}
  std::string name() const override { return "the simulator"; }
};
} // namespace

static llvm::Expected<std::string> readAll(const std::string &file) {
  auto buffer = llvm::MemoryBuffer::getFile(file);
  if (!buffer)
    return llvm::createStringError(buffer.getError(), "%s: %s", file.c_str(),
                                   buffer.getError().message().c_str());
  return (*buffer)->getBuffer().str();
}

static llvm::Expected<sim::Scenario> readScenario(const std::string &file) {
  if (file.empty())
    return sim::Scenario();
  llvm::Expected<std::string> text = readAll(file);
  if (!text)
    return text.takeError();
  return sim::Scenario::read(*text);
}

llvm::Expected<std::unique_ptr<Simulation>> Simulation::open(const CommandLine &command,
                                                             bool live) {
  auto simulation = std::make_unique<Simulation>();
  simulation->file = command.state + "/simulation.json";
  simulation->source = std::make_unique<SimulatedTokens>();
  if (llvm::sys::fs::exists(simulation->file)) {
    llvm::Expected<std::string> text = readAll(simulation->file);
    if (!text)
      return text.takeError();
    auto restored = sim::Simulator::restore(*text);
    if (!restored)
      return restored.takeError();
    simulation->simulator = std::move(*restored);
  } else {
    llvm::Expected<sim::Scenario> scenario = readScenario(command.scenario);
    if (!scenario)
      return scenario.takeError();
    simulation->simulator = std::make_unique<sim::Simulator>(std::move(*scenario));
  }
  simulation->simulator->setPace(command.speed >= 0 ? command.speed : live ? watchable : 0);
  return simulation;
}

llvm::Error Simulation::save() const {
  if (std::error_code error = llvm::sys::fs::create_directories(llvm::sys::path::parent_path(file)))
    return llvm::createStringError(error, "%s: %s", file.c_str(), error.message().c_str());
  return llvm::writeToOutput(file, [&](llvm::raw_ostream &out) {
    out << simulator->snapshot();
    return llvm::Error::success();
  });
}
