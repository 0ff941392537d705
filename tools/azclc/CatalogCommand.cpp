// Loads the catalog of --catalog and prints --catalog-info.
#include "CatalogCommand.h"
#include "azcl/AzureTypes/PrintType.h"
#include "azcl/CatalogFiles/DescribeCatalog.h"
#include "llvm/Support/Process.h"

using namespace azcl;
using llvm::StringRef;
using Days = std::chrono::sys_days;

std::optional<Facts> azcl::openFacts(StringRef folder) {
  llvm::Expected<Facts> facts = Facts::open(*llvm::vfs::getRealFileSystem(), folder);
  if (facts)
    return std::move(*facts);
  std::string problems = llvm::toString(facts.takeError());
  for (StringRef problem : llvm::split(problems, '\n'))
    llvm::errs() << "azclc: error: " << folder << ": " << problem << "\n";
  return std::nullopt;
}

/// The current date. SOURCE_DATE_EPOCH overrides it for reproducible output.
static Days today() {
  if (auto fixed = llvm::sys::Process::GetEnv("SOURCE_DATE_EPOCH")) {
    long long seconds = 0;
    if (!StringRef(*fixed).getAsInteger(10, seconds))
      return std::chrono::floor<std::chrono::days>(
          std::chrono::sys_seconds(std::chrono::seconds(seconds)));
  }
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

ExitCode azcl::printCatalogInfo(const Facts &facts, bool asJson) {
  const auto &library = azure::TypeLibrary::builtin();
  const azure::Provenance &from = library.provenance();
  CatalogSource source{};
  source.repo = "Azure/bicep-types-az";
  source.date = from.date;
  std::string path = fmt::format("{} {}, {}", from.package, from.version, from.license);
  source.path = path;
  size_t types = 0;
  for (StringRef provider : library.providers())
    types += library.types(provider).size();
  OtherDataFile file{{}, types};
  file.file.name = "azure-types.bin";
  file.file.asOf = from.date;
  file.file.sources = source;
  describeCatalog(facts.catalog(), facts.files(), file, today(), asJson, llvm::outs());
  return ExitCode::Clean;
}

ExitCode azcl::printAzureType(StringRef wanted, bool asJson) {
  const auto &library = azure::TypeLibrary::builtin();
  auto [name, version] = wanted.split('@');
  std::optional<azure::ResourceType> type =
      version.empty() ? library.newest(name) : library.find(name, version);
  if (!type) {
    std::vector<StringRef> versions = library.versions(name);
    std::string help;
    if (!versions.empty())
      help = fmt::format("; its API versions are {}", llvm::join(versions, ", "));
    else if (StringRef near = library.similar(name); !near.empty())
      help = fmt::format("; did you mean {}?", near);
    else
      help = "; for a list, run azclc --query types";
    llvm::errs() << fmt::format("azclc: error: Azure has no resource type {}{}\n", wanted, help);
    return ExitCode::Usage;
  }
  if (asJson)
    azure::printTypeJson(*type, llvm::outs());
  else
    azure::printType(*type, llvm::outs());
  return ExitCode::Clean;
}
