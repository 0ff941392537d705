// Reads the command line of azclc, and answers the options that need no compilation.
#include "Options.h"
#include "ExpandCommand.h"
#include "QueryCommand.h"
#include "azcl/Diagnostics/Explain.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Std/Std.h"
#include "azcl/Support/JsonWriter.h"
#include "azcl/Support/Version.h"
#include "llvm/Support/CommandLine.h"

using namespace azcl;
using llvm::StringRef;
namespace cl = llvm::cl;

namespace {
// LLVM sorts the categories by name, so the names are chosen for their alphabetical order.
cl::OptionCategory checkTopic("Check and explain");
cl::OptionCategory compileTopic("Compile");
cl::OptionCategory diagTopic("Diagnostics output");
cl::OptionCategory expandTopic("Expand and compare templates",
                               "Evaluates templates offline; takes folders instead of programs.");
cl::OptionCategory viewTopic("Inspect a program");
cl::OptionCategory factTopic(
    "Look up the catalog",
    "Kinds for --query: sizes, regions, images, extensions, disks, features, offers, series,\n"
    "links, ports, subnets, ranges, names, limits, promises (SLAs), retirements, rules (for "
    "names),\n"
    "properties (that Azure blocks), metrics, tags, zones (for times), types (of resources).");
cl::OptionCategory toolTopic("Use in build systems and shells");
cl::OptionCategory debugTopic("Compiler debugging"); // its options are hidden

enum class Scope { Group, Subscription };

enum class Emit {
  Files,
  Tokens,
  Ast,
  Model,
  Ir,
  Graph,
  Summary,
  Availability,
  Compliance,
  Vocabulary
};

/// Constructed after `--version` and `--color` of LLVM are removed, so that it can register its
/// own.
struct Flags {
  cl::list<std::string> inputs{cl::Positional, cl::desc("<file.azc>... (- for standard input)")};

  cl::opt<bool> check{"check", cl::desc("Check the program without writing files"),
                      cl::cat(checkTopic)};
  cl::opt<FixMode> fix{"fix",
                       cl::desc("Apply automatic fixes to the files; --fix=diff prints them"),
                       cl::init(FixMode::None),
                       cl::ValueOptional,
                       cl::values(clEnumValN(FixMode::Apply, "", ""),
                                  clEnumValN(FixMode::Diff, "diff", "print the fixes as a diff")),
                       cl::cat(checkTopic)};
  cl::list<std::string> warnings{
      "W", cl::Prefix, cl::value_desc("[no-][error[=]]group"),
      cl::desc("Control warnings by group or code: -Wno-limits, -Werror=AZC4050"),
      cl::cat(checkTopic)};
  cl::opt<std::string> explain{
      "explain", cl::desc("Explain a diagnostic or a rule of arm-ttk, PSRule, checkov or trivy"),
      cl::value_desc("code"), cl::cat(checkTopic)};
  cl::opt<bool> listAll{"list-diagnostics", cl::desc("List all diagnostics"), cl::cat(checkTopic)};

  cl::opt<std::string> outputFolder{"o",
                                    cl::desc("Write templates and parameter files to this folder"),
                                    cl::value_desc("folder"), cl::cat(compileTopic)};
  cl::list<std::string> defines{"D", cl::Prefix,
                                cl::desc("Fix the value of a parameter at compile time"),
                                cl::value_desc("name=value"), cl::cat(compileTopic)};
  cl::opt<std::string> environment{"env", cl::desc("Fix the parameters that this environment sets"),
                                   cl::value_desc("name"), cl::cat(compileTopic)};
  cl::opt<LinkMode> linkMode{
      "link", cl::desc("How main.json refers to the other templates:"),
      cl::init(LinkMode::Relative),
      cl::values(clEnumValN(LinkMode::Relative, "relative",
                            "by relative path: a template spec or a container (default)"),
                 clEnumValN(LinkMode::Artifacts, "artifacts",
                            "below _artifactsLocation, as Azure Marketplace expects"),
                 clEnumValN(LinkMode::Inline, "inline",
                            "as nested templates: main.json is the only file")),
      cl::cat(compileTopic)};
  cl::opt<Scope> scope{
      "scope", cl::desc("Where main.json is deployed:"), cl::init(Scope::Group),
      cl::values(clEnumValN(Scope::Group, "group", "to a resource group that exists (default)"),
                 clEnumValN(Scope::Subscription, "subscription",
                            "by subscription.json, which creates the resource groups")),
      cl::cat(compileTopic)};
  cl::opt<unsigned> jobs{"j",
                         cl::desc("Compile this many programs in parallel"),
                         cl::init(0),
                         cl::Prefix,
                         cl::value_desc("n"),
                         cl::cat(compileTopic)};
  cl::opt<std::string> examples{"examples", cl::desc("List the example programs, or print one"),
                                cl::ValueOptional, cl::value_desc("name"), cl::cat(compileTopic)};

  cl::opt<std::string> printStd{"print-std", cl::desc("List the standard presets, or print one"),
                                cl::ValueOptional, cl::value_desc("name"), cl::cat(compileTopic)};

  cl::opt<Emit> emitKind{
      "emit", cl::desc("Print a view of the program instead of writing files:"),
      cl::init(Emit::Files),
      cl::values(
          clEnumValN(Emit::Summary, "summary", "tiers, resources, parameters, how to deploy"),
          clEnumValN(Emit::Availability, "availability",
                     "SLAs, the loss of one zone, single points of failure"),
          clEnumValN(Emit::Compliance, "compliance",
                     "each control of the frameworks of `compliance`: met or not, and by what"),
          clEnumValN(Emit::Model, "model", "the program with all defaults"),
          clEnumValN(Emit::Graph, "graph", "the dependencies of the resources, as a diagram"),
          clEnumValN(Emit::Ir, "ir", "the resources, one property per line"),
          clEnumValN(Emit::Ast, "ast", "the syntax tree"),
          clEnumValN(Emit::Tokens, "tokens", "the tokens of the file"),
          clEnumValN(Emit::Vocabulary, "vocabulary",
                     "the blocks and attributes of the language, as JSON")),
      cl::cat(viewTopic)};
  cl::opt<GraphOf> graphOf{
      "graph-of", cl::desc("What --emit=graph shows:"), cl::init(GraphOf::Resources),
      cl::values(clEnumValN(GraphOf::Resources, "resources", "all resources (default)"),
                 clEnumValN(GraphOf::Components, "components", "the templates"),
                 clEnumValN(GraphOf::Tiers, "tiers", "the templates, grouped by deployment step")),
      cl::cat(viewTopic)};
  cl::opt<GraphFormat> graphFormat{
      "graph-format", cl::desc("Format of --emit=graph:"), cl::init(GraphFormat::Dot),
      cl::values(clEnumValN(GraphFormat::Dot, "dot", "Graphviz DOT (default)"),
                 clEnumValN(GraphFormat::Mermaid, "mermaid", "Mermaid")),
      cl::cat(viewTopic)};

  cl::opt<ComplianceFormat> complianceFormat{
      "compliance-format", cl::desc("Format of --emit=compliance:"),
      cl::init(ComplianceFormat::Text),
      cl::values(clEnumValN(ComplianceFormat::Text, "text", "text (default)"),
                 clEnumValN(ComplianceFormat::Json, "json", "JSON"),
                 clEnumValN(ComplianceFormat::Sarif, "sarif", "SARIF 2.1.0"),
                 clEnumValN(ComplianceFormat::Html, "html", "a page for a browser")),
      cl::cat(viewTopic)};

  cl::opt<std::string> query{"query", cl::desc("Print catalog rows that match an expression"),
                             cl::value_desc("kind"), cl::cat(factTopic)};
  cl::opt<std::string> printedType{"print-type",
                                   cl::desc("Print the properties of a resource type of Azure"),
                                   cl::value_desc("type[@version]"), cl::cat(factTopic)};
  cl::opt<std::string> inRegion{"in", cl::desc("With --query: only what this region supports"),
                                cl::value_desc("region"), cl::cat(factTopic)};
  cl::opt<std::string> catalog{
      "catalog", cl::desc("Use the data files in this folder instead of the built-in catalog"),
      cl::value_desc("folder"), cl::cat(factTopic)};
  cl::opt<bool> catalogInfo{
      "catalog-info", cl::desc("Print the age and the sources of the catalog"), cl::cat(factTopic)};
  cl::opt<bool> asJson{
      "json", cl::desc("With --query, --print-type, --catalog-info, --version: print JSON"),
      cl::cat(factTopic)};

  cl::opt<bool> expand{"expand", cl::desc("Print the resources that Azure would receive, as JSON"),
                       cl::cat(expandTopic)};
  cl::opt<bool> diff{"diff",
                     cl::desc("Compare two folders; exit code 0: equal, 1: different, 2: error"),
                     cl::cat(expandTopic)};
  cl::opt<std::string> parameters{"parameters",
                                  cl::desc("Read the values of parameters from this file"),
                                  cl::value_desc("file"), cl::cat(expandTopic)};
  cl::opt<std::string> location{"location",
                                cl::desc("Region of the resource group (default: westeurope)"),
                                cl::value_desc("region"), cl::cat(expandTopic)};

  cl::opt<DiagFormat> format{
      "diagnostics-format", cl::desc("Format of the diagnostics:"), cl::init(DiagFormat::Text),
      cl::values(clEnumValN(DiagFormat::Text, "text", "text with source excerpts (default)"),
                 clEnumValN(DiagFormat::Short, "short", "one line per diagnostic"),
                 clEnumValN(DiagFormat::Json, "json", "JSON, on standard output"),
                 clEnumValN(DiagFormat::Sarif, "sarif", "SARIF 2.1.0, on standard output"),
                 clEnumValN(DiagFormat::GitHub, "github", "GitHub Actions annotations")),
      cl::cat(diagTopic)};
  cl::opt<ColorMode> color{
      "color",
      cl::desc("Use colors: auto (default), always, never"),
      cl::init(ColorMode::Auto),
      cl::ValueOptional,
      cl::values(clEnumValN(ColorMode::Auto, "auto", "in a terminal, unless NO_COLOR is set"),
                 clEnumValN(ColorMode::Always, "always", ""),
                 clEnumValN(ColorMode::Never, "never", ""), clEnumValN(ColorMode::Always, "", "")),
      cl::cat(diagTopic)};
  cl::opt<unsigned> errorLimit{"error-limit",
                               cl::desc("Show this many errors per program (default: 20; 0: all)"),
                               cl::init(20), cl::value_desc("n"), cl::cat(diagTopic)};

  cl::opt<bool> depfile{"MD", cl::desc("Write a dependency file next to the output"),
                        cl::cat(toolTopic)};
  cl::opt<std::string> depfilePath{"MF", cl::desc("Write the dependency file to this path"),
                                   cl::value_desc("file"), cl::cat(toolTopic)};
  cl::opt<std::string> depfileTarget{"MT", cl::desc("Name of the target in the dependency file"),
                                     cl::value_desc("target"), cl::cat(toolTopic)};
  cl::opt<bool> phony{"MP", cl::desc("Add an empty rule for each dependency"), cl::cat(toolTopic)};
  cl::opt<std::string> completion{"completion",
                                  cl::desc("Print a completion script: bash, zsh or fish"),
                                  cl::value_desc("shell"), cl::cat(toolTopic)};
  cl::opt<bool> showVersion{"version", cl::desc("Print the version"), cl::cat(toolTopic)};

  cl::opt<bool> listPasses{"list-passes", cl::desc("List the passes in order"), cl::Hidden,
                           cl::cat(debugTopic)};
  cl::list<std::string> printAfter{"print-after", cl::desc("Print the program after this pass"),
                                   cl::value_desc("pass"), cl::Hidden, cl::cat(debugTopic)};
  cl::opt<bool> printAfterAll{"print-after-all", cl::desc("Print the program after each pass"),
                              cl::Hidden, cl::cat(debugTopic)};
  cl::opt<std::string> stopAfter{"stop-after", cl::desc("Stop after parse, sema or a pass"),
                                 cl::value_desc("step"), cl::Hidden, cl::cat(debugTopic)};
  cl::opt<bool> timePasses{"time-passes", cl::desc("Print the duration of each step"), cl::Hidden,
                           cl::cat(debugTopic)};
  cl::opt<std::string> timeTrace{"time-trace",
                                 cl::desc("Write a trace for the trace viewer of Chrome"),
                                 cl::value_desc("file"), cl::Hidden, cl::cat(debugTopic)};
  cl::opt<bool> verify{"verify-diagnostics",
                       cl::desc("Compare the diagnostics with expected-... comments"), cl::Hidden,
                       cl::cat(debugTopic)};
  cl::opt<bool> split{"split-input-file", cl::desc("Compile the parts between // ----- separately"),
                      cl::Hidden, cl::cat(debugTopic)};
  cl::opt<std::string> reference{
      "print-reference", cl::desc("Print a page: language, diagnostics, rules, passes or presets"),
      cl::value_desc("page"), cl::Hidden, cl::cat(debugTopic)};

  std::optional<ExitCode> answer();
  bool fill(CommandLine &to);

private:
  void printVersion();
};

constexpr StringRef overview =
    "AZCL compiler: compiles programs that describe clusters on Azure to ARM templates\n\n"
    "  azclc cluster.azc -o out/                write templates to out/\n"
    "  azclc --check cluster.azc                check without writing files\n"
    "  azclc --fix cluster.azc                  apply automatic fixes\n"
    "  azclc --explain AZC2003                  explain a diagnostic\n"
    "  azclc --emit=summary cluster.azc         show tiers, resources and how to deploy them\n"
    "  azclc --emit=model cluster.azc           show the program with all defaults\n"
    "  azclc --query sizes 'vcpus >= 8 and memory / vcpus >= 8GiB' --in westeurope\n"
    "                                           look up VM sizes in the catalog\n"
    "  azclc --print-type Microsoft.Cache/redis show the properties of a resource type\n"
    "  azclc --expand out/                      print the resources that Azure would receive\n"
    "  azclc --diff old/ new/                   compare two versions of the templates\n"
    "  azclc --check --diagnostics-format=sarif cluster.azc\n"
    "                                           print the diagnostics as SARIF\n";

bool wrong(const std::string &what) {
  llvm::errs() << "azclc: error: " << what << "\n";
  return false;
}

bool knownStep(StringRef name) {
  return name == "parse" || name == "sema" ||
         llvm::any_of(passes(), [&](const PassInfo &pass) { return pass.name == name; });
}

void Flags::printVersion() {
  const Version &current = version();
  if (!asJson) {
    llvm::outs() << fmt::format("azclc {} (language {}, {} build, LLVM {})\n", current.compiler,
                                current.language, current.build, current.library);
    return;
  }
  std::string text;
  JsonWriter json(text, JsonForm::Compact);
  json.object([&] {
    json.attribute("name", "azclc");
    json.attribute("version", current.compiler);
    json.attribute("language", current.language);
    json.attribute("build", current.build);
    json.attribute("llvm", current.library);
  });
  llvm::outs() << text << "\n";
}

/// Handles the options that print something instead of compiling.
std::optional<ExitCode> Flags::answer() {
  auto done = [](bool good) { return good ? ExitCode::Clean : ExitCode::Usage; };
  if (showVersion) {
    printVersion();
    return ExitCode::Clean;
  }
  if (!explain.empty()) {
    std::string near = nearestExplained(explain);
    return done(printExplanation(explain, llvm::outs()) ||
                wrong(fmt::format("unknown diagnostic or rule '{}'; {}", explain.getValue(),
                                  near.empty() ? "for a list, run azclc --list-diagnostics"
                                               : "did you mean " + near + "?")));
  }
  if (listAll) {
    listDiagnostics(llvm::outs());
    return ExitCode::Clean;
  }
  if (listPasses) {
    for (const PassInfo &pass : passes())
      llvm::outs() << fmt::format("{:23} {:9} {}\n", pass.name,
                                  pass.transforms ? "transform" : "check", pass.doc);
    return ExitCode::Clean;
  }
  if (expand || diff)
    return runExpandCommand({diff, parameters, location}, std::vector<std::string>(inputs));
  if (catalogInfo || !query.empty()) {
    std::optional<Facts> facts = openFacts(catalog);
    if (!facts)
      return ExitCode::Usage;
    return catalogInfo ? printCatalogInfo(*facts, asJson)
                       : runQueryCommand({query, inRegion, asJson},
                                         std::vector<std::string>(inputs), *facts);
  }
  if (!printedType.empty())
    return printAzureType(printedType, asJson);
  if (!inRegion.empty())
    return done(wrong("--in requires --query"));
  if (emitKind == Emit::Vocabulary) {
    printVocabulary(llvm::outs());
    return ExitCode::Clean;
  }
  if (examples.getNumOccurrences())
    return done(printExamples(examples, llvm::outs()) ||
                wrong(fmt::format("unknown example '{}'; for a list, run azclc --examples",
                                  examples.getValue())));
  if (printStd.getNumOccurrences())
    return done(printStandardPresets(printStd, llvm::outs()) ||
                wrong(fmt::format("unknown standard preset '{}'; for a list, run azclc --print-std",
                                  printStd.getValue())));
  if (!completion.empty()) {
    std::string script = completionScript(completion);
    llvm::outs() << script;
    return done(!script.empty() || wrong("--completion must be bash, zsh or fish"));
  }
  if (!reference.empty()) {
    if (reference == "language")
      printLanguageReference(llvm::outs());
    else if (reference == "diagnostics")
      printDiagnosticReference(llvm::outs());
    else if (reference == "rules")
      printRuleReference(llvm::outs());
    else if (reference == "passes")
      printPassReference(llvm::outs());
    else if (reference == "presets")
      printPresetReference(llvm::outs());
    else
      return done(
          wrong("--print-reference must be language, diagnostics, rules, passes or presets"));
    return ExitCode::Clean;
  }
  return std::nullopt;
}

bool Flags::fill(CommandLine &to) {
  to.inputs.assign(inputs.begin(), inputs.end());
  to.outputFolder = outputFolder;
  to.catalogFolder = catalog;
  to.check = check;
  to.format = format;
  to.color = color;
  to.errorLimit = errorLimit;
  to.jobs = jobs;
  to.fix = fix;
  to.verify = verify;
  to.split = split;
  to.depfile = depfile || !depfilePath.empty();
  to.phonyTargets = phony;
  to.depfilePath = depfilePath;
  to.depfileTarget = depfileTarget;
  to.timePasses = timePasses;
  to.timeTrace = timeTrace;

  CompileOptions &compile = to.compile;
  compile.environment = environment;
  compile.output.link = linkMode;
  compile.output.subscription = scope == Scope::Subscription;
  compile.output.threads = jobs;
  compile.graphOf = graphOf;
  compile.graphFormat = graphFormat;
  compile.complianceFormat = complianceFormat;
  compile.printAfter.assign(printAfter.begin(), printAfter.end());
  compile.printAfterAll = printAfterAll;
  compile.stopAfter = stopAfter;
  for (const std::string &define : defines) {
    auto [name, value] = StringRef(define).split('=');
    if (!StringRef(define).contains('=') || name.empty())
      return wrong(fmt::format("-D must have the form name=value, not '{}'", define));
    compile.defines.push_back({name.str(), value.str()});
  }
  for (const std::string &text : warnings)
    if (!compile.warnings.add(text)) {
      std::string names;
      for (const GroupInfo &group : groups())
        names += (names.empty() ? "" : ", ") + group.name.str();
      return wrong(fmt::format("-W{}: unknown group or code; the groups are {}", text, names));
    }
  for (StringRef step : compile.printAfter)
    if (!knownStep(step))
      return wrong(fmt::format("unknown pass '{}'; for a list, run azclc --list-passes", step));
  if (!compile.stopAfter.empty() && !knownStep(compile.stopAfter))
    return wrong(fmt::format("unknown step '{}'; use parse, sema or a pass (azclc --list-passes)",
                             compile.stopAfter));

  switch (emitKind) {
  case Emit::Tokens: compile.emit = EmitKind::Tokens; break;
  case Emit::Ast: compile.emit = EmitKind::Ast; break;
  case Emit::Model: compile.emit = EmitKind::Model; break;
  case Emit::Ir: compile.emit = EmitKind::Ir; break;
  case Emit::Graph: compile.emit = EmitKind::Graph; break;
  case Emit::Summary: compile.emit = EmitKind::Summary; break;
  case Emit::Availability: compile.emit = EmitKind::Availability; break;
  case Emit::Compliance: compile.emit = EmitKind::Compliance; break;
  default: compile.emit = to.outputFolder.empty() ? EmitKind::Nothing : EmitKind::Files;
  }
  if (to.check || to.verify)
    compile.emit = EmitKind::Nothing;
  bool prints = compile.emit != EmitKind::Nothing || compile.printAfterAll ||
                !compile.printAfter.empty() || !compile.stopAfter.empty();
  if (to.inputs.empty())
    return wrong("no input file; for usage, run azclc --help");
  if (!prints && !to.check && !to.verify && to.fix == FixMode::None)
    return wrong("nothing to do; add -o FOLDER to write templates, or --check to only check");
  if (compile.output.subscription && compile.output.link == LinkMode::Artifacts)
    return wrong("--scope=subscription needs --link=relative or --link=inline");
  if (to.depfile && to.depfilePath.empty() && to.outputFolder.empty())
    return wrong("-MD needs -o FOLDER or -MF FILE");
  return true;
}
} // namespace

std::optional<ExitCode> azcl::readCommandLine(int argc, char **argv, CommandLine &to) {
  auto &registered = cl::getRegisteredOptions();
  for (StringRef name : {"version", "color"})
    if (auto found = registered.find(name); found != registered.end())
      found->second->removeArgument();
  Flags flags;
  cl::HideUnrelatedOptions({&checkTopic, &compileTopic, &diagTopic, &expandTopic, &viewTopic,
                            &factTopic, &toolTopic, &debugTopic});
  if (!cl::ParseCommandLineOptions(argc, argv, overview, &llvm::errs()))
    return ExitCode::Usage;
  if (std::optional<ExitCode> done = flags.answer())
    return done;
  if (!flags.fill(to))
    return ExitCode::Usage;
  return std::nullopt;
}

static std::string escaped(StringRef text) {
  std::string out;
  for (char c : text)
    out += c == '\'' ? std::string("'\\''") : c == ':' ? "\\:" : std::string(1, c);
  return out;
}

std::string azcl::completionScript(StringRef shell) {
  struct Entry {
    std::string flag, doc;
  };
  std::vector<Entry> entries;
  for (auto &[name, option] : cl::getRegisteredOptions()) {
    bool ours = llvm::any_of(option->Categories, [](cl::OptionCategory *topic) {
      return llvm::is_contained({&checkTopic, &compileTopic, &diagTopic, &expandTopic, &viewTopic,
                                 &factTopic, &toolTopic, &debugTopic},
                                topic);
    });
    if (ours && !name.empty())
      entries.push_back({(name.size() < 3 ? "-" : "--") + name.str(), option->HelpStr.str()});
  }
  llvm::sort(entries, [](const Entry &a, const Entry &b) { return a.flag < b.flag; });
  std::string flags, zsh, fish;
  for (const Entry &entry : entries) {
    flags += (flags.empty() ? "" : " ") + entry.flag;
    zsh += fmt::format("  '{}[{}]' \\\n", entry.flag, escaped(entry.doc));
    bool shortFlag = entry.flag.size() == 2;
    std::string doc = entry.doc;
    std::string quoted;
    for (char c : doc)
      quoted += c == '\'' ? "\\'" : std::string(1, c);
    fish += fmt::format("complete -c azclc {} {} -d '{}'\n",
                        shortFlag              ? "-s"
                        : entry.flag[1] == '-' ? "-l"
                                               : "-o",
                        StringRef(entry.flag).ltrim('-'), quoted);
  }
  if (shell == "bash")
    return fmt::format(
        "# azclc --completion=bash\n"
        "_azclc() {{\n"
        "  local word=${{COMP_WORDS[COMP_CWORD]}}\n"
        "  if [[ $word == -* ]]; then\n"
        "    COMPREPLY=($(compgen -W '{}' -- \"$word\"))\n"
        "  else\n"
        "    COMPREPLY=($(compgen -f -X '!*.azc' -- \"$word\") $(compgen -d -- \"$word\"))\n"
        "  fi\n"
        "}}\n"
        "complete -o filenames -F _azclc azclc\n",
        flags);
  if (shell == "zsh")
    return "#compdef azclc\n_arguments \\\n" + zsh + "  '*:program:_files -g \"*.azc\"'\n";
  if (shell == "fish")
    return fish + "complete -c azclc -k -a '(__fish_complete_suffix .azc)'\n";
  return "";
}
