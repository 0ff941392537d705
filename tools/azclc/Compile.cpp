// Compiles the inputs of a command line in parallel and reports their diagnostics in the order of
// the inputs.
#include "CatalogCommand.h"
#include "azcl/Diagnostics/Fix.h"
#include "azcl/Diagnostics/Verify.h"
#include "azcl/Emit/Depfile.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/TimeProfiler.h"

using namespace azcl;
using llvm::StringRef;
namespace path = llvm::sys::path;

namespace {
/// One input: its compilation, or the reason why it could not start.
struct Job {
  std::string input;
  std::unique_ptr<Compilation> compilation;
  std::string failure;
};

bool complain(const std::string &what) {
  llvm::errs() << "azclc: error: " << what << "\n";
  return false;
}

void runJob(Job &job, const CommandLine &command, const Facts &facts) {
  job.compilation = std::make_unique<Compilation>(llvm::vfs::createPhysicalFileSystem(),
                                                  command.compile, facts.catalog());
  if (job.input == "-") {
    auto text = readStream(llvm::sys::fs::getStdinHandle(), "<stdin>");
    if (text)
      job.compilation->run("<stdin>", std::move(*text));
    else
      job.failure = "standard input: " + text.getError().message();
  } else if (llvm::Error error = job.compilation->run(job.input)) {
    job.failure = llvm::toString(std::move(error));
  }
}

void runJobs(std::vector<Job> &jobs, const CommandLine &command, const Facts &facts) {
  if (jobs.size() == 1) { // starting threads costs a millisecond
    runJob(jobs[0], command, facts);
    return;
  }
  llvm::StdThreadPool pool(llvm::hardware_concurrency(command.jobs));
  bool trace = llvm::timeTraceProfilerEnabled();
  for (Job &job : jobs)
    pool.async([&job, &command, &facts, trace] {
      if (trace)
        llvm::timeTraceProfilerInitialize(0, "azclc");
      runJob(job, command, facts);
      if (trace)
        llvm::timeTraceProfilerFinishThread();
    });
  pool.wait();
}

bool useColor(ColorMode mode) {
  if (mode != ColorMode::Auto)
    return mode == ColorMode::Always;
  std::optional<std::string> refused = llvm::sys::Process::GetEnv("NO_COLOR");
  return (!refused || refused->empty()) && llvm::sys::Process::StandardErrHasColors();
}

void report(const std::vector<Job> &jobs, const CommandLine &command) {
  std::vector<DiagnosticSet> sets;
  for (const Job &job : jobs)
    if (job.failure.empty())
      sets.push_back({&job.compilation->sources(), job.compilation->diagnostics()});
  bool forPrograms = command.format == DiagFormat::Json || command.format == DiagFormat::Sarif;
  RenderOptions options{command.format, !forPrograms && useColor(command.color),
                        command.errorLimit};
  render(sets, options, forPrograms ? llvm::outs() : llvm::errs());
}

/// The output folder: out/ for a single program, out/STEM/ for each of several programs.
std::string folderOf(const Job &job, const CommandLine &command) {
  if (command.inputs.size() == 1)
    return command.outputFolder;
  llvm::SmallString<128> folder(command.outputFolder);
  path::append(folder, path::stem(job.input));
  return folder.str().str();
}

bool writeDepfile(const std::vector<Job> &jobs, const CommandLine &command, const Facts &facts) {
  Depfile depfile{{}, {}, command.depfileTarget, command.phonyTargets};
  for (const Job &job : jobs) {
    for (const OutputFile &file : job.compilation->outputs()) {
      llvm::SmallString<128> target(folderOf(job, command));
      path::append(target, file.path);
      depfile.targets.push_back(target.str().str());
    }
    for (const std::string &file : job.compilation->dependencies())
      if (file != "<stdin>")
        depfile.inputs.push_back(file);
  }
  llvm::append_range(depfile.inputs, facts.files());
  if (depfile.targets.empty())
    depfile.targets = {path::stem(command.inputs[0]).str() + ".checked"};
  std::string file = command.depfilePath;
  if (file.empty()) {
    llvm::SmallString<128> beside(command.outputFolder);
    path::append(beside, "azcl.d");
    file = beside.str().str();
  }
  if (llvm::Error error = writeFile(file, depfileText(depfile)))
    return complain(llvm::toString(std::move(error)));
  return true;
}

bool writeResults(const std::vector<Job> &jobs, const CommandLine &command) {
  llvm::StringSet<> folders;
  for (const Job &job : jobs)
    if (!folders.insert(folderOf(job, command)).second)
      return complain(
          fmt::format("two inputs have the same output folder {}", folderOf(job, command)));
  for (const Job &job : jobs)
    if (auto written =
            writeFiles(folderOf(job, command), job.compilation->outputs(),
                       obsoleteOutputs(folderOf(job, command), job.compilation->outputs()));
        !written)
      return complain(llvm::toString(written.takeError()));
  return true;
}

void printTimes(const std::vector<Job> &jobs) {
  for (const Job &job : jobs) {
    llvm::errs() << "timings of " << job.input << "\n";
    double total = 0;
    for (const Timing &step : job.compilation->timings()) {
      llvm::errs() << fmt::format("  {:9.3f} ms  {}\n", step.seconds * 1000, step.name);
      total += step.seconds;
    }
    llvm::errs() << fmt::format("  {:9.3f} ms  total\n", total * 1000);
  }
}

/// Applies certain fixes repeatedly until none is left, or shows the fixes of the first round.
bool fixAll(std::vector<Job> &jobs, const CommandLine &command, const Facts &facts) {
  unsigned applied = 0;
  for (Job &job : jobs) {
    for (unsigned round = 0; round < 10 && job.failure.empty(); ++round) {
      std::vector<FixedFile> fixed =
          applyFixes(job.compilation->sources(), job.compilation->diagnostics());
      llvm::erase_if(fixed, [&](const FixedFile &file) { // only files on disk can be fixed
        return !llvm::is_contained(job.compilation->dependencies(), file.file->path) ||
               file.file->path == "<stdin>";
      });
      for (const FixedFile &file : fixed) {
        if (command.fix == FixMode::Diff)
          llvm::outs() << unifiedDiff(file.file->path, file.file->text, file.text);
        else if (llvm::Error error = writeFile(file.file->path, file.text))
          return complain(llvm::toString(std::move(error)));
        applied += file.applied;
      }
      if (fixed.empty() || command.fix == FixMode::Diff)
        break;
      runJob(job, command, facts);
    }
  }
  if (command.fix == FixMode::Apply && applied)
    llvm::errs() << fmt::format("azclc: applied {} {}\n", applied, applied == 1 ? "fix" : "fixes");
  return true;
}

ExitCode verifyAll(const CommandLine &command, const Facts &facts) {
  unsigned differences = 0;
  for (const std::string &input : command.inputs) {
    auto buffer = llvm::MemoryBuffer::getFileOrSTDIN(input);
    if (!buffer) {
      complain(fmt::format("{}: {}", input, buffer.getError().message()));
      return ExitCode::Usage;
    }
    std::vector<std::string> parts = {(*buffer)->getBuffer().str()};
    if (command.split)
      parts = splitInput((*buffer)->getBuffer());
    for (const std::string &part : parts) {
      Compilation compilation(llvm::vfs::createPhysicalFileSystem(), command.compile,
                              facts.catalog());
      compilation.run(input, llvm::MemoryBuffer::getMemBufferCopy(part, input));
      for (const std::string &line :
           verifyDiagnostics(compilation.sources(), compilation.diagnostics())) {
        llvm::errs() << line << "\n";
        ++differences;
      }
    }
  }
  return differences ? ExitCode::Refused : ExitCode::Clean;
}
} // namespace

ExitCode azcl::compileAll(const CommandLine &given) {
  std::optional<Facts> facts = openFacts(given.catalogFolder);
  if (!facts)
    return ExitCode::Usage;
  CommandLine command = given;
  command.compile.facts = facts->inputs();
  if (command.verify)
    return verifyAll(command, *facts);
  if (!command.timeTrace.empty())
    llvm::timeTraceProfilerInitialize(0, "azclc");
  std::vector<Job> jobs;
  for (const std::string &input : command.inputs)
    jobs.push_back({input, nullptr, {}});
  runJobs(jobs, command, *facts);
  bool world = true, accepted = true; // I/O succeeded; no program was rejected
  if (command.fix != FixMode::None)
    world = fixAll(jobs, command, *facts);
  report(jobs, command);
  for (const Job &job : jobs) {
    if (!job.failure.empty()) {
      world = complain(job.failure);
      continue;
    }
    accepted &= job.compilation->succeeded();
    llvm::outs() << job.compilation->listing();
  }
  if (command.timePasses && world)
    printTimes(jobs);
  if (world && accepted && command.compile.emit == EmitKind::Files)
    world = writeResults(jobs, command);
  if (world && accepted && command.depfile)
    world = writeDepfile(jobs, command, *facts);
  if (!command.timeTrace.empty()) {
    if (llvm::Error error = llvm::timeTraceProfilerWrite(command.timeTrace, "azclc"))
      world = complain(llvm::toString(std::move(error)));
    llvm::timeTraceProfilerCleanup();
  }
  return !world ? ExitCode::Usage : accepted ? ExitCode::Clean : ExitCode::Refused;
}
