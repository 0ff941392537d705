// Loads catalog data files from a folder, for --catalog.
#include "azcl/CatalogFiles/LoadCatalog.h"
#include "Table.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

using namespace azcl;
using namespace azcl::facts;
using llvm::StringRef;

struct LoadedCatalog::Parts {
  Store store;
  Catalog::Tables tables;
  std::vector<CatalogFile> origins;
  std::vector<std::string> paths;
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> texts;
  std::optional<Catalog> catalog;
};

LoadedCatalog::LoadedCatalog(std::unique_ptr<Parts> parts) : parts(std::move(parts)) {}
LoadedCatalog::~LoadedCatalog() = default;
const Catalog &LoadedCatalog::catalog() const {
  return *parts->catalog;
}
llvm::ArrayRef<std::string> LoadedCatalog::files() const {
  return parts->paths;
}
llvm::ArrayRef<std::unique_ptr<llvm::MemoryBuffer>> LoadedCatalog::texts() const {
  return parts->texts;
}

/// Reads one file into the tables and reports its problems.
static std::vector<std::string> readFile(const Kind &kind, StringRef text, Store &store,
                                         Catalog::Tables &tables, CatalogFile &origin) {
  Value file;
  std::string problem;
  if (!readJson(std::string_view(text.data(), text.size()), file, problem))
    return {problem};
  std::vector<std::string> problems;
  Table table = checkTable(kind, file, problems);
  if (!problems.empty())
    return problems;
  kind.access.load(kind, table, store, tables);
  origin = loadFile(kind, table, store);
  return {};
}

/// The compiler looks up these rows by name, so a replacement table must have all of them.
template <class Row>
static void wantAll(StringRef file, llvm::ArrayRef<Row> ours, llvm::ArrayRef<Row> given,
                    std::vector<std::string> &problems) {
  for (const Row &row : ours)
    if (!llvm::any_of(given, [&](const Row &each) { return each.name == row.name; }))
      problems.push_back((file + ": row '" + row.name + "' is missing").str());
}

llvm::Expected<std::unique_ptr<LoadedCatalog>>
azcl::loadCatalog(llvm::vfs::FileSystem &files, StringRef folder, const Catalog &base) {
  if (auto status = files.status(folder); !status)
    return llvm::createStringError(status.getError().message());
  else if (!status->isDirectory())
    return llvm::createStringError("is not a folder");
  auto parts = std::make_unique<LoadedCatalog::Parts>();
  parts->tables = base.all();
  std::vector<std::string> problems;
  for (const Kind &kind : allKinds()) {
    std::string name = std::string(kind.name) + ".json";
    llvm::SmallString<128> path(folder);
    llvm::sys::path::append(path, name);
    CatalogFile &origin = parts->origins.emplace_back();
    if (auto text = files.getBufferForFile(path)) {
      parts->paths.push_back(std::string(path));
      for (const std::string &problem :
           readFile(kind, (*text)->getBuffer(), parts->store, parts->tables, origin))
        problems.push_back(name + ": " + problem);
      parts->texts.push_back(std::move(*text));
    } else if (text.getError() != std::errc::no_such_file_or_directory) {
      problems.push_back(name + ": " + text.getError().message());
    } else if (auto ours = llvm::find_if(
                   base.files(), [&](const CatalogFile &each) { return each.name == name; });
               ours != base.files().end()) {
      origin = *ours;
    }
  }
  if (parts->paths.empty() && problems.empty())
    problems.push_back("contains no data files, such as regions.json");
  wantAll("limits.json", base.limits(), parts->tables.limits, problems);
  wantAll("slas.json", base.slas(), parts->tables.slas, problems);
  wantAll("extensions.json", base.extensions(), parts->tables.extensions, problems);
  for (const Extension &each : base.extensions())
    if (!each.kind.empty() && llvm::none_of(parts->tables.extensions, [&](const Extension &row) {
          return row.kind == each.kind && row.os == each.os;
        }))
      problems.push_back("extensions.json: no row has the kind `" + each.kind.str() + "` for " +
                         toString(each.os).str());
  for (const Alert &each : base.alerts())
    if (each.measures != ReleaseMeasure::None &&
        llvm::none_of(parts->tables.alerts, [&](const Alert &row) {
          return row.measures == each.measures && row.of == each.of;
        }))
      problems.push_back("alerts.json: no row measures `" + toString(each.measures).str() +
                         "` of " + each.of.str());
  wantAll("disk-types.json", base.diskTypes(), parts->tables.diskTypes, problems);
  wantAll("ports.json", base.ports(), parts->tables.ports, problems);
  wantAll("private-links.json", base.privateLinks(), parts->tables.privateLinks, problems);
  wantAll("compliance-checks.json", base.complianceChecks(), parts->tables.complianceChecks,
          problems);
  wantAll("compliance-frameworks.json", base.complianceFrameworks(),
          parts->tables.complianceFrameworks, problems);
  wantAll("roles.json", base.roles(), parts->tables.roles, problems);
  wantAll("reserved-subnets.json", base.reservedSubnets(), parts->tables.reservedSubnets, problems);
  wantAll("features.json", base.features(), parts->tables.features, problems);
  if (!problems.empty())
    return llvm::createStringError(llvm::join(problems, "\n"));
  parts->tables.files = parts->origins;
  parts->catalog.emplace(parts->tables);
  return std::unique_ptr<LoadedCatalog>(new LoadedCatalog(std::move(parts)));
}
