// The options of azcl-armsim.
#include "Options.h"
#include "llvm/Support/CommandLine.h"

using namespace azcl::armsim;
namespace cl = llvm::cl;

Options azcl::armsim::readOptions(int argc, char **argv) {
  Options options;
  cl::OptionCategory topic("Options");
  cl::opt<int, true> port("port", cl::desc("HTTPS port on the loopback interface; 0 for any"),
                          cl::location(options.port), cl::init(8443), cl::cat(topic));
  cl::opt<int, true> http("http-port",
                          cl::desc("HTTP port for managed identities; -1 for none, 0 for any"),
                          cl::location(options.httpPort), cl::init(8444), cl::cat(topic));
  cl::opt<std::string, true> scenario("scenario", cl::desc("JSON file with the scenario"),
                                      cl::value_desc("file"), cl::location(options.scenario),
                                      cl::cat(topic));
  cl::opt<std::string, true> state(
      "state", cl::desc("Continue from this snapshot if it exists, and keep it up to date"),
      cl::value_desc("file"), cl::location(options.state), cl::cat(topic));
  cl::opt<std::string, true> certificate("cert", cl::desc("PEM file with the certificate"),
                                         cl::value_desc("file"), cl::location(options.certificate),
                                         cl::cat(topic));
  cl::opt<std::string, true> key("key", cl::desc("PEM file with the private key"),
                                 cl::value_desc("file"), cl::location(options.key), cl::cat(topic));
  cl::opt<double, true> scale("time-scale", cl::desc("Virtual seconds for each second"),
                              cl::location(options.timeScale), cl::init(60.0), cl::cat(topic));
  cl::opt<bool, true> poll("advance-on-poll",
                           cl::desc("Advance the clock only when a client polls an operation"),
                           cl::location(options.advanceOnPoll), cl::cat(topic));
  cl::HideUnrelatedOptions(topic);
  cl::ParseCommandLineOptions(argc, argv,
                              "Simulates Azure Resource Manager on the loopback interface\n");
  return options;
}
