// The simulator behind a lock, with a clock that follows real time or the requests.
#include "Server.h"
#include "llvm/Support/FileUtilities.h"

using namespace azcl::armsim;
using namespace azcl::deploy;

Served::Served(std::unique_ptr<sim::Simulator> simulator, const Options &options)
    : simulator(std::move(simulator)), options(options), start(this->simulator->now()),
      began(std::chrono::steady_clock::now()) {}

void Served::advance(const Request &request) {
  if (options.advanceOnPoll) {
    if (request.method == "GET")
      if (auto next = simulator->nextEvent())
        simulator->advance(*next);
    return;
  }
  std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
  simulator->advance(start + Milliseconds(int64_t(elapsed.count() * options.timeScale * 1000)));
}

Completion Served::answer(Request request) {
  std::lock_guard guard(lock);
  advance(request);
  return simulator->handle(std::move(request));
}

llvm::Error Served::save() {
  std::string text;
  {
    std::lock_guard guard(lock);
    if (options.state.empty() || (saved == simulator->log().size() && saved != 0))
      return llvm::Error::success();
    saved = simulator->log().size();
    text = simulator->snapshot();
  }
  return llvm::writeToOutput(options.state, [&](llvm::raw_ostream &out) {
    out << text;
    return llvm::Error::success();
  });
}
