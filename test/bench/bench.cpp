// azcl-bench: measures the phases of the front end on programs with one to ten thousand tiers.
//   azcl-bench               print the results as Markdown
//   azcl-bench --generate N  print the program with N tiers
#include "AzclLexer.h"
#include "antlr4-runtime.h"
#include "azcl/Driver/Compilation.h"
#include "emission.h"
#include "generate.h"
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace azcl;

namespace {

constexpr unsigned tierCounts[] = {1, 10, 100, 1000, 10000};

/// Processor time of this process, which other processes influence little.
double processorSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Seconds per phase, as measured by the compilation. `checks` is the sum of all passes; `whole` is
/// the total processor time.
struct Phases {
  double lex = 0, parse = 0, sema = 0, checks = 0, emit = 0, whole = 0;
};
constexpr double Phases::*phaseFields[] = {&Phases::lex,    &Phases::parse, &Phases::sema,
                                           &Phases::checks, &Phases::emit,  &Phases::whole};

[[noreturn]] void fail(const Compilation &compilation) {
  for (const Diagnostic &each : compilation.diagnostics())
    std::fprintf(stderr, "%s: %s\n", each.code().c_str(), each.message.c_str());
  std::fprintf(stderr, "azcl-bench: the generated program has errors or warnings\n");
  std::exit(1);
}

Phases compileOnce(const std::string &text, EmitKind emit) {
  auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  files->addFile("bench.azc", 0, llvm::MemoryBuffer::getMemBuffer(text));
  CompileOptions options;
  options.emit = emit;
  Phases phases;
  double start = processorSeconds();
  {
    Compilation compilation(files, options);
    llvm::cantFail(compilation.run("bench.azc"));
    if (!compilation.diagnostics().empty())
      fail(compilation);
    for (const Timing &step : compilation.timings())
      (step.name == "lex"                                                   ? phases.lex
       : step.name == "parse"                                               ? phases.parse
       : step.name == "sema"                                                ? phases.sema
       : step.name == "emit" || step.name == "lower" || step.name == "link" ? phases.emit
                                                                            : phases.checks) +=
          step.seconds;
  } // freeing the memory is part of the cost
  phases.whole = processorSeconds() - start;
  return phases;
}

double antlrLexOnce(const std::string &text) {
  antlr4::ANTLRInputStream input(text);
  AzclLexer lexer(&input);
  double start = processorSeconds();
  size_t count = lexer.getAllTokens().size();
  double spent = processorSeconds() - start;
  if (count == 0)
    std::exit(1);
  return spent;
}

/// The peak memory of a process that runs `work`.
double peakMegabytes(const std::function<void()> &work) {
  int ends[2];
  if (pipe(ends))
    return 0;
  pid_t child = fork();
  if (child == 0) {
    work();
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    double megabytes = used.ru_maxrss / 1024.0;
    if (write(ends[1], &megabytes, sizeof megabytes) != sizeof megabytes)
      _exit(1);
    _exit(0);
  }
  double megabytes = 0;
  if (read(ends[0], &megabytes, sizeof megabytes) != sizeof megabytes)
    megabytes = 0;
  close(ends[0]);
  close(ends[1]);
  waitpid(child, nullptr, 0);
  return megabytes;
}

struct Result {
  unsigned tiers;
  size_t bytes;
  Phases phases;
  double antlr;
  double peak;
};

Result measure(unsigned tiers, double peak) {
  std::string text = bench::generate(tiers);
  unsigned runs = tiers >= 10000 ? 5 : tiers >= 1000 ? 9 : 21;
  compileOnce(text, EmitKind::Nothing);
  std::vector<Phases> checked, emitted;
  for (unsigned i = 0; i < runs; ++i) {
    checked.push_back(compileOnce(text, EmitKind::Nothing));
    if (i < 5)
      emitted.push_back(compileOnce(text, EmitKind::Files));
  }
  Result row{tiers, text.size(), {}, 0, peak};
  for (auto field : phaseFields) {
    std::vector<double> values;
    for (const Phases &each : field == &Phases::emit ? emitted : checked)
      values.push_back(each.*field);
    row.phases.*field = median(values);
  }
  antlrLexOnce(text); // warm-up: ANTLR builds its automaton lazily
  std::vector<double> antlr;
  for (unsigned i = 0; i < std::min(runs, 5u); ++i)
    antlr.push_back(antlrLexOnce(text));
  row.antlr = median(antlr);
  return row;
}

void print(const std::vector<Result> &rows) {
  std::printf("| tiers | bytes | lex | parse | sema | checks | front end | MB/s | growth | emit | "
              "ANTLR's lexer | front end / ANTLR's lexer | peak memory |\n"
              "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
  for (size_t i = 0; i < rows.size(); ++i) {
    const Result &row = rows[i];
    std::string growth =
        i ? fmt::format("{:.1f}", row.phases.whole / rows[i - 1].phases.whole) : "";
    fmt::print(
        "| {} | {} | {:.2f} ms | {:.2f} ms | {:.2f} ms | {:.2f} ms | {:.2f} ms | {:.1f} | {} | "
        "{:.2f} ms | {:.2f} ms | {:.2f} | {:.0f} MB |\n",
        row.tiers, row.bytes, row.phases.lex * 1e3, row.phases.parse * 1e3, row.phases.sema * 1e3,
        row.phases.checks * 1e3, row.phases.whole * 1e3, row.bytes / row.phases.whole / 1e6, growth,
        row.phases.emit * 1e3, row.antlr * 1e3, row.phases.whole / row.antlr, row.peak);
    std::fflush(stdout);
  }
}

} // namespace

int main(int argc, char **argv) {
  if (argc == 3 && llvm::StringRef(argv[1]) == "--generate") {
    unsigned tiers;
    if (llvm::StringRef(argv[2]).getAsInteger(10, tiers) || tiers == 0)
      return 2;
    std::string text = bench::generate(tiers);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return 0;
  }
  if (argc == 3 && llvm::StringRef(argv[1]) == "--generate-application") {
    unsigned clusters;
    if (llvm::StringRef(argv[2]).getAsInteger(10, clusters) || clusters == 0)
      return 2;
    std::string text = bench::generateApplication(clusters);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return 0;
  }
  if (argc == 2 && llvm::StringRef(argv[1]) == "--emission") {
    bench::measureEmission(peakMegabytes);
    return 0;
  }
  if (argc != 1) {
    std::fprintf(
        stderr,
        "usage: azcl-bench [--emission | --generate TIERS | --generate-application CLUSTERS]\n");
    return 2;
  }
  // Measure memory first, because a child process inherits the peak of its parent.
  std::vector<double> peaks;
  for (unsigned tiers : tierCounts)
    peaks.push_back(
        peakMegabytes([tiers] { compileOnce(bench::generate(tiers), EmitKind::Nothing); }));
  std::vector<Result> rows;
  for (size_t i = 0; i < std::size(tierCounts); ++i)
    rows.push_back(measure(tierCounts[i], peaks[i]));
  print(rows);
}
