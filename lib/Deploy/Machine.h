// The state machine of a run: events in, actions out. It never does anything itself, so that tests
// can stop it at any point and repeat it exactly.
//
// A run is a list of stages. The machine sends their requests, repeats those that fail for a reason
// that passes, and gives each stage only final answers.
#pragma once

#include "Job.h"
#include "azcl/Deploy/Journal.h"
#include "azcl/Deploy/Ui.h"
#include <deque>
#include <random>
#include <set>
#include <variant>

namespace azcl::deploy {

// Events.
struct Begin {};
struct Tick {}; ///< the time that the machine asked for has come
struct Interrupt {};
struct NoToken { ///< no access token could be obtained for a request
  uint64_t id;
  std::string why;
};
using Event = std::variant<Begin, Tick, Interrupt, NoToken, Completion>;

// Actions, which the runner performs in this order.
struct Send {
  uint64_t id;
  Request request;
};
struct RenewToken {
  Audience audience;
};
struct Stop {
  ExitCode exit;
};
using Action = std::variant<Record, Send, RenewToken, Notice, Stop>;

/// Whether the machine may repeat a request whose fate is unknown.
enum class Repeat : uint8_t { Safe, Never };

/// A request of a stage.
struct Ask {
  unsigned purpose = 0; ///< for the stage
  std::string subject;  ///< for the stage, and for messages
  Repeat repeat = Repeat::Safe;
  Request request;
  // State of the machine.
  uint64_t id = 0;
  unsigned tries = 0;
  bool timer = false, inFlight = false, renewed = false, background = false;
  Time due, giveUp;
};

/// The final answer to a request.
struct Reply {
  unsigned status = 0;
  Response response;
  Json body;
  bool lost = false;  ///< no answer; the service may have processed the request
  std::string detail; ///< why, if it is lost
  bool ok() const { return status >= 200 && status < 300; }
};

class Machine;
class Durations;

class Stage {
public:
  virtual ~Stage() = default;
  virtual void begin(Machine &machine) = 0;
  virtual void answer(Machine &machine, const Ask &ask, const Reply &reply) = 0;
  /// The user wants to cancel what the stage waits for. Returns false if there is nothing.
  virtual bool cancel(Machine &) { return false; }
};

/// Something that goes on while the stages come and go, and does not stop them if it fails.
class Background {
public:
  virtual ~Background() = default;
  virtual void recorded(Machine &machine, const Record &record) = 0;
  virtual void answer(Machine &machine, const Ask &ask, const Reply &reply) = 0;
  /// The run has ended. Calls endBackground() after what is left to do.
  virtual void close(Machine &machine) = 0;
  /// There is no time left.
  virtual void abandon(Machine &machine) = 0;
};

/// What the journal says. The same function applies records when they are written and when a run is
/// resumed, so that both see the same facts.
struct Facts {
  /// The deployment that was submitted last.
  struct Submission {
    std::string name, label;
    unsigned attempt = 0; ///< the number at the end of the name
    bool accepted = false, ended = false, succeeded = false;
    bool superseded = false; ///< a rollback was requested before its end
    std::string statusUrl;
  };
  std::optional<Submission> submission;
  std::set<std::string> staged; ///< digests of stored templates
  std::set<std::string> steps;  ///< finished steps of a release
  Json release;                 ///< the values with which a release started
  bool changed = false;         ///< Azure has accepted a deployment
  bool rollingBack = false;
  Failure failure; ///< the reason of the rollback
  bool ended = false;
  ExitCode exit = ExitCode::Done;
  void apply(const Record &record);
  /// Azure has a deployment of this run, which is not known to have ended.
  bool watching() const { return submission && submission->accepted && !submission->ended; }
};

class Machine {
public:
  Machine(Job job, Facts facts, std::deque<std::unique_ptr<Stage>> stages, uint64_t seed);

  std::vector<Action> step(const Event &event, Time now);
  /// When the machine wants the next event at the latest.
  Time wakeAt() const;

  // For stages.
  const Job job;
  Facts facts;
  Progress progress;
  /// The stages that return to the last good version; empty if there is none.
  std::deque<std::unique_ptr<Stage>> rollback;
  Time now() const { return time; }
  /// How far the clock of Azure is ahead of that of this machine; 0 if they nearly agree.
  Milliseconds skew() const;
  /// What Azure's clock shows, for what Azure compares with its clock.
  Time serverTime() const { return time + skew(); }
  /// A request to Resource Manager: a path with an API version, or a URL that it gave us.
  void ask(unsigned purpose, std::string subject, Request request, Repeat repeat = Repeat::Safe,
           Milliseconds delay = Milliseconds(0));
  /// Answers the stage without a request after a time.
  void wait(unsigned purpose, Milliseconds delay);
  /// The same for the background, also after the end of the run.
  void askInBackground(unsigned purpose, std::string subject, Request request);
  void waitInBackground(unsigned purpose, Milliseconds delay);
  void startBackground(std::unique_ptr<Background> made) { background = std::move(made); }
  void endBackground() { backgroundEnded = true; }
  Request get(llvm::StringRef pathOrUrl) const { return manager("GET", pathOrUrl); }
  Request manager(llvm::StringRef method, llvm::StringRef pathOrUrl,
                  const Json *body = nullptr) const;
  void record(llvm::StringRef kind, const Json &data);
  void show(Notice notice);
  void phase(llvm::StringRef name, const std::string &text);
  void warn(const std::string &text);
  void showError(const Failure &failure);
  /// The current stage is done.
  void proceed() { over = true; }
  /// Puts stages before those that are left.
  void insert(std::deque<std::unique_ptr<Stage>> stages);
  /// Ends the run, or returns to the last good version. `shown`: the user has seen the failure.
  void fail(Failure failure, bool shown = false);
  void fail(const Reply &reply);
  /// This attempt cannot go on; the run itself stays as it is.
  void refuse(const Failure &failure);
  void finish(ExitCode exit, const std::string &text);
  /// The history for estimates; null for none.
  Durations *durations = nullptr;
  /// The current stage waits for a deployment, which goes on when the deployer stops.
  bool deploying = false;
  /// The remaining reads that Azure allows, from the last answer; unknown is a large number.
  unsigned readsLeft = 10000;
  /// When the deployer stops to watch.
  Time deadline = Time::max();
  uint64_t random() { return generator(); }

  Json live = Json::object(); ///< the scale sets that serve clients, from the last deployment
  unsigned nextAttempt = 1;   ///< the number of the next deployment
  bool query = false;         ///< only asks, so its end is no news
  bool silent = false;        ///< another machine writes the journal
  bool resumed = false;       ///< an earlier attempt may have done more than the journal says
  bool interactive = false;   ///< a person can press Ctrl-C again

private:
  void receive(const Completion &completion);
  void giveUp(const NoToken &event);
  Ask &add(unsigned purpose, std::string subject, Request request, Milliseconds delay,
           Milliseconds budget);
  void deliver(const Ask &ask, const Reply &reply);
  Time dueOf(const Ask &ask) const;
  void interrupt();
  void pump();
  void settle();
  void ring();
  bool retry(Ask &ask, const Completion &completion);
  void noteLimits(const Response &response);
  void note(const Ask &ask, Milliseconds delay, const std::string &why);
  Ask take(uint64_t id);

  std::deque<std::unique_ptr<Stage>> stages, replacement;
  std::vector<Action> actions;
  std::vector<Ask> asks;
  std::mt19937_64 generator;
  std::optional<Milliseconds> ahead; ///< the clock of Azure
  Time time, leaveAt = Time::max(), pausedUntil;
  uint64_t nextId = 1;
  unsigned interrupts = 0;
  bool stopped = false, over = false, canceling = false;
  std::unique_ptr<Background> background;
  bool backgroundEnded = false;
  std::optional<ExitCode> leaving; ///< the run has ended, but the background has not
};

// The parts of an error of Azure.

/// The innermost errors, which say what went wrong: through `details`, `statusMessage` and messages
/// that are JSON themselves.
std::vector<Failure> leavesOf(const Json &error);
/// The error of a response; the status stands for a body that has none.
Failure failureOf(const Reply &reply);
/// The worst of several: a person or a template must change before a retry can help.
const Failure &worstOf(const std::vector<Failure> &failures);

} // namespace azcl::deploy
