// Opens the catalog and prints its age and sources.
#include "CatalogCommand.h"
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

/// The current date. SOURCE_DATE_EPOCH overrides it, for reproducible output.
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
  describeCatalog(facts.catalog(), facts.files(), today(), asJson, llvm::outs());
  return ExitCode::Clean;
}
