// Watches a deployment and everything in it to the end.
#include "../Estimate.h"
#include "Stages.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringMap.h"
#include <map>

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;
using std::chrono::minutes;
using std::chrono::seconds;

static constexpr Milliseconds fastPoll = seconds(2), slowPoll = seconds(15);
/// Few reads are left, or nothing has changed for a while: ask less often.
static constexpr unsigned fewReads = 50;
static constexpr Milliseconds quiet = minutes(2);
/// Azure can deny for a moment that a new deployment exists.
static constexpr Milliseconds appears = seconds(30);
static constexpr unsigned maxResubmits = 3;

static bool isDeployment(StringRef type) {
  return type.equals_insensitive("Microsoft.Resources/deployments");
}

/// The path of the operations of a deployment: for a resource group, without `providers`.
static std::string operationsPath(StringRef id) {
  auto [scope, name] = id.rsplit("/providers/Microsoft.Resources/deployments/");
  if (name.empty()) // the spelling of Azure can differ
    std::tie(scope, name) = std::pair(
        id.take_front(StringRef(id.lower()).rfind("/providers/microsoft.resources/deployments/")),
        id.substr(id.rfind('/') + 1));
  bool ofGroup = StringRef(scope).contains_insensitive("/resourceGroups/");
  return fmt::format("{}{}/deployments/{}/operations?api-version={}", scope,
                     ofGroup ? "" : "/providers/Microsoft.Resources", name, resourcesVersion);
}

/// "PT1H2M3.5S"
static Milliseconds durationOf(StringRef text) {
  double total = 0, value;
  if (!text.consume_front("P"))
    return Milliseconds(0);
  text.consume_front("T");
  while (!text.empty()) {
    size_t end = text.find_if_not([](char c) { return llvm::isDigit(c) || c == '.'; });
    if (end == StringRef::npos || text.take_front(end).getAsDouble(value))
      break;
    char unit = text[end];
    total += value * (unit == 'D' ? 86400 : unit == 'H' ? 3600 : unit == 'M' ? 60 : 1);
    text = text.drop_front(end + 1);
    text.consume_front("T");
  }
  return Milliseconds(int64_t(total * 1000));
}

namespace {
class WatchStage : public Stage {
public:
  enum Mode { ToTheEnd, CancelIt, Settle, Once };
  WatchStage(LegPtr leg, Mode mode) : leg(std::move(leg)), mode(mode) {}

private:
  enum Purpose { Status, State, Operations, Cancel, Result };

  /// A deployment whose operations are read.
  struct Watched {
    std::string id;
    bool ended = false; ///< so the next reading of its operations is the last one
    bool read = false;  ///< completely, after its end
    unsigned readings = 0;
  };
  /// The failure of a nested deployment whose operations have not been read yet.
  struct Late {
    std::string id;
    Json operation;
    Notice notice;
  };
  struct Seen {
    OperationState state = OperationState::Running;
  };

  LegPtr leg;
  Mode mode;
  std::string id; ///< of the root deployment; of a stack only once Azure says it
  std::map<std::string, Watched> deployments; ///< by lowercase ID
  llvm::StringMap<Seen> resources;            ///< by lowercase ID
  llvm::StringMap<const PlannedResource *> planned;
  std::map<std::string, Standing> standings; ///< by lowercase ID
  std::vector<Failure> failures;
  std::vector<Late> late;
  OperationState end = OperationState::Running;
  Json endError;
  Time began, changed;
  Milliseconds pause = fastPoll;
  unsigned open = 0;
  bool canceled = false;

  const Facts::Submission &submission(const Machine &machine) const {
    return *machine.facts.submission;
  }

  void begin(Machine &machine) override {
    machine.deploying = true;
    machine.progress.task.clear();
    if (machine.job.release) // each deployment of a release has the whole time
      machine.deadline = machine.now() + machine.job.timeout;
    began = changed = machine.now();
    for (const PlannedResource &resource : leg->resources)
      planned[StringRef(resource.id).lower()] = &resource;
    machine.progress.total = unsigned(leg->resources.size());
    machine.progress.done = machine.progress.failed = 0;
    machine.progress.active.clear();
    if (machine.job.engine == Engine::Deployment)
      follow(deploymentPath(machine.job, submission(machine).name));
    poll(machine, Milliseconds(0));
  }

  void follow(const std::string &deployment) {
    if (id.empty())
      id = deployment;
    deployments.try_emplace(StringRef(deployment).lower(), Watched{deployment});
  }

  std::string statePath(const Machine &machine) const {
    return fmt::format("{}?api-version={}", deploymentPath(machine.job, submission(machine).name),
                       deploymentVersion(machine.job));
  }

  /// One round of questions: the state of the whole, and the operations of what is running.
  void poll(Machine &machine, Milliseconds delay) {
    auto ask = [&](Purpose purpose, const std::string &subject, const std::string &url) {
      ++open;
      machine.ask(purpose, subject, machine.get(url), Repeat::Safe, delay);
    };
    const Facts::Submission &current = submission(machine);
    if (end == OperationState::Running) {
      if (current.statusUrl.empty() || (machine.job.engine == Engine::Stack && id.empty()))
        ask(State, current.name, statePath(machine));
      else
        ask(Status, current.name, current.statusUrl);
    }
    for (auto &[key, watched] : deployments) {
      // A part can still run after the end of the whole, for example after a cancellation.
      watched.ended |= end != OperationState::Running;
      if (!watched.read)
        ask(Operations, key, operationsPath(watched.id));
    }
    if (!open)
      conclude(machine);
  }

  void answer(Machine &machine, const Ask &ask, const Reply &reply) override {
    switch (ask.purpose) {
    case Cancel: return;
    case Result: return finish(machine, reply);
    case Status:
    case State: state(machine, ask, reply); break;
    case Operations: operations(machine, ask, reply); break;
    }
    if (--open)
      return;
    bool cancels = mode == CancelIt || mode == Settle;
    if (cancels && !canceled && end == OperationState::Running)
      cancel(machine);
    if (mode == Once && !unread())
      return report(machine);
    pause = fastPoll;
    if (machine.readsLeft < fewReads || machine.now() - changed > quiet)
      pause = slowPoll;
    showLate(machine);
    if (machine.durations)
      machine.progress.rest = estimate(*leg, *machine.durations, standings, machine.now());
    bool atOnce = end != OperationState::Running || mode == Once || unread();
    poll(machine, atOnce ? Milliseconds(0) : std::max(pause, demanded));
  }

  Milliseconds demanded{0}; ///< by the last answer about the state

  void state(Machine &machine, const Ask &ask, const Reply &reply) {
    demanded = retryAfter(reply.response, machine.now()).value_or(Milliseconds(0));
    if (reply.status == 404 && machine.now() - began < appears)
      return;
    if (!reply.ok() && ask.purpose == Status && reply.status != 0) {
      // The address of the operation has expired; the deployment itself tells its state, too.
      machine.record("submit.accepted", {{"name", submission(machine).name}, {"statusUrl", ""}});
      return;
    }
    if (!reply.ok())
      return lost(machine, reply);
    bool isStack = machine.job.engine == Engine::Stack;
    if (isStack && ask.purpose == State)
      if (std::string inner = textAt(reply.body, "properties.deploymentId"); !inner.empty())
        follow(inner);
    std::string word = ask.purpose == Status ? textAt(reply.body, "status")
                                             : textAt(reply.body, "properties.provisioningState");
    end = stateOf(word);
    if (end == OperationState::Running)
      return;
    endError = at(reply.body, ask.purpose == Status ? "error" : "properties.error");
    for (auto &[key, watched] : deployments)
      watched.ended = true;
  }

  /// The deployer cannot see the deployment any longer, but Azure goes on.
  void lost(Machine &machine, const Reply &reply) {
    machine.showError(failureOf(reply));
    machine.finish(ExitCode::Running, "cannot watch any longer; the deployment goes on in Azure");
  }

  void operations(Machine &machine, const Ask &ask, const Reply &reply) {
    Watched &watched = deployments[ask.subject];
    if (reply.status == 404) { // not visible yet
      ++watched.readings;
      watched.read = watched.ended;
      return;
    }
    if (!reply.ok())
      return lost(machine, reply);
    ++watched.readings;
    std::vector<const Json *> list;
    for (const Json &operation : at(reply.body, "value"))
      list.push_back(&at(operation, "properties"));
    // Azure lists the latest first.
    llvm::stable_sort(list, [](const Json *a, const Json *b) {
      return textAt(*a, "timestamp") < textAt(*b, "timestamp");
    });
    for (const Json *operation : list)
      note(machine, *operation);
    if (std::string next = textAt(reply.body, "nextLink"); !next.empty()) {
      ++open;
      return machine.ask(Operations, ask.subject, machine.get(next));
    }
    watched.read = watched.ended;
  }

  /// Whether a deployment was found whose operations have not been read yet.
  bool unread() const {
    return llvm::any_of(deployments, [&](const auto &each) {
      return each.second.readings == 0 || (each.second.ended && !each.second.read);
    });
  }

  /// The end of a look at a deployment.
  void report(Machine &machine) {
    if (end == OperationState::Running)
      return machine.finish(ExitCode::Running, "the deployment is running");
    if (end == OperationState::Succeeded)
      return machine.finish(ExitCode::Done, "the deployment has succeeded");
    machine.finish(ExitCode::Failed, end == OperationState::Canceled ? "the deployment was canceled"
                                                                     : "the deployment has failed");
  }

  /// An operation: what Azure does with one resource.
  void note(Machine &machine, const Json &operation) {
    std::string target = textAt(operation, "targetResource.id");
    std::string type = textAt(operation, "targetResource.resourceType");
    std::string kind = textAt(operation, "provisioningOperation");
    if (target.empty() || kind == "Read")
      return;
    OperationState state = stateOf(textAt(operation, "provisioningState"));
    std::string key = StringRef(target).lower();
    auto [it, isNew] = resources.try_emplace(key);
    if (isDeployment(type)) {
      follow(target);
      // It was running when its operations were read; they have to be read again.
      if (state != OperationState::Running)
        deployments[key].ended = true;
    }
    if (!isNew && it->second.state == state)
      return;
    it->second.state = state;
    changed = machine.now();
    Notice notice{isDeployment(type) ? Notice::DeploymentState : Notice::ResourceState};
    notice.type = type;
    notice.subject = textAt(operation, "targetResource.resourceName");
    notice.state = state == OperationState::Succeeded  ? "Succeeded"
                   : state == OperationState::Running  ? "Running"
                   : state == OperationState::Canceled ? "Canceled"
                                                       : "Failed";
    notice.duration = durationOf(textAt(operation, "duration"));
    if (const PlannedResource *resource = planned.lookup(key))
      notice.source = resource->source;
    if (!isDeployment(type)) {
      count(machine, notice, isNew, state);
      stand(machine, key, notice, state);
    }
    if (state == OperationState::Failed)
      failed(machine, operation, notice);
    else
      machine.show(std::move(notice));
  }

  /// Notes the resource for the estimate.
  void stand(Machine &machine, const std::string &key, const Notice &notice, OperationState state) {
    Standing &standing = standings[key];
    standing.done = state != OperationState::Running;
    if (!standing.since)
      standing.since = machine.now();
    if (state == OperationState::Succeeded && machine.durations)
      machine.durations->note(notice.type, notice.duration);
  }

  void count(Machine &machine, const Notice &notice, bool isNew, OperationState state) {
    Progress &progress = machine.progress;
    if (isNew || state == OperationState::Running)
      progress.active.push_back({notice.type, notice.subject, notice.source, machine.now()});
    if (state == OperationState::Running)
      return;
    llvm::erase_if(progress.active, [&](const ActiveResource &each) {
      return each.type == notice.type && each.name == notice.subject;
    });
    ++(state == OperationState::Succeeded ? progress.done : progress.failed);
    progress.total = std::max<unsigned>(progress.total, progress.done + progress.failed);
  }

  /// Shows the causes at once. A nested deployment repeats those of its resources, so it comes
  /// after them.
  void failed(Machine &machine, const Json &operation, const Notice &notice) {
    if (isDeployment(notice.type))
      late.push_back({textAt(operation, "targetResource.id"), operation, notice});
    else
      showCauses(machine, operation, notice);
  }

  void showLate(Machine &machine) {
    llvm::erase_if(late, [&](const Late &each) {
      if (!deployments[StringRef(each.id).lower()].read)
        return false;
      showCauses(machine, each.operation, each.notice);
      return true;
    });
  }

  void showCauses(Machine &machine, const Json &operation, const Notice &notice) {
    for (Failure &failure : leavesOf(at(operation, "statusMessage"))) {
      bool known = llvm::any_of(failures, [&](const Failure &other) {
        return other.code == failure.code && other.message == failure.message;
      });
      if (known)
        continue;
      failure.resource = notice.type + " " + notice.subject;
      failure.source = notice.source;
      machine.showError(failure);
      failures.push_back(std::move(failure));
    }
  }

  void conclude(Machine &machine) {
    machine.record("submit.ended", {{"name", submission(machine).name},
                                    {"succeeded", end == OperationState::Succeeded}});
    machine.deploying = false;
    machine.progress.active.clear();
    machine.progress.rest.reset();
    if (mode == Settle)
      return machine.proceed();
    if (end == OperationState::Succeeded)
      return machine.ask(Result, "outputs", machine.get(statePath(machine)));
    if (end == OperationState::Canceled)
      return machine.fail(failureOf("DeploymentCanceled", "the deployment was canceled"));
    bool shown = !failures.empty();
    if (!shown)
      failures = leavesOf(endError);
    if (failures.empty())
      failures.push_back(failureOf("DeploymentFailed", "Azure does not say why"));
    Failure worst = worstOf(failures);
    if ((worst.kind == ErrorClass::Retry || worst.kind == ErrorClass::Wait) && !canceled &&
        leg->resubmits < maxResubmits) {
      ++leg->resubmits;
      Notice notice{Notice::Retry};
      notice.subject = "deployment";
      notice.text = worst.code;
      notice.duration = seconds(30);
      machine.show(std::move(notice));
      StageList again;
      again.push_back(makeSubmitStage(leg, seconds(30)));
      again.push_back(makeWatchStage(leg));
      machine.insert(std::move(again));
      return machine.proceed();
    }
    machine.fail(std::move(worst), shown);
  }

  void finish(Machine &machine, const Reply &reply) {
    if (!reply.ok())
      machine.warn("the deployment has succeeded, but its outputs cannot be read");
    for (auto &[name, output] : at(reply.body, "properties.outputs").items()) {
      Notice notice{Notice::Output};
      notice.subject = name;
      bool secret = StringRef(textAt(output, "type")).starts_with_insensitive("secure");
      const Json &value = at(output, "value");
      notice.text = secret              ? "(secret)"
                    : value.is_string() ? value.get<std::string>()
                                        : compact(value);
      machine.show(std::move(notice));
    }
    machine.proceed();
  }

  bool cancel(Machine &machine) override {
    if (canceled || end != OperationState::Running || id.empty())
      return canceled;
    canceled = true;
    machine.phase("cancel", "canceling the deployment");
    // Azure cancels only the one that it is asked to: the root first, so that it starts no others.
    auto post = [&](const std::string &deployment) {
      machine.ask(Cancel, deployment,
                  machine.manager("POST", fmt::format("{}/cancel?api-version={}", deployment,
                                                      resourcesVersion)));
    };
    post(id);
    for (auto &[key, watched] : deployments)
      if (!watched.ended && watched.id != id)
        post(watched.id);
    return true;
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeWatchStage(LegPtr leg) {
  return std::make_unique<WatchStage>(std::move(leg), WatchStage::ToTheEnd);
}

std::unique_ptr<Stage> azcl::deploy::makeCancelStage(LegPtr leg) {
  return std::make_unique<WatchStage>(std::move(leg), WatchStage::CancelIt);
}

std::unique_ptr<Stage> azcl::deploy::makeSettleStage(LegPtr leg) {
  return std::make_unique<WatchStage>(std::move(leg), WatchStage::Settle);
}

std::unique_ptr<Stage> azcl::deploy::makeLookStage(LegPtr leg) {
  return std::make_unique<WatchStage>(std::move(leg), WatchStage::Once);
}
