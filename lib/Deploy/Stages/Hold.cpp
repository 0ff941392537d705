// Waits, asks for the health of instances, and reads the metrics of the gateways in front of them.
#include "Hold.h"
#include "../Guards.h"
#include "../Sas.h"
#include "../Ui/Text.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;
using std::chrono::minutes;
using std::chrono::seconds;

static constexpr Milliseconds healthEvery = seconds(15), metricsEvery = minutes(1);
static constexpr StringRef metricsVersion = "2018-01-01", nicVersion = "2018-10-01";

namespace {
class HoldStage : public Stage {
public:
  HoldStage(const Release &release, std::string name, Json step, LegPtr leg)
      : release(release), name(std::move(name)), step(std::move(step)), leg(std::move(leg)),
        guards((at(this->step, "guarded") == true) ? release.guards() : Json()) {}

private:
  enum Purpose { Wake, Health, Nic, Metric };

  /// The instances of a scale set.
  struct Health_ {
    unsigned total = 0, healthy = 0, latest = 0;
  };

  Release release;
  std::string name;
  Json step;
  LegPtr leg;
  Guards guards;
  std::map<std::string, std::string> sets; ///< IDs by role
  std::map<std::string, Health_> health;   ///< by role
  std::set<std::string> addresses;         ///< of the new instances
  std::set<std::string> nics, readNics;
  std::map<Time, Minute> minutes_;
  Time began, nextMetrics;
  std::optional<Time> since; ///< when the demands of the step were met
  unsigned open = 0;
  bool told = false;

  bool demands(const char *what, StringRef role) const {
    for (const Json &each : at(step, what))
      if (textOf(each) == role)
        return true;
    return false;
  }

  std::string idOf(StringRef type, StringRef resource) const {
    for (const PlannedResource &planned : leg->resources)
      if (type.equals_insensitive(planned.type) && resource.equals_insensitive(planned.name))
        return planned.id;
    return "";
  }

  void begin(Machine &machine) override {
    if (machine.facts.steps.count(name))
      return machine.proceed();
    began = nextMetrics = machine.now();
    std::string live = liveOf(machine.facts, release);
    for (StringRef role : {release.oldRole(), release.newRole()})
      sets[role.str()] =
          idOf("Microsoft.Compute/virtualMachineScaleSets", release.setOf(role, live));
    machine.progress.total = 0;
    machine.deadline = Time::max(); // the step has its own
    machine.phase("hold", fmt::format("{}: {}, until {}", name,
                                      shortTime(seconds(numberAt(step, "seconds"))),
                                      textAt(step, "until")));
    ask(machine);
  }

  void ask(Machine &machine) {
    for (const auto &[role, id] : sets) {
      bool isNew = role == release.newRole();
      if (id.empty() || !(demands("healthy", role) || demands("latest", role) ||
                          (isNew && at(step, "guarded") == true)))
        continue;
      ++open;
      machine.ask(Health, role,
                  machine.get(fmt::format("{}/virtualMachines?$expand=instanceView&api-version={}",
                                          id, computeVersion)));
      health[role] = {};
    }
    if (needMetrics() && machine.now() >= nextMetrics) {
      nextMetrics = machine.now() + metricsEvery;
      for (const Json &gateway : release.measured())
        askMetrics(machine, gateway);
    }
    if (!open)
      judge(machine);
  }

  bool needMetrics() const { return guards.needMetrics() || step.contains("requests"); }

  void askMetrics(Machine &machine, const Json &gateway) {
    std::string id = idOf(textAt(gateway, "type"), textAt(gateway, "name"));
    std::string dimension = textAt(gateway, "dimension");
    Time start = std::max(began, machine.now() - guards.window() - minutes(5));
    auto query = [&](const std::string &metric, const char *aggregation, std::string filter) {
      ++open;
      machine.ask(Metric, metric + " " + textAt(gateway, "name"),
                  machine.get(fmt::format(
                      "{}/providers/Microsoft.Insights/metrics?api-version={}&metricnames={}"
                      "&aggregation={}&interval=PT1M&timespan={}/{}&$filter={}",
                      id, metricsVersion, metric, aggregation, isoTime(start),
                      isoTime(machine.now()), encoded(filter))));
    };
    std::string errors = textAt(gateway, "errors.dimension");
    query(textAt(gateway, "requests"), "total",
          fmt::format("{} eq '*' and {} eq '*'", dimension, errors));
    query(textAt(gateway, "latency"), "average", fmt::format("{} eq '*'", dimension));
  }

  void answer(Machine &machine, const Ask &ask, const Reply &reply) override {
    if (ask.purpose == Wake)
      return this->ask(machine);
    --open;
    if (reply.ok() && ask.purpose == Health)
      readHealth(machine, ask.subject, reply.body);
    else if (reply.ok() && ask.purpose == Nic)
      readNic(reply.body);
    else if (reply.ok() && ask.purpose == Metric)
      readMetric(reply.body);
    else if (ask.purpose == Metric && !told) {
      told = true; // a guard that cannot see does not end the release, but someone must know
      machine.warn("cannot read metrics: " + failureOf(reply).message);
    } else if (ask.purpose == Health && reply.status != 404)
      return machine.fail(reply);
    if (!open)
      judge(machine);
  }

  void readHealth(Machine &machine, const std::string &role, const Json &body) {
    Health_ &state = health[role];
    for (const Json &instance : at(body, "value")) {
      ++state.total;
      state.healthy += healthOf(instance).value_or(false);
      state.latest += at(instance, "properties.latestModelApplied") == true;
      if (role == release.newRole() && needMetrics())
        for (const Json &nic : at(instance, "properties.networkProfile.networkInterfaces"))
          nics.insert(textAt(nic, "id"));
    }
    if (std::string next = textAt(body, "nextLink"); !next.empty()) {
      ++open;
      return machine.ask(Health, role, machine.get(next));
    }
    for (const std::string &nic : nics)
      if (readNics.insert(nic).second) {
        ++open;
        machine.ask(Nic, nic, machine.get(fmt::format("{}?api-version={}", nic, nicVersion)));
      }
  }

  void readNic(const Json &body) {
    for (const Json &configuration : at(body, "properties.ipConfigurations"))
      addresses.insert(textAt(configuration, "properties.privateIPAddress"));
  }

  /// "10.0.1.4:80" or "10.0.1.4"
  bool isOfNewVersion(StringRef server) const {
    return addresses.count(server.split(':').first.str());
  }

  void readMetric(const Json &body) {
    for (const Json &value : at(body, "value")) {
      for (const Json &series : at(value, "timeseries")) {
        bool ours = false, failed = false;
        for (const Json &dimension : at(series, "metadatavalues")) {
          std::string text = textAt(dimension, "value");
          ours |= isOfNewVersion(text);
          for (const Json &gateway : release.measured())
            failed |= StringRef(text).equals_insensitive(textAt(gateway, "errors.value"));
        }
        if (ours)
          add(failed, at(series, "data"));
      }
    }
  }

  /// Adds the values of one instance to those of its minute.
  void add(bool failed, const Json &data) {
    for (const Json &point : data) {
      std::optional<Time> time = parseTimestamp(textAt(point, "timeStamp"));
      if (!time)
        continue;
      Minute &minute = minutes_[*time];
      if (const Json &total = at(point, "total"); total.is_number()) {
        minute.requests += total.get<double>();
        minute.errors += failed ? total.get<double>() : 0;
      }
      if (const Json &average = at(point, "average"); average.is_number()) {
        minute.latency += average.get<double>();
        minute.timed += 1;
      }
    }
  }

  bool met() const {
    for (const auto &[role, id] : sets) {
      auto found = health.find(role);
      Health_ state = found == health.end() ? Health_() : found->second;
      if (demands("healthy", role) && (!state.total || state.healthy < state.total))
        return false;
      if (demands("latest", role) && state.latest < state.total)
        return false;
    }
    return true;
  }

  void judge(Machine &machine) {
    Time now = machine.now();
    for (const auto &[minute, measured] : minutes_)
      guards.noteMinute(minute, measured);
    minutes_.clear();
    if (auto found = health.find(release.newRole().str());
        found != health.end() && found->second.total)
      guards.noteHealth(1 - double(found->second.healthy) / found->second.total, now);
    if (std::string why = guards.exceeded(now); !why.empty())
      return reject(machine, "RollbackGuard", why);
    if (!met())
      since.reset();
    else if (!since)
      since = now;
    double served = guards.requestsSince(began);
    bool enough = served >= numberAt(step, "requests");
    if (since && enough && now - *since >= seconds(numberAt(step, "seconds"))) {
      machine.record("step", {{"name", name}});
      return machine.proceed();
    }
    if (int64_t timeout = numberAt(step, "timeout"); timeout && now - began >= seconds(timeout))
      return reject(machine, "ReleaseTimeout",
                    since ? fmt::format("the new version served only {} of {} requests", served,
                                        numberAt(step, "requests"))
                          : "it did not hold that " + textAt(step, "until"));
    machine.progress.task = taskAt(now);
    machine.wait(Wake, healthEvery);
  }

  /// For example "web/hold-1: 12m00s of 30m00s".
  std::string taskAt(Time now) const {
    Milliseconds whole = seconds(numberAt(step, "seconds"));
    if (!since)
      return fmt::format("{}: waiting until {}", name, textAt(step, "until"));
    return fmt::format("{}: {} of {}", name, shortTime(now - *since), shortTime(whole));
  }

  void reject(Machine &machine, const char *code, const std::string &why) {
    Failure failure = failureOf(code, why);
    failure.advice = "the release returns to the old version; see the logs of the new one";
    failure.resource = release.setOf(release.newRole(), liveOf(machine.facts, release));
    machine.fail(std::move(failure));
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeHoldStage(const Release &release, std::string name,
                                                   Json step, LegPtr leg) {
  return std::make_unique<HoldStage>(release, std::move(name), std::move(step), std::move(leg));
}
