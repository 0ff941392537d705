// What the deployer tells people and programs while it works.
#pragma once

#include "azcl/Deploy/Errors.h"
#include "azcl/Deploy/Transport.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>

namespace azcl::deploy {

/// One event. Which members are set depends on the kind; docs/reference/events.schema.json says it.
struct Notice {
  enum Kind : uint8_t {
    RunStart,
    Phase,           ///< what the deployer does now
    Upload,          ///< a template was stored
    DeploymentState, ///< the root or a component
    ResourceState,
    Retry,
    Throttle,
    Warning,
    Error,
    Output, ///< of the deployment; secret ones are masked
    RunEnd,
  } kind = Phase;
  std::string subject; ///< a name: of a phase, a resource, a deployment or an output
  std::string type;    ///< of a resource
  std::string state;
  std::string text; ///< a sentence, or the value of an output
  std::string source;
  Milliseconds duration{0};
  Failure failure; ///< of an Error
  ExitCode exit = ExitCode::Done;
};

/// A resource that is being deployed.
struct ActiveResource {
  std::string type, name, source;
  Time since;
};

/// The state of the run as a whole.
struct Progress {
  unsigned total = 0, done = 0, failed = 0;
  std::vector<ActiveResource> active;
  std::string task; ///< what the deployer waits for, if it is not a deployment
  Time started;
  /// The estimated rest; nullopt without a history of the types that are left.
  std::optional<Milliseconds> rest;
  unsigned waiting() const {
    unsigned others = done + failed + unsigned(active.size());
    return total > others ? total - others : 0;
  }
};

class Ui {
public:
  virtual ~Ui() = default;
  virtual void show(const Notice &notice, const Progress &progress, Time now) = 0;
  /// Called at least once per second while the deployer waits.
  virtual void refresh(const Progress &, Time) {}
  /// Whether a person can press Ctrl-C a second time.
  virtual bool interactive() const { return false; }
};

/// One line for each change, for logs; a heartbeat every minute.
std::unique_ptr<Ui> makeLineUi(llvm::raw_ostream &out, bool color);
/// A live view in a terminal of `width` columns.
std::unique_ptr<Ui> makeTerminalUi(llvm::raw_ostream &out, unsigned width, bool color);
/// Events as JSON lines. `run` names the run in each of them.
std::unique_ptr<Ui> makeEventUi(llvm::raw_ostream &out, llvm::StringRef run);
/// Errors and warnings as annotations of GitHub Actions or Azure Pipelines.
std::unique_ptr<Ui> makeGitHubUi(llvm::raw_ostream &out);
std::unique_ptr<Ui> makePipelinesUi(llvm::raw_ostream &out);
/// Passes everything to several.
std::unique_ptr<Ui> makeUiOf(std::vector<std::unique_ptr<Ui>> all);

/// The name of a kind in events, for example "resource.state".
llvm::StringRef nameOf(Notice::Kind kind);

} // namespace azcl::deploy
