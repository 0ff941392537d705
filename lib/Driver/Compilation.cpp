// Runs the steps of a compilation: parse, analyze, run passes, lower, link and emit.
#include "azcl/Driver/Compilation.h"
#include "azcl/AST/Printer.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Fold/Fold.h"
#include "azcl/Lower/Lower.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Support/TemplateExpression.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TimeProfiler.h"
#include <chrono>

using namespace azcl;
using llvm::StringRef;
namespace path = llvm::sys::path;

// A larger number of files is an error or an attempt to exhaust memory.
static constexpr size_t mostImports = 1000;

std::string azcl::resolvePath(StringRef from, StringRef relative) {
  llvm::SmallString<128> whole(path::parent_path(from));
  path::append(whole, relative);
  path::remove_dots(whole, true);
  return whole.str().str();
}

/// Whether blocks with this keyword have labels, anywhere in a program.
static BlockForm formOfBlock(StringRef keyword) {
  BlockForm form;
  for (const BlockInfo &parent : vocabulary())
    if (const Row *row = parent.find(keyword); row && !row->isAttribute() && !row->record)
      (info(row->child).label == LabelRule::None ? form.bare : form.labelled) = true;
  return form;
}

/// Reads the main file and its imports, each file once, depth first.
struct Compilation::Loader {
  Compilation &compilation;
  ParseTimes times;
  llvm::StringMap<size_t> known;        // path -> index in the order of reading
  std::vector<const SourceFile *> open; // files being read; importing one of them is a cycle

  void load(const SourceFile &file) {
    known.try_emplace(file.path, compilation.parsed.size());
    compilation.read.push_back(file.path);
    size_t index = compilation.parsed.size();
    compilation.parsed.push_back(
        parse(file, compilation.arena, compilation.diags, &times, formOfBlock));
    open.push_back(&file);
    ast::Body statements = compilation.parsed[index].statements;
    for (const ast::Statement *each : statements)
      if (auto *import = llvm::dyn_cast<ast::Import>(each))
        follow(*import, file);
    open.pop_back();
  }

  void follow(const ast::Import &import, const SourceFile &from) {
    StringRef name = import.path.text;
    SourceRange at = import.path.range;
    if (name.empty() || path::is_absolute(name, path::Style::posix) || name.contains('\\') ||
        name.contains('\0') || name.contains(':')) {
      compilation.diags.report(at, diag::ImportIsNoPath, name);
      return;
    }
    std::string target = resolvePath(from.path, name);
    for (size_t i = 0; i < open.size(); ++i)
      if (open[i]->path == target) {
        compilation.diags.report(at, diag::ImportCycle, name);
        return;
      }
    if (known.contains(target))
      return;
    if (compilation.parsed.size() > mostImports || open.size() > 100) {
      compilation.diags.report(at, diag::ImportTooMany, mostImports);
      return;
    }
    auto buffer = compilation.open(target);
    if (!buffer) {
      compilation.diags.report(at, diag::ImportNotFound, name, buffer.getError().message());
      known.try_emplace(target, compilation.parsed.size());
      markBroken(from);
      return;
    }
    if (const SourceFile *file = compilation.sourceManager.add(target, std::move(*buffer)))
      load(*file);
    else
      compilation.diags.report(at, diag::ImportTooMany, mostImports);
  }

  /// Prevents errors about names that the missing file would have declared.
  void markBroken(const SourceFile &file) {
    for (ParsedFile &each : compilation.parsed)
      if (each.source == &file)
        each.broken = true;
  }
};

static LinkLimits limitsOf(const Catalog &catalog) {
  return {catalog.limit(LimitId::TemplateResources),     catalog.limit(LimitId::TemplateParameters),
          catalog.limit(LimitId::TemplateOutputs),       catalog.limit(LimitId::TemplateBytes),
          catalog.limit(LimitId::TemplateResourceBytes), catalog.limit(LimitId::GroupDeployments),
          catalog.limit(LimitId::DeploymentName),        catalog.limit(LimitId::TemplateVariables)};
}

Compilation::Compilation(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files,
                         const CompileOptions &options, const Catalog &catalog)
    : files(std::move(files)), options(options), catalog(catalog), limits(limitsOf(catalog)),
      diags(sourceManager, this->options.warnings) {}

Compilation::~Compilation() = default;

llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> azcl::readStream(llvm::sys::fs::file_t stream,
                                                                    StringRef name) {
  std::vector<char> text, chunk(1 << 16);
  while (text.size() <= largestFile) {
    auto count = llvm::sys::fs::readNativeFile(stream, chunk);
    if (!count)
      return llvm::errorToErrorCode(count.takeError());
    if (*count == 0)
      return llvm::MemoryBuffer::getMemBufferCopy({text.data(), text.size()}, name);
    text.insert(text.end(), chunk.begin(), chunk.begin() + *count);
  }
  return std::make_error_code(std::errc::file_too_large);
}

/// Reads a regular file, or at most the maximum size of a source file from a pipe or device.
llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> Compilation::open(StringRef name) {
  auto status = files->status(name);
  if (!status)
    return status.getError();
  if (status->isRegularFile() || status->isDirectory())
    return files->getBufferForFile(name);
  auto stream = llvm::sys::fs::openNativeFileForRead(name);
  if (!stream)
    return llvm::errorToErrorCode(stream.takeError());
  auto buffer = readStream(*stream, name);
  llvm::sys::fs::closeFile(*stream);
  return buffer;
}

llvm::Error Compilation::run(StringRef input) {
  auto buffer = open(input);
  if (!buffer)
    return llvm::createStringError(buffer.getError(), "%s: %s", input.str().c_str(),
                                   buffer.getError().message().c_str());
  run(input, std::move(*buffer));
  return llvm::Error::success();
}

void Compilation::run(StringRef path, std::unique_ptr<llvm::MemoryBuffer> buffer) {
  llvm::SmallString<128> name(path);
  path::remove_dots(name);
  if (const SourceFile *main = sourceManager.add(name, std::move(buffer)))
    compile(*main);
  else
    diags.report({}, diag::FileTooLarge, size_t(4096), largestFile >> 20);
  found = diags.take();
  // The program itself can cause faults that AZC2076 warns about; those are not errors of the
  // lowering.
  if (!faults.empty() &&
      llvm::none_of(found, [](const Diagnostic &d) { return d.code() == codeText(2076); }))
    llvm::report_fatal_error(llvm::Twine("lowering made a wrong module: ") + faults.front());
  ok = llvm::none_of(found, [](const Diagnostic &d) { return d.severity == Severity::Error; });
  if (!ok)
    results.clear();
}

void Compilation::compile(const SourceFile &main) {
  Loader loader{*this, {}, {}, {}};
  {
    llvm::TimeTraceScope trace("parse", main.path);
    loader.load(main);
  }
  note("lex", loader.times.lex);
  note("parse", loader.times.parse);
  if (options.emit == EmitKind::Tokens || options.emit == EmitKind::Ast)
    return list(parsed.front());
  if (options.stopAfter == "parse")
    return;

  AnalyzeOptions analysis{
      options.defines, options.environment, {}, 0, [this](StringRef path, const SourceFile &from) {
        return readText(path, from);
      }};
  // The other kinds of output are about one program.
  bool whole = (options.emit == EmitKind::Files || options.emit == EmitKind::Nothing) &&
               options.stopAfter.empty() && options.printAfter.empty() && !options.printAfterAll;
  const ast::Param *param = whole ? parameterForEach(parsed, analysis) : nullptr;
  if (param && mustBeKnown(*param, analysis))
    return compileForEach(*param, std::move(analysis));
  analyzeModel(analysis);
  if (options.stopAfter != "sema")
    runPipeline();
}

/// Whether the program has an error only because the value of the parameter is not known.
bool Compilation::mustBeKnown(const ast::Param &param, const AnalyzeOptions &analysis) {
  DiagnosticEngine unused(sourceManager, options.warnings);
  std::unique_ptr<Program> trial = analyze(parsed, catalog, analysis, sourceManager, unused);
  return llvm::any_of(trial->mustBeKnown,
                      [&](const Param *each) { return each->declaration == &param; });
}

void Compilation::analyzeModel(const AnalyzeOptions &analysis) {
  auto start = std::chrono::steady_clock::now();
  llvm::TimeTraceScope trace("sema");
  model = analyze(parsed, catalog, analysis, sourceManager, diags);
  note("sema", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}

/// A region decides what is possible, so each is a program of its own; their templates are merged.
void Compilation::compileForEach(const ast::Param &param, AnalyzeOptions analysis) {
  std::vector<RegionOutput> regions;
  std::unique_ptr<Program> first;
  analysis.forEach = param.name.text.str();
  bool parsedWell = !diags.errors();
  size_t count = llvm::cast<ast::List>(param.domain)->elements.size();
  for (; analysis.value < count; ++analysis.value) {
    if (parsedWell)
      earlierErrors = diags.errors();
    diags.beginValue(param.name.text);
    analyzeModel(analysis);
    std::string value = valueOf(param);
    diags.nameValue(value);
    if (llvm::any_of(regions, [&](const auto &other) { return other.region == value; })) {
      diags.dropValue();
      continue;
    }
    if (first)
      checkCloud(*first);
    runPipeline();
    regions.push_back({value, std::exchange(results, {})});
    if (!first)
      first = std::move(model);
  }
  diags.endValues();
  model = std::move(first);
  if (diags.errors() || options.emit == EmitKind::Nothing)
    return;
  auto start = std::chrono::steady_clock::now();
  Folded folded = foldRegions(param.name.text, regions, limits);
  results = std::move(folded.files);
  if (!folded.problem.empty())
    diags.report(param.name.range, diag::RegionsUnfit, param.name.text, folded.problem);
  note("fold", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}

/// The value of the parameter in this compilation; empty if it is in error.
std::string Compilation::valueOf(const ast::Param &param) const {
  for (const Param *each : model->params)
    if (each->declaration == &param && each->closed && !each->closed->isError())
      return each->closed->text.str();
  return "";
}

/// The clouds have different versions of their interfaces.
void Compilation::checkCloud(const Program &first) {
  auto regionOf = [](const Program &program) -> const Fixed<Region> * {
    for (const Cluster &cluster : program.clusters())
      if (cluster.region.known())
        return &cluster.region;
    return nullptr;
  };
  const Fixed<Region> *there = regionOf(first), *here = regionOf(*model);
  if (there && here && there->value()->cloud != here->value()->cloud)
    diags.report(here->place(), diag::RegionsOfClouds, here->value()->name, there->value()->name);
}

void Compilation::note(StringRef step, double seconds) {
  auto known = llvm::find_if(times, [&](const Timing &each) { return each.name == step; });
  if (known == times.end())
    times.push_back({step.str(), seconds});
  else
    known->seconds += seconds;
}

const ParsedFile *Compilation::parsedFile(StringRef path) const {
  auto found =
      llvm::find_if(parsed, [&](const ParsedFile &each) { return each.source->path == path; });
  return found == parsed.end() ? nullptr : &*found;
}

void Compilation::list(const ParsedFile &main) {
  llvm::raw_string_ostream out(text);
  if (options.emit == EmitKind::Tokens)
    printTokens(main.tokens, *main.source, out);
  else
    ast::print(main.statements, *main.source, out);
}

void Compilation::runPipeline() {
  llvm::raw_string_ostream out(text);
  Answers answers(*model);
  PassContext context{diags, sourceManager, catalog, answers};
  bool complete = true;
  runPasses(*model, context, [&](const PassInfo &pass, double seconds) {
    note(pass.name, seconds);
    if (options.printAfterAll || llvm::is_contained(options.printAfter, pass.name)) {
      out << "// after " << pass.name << "\n";
      printModel(*model, out);
    }
    complete = pass.name != options.stopAfter;
    return complete;
  });
  if (complete &&
      // show the listing even if the program misses its target
      options.emit == EmitKind::Availability)
    return printAvailability(*model, catalog, out);
  if (!complete || failed())
    return; // a program with errors has no output of any kind
  if (options.emit == EmitKind::Model)
    printModel(*model, out);
  else
    produce(answers);
}

/// The path relative to the folder of the main file.
std::string Compilation::nameOf(const SourceFile &file) const {
  StringRef folder = path::parent_path(parsed.front().source->path), name = file.path;
  if (!folder.empty() && name.starts_with(folder))
    name = name.drop_front(folder.size()).ltrim('/');
  return name.str();
}

/// For example "shop.azc:12:3".
std::string Compilation::placeOf(SourceRange range) const {
  const SourceFile *file = range.valid() ? sourceManager.find(range) : nullptr;
  if (!file)
    return "";
  LineColumn at = file->position(range.begin);
  return fmt::format("{}:{}:{}", nameOf(*file), at.line, at.column);
}

void Compilation::produce(Answers &answers) {
  auto start = std::chrono::steady_clock::now();
  auto step = [&](StringRef name) {
    auto now = std::chrono::steady_clock::now();
    note(name, std::chrono::duration<double>(now - start).count());
    start = now;
  };
  llvm::raw_string_ostream out(text);
  auto place = [&](SourceRange range) { return placeOf(range); };
  std::unique_ptr<arm::Module> module = lower(*model, answers);
#ifndef NDEBUG
  faults = arm::verify(*module);
#endif
  step("lower");
  if (options.emit == EmitKind::Ir)
    return print(*module, place, out);
  checkModule(*module, diags);
  step("check-module");
  std::vector<ClusterCompliance> compliance = complianceOf(*model, *module, catalog);
  if (options.emit == EmitKind::Compliance)
    return printCompliance(compliance, catalog, options.complianceFormat, place, out);
  checkCompliance(compliance, catalog, diags);
  step("compliance");
  if (failed())
    return;
  TemplateSet set = link(*module, diags, limits);
  step("link");
  if (failed())
    return;
  if (options.emit == EmitKind::Graph)
    return printGraph(set, options.graphOf, options.graphFormat, out);
  if (options.emit == EmitKind::Summary)
    return printSummary(*model, set, options.output.link, out);
  Templates templates = writeTemplates(set, limits, options.output);
  reportOversized(templates.oversized);
  results = std::move(templates.files);
  if (options.output.subscription && !set.module->groupRegions.empty()) {
    for (const Param *param : model->params)
      if (!param->closed && llvm::any_of(subscriptionParameters, [&](StringRef name) {
            return param->name.text.equals_insensitive(name);
          }))
        diags.report(param->name.range, diag::ParamReserved, param->name.text);
    results.push_back(writeSubscriptionTemplate(set, results.front().content, options.output));
  }
  if (options.emit == EmitKind::Files)
    describeResults(set);
  else
    results.clear(); // --check
  step("emit");
}

static std::string megabytes(size_t bytes) {
  return fmt::format("{:.1f}", double(bytes) / (1 << 20));
}

void Compilation::reportOversized(llvm::ArrayRef<Oversized> oversized) {
  SourceRange first = model->clusters().empty() ? SourceRange() : (*model->clusters().begin()).head;
  for (const Oversized &each : oversized)
    if (each.expression)
      diags.report(each.resource->origin, diag::ExpressionTooLong, each.resource->symbol,
                   each.bytes, expressions::maxExpressionLength);
    else if (each.resource)
      diags.report(each.resource->origin, diag::ResourceTooLarge, each.resource->symbol,
                   megabytes(each.bytes));
    else
      diags.report(first, diag::TemplateTooLarge, each.path, megabytes(each.bytes));
}

/// Adds parameter files, the program as the compiler understands it, and the manifest.
void Compilation::describeResults(const TemplateSet &set) {
  llvm::append_range(results, writeParameterFiles(set));
  std::string whole;
  llvm::raw_string_ostream out(whole);
  printModel(*model, out);
  results.push_back({"model.azc", std::move(whole)});
  std::vector<InputFile> inputs;
  for (const ParsedFile &file : parsed)
    inputs.push_back({nameOf(*file.source), file.source->text});
  llvm::append_range(inputs, options.facts);
  auto place = [&](SourceRange range) { return placeOf(range); };
  // The merged manifest lists the merged files.
  llvm::ArrayRef<OutputFile> listed;
  if (!set.module->regionParameter)
    listed = results;
  results.push_back(writeManifest(set, inputs, listed, place, options.output.link));
}

llvm::Expected<StringRef> Compilation::readText(StringRef name, const SourceFile &from) {
  auto refuse = [](const char *why) {
    return llvm::createStringError(std::errc::invalid_argument, why);
  };
  if (name.empty() || path::is_absolute(name, path::Style::posix) || name.contains('\0'))
    return refuse("not a relative path");
  std::string target = resolvePath(from.path, name);
  if (auto known = texts.find(target); known != texts.end())
    return known->second->getBuffer();
  auto status = files->status(target);
  if (!status)
    return llvm::errorCodeToError(status.getError());
  if (!status->isRegularFile())
    return refuse("not a file");
  if (status->getSize() > largestFile)
    return refuse("larger than 16 MiB");
  auto buffer = files->getBufferForFile(target);
  if (!buffer)
    return llvm::errorCodeToError(buffer.getError());
  read.push_back(target);
  return (texts[target] = std::move(*buffer))->getBuffer();
}
