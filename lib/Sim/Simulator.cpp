// The simulator as a transport and a clock: virtual time, requests in flight, snapshots.
#include "azcl/Sim/Simulator.h"
#include "World.h"
#include <thread>

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

Simulator::Simulator(Scenario scenario) : world(std::make_unique<World>(std::move(scenario))) {}
Simulator::Simulator(std::unique_ptr<World> world) : world(std::move(world)) {}
Simulator::~Simulator() = default;

std::string Simulator::snapshot() const {
  Json text = {
      {"format", "azcl-simulator 1"}, {"scenario", nullptr}, {"state", saved(world->state)}};
  if (llvm::Expected<Json> scenario = expansion::parseJson(world->data.text))
    text["scenario"] = std::move(*scenario);
  else
    llvm::consumeError(scenario.takeError());
  return compact(text);
}

llvm::Expected<std::unique_ptr<Simulator>> Simulator::restore(StringRef snapshot) {
  // Without the limits of template files.
  Json text = Json::parse(snapshot.begin(), snapshot.end(), nullptr, /*allow_exceptions=*/false);
  if (!text.is_object() || text.value("format", "") != "azcl-simulator 1" ||
      !text.contains("scenario") || !text.contains("state"))
    return llvm::createStringError("the text is not a snapshot of the simulator");
  llvm::Expected<Scenario> scenario = Scenario::read(compact(text["scenario"]));
  if (!scenario)
    return scenario.takeError();
  llvm::Expected<State> state = restored(text["state"]);
  if (!state)
    return state.takeError();
  auto made = std::make_unique<World>(std::move(*scenario));
  made->state = std::move(*state);
  return std::unique_ptr<Simulator>(new Simulator(std::move(made)));
}

Time Simulator::now() const {
  return world->state.now + world->data.skew;
}

void Simulator::setPace(double speed) {
  world->speed = speed;
}

void Simulator::start(uint64_t id, deploy::Request request) {
  Exchange exchange{id, now(), now(), std::move(request), std::nullopt};
  Arrival arrival{id, world->pending.size(), false, {}};
  world->pending.push_back(std::move(exchange));
  world->flight.emplace(world->state.now + world->data.latency / 2, std::move(arrival));
}

void Simulator::advance(Time to) {
  Time now = world->state.now;
  if (world->speed > 0 && to > now)
    std::this_thread::sleep_for(
        std::chrono::duration<double>((to - now).count() / (1000 * world->speed)));
  world->engine.advance(to);
}

std::optional<Time> Simulator::nextEvent() const {
  std::optional<Time> next = world->engine.nextEvent();
  return next ? std::optional(*next + world->data.skew) : std::nullopt;
}

std::optional<deploy::Completion> Simulator::wait(Time clientUntil) {
  Time until = clientUntil == Time::max() ? clientUntil : clientUntil - world->data.skew;
  while (!world->flight.empty() && world->flight.begin()->first <= until) {
    auto first = world->flight.extract(world->flight.begin());
    advance(first.key());
    Arrival &arrival = first.mapped();
    Exchange &exchange = world->pending[arrival.exchange];
    if (arrival.isResponse) {
      exchange.done = now();
      exchange.response = arrival.completion.response;
      exchange.loss = arrival.completion.loss;
      arrival.completion.id = arrival.id;
      world->log.push_back(exchange);
      return std::move(arrival.completion);
    }
    Milliseconds delay{0};
    arrival.completion = world->process(exchange.request, delay);
    arrival.isResponse = true;
    world->flight.emplace(world->state.now + world->data.latency / 2 + delay, std::move(arrival));
  }
  advance(until);
  return std::nullopt;
}

deploy::Completion Simulator::handle(deploy::Request request) {
  Milliseconds delay{0};
  world->engine.advance(world->state.now);
  deploy::Completion completion = world->process(request, delay);
  world->log.push_back({0, now(), now(), std::move(request), completion.response, completion.loss});
  return completion;
}

const std::vector<Exchange> &Simulator::log() const {
  return world->log;
}

std::vector<StepReport> Simulator::steps() const {
  std::vector<StepReport> steps;
  for (auto &[number, run] : world->state.runs) {
    if (!run.visible && run.parent == 0 && run.nodes.empty())
      continue;
    for (const Node &node : run.nodes) {
      StepReport step{node.id, run.id, nameOf(node.phase).str(), node.started, node.ended, {}};
      for (size_t need : node.needs)
        step.needs.push_back(run.nodes[need].id);
      steps.push_back(std::move(step));
    }
  }
  return steps;
}

std::vector<FaultReport> Simulator::faults() const {
  std::vector<FaultReport> reports;
  const Scenario::Data &data = world->data;
  for (size_t i = 0; i < data.faults.size(); ++i)
    reports.push_back({data.faults[i].text, world->state.fired[i]});
  for (size_t i = 0; i < data.failures.size(); ++i)
    reports.push_back({data.failures[i].text, world->state.fired[data.faults.size() + i]});
  return reports;
}
