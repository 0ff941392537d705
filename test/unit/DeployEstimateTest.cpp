// How good the estimate of the remaining time is, in simulated deployments, and what the live view
// costs.
#include "DeployHarness.h"
#include <ctime>

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

namespace {

/// Remembers what was estimated when.
class Watcher : public Ui {
public:
  explicit Watcher(std::vector<std::pair<Time, Milliseconds>> &estimates) : estimates(estimates) {}
  void show(const Notice &, const Progress &progress, Time now) override { note(progress, now); }
  void refresh(const Progress &progress, Time now) override { note(progress, now); }

private:
  std::vector<std::pair<Time, Milliseconds>> &estimates;
  void note(const Progress &progress, Time now) {
    if (progress.rest)
      estimates.push_back({now, *progress.rest});
  }
};

/// Several tiers after one another and beside each other.
constexpr StringRef tiersProgram = R"(cluster shop {
  region = westeurope
  tier web {
    image = ubuntu-24.04
    size = Standard_D2s_v5
    instances = 3
    admin = { user = "azureuser"  key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7" }
    health http { port = 80  path = "/" }
  }
  tier api {
    image = ubuntu-24.04
    size = Standard_D4s_v5
    instances = 2
    admin = { user = "azureuser"  key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7" }
    allow web { from = tier.web  port = 8080 }
  }
  balancer front {
    exposure = public
    listen http { port = 80  to = tier.web }
  }
}
)";

/// The estimate after a third of the time, divided by what was really left.
double accuracy(StringRef program, const std::string &scenario, unsigned runsBefore) {
  Deployer deployer(scenario);
  deployer.compile(program);
  if (!program.contains("param pass"))
    deployer.options.source.parameters.clear();
  for (unsigned i = 0; i < runsBefore; ++i) {
    deployer.options.target.group = fmt::format("before{}", i);
    EXPECT_EQ(deployer.up(), ExitCode::Done) << deployer.output;
  }
  deployer.options.target.group = "shop";
  std::vector<std::pair<Time, Milliseconds>> estimates;
  deployer.watcher = [&] { return std::make_unique<Watcher>(estimates); };
  Time began = deployer.simulator->now();
  EXPECT_EQ(deployer.up(), ExitCode::Done) << deployer.output;
  Time ended = deployer.simulator->now();
  Time third = began + (ended - began) / 3;
  for (auto [time, rest] : estimates)
    if (time >= third)
      return double(rest.count()) / double((ended - time).count());
  return 0;
}

} // namespace

TEST(Estimate, IsWithinAQuarterAfterAThird) {
  std::string durations;
  for (StringRef program : {shopProgram, tiersProgram})
    for (unsigned seed = 1; seed <= (sanitized ? 1 : 5); ++seed) {
      // Azure takes as long as before.
      double ratio = accuracy(program,
                              fmt::format(R"({{"seed": {}, "durations": {{"*": {},
            "Microsoft.Compute/virtualMachineScaleSets": {}, "Microsoft.Network/natGateways": 25,
            "Microsoft.Network/virtualNetworks": 9, "Microsoft.Insights/autoscaleSettings": 4}}}})",
                                          seed, 3 + seed, 60 + 40 * seed),
                              1);
      EXPECT_GE(ratio, 0.75) << seed;
      EXPECT_LE(ratio, 1.25) << seed;
    }
}

TEST(Estimate, IsRatherLowWhenDurationsVary) {
  // The durations of Durations.def, of which a twentieth takes three times the median.
  std::vector<double> ratios;
  for (unsigned seed = 1; seed <= (sanitized ? 2 : 60); ++seed)
    ratios.push_back(accuracy(tiersProgram, fmt::format(R"({{"seed": {}}})", seed), 5));
  llvm::sort(ratios);
  double median = ratios[ratios.size() / 2];
  RecordProperty("median", std::to_string(median));
  RecordProperty("lower quartile", std::to_string(ratios[ratios.size() / 4]));
  RecordProperty("upper quartile", std::to_string(ratios[ratios.size() * 3 / 4]));
  if (!sanitized) { // with enough deployments
    EXPECT_GE(median, 0.7);
    EXPECT_LE(median, 1.3);
  }
}

TEST(TerminalUi, EightHundredResourcesAtAThousandEventsPerSecondTakeLittleTime) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  std::unique_ptr<Ui> ui = makeTerminalUi(stream, 120, true);
  Progress progress;
  progress.total = 800;
  for (unsigned i = 0; i < 800; ++i)
    progress.active.push_back({"Microsoft.Compute/virtualMachineScaleSets",
                               fmt::format("scale-set-{}", i), "shop.azc:5:3",
                               Time(std::chrono::seconds(1))});
  constexpr unsigned period = 20;
  std::clock_t start = std::clock();
  for (unsigned i = 0; i < period * 1000; ++i) {
    Notice notice{i % 10 ? Notice::DeploymentState : Notice::ResourceState};
    notice.type = "Microsoft.Compute/virtualMachineScaleSets";
    notice.subject = "scale-set";
    notice.state = i % 20 ? "Running" : "Succeeded";
    ui->show(notice, progress, Time(Milliseconds(1000 + i)));
    text.clear();
  }
  double used = double(std::clock() - start) / CLOCKS_PER_SEC;
  RecordProperty("share of a core", std::to_string(used / period));
  if (!sanitized) {
    EXPECT_LE(used, 0.05 * period);
  }
}
