// Measures lowering, linking and writing of generated programs.
#include "emission.h"
#include "azcl/Driver/Compilation.h"
#include "azcl/Emit/Emit.h"
#include "azcl/Lower/Lower.h"
#include "generate.h"
#include <algorithm>
#include <ctime>

using namespace azcl;

namespace {

double processorSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

std::unique_ptr<Compilation> compile(const std::string &text, EmitKind emit) {
  auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  files->addFile("bench.azc", 0, llvm::MemoryBuffer::getMemBuffer(text));
  CompileOptions options;
  options.emit = emit;
  options.output.threads = 1;
  auto compilation = std::make_unique<Compilation>(files, options);
  llvm::cantFail(compilation->run("bench.azc"));
  if (!compilation->succeeded()) {
    for (const Diagnostic &each : compilation->diagnostics())
      fmt::print(stderr, "{}: {}\n", each.code(), each.message);
    std::exit(1);
  }
  return compilation;
}

/// The median time of one step over several runs, in seconds; keeps the result of the last run.
template <class Step> double time(unsigned runs, Step step) {
  std::vector<double> spent;
  for (unsigned i = 0; i < runs; ++i) {
    double start = processorSeconds();
    step();
    spent.push_back(processorSeconds() - start);
  }
  std::nth_element(spent.begin(), spent.begin() + runs / 2, spent.end());
  return spent[runs / 2];
}

size_t sizeOf(llvm::ArrayRef<OutputFile> files) {
  size_t bytes = 0;
  for (const OutputFile &file : files)
    bytes += file.content.size();
  return bytes;
}

/// A lower bound for any emitter: copies the output bytes in memory.
double copySeconds(llvm::ArrayRef<OutputFile> files, unsigned runs) {
  return time(runs, [&] {
    std::string all;
    for (const OutputFile &file : files)
      all.append(file.content);
    if (all.empty())
      std::exit(1);
  });
}

void measure(unsigned clusters, double peak, double &before) {
  std::string text = bench::generateApplication(clusters);
  unsigned runs = clusters >= 1000 ? 3 : 9;
  std::unique_ptr<Compilation> checked = compile(text, EmitKind::Nothing);
  std::unique_ptr<arm::Module> module;
  double lowering = time(runs, [&] {
    Answers answers(*checked->program());
    module = lower(*checked->program(), answers);
  });
  SourceManager sources;
  DiagnosticEngine diags(sources, {});
  TemplateSet set;
  double linking = time(runs, [&] { set = link(*module, diags); });
  std::vector<OutputFile> files;
  double writing = time(runs, [&] {
    files = writeTemplates(set, {}, {LinkMode::Relative, 1}).files;
  });
  size_t bytes = sizeOf(files);
  double copying = copySeconds(files, runs);
  double whole = time(runs, [&] { compile(text, EmitKind::Files); });
  std::string growth = before ? fmt::format("{:.1f}", whole / before) : "";
  before = whole;
  fmt::print("| {} | {} | {} | {:.1f} | {:.1f} ms | {:.1f} ms | {:.1f} ms | {:.0f} | {:.0f} | "
             "{:.1f} ms | {} | {:.0f} MB |\n",
             clusters * 10, module->resources.size(), set.templates.size(), bytes / 1e6,
             lowering * 1e3, linking * 1e3, writing * 1e3, bytes / writing / 1e6,
             bytes / copying / 1e6, whole * 1e3, growth, peak);
  std::fflush(stdout);
}

} // namespace

void azcl::bench::measureEmission(double (*peak)(const std::function<void()> &)) {
  constexpr unsigned clusterCounts[] = {1, 10, 100, 1000};
  fmt::print(
      "\nClusters of ten tiers over 50 regions, written to memory on one core; times are processor "
      "time.\n\n"
      "| tiers | resources | templates | MB | lower | link | write | MB/s | copied, MB/s | whole, "
      "with "
      "digests | growth | peak memory |\n|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
  std::vector<double> peaks; // first, because a child process inherits the peak of its parent
  for (unsigned clusters : clusterCounts)
    peaks.push_back(peak([clusters] { compile(generateApplication(clusters), EmitKind::Files); }));
  double before = 0;
  for (size_t i = 0; i < peaks.size(); ++i)
    measure(clusterCounts[i], peaks[i], before);
}
