// azcl-import: creates data files for --catalog from the output of Azure CLI listing commands.
// Exits with 1 if it rejects the input, with 2 for a wrong command line or if it cannot write its
// output.
#include "MakeCatalog.h"
#include "ReadTypes.h"
#include "Table.h"
#include "azcl/CatalogFiles/LoadCatalog.h"
#include "azcl/Support/Version.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <chrono>

using namespace azcl;
using namespace azcl::import;
using llvm::StringRef;
namespace cl = llvm::cl;

namespace {
enum class ExitCode { Clean = 0, Refused = 1, Usage = 2 };

cl::OptionCategory topic("Options");
cl::SubCommand typesCommand("types", "Converts the published types of Azure services");

/// The options of `azcl-import types`.
struct TypeFlags {
  cl::opt<std::string> from{cl::Positional, cl::desc("folder"), cl::Required,
                            cl::sub(typesCommand)};
  cl::opt<std::string> to{"o",
                          cl::desc("Write this data file"),
                          cl::value_desc("file"),
                          cl::Required,
                          cl::cat(topic),
                          cl::sub(typesCommand)};
  cl::opt<std::string> version{"package-version",
                               cl::desc("Version of Azure.Bicep.Types.Az"),
                               cl::value_desc("0.2.972"),
                               cl::Required,
                               cl::cat(topic),
                               cl::sub(typesCommand)};
  cl::opt<std::string> asOf{"as-of",
                            cl::desc("Date of this version"),
                            cl::value_desc("2026-01-31"),
                            cl::Required,
                            cl::cat(topic),
                            cl::sub(typesCommand)};
};

struct Flags {
  cl::opt<std::string> locations{"locations",
                                 cl::desc("Output of az account list-locations -o json"),
                                 cl::value_desc("file"), cl::cat(topic)};
  cl::list<std::string> skus{
      "skus", cl::desc("Output of az vm list-skus --all -o json; repeat for each page"),
      cl::value_desc("file"), cl::cat(topic)};
  cl::list<std::string> usage{
      "usage", cl::desc("Output of az vm list-usage -l REGION -o json; repeat for each region"),
      cl::value_desc("region=file"), cl::cat(topic)};
  cl::list<std::string> deployed{
      "deployed",
      cl::desc(
          "Output of az vm list or az vmss list -g GROUP -o json for the resource group of the "
          "program; its VMs do not count as used (requires --usage)"),
      cl::value_desc("file"), cl::cat(topic)};
  cl::opt<std::string> folder{"o", cl::desc("Write the data files to this folder"),
                              cl::value_desc("folder"), cl::cat(topic)};
  cl::opt<std::string> asOf{"as-of",
                            cl::desc("Date of the listings (default: the date of the files)"),
                            cl::value_desc("2026-01-31"), cl::cat(topic)};
};

ExitCode complain(const std::string &what, ExitCode code = ExitCode::Usage) {
  llvm::errs() << "azcl-import: error: " << what << "\n";
  return code;
}

/// The modification date of a file in UTC; "" if unknown.
std::string dayOf(StringRef path) {
  llvm::sys::fs::file_status status;
  if (llvm::sys::fs::status(path, status))
    return "";
  std::chrono::year_month_day day(
      std::chrono::floor<std::chrono::days>(status.getLastModificationTime()));
  return fmt::format("{:04}-{:02}-{:02}", int(day.year()), unsigned(day.month()),
                     unsigned(day.day()));
}

llvm::Expected<Input> readInput(StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFileOrSTDIN(path);
  if (!buffer)
    return llvm::createStringError("%s: %s", path.str().c_str(),
                                   buffer.getError().message().c_str());
  Input input{path.str(), {}};
  llvm::ArrayRef<char> bytes((*buffer)->getBufferStart(), (*buffer)->getBufferEnd());
  if (!llvm::hasUTF16ByteOrderMark(bytes))
    input.text.assign(bytes.begin(), bytes.end());
  else if (!llvm::convertUTF16ToUTF8String(bytes, input.text))
    return llvm::createStringError("%s: the file is neither UTF-8 nor UTF-16", path.str().c_str());
  return input;
}

/// The problems that azclc would report in the files; "" if it accepts them.
std::string problemsOf(llvm::ArrayRef<OutputFile> files) {
  llvm::vfs::InMemoryFileSystem memory;
  for (const OutputFile &file : files)
    memory.addFile("/catalog/" + file.path, 0,
                   llvm::MemoryBuffer::getMemBuffer(file.content, file.path));
  auto loaded = loadCatalog(memory, "/catalog");
  return loaded ? "" : llvm::toString(loaded.takeError());
}

ExitCode importTypes(const TypeFlags &flags) {
  auto types = readTypes(flags.from);
  if (!types)
    return complain(llvm::toString(types.takeError()));
  azure::Provenance source{"Azure.Bicep.Types.Az", flags.version, flags.asOf, "MIT"};
  std::string data = writeTypes(*types, source);
  std::error_code failure;
  llvm::raw_fd_ostream out(flags.to, failure);
  out << data;
  out.close();
  if (failure || out.has_error())
    return complain(
        fmt::format("{}: {}", flags.to.getValue(), (failure ? failure : out.error()).message()));
  return ExitCode::Clean;
}

ExitCode run(const Flags &flags) {
  if (flags.locations.empty() && flags.skus.empty() && flags.usage.empty())
    return complain("nothing to import; add --locations, --skus or --usage");
  if (!flags.deployed.empty() && flags.usage.empty())
    return complain("--deployed requires --usage");
  if (flags.folder.empty())
    return complain("-o is missing; add -o FOLDER for the data files");
  facts::Value day{facts::Value::Kind::Text, false, 0, flags.asOf, {}, {}};
  if (!flags.asOf.empty() && !facts::date().problem(day, facts::date(), {}).empty())
    return complain("--as-of must be a date such as 2026-01-31");
  Listing listing;
  Findings findings;
  Answers answers{flags.asOf, "", "", "", ""};
  auto open = [&](StringRef path, std::vector<Input> &to, std::string &names) -> std::string {
    auto input = readInput(path);
    if (!input)
      return llvm::toString(input.takeError());
    names += (names.empty() ? "" : ", ") + input->name();
    if (flags.asOf.empty())
      answers.asOf = std::max(answers.asOf, dayOf(path));
    to.push_back(std::move(*input));
    return "";
  };
  std::vector<Input> places, pages;
  if (!flags.locations.empty())
    if (std::string failure = open(flags.locations, places, answers.locations); !failure.empty())
      return complain(failure);
  for (const std::string &path : flags.skus)
    if (std::string failure = open(path, pages, answers.skus); !failure.empty())
      return complain(failure);
  std::vector<UsageInput> usages;
  std::vector<Input> own;
  for (StringRef each : flags.usage) {
    auto [region, path] = each.split('=');
    std::vector<Input> read;
    if (region.empty() || path.empty())
      return complain("--usage must be REGION=FILE, such as eastus2=usage.json");
    if (llvm::any_of(usages, [&](const UsageInput &other) { return other.region == region; }))
      return complain(fmt::format("--usage has region {} twice", region));
    if (std::string failure = open(path, read, answers.usage); !failure.empty())
      return complain(failure);
    usages.push_back({region.str(), std::move(read[0])});
  }
  for (const std::string &path : flags.deployed)
    if (std::string failure = open(path, own, answers.deployed); !failure.empty())
      return complain(failure);
  if (answers.asOf.empty())
    return complain("the date of the input is unknown; add --as-of");

  if (!places.empty())
    readLocations(places[0], listing, findings);
  if (!pages.empty())
    readSkus(pages, listing, findings);
  for (const UsageInput &each : usages)
    readUsage(each, listing, findings);
  for (const Input &each : own)
    readDeployed(each, listing, findings);
  std::vector<OutputFile> files;
  if (findings.problems.empty())
    files = makeCatalog(listing, Catalog::builtin(), answers, findings);
  if (findings.problems.empty())
    if (std::string problems = problemsOf(files); !problems.empty())
      findings.problem(problems);
  if (!findings.problems.empty()) {
    std::string all = llvm::join(findings.problems, "\n");
    llvm::SmallVector<StringRef> lines;
    StringRef(all).split(lines, '\n');
    for (StringRef line : llvm::ArrayRef(lines).take_front(20))
      complain(line.str());
    if (lines.size() > 20)
      complain(fmt::format("and {} more", lines.size() - 20));
    return ExitCode::Refused;
  }

  if (auto written = writeFiles(flags.folder, files); !written)
    return complain(llvm::toString(written.takeError()));
  for (const std::string &line : findings.lines)
    llvm::outs() << line << "\n";
  for (const OutputFile &file : files) {
    llvm::SmallString<128> path(flags.folder);
    llvm::sys::path::append(path, file.path);
    llvm::outs() << path << "\n";
  }
  return ExitCode::Clean;
}

constexpr StringRef overview =
    "AZCL importer: converts the listings of one subscription to data files for azclc\n\n"
    "  az account list-locations -o json > locations.json\n"
    "  az vm list-skus --all -o json > skus.json\n"
    "  azcl-import --locations locations.json --skus skus.json -o catalog/\n"
    "  azclc --catalog catalog/ --check cluster.azc\n\n"
    "With the vCPU quotas of a region:\n\n"
    "  az vm list-usage -l eastus2 -o json > usage.json\n"
    "  azcl-import --usage eastus2=usage.json -o catalog/\n";
} // namespace

int main(int argc, char **argv) {
  Flags flags;
  TypeFlags typeFlags;
  cl::HideUnrelatedOptions(topic);
  cl::SetVersionPrinter(
      [](llvm::raw_ostream &out) { out << "azcl-import " << version().compiler << "\n"; });
  if (!cl::ParseCommandLineOptions(argc, argv, overview, &llvm::errs()))
    return int(ExitCode::Usage);
  return int(typesCommand ? importTypes(typeFlags) : run(flags));
}
