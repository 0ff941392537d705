// azcl-armsim: serves a simulator of Azure Resource Manager on the loopback interface. Exits with 1
// if it cannot read its files or listen on its ports.
#include "Certificate.h"
#include "Server.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace azcl;
using namespace azcl::armsim;

/// Continues from the snapshot, or starts the scenario.
static llvm::Expected<std::unique_ptr<sim::Simulator>> begin(const Options &options) {
  if (auto state = llvm::MemoryBuffer::getFile(options.state); state && !options.state.empty())
    return sim::Simulator::restore((*state)->getBuffer());
  std::unique_ptr<llvm::MemoryBuffer> buffer = llvm::MemoryBuffer::getMemBuffer("{}");
  if (!options.scenario.empty()) {
    auto text = llvm::MemoryBuffer::getFile(options.scenario);
    if (!text)
      return llvm::createStringError(options.scenario + ": " + text.getError().message());
    buffer = std::move(*text);
  }
  // The clock of clients, which sign with it, agrees at the start.
  auto now = std::chrono::floor<deploy::Milliseconds>(std::chrono::system_clock::now());
  llvm::Expected<sim::Scenario> scenario = sim::Scenario::read(buffer->getBuffer(), now);
  if (!scenario)
    return llvm::createStringError(options.scenario + ": " + llvm::toString(scenario.takeError()));
  return std::make_unique<sim::Simulator>(std::move(*scenario));
}

static llvm::Error run(const Options &options) {
  auto simulator = begin(options);
  if (!simulator)
    return simulator.takeError();
  CertificateFiles files{options.certificate, options.key};
  if (files.certificate.empty()) {
    auto made = makeCertificate();
    if (!made)
      return made.takeError();
    files = std::move(*made);
  }
  Served served(std::move(*simulator), options);
  return serve(served, options, files.certificate, files.key);
}

int main(int argc, char **argv) {
  Options options = readOptions(argc, argv);
  if (llvm::Error problem = run(options)) {
    llvm::errs() << "azcl-armsim: error: " << llvm::toString(std::move(problem)) << "\n";
    return 1;
  }
  return 0;
}
