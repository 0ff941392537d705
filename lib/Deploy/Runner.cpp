// The loop of a run: performs the actions of the machine and brings it events.
#include "Runner.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;

/// The view shows the time, so it changes even if nothing happens.
static constexpr Milliseconds refreshEvery = std::chrono::milliseconds(500);

namespace {
class Runner {
public:
  Runner(Machine &machine, Journal *journal, World &world)
      : machine(machine), journal(journal), world(world) {}

  ExitCode run() {
    machine.interactive = world.ui.interactive();
    perform(Begin{});
    while (!exit) {
      Time until = std::min(machine.wakeAt(), world.clock.now() + refreshEvery);
      std::optional<Completion> completion = world.transport.wait(until);
      Time now = world.clock.now();
      bool interrupted = world.interrupted();
      if (interrupted)
        perform(Interrupt{});
      if (completion && !exit)
        perform(std::move(*completion));
      else if (interrupted)
        continue;
      else if (now >= machine.wakeAt())
        perform(Tick{});
      else
        world.ui.refresh(machine.progress, now);
    }
    return *exit;
  }

private:
  Machine &machine;
  Journal *journal;
  World &world;
  std::optional<ExitCode> exit;

  void perform(Event event) {
    std::vector<Action> actions = machine.step(event, world.clock.now());
    for (Action &action : actions) {
      if (exit)
        return;
      std::visit([&](auto &each) { act(each); }, action);
    }
  }

  void act(Record &record) {
    if (!journal)
      return;
    if (llvm::Error error = journal->append(record, world.clock.now())) {
      // Without a journal, nothing more may happen that a later run would not know.
      world.errors << "azclctl: error: " << llvm::toString(std::move(error)) << "\n";
      exit = ExitCode::Internal;
    }
  }

  void act(Send &send) {
    if (send.request.audience != Audience::None) {
      llvm::Expected<std::string> token = world.tokens.token(send.request.audience);
      if (!token)
        return perform(NoToken{send.id, llvm::toString(token.takeError())});
      send.request.headers.push_back({"Authorization", "Bearer " + *token});
    }
    world.transport.start(send.id, std::move(send.request));
  }

  void act(RenewToken &renew) { world.tokens.refuse(renew.audience); }
  void act(Notice &notice) { world.ui.show(notice, machine.progress, world.clock.now()); }
  void act(Stop &stop) { exit = stop.exit; }
};
} // namespace

ExitCode azcl::deploy::run(Machine &machine, Journal *journal, World &world) {
  return Runner(machine, journal, world).run();
}
