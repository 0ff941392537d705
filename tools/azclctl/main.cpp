// The entry point of azclctl: chooses the network or the simulator, and a view, and runs a command.
#include "Actions.h"
#include "Simulation.h"
#include "View.h"
#include "llvm/Support/InitLLVM.h"
#include <csignal>
#include <random>

using namespace azcl;
using namespace azcl::ctl;
using namespace azcl::deploy;
using llvm::StringRef;

static std::atomic<bool> interrupted = false;

static void onInterrupt(int) {
  interrupted = true;
}

static std::optional<std::string> variable(StringRef name) {
  const char *value = std::getenv(name.str().c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

/// The cloud of the command line, or that of the run that is continued.
static llvm::Expected<Cloud> cloudOf(const CommandLine &command) {
  switch (command.verb) {
  case Verb::Plan:
  case Verb::Up:
  case Verb::Release:
  case Verb::Pull:
  case Verb::Doctor: return command.options.up.target.cloud;
  case Verb::History:
  case Verb::Errors: return Cloud();
  default: return cloudOfRun(command.run, command.state);
  }
}

static deploy::ExitCode perform(const CommandLine &command, World &world) {
  switch (command.verb) {
  case Verb::Plan: return plan(command.options, world);
  case Verb::Up: return up(command.options.up, world);
  case Verb::Release: return release(command.options.up, world);
  case Verb::Status: return status(command.run, world);
  case Verb::Attach: return attach(command.run, world);
  case Verb::Resume: return resume(command.run, command.parameters, command.shares, world);
  case Verb::Cancel: return cancel(command.run, world);
  case Verb::Rollback: return rollback(command.to, command.parameters, world);
  case Verb::Pull: return pull(command.pull, world);
  case Verb::History: return history(command.json, world);
  case Verb::Doctor: return doctor(command.doctor, world);
  case Verb::Scale:
  case Verb::Autoscale:
  case Verb::Region: return findAction(command.verb, command.action)->run(command, world);
  case Verb::Errors: llvm::outs() << errorReference(); return deploy::ExitCode::Done;
  }
  llvm_unreachable("unknown command");
}

static deploy::ExitCode run(const CommandLine &command) {
  View view(command);
  if (!view.ui)
    return deploy::ExitCode::Usage;
  uint64_t seed = std::random_device()();
  auto make = [&](Transport &transport, Clock &clock, TokenSource &tokens) {
    World world{transport, clock, tokens, *view.ui, llvm::outs(), llvm::errs()};
    world.state = command.state;
    world.seed = seed;
    world.interrupted = [] { return interrupted.exchange(false); };
    world.variable = variable;
    return perform(command, world);
  };
  if (command.simulate) {
    llvm::Expected<std::unique_ptr<Simulation>> simulation = Simulation::open(command, view.live);
    if (!simulation) {
      llvm::errs() << "azclctl: error: " << llvm::toString(simulation.takeError()) << "\n";
      return deploy::ExitCode::Usage;
    }
    deploy::ExitCode exit =
        make((*simulation)->transport(), (*simulation)->clock(), (*simulation)->tokens());
    if (llvm::Error error = (*simulation)->save())
      llvm::errs() << "azclctl: error: " << llvm::toString(std::move(error)) << "\n";
    return exit;
  }
  net::SystemClock clock;
  std::unique_ptr<Transport> transport = net::makeTransport(interrupted);
  llvm::Expected<Cloud> cloud = cloudOf(command);
  if (!cloud) {
    llvm::errs() << "azclctl: error: " << llvm::toString(cloud.takeError()) << "\n";
    return deploy::ExitCode::Usage;
  }
  std::unique_ptr<TokenSource> tokens =
      net::makeTokenSource(command.login, *cloud, clock, variable);
  return make(*transport, clock, *tokens);
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  CommandLine command;
  if (std::optional<deploy::ExitCode> done = readCommandLine(argc, argv, command))
    return int(*done);
  std::signal(SIGINT, onInterrupt);
  std::signal(SIGTERM, onInterrupt);
  std::signal(SIGPIPE, SIG_IGN);
  return int(run(command));
}
