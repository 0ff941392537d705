#include "Options.h"
#include "ExpandCommand.h"
#include "QueryCommand.h"
#include "azcl/Diagnostics/Explain.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Support/JsonWriter.h"
#include "azcl/Support/Version.h"
#include "llvm/Support/CommandLine.h"

using namespace azcl;
using llvm::StringRef;
namespace cl = llvm::cl;

namespace {
cl::OptionCategory outputTopic("Output", "What is made, and where");
cl::OptionCategory inputTopic("Parameters", "What the program is compiled for");
cl::OptionCategory expandTopic("Templates",
                               "What templates would send to Azure, evaluated offline");
cl::OptionCategory factTopic("Facts", "What is known about Azure, and for whom");
cl::OptionCategory diagTopic("Diagnostics", "What is reported, and how");
cl::OptionCategory buildTopic("Builds", "For build systems");
cl::OptionCategory developTopic("Looking inside", "For those who work on AZCL, or are curious");

enum class Emit { Files, Tokens, Ast, Model, Ir, Graph, Summary, Availability, Vocabulary };

/// Made after LLVM has registered its own options, so that two of those can give way to ours.
struct Flags {
  cl::list<std::string> inputs{cl::Positional, cl::desc("<file.azc>... (- for standard input)")};

  cl::opt<std::string> outputFolder{"o", cl::desc("Write the result into this folder"),
                                    cl::value_desc("folder"), cl::cat(outputTopic)};
  cl::opt<bool> check{"check", cl::desc("Say what is wrong, write nothing"), cl::cat(outputTopic)};
  cl::opt<Emit> emitKind{
      "emit", cl::desc("Print something instead of writing files:"), cl::init(Emit::Files),
      cl::values(clEnumValN(Emit::Tokens, "tokens", "the tokens of the file"),
                 clEnumValN(Emit::Ast, "ast", "its syntax tree"),
                 clEnumValN(Emit::Model, "model", "the program with every default written out"),
                 clEnumValN(Emit::Ir, "ir", "the resources, one property a line"),
                 clEnumValN(Emit::Graph, "graph", "what has to be there before what, to draw"),
                 clEnumValN(Emit::Summary, "summary", "what will exist, how many, where"),
                 clEnumValN(Emit::Availability, "availability",
                            "what is promised, and what remains when a zone is lost"),
                 clEnumValN(Emit::Vocabulary, "vocabulary", "all blocks and attributes, as JSON")),
      cl::cat(outputTopic)};

  cl::opt<GraphOf> graphOf{
      "graph-of", cl::desc("What --emit=graph draws:"), cl::init(GraphOf::Resources),
      cl::values(clEnumValN(GraphOf::Resources, "resources", "every resource (default)"),
                 clEnumValN(GraphOf::Components, "components", "the templates"),
                 clEnumValN(GraphOf::Tiers, "tiers", "the templates, by how early they can start")),
      cl::cat(outputTopic)};
  cl::opt<GraphFormat> graphFormat{
      "graph-format", cl::desc("In which language it is drawn:"), cl::init(GraphFormat::Dot),
      cl::values(clEnumValN(GraphFormat::Dot, "dot", "Graphviz (default)"),
                 clEnumValN(GraphFormat::Mermaid, "mermaid", "Mermaid")),
      cl::cat(outputTopic)};
  cl::opt<LinkMode> linkMode{
      "link", cl::desc("How main.json reaches the other templates:"), cl::init(LinkMode::Relative),
      cl::values(clEnumValN(LinkMode::Relative, "relative",
                            "they lie beside it: a container, a template spec (default)"),
                 clEnumValN(LinkMode::Artifacts, "artifacts",
                            "below _artifactsLocation, as marketplaces want it"),
                 clEnumValN(LinkMode::Inline, "inline", "they stand in it: one file to deploy")),
      cl::cat(outputTopic)};
  cl::opt<std::string> examples{"examples", cl::desc("List the examples, or print one"),
                                cl::ValueOptional, cl::value_desc("name"), cl::cat(outputTopic)};

  cl::list<std::string> defines{"D", cl::Prefix, cl::desc("Fix a parameter to a value"),
                                cl::value_desc("name=value"), cl::cat(inputTopic)};
  cl::opt<std::string> environment{"env", cl::desc("Fix parameters to those of an environment"),
                                   cl::value_desc("name"), cl::cat(inputTopic)};

  cl::opt<bool> expand{"expand", cl::desc("Print the resources of a folder of templates, as JSON"),
                       cl::cat(expandTopic)};
  cl::opt<bool> diff{"diff",
                     cl::desc("Compare two folders of templates, the old and the new: exits with 0 "
                              "if they are the same, 1 if not, 2 if that cannot be told"),
                     cl::cat(expandTopic)};
  cl::opt<std::string> parameters{"parameters", cl::desc("Take parameters from this file"),
                                  cl::value_desc("file"), cl::cat(expandTopic)};
  cl::opt<std::string> location{"location", cl::desc("Where the resource group lies (westeurope)"),
                                cl::value_desc("region"), cl::cat(expandTopic)};

  cl::opt<std::string> catalog{
      "catalog", cl::desc("Take facts from the data files of this folder instead of ours"),
      cl::value_desc("folder"), cl::cat(factTopic)};
  cl::opt<bool> catalogInfo{"catalog-info",
                            cl::desc("Say how old the facts are and where they come from"),
                            cl::cat(factTopic)};
  cl::opt<std::string> query{
      "query",
      cl::desc("Print what there is: sizes, regions, images, extensions, features, offers, "
               "links, limits, promises, retirements; of those, what fits an expression"),
      cl::value_desc("kind"), cl::cat(factTopic)};
  cl::opt<std::string> inRegion{"in", cl::desc("With --query: only what this region has"),
                                cl::value_desc("region"), cl::cat(factTopic)};

  cl::opt<DiagFormat> format{
      "diagnostics-format", cl::desc("How diagnostics are written:"), cl::init(DiagFormat::Text),
      cl::values(clEnumValN(DiagFormat::Text, "text", "for people, with the source (default)"),
                 clEnumValN(DiagFormat::Short, "short", "a line each"),
                 clEnumValN(DiagFormat::Json, "json", "for programs, on standard output"),
                 clEnumValN(DiagFormat::Sarif, "sarif", "SARIF 2.1.0, on standard output"),
                 clEnumValN(DiagFormat::GitHub, "github", "annotations of GitHub's workflows")),
      cl::cat(diagTopic)};
  cl::opt<ColorMode> color{
      "color",
      cl::desc("Colours: auto (default), always, never"),
      cl::init(ColorMode::Auto),
      cl::ValueOptional,
      cl::values(clEnumValN(ColorMode::Auto, "auto", "on a terminal, unless NO_COLOR is set"),
                 clEnumValN(ColorMode::Always, "always", ""),
                 clEnumValN(ColorMode::Never, "never", ""), clEnumValN(ColorMode::Always, "", "")),
      cl::cat(diagTopic)};
  cl::opt<unsigned> errorLimit{"error-limit",
                               cl::desc("Show this many errors of a program (20; 0: all)"),
                               cl::init(20), cl::value_desc("n"), cl::cat(diagTopic)};
  cl::list<std::string> warnings{
      "W", cl::Prefix, cl::value_desc("[no-][error[=]]group"),
      cl::desc("Warnings: -Wgroup, -Wno-group, -Werror, -Werror=group; a code works too"),
      cl::cat(diagTopic)};
  cl::opt<FixMode> fix{"fix",
                       cl::desc("Make the certain repairs in the files; --fix=diff shows them"),
                       cl::init(FixMode::None),
                       cl::ValueOptional,
                       cl::values(clEnumValN(FixMode::Apply, "", "make them"),
                                  clEnumValN(FixMode::Diff, "diff", "show them")),
                       cl::cat(diagTopic)};
  cl::opt<std::string> explain{"explain", cl::desc("Explain a diagnostic, with examples"),
                               cl::value_desc("code"), cl::cat(diagTopic)};
  cl::opt<bool> listAll{"list-diagnostics", cl::desc("List all diagnostics"), cl::cat(diagTopic)};

  cl::opt<unsigned> jobs{"j",
                         cl::desc("Compile this many programs at once"),
                         cl::init(0),
                         cl::Prefix,
                         cl::value_desc("n"),
                         cl::cat(buildTopic)};
  cl::opt<bool> depfile{"MD", cl::desc("Write a depfile beside the result"), cl::cat(buildTopic)};
  cl::opt<std::string> depfilePath{"MF", cl::desc("Write the depfile here"), cl::value_desc("file"),
                                   cl::cat(buildTopic)};
  cl::opt<std::string> depfileTarget{"MT", cl::desc("Name this target in the depfile"),
                                     cl::value_desc("target"), cl::cat(buildTopic)};
  cl::opt<bool> phony{"MP", cl::desc("Add an empty rule for each dependency"), cl::cat(buildTopic)};
  cl::opt<std::string> completion{"completion",
                                  cl::desc("Print a completion script: bash, zsh, fish"),
                                  cl::value_desc("shell"), cl::cat(buildTopic)};
  cl::opt<bool> showVersion{"version", cl::desc("Print the version; with --json as JSON"),
                            cl::cat(buildTopic)};
  cl::opt<bool> asJson{"json", cl::desc("With --version, --query, --catalog-info: as JSON"),
                       cl::cat(buildTopic)};

  cl::opt<bool> listPasses{"list-passes", cl::desc("List the passes in their order"),
                           cl::cat(developTopic)};
  cl::list<std::string> printAfter{"print-after", cl::desc("Print the program after a pass"),
                                   cl::value_desc("pass"), cl::cat(developTopic)};
  cl::opt<bool> printAfterAll{"print-after-all", cl::desc("Print the program after each pass"),
                              cl::cat(developTopic)};
  cl::opt<std::string> stopAfter{"stop-after", cl::desc("Stop after parse, sema or a pass"),
                                 cl::value_desc("step"), cl::cat(developTopic)};
  cl::opt<bool> timePasses{"time-passes", cl::desc("Say how long each step took"),
                           cl::cat(developTopic)};
  cl::opt<std::string> timeTrace{"time-trace", cl::desc("Write a trace for Chrome's viewer"),
                                 cl::value_desc("file"), cl::cat(developTopic)};
  cl::opt<bool> verify{"verify-diagnostics",
                       cl::desc("Hold the diagnostics against expected-... comments"),
                       cl::cat(developTopic)};
  cl::opt<bool> split{"split-input-file",
                      cl::desc("Compile the parts between // ----- by themselves"),
                      cl::cat(developTopic)};
  cl::opt<std::string> reference{
      "print-reference",
      cl::desc("Print a page of docs/reference: language, diagnostics, rules, passes"),
      cl::value_desc("page"), cl::cat(developTopic)};

  std::optional<ExitCode> answer();
  bool fill(CommandLine &to);

private:
  void printVersion();
};

constexpr StringRef overview =
    "AZCL compiler\n\n"
    "  azclc cluster.azc -o out/        compile\n"
    "  azclc --check cluster.azc        say what is wrong, write nothing\n"
    "  azclc --emit=model cluster.azc   show every default that was chosen\n"
    "  azclc --explain AZC2003          explain a diagnostic\n"
    "  azclc --expand out/              print the resources that Azure would be sent\n"
    "  azclc --diff old/ new/           compare those of two versions\n"
    "  azclc --query sizes 'vcpus >= 8 and memory / vcpus >= 8GiB' --in westeurope\n"
    "                                   print what there is on Azure\n";

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

/// Options that print something and are done.
std::optional<ExitCode> Flags::answer() {
  auto done = [](bool good) { return good ? ExitCode::Clean : ExitCode::Usage; };
  if (showVersion) {
    printVersion();
    return ExitCode::Clean;
  }
  if (!explain.empty()) {
    std::string near = nearestExplained(explain);
    return done(printExplanation(explain, llvm::outs()) ||
                wrong(fmt::format("there is no diagnostic '{}'; {}", explain.getValue(),
                                  near.empty() ? "azclc --list-diagnostics lists them"
                                               : "did you mean " + near + "?")));
  }
  if (listAll) {
    listDiagnostics(llvm::outs());
    return ExitCode::Clean;
  }
  if (listPasses) {
    for (const PassInfo &pass : passes())
      llvm::outs() << fmt::format("{:16} {:9} {}\n", pass.name,
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
  if (!inRegion.empty())
    return done(wrong("--in goes with --query"));
  if (emitKind == Emit::Vocabulary) {
    printVocabulary(llvm::outs());
    return ExitCode::Clean;
  }
  if (examples.getNumOccurrences())
    return done(printExamples(examples, llvm::outs()) ||
                wrong(fmt::format("there is no example '{}'; azclc --examples lists them",
                                  examples.getValue())));
  if (!completion.empty()) {
    std::string script = completionScript(completion);
    llvm::outs() << script;
    return done(!script.empty() || wrong("--completion takes bash, zsh or fish"));
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
    else
      return done(wrong("--print-reference takes language, diagnostics, rules or passes"));
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
  compile.output.threads = jobs;
  compile.graphOf = graphOf;
  compile.graphFormat = graphFormat;
  compile.printAfter.assign(printAfter.begin(), printAfter.end());
  compile.printAfterAll = printAfterAll;
  compile.stopAfter = stopAfter;
  for (const std::string &define : defines) {
    auto [name, value] = StringRef(define).split('=');
    if (!StringRef(define).contains('=') || name.empty())
      return wrong(fmt::format("-D takes name=value, not '{}'", define));
    compile.defines.push_back({name.str(), value.str()});
  }
  for (const std::string &text : warnings)
    if (!compile.warnings.add(text)) {
      std::string names;
      for (const GroupInfo &group : groups())
        names += (names.empty() ? "" : ", ") + group.name.str();
      return wrong(fmt::format("-W{} names no group and no code; the groups are {}", text, names));
    }
  for (StringRef step : compile.printAfter)
    if (!knownStep(step))
      return wrong(fmt::format("there is no pass '{}'; azclc --list-passes lists them", step));
  if (!compile.stopAfter.empty() && !knownStep(compile.stopAfter))
    return wrong(fmt::format("there is no step '{}'; azclc --list-passes lists the passes",
                             compile.stopAfter));

  switch (emitKind) {
  case Emit::Tokens: compile.emit = EmitKind::Tokens; break;
  case Emit::Ast: compile.emit = EmitKind::Ast; break;
  case Emit::Model: compile.emit = EmitKind::Model; break;
  case Emit::Ir: compile.emit = EmitKind::Ir; break;
  case Emit::Graph: compile.emit = EmitKind::Graph; break;
  case Emit::Summary: compile.emit = EmitKind::Summary; break;
  case Emit::Availability: compile.emit = EmitKind::Availability; break;
  default: compile.emit = to.outputFolder.empty() ? EmitKind::Nothing : EmitKind::Files;
  }
  if (to.check || to.verify)
    compile.emit = EmitKind::Nothing;
  bool prints = compile.emit != EmitKind::Nothing || compile.printAfterAll ||
                !compile.printAfter.empty() || !compile.stopAfter.empty();
  if (to.inputs.empty())
    return wrong("no input; azclc --help shows how to use it");
  if (!prints && !to.check && !to.verify && to.fix == FixMode::None)
    return wrong("what shall be made? -o FOLDER writes the result, --check only checks");
  if (to.depfile && to.depfilePath.empty() && to.outputFolder.empty())
    return wrong("-MD writes beside the result: give -o FOLDER, or -MF FILE");
  return true;
}
} // namespace

std::optional<ExitCode> azcl::readCommandLine(int argc, char **argv, CommandLine &to) {
  auto &registered = cl::getRegisteredOptions();
  for (StringRef name : {"version", "color"})
    if (auto found = registered.find(name); found != registered.end())
      found->second->removeArgument();
  Flags flags;
  cl::HideUnrelatedOptions({&outputTopic, &inputTopic, &expandTopic, &factTopic, &diagTopic,
                            &buildTopic, &developTopic});
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
      return llvm::is_contained({&outputTopic, &inputTopic, &expandTopic, &factTopic, &diagTopic,
                                 &buildTopic, &developTopic},
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
