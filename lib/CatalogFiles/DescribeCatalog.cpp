// Prints the data files of a catalog with their ages and sources, for --catalog-info.
#include "azcl/CatalogFiles/DescribeCatalog.h"
#include "azcl/CatalogFiles/Rows.h"
#include "azcl/Support/JsonWriter.h"
#include "azcl/Support/TextTable.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

using namespace azcl;
using llvm::StringRef;
namespace path = llvm::sys::path;

static constexpr int oldAfterDays = 180;

namespace {
/// The report on one data file.
struct FileInfo {
  const CatalogFile *file;
  size_t rows;
  int age;          ///< in days
  std::string path; ///< empty: built-in

  bool old() const { return age > oldAfterDays; }
};

int ageOf(const CatalogFile &file, std::chrono::sys_days today) {
  unsigned year = 0, month = 0, day = 0;
  file.asOf.substr(0, 4).getAsInteger(10, year);
  file.asOf.substr(5, 2).getAsInteger(10, month);
  file.asOf.substr(8, 2).getAsInteger(10, day);
  std::chrono::sys_days asOf = std::chrono::year(int(year)) / int(month) / int(day);
  return std::max(0, int((today - asOf).count()));
}

std::vector<FileInfo> describe(const Catalog &catalog, llvm::ArrayRef<std::string> paths,
                               llvm::ArrayRef<OtherDataFile> others, std::chrono::sys_days today) {
  std::vector<FileInfo> out;
  std::vector<RowTable> tables = rowTables(catalog);
  for (const CatalogFile &file : catalog.files()) {
    auto table =
        llvm::find_if(tables, [&](const RowTable &each) { return each.file() == file.name; });
    auto read =
        llvm::find_if(paths, [&](StringRef each) { return path::filename(each) == file.name; });
    out.push_back({&file, table == tables.end() ? 0 : table->size(), ageOf(file, today),
                   read == paths.end() ? "" : *read});
  }
  for (const OtherDataFile &each : others)
    out.push_back({&each.file, each.rows, ageOf(each.file, today), ""});
  return out;
}

void printJson(llvm::ArrayRef<FileInfo> files, llvm::raw_ostream &out) {
  std::string text;
  JsonWriter json(text);
  auto optional = [&](StringRef key, StringRef value) {
    if (!value.empty())
      json.attribute(key, value);
  };
  json.array([&] {
    for (const FileInfo &each : files)
      json.element([&] {
        json.attribute("file", each.file->name);
        json.attribute("rows", each.rows);
        json.attribute("asOf", each.file->asOf);
        json.attribute("ageDays", each.age);
        json.attribute("old", each.old());
        optional("path", each.path);
        json.array("sources", [&] {
          for (const CatalogSource &source : each.file->sources)
            json.element([&] {
              optional("id", source.id);
              json.attribute("repository", source.repo);
              optional("commit", source.commit);
              json.attribute("date", source.date);
              json.attribute("path", source.path);
              optional("what", source.what);
            });
        });
      });
  });
  out << text << "\n";
}
} // namespace

void azcl::describeCatalog(const Catalog &catalog, llvm::ArrayRef<std::string> read,
                           llvm::ArrayRef<OtherDataFile> others, std::chrono::sys_days today,
                           bool asJson, llvm::raw_ostream &out) {
  std::vector<FileInfo> files = describe(catalog, read, others, today);
  if (asJson)
    return printJson(files, out);
  TextTable overview({{"file"}, {"rows", true}, {"as of"}, {"age in days", true}, {"from"}});
  for (const FileInfo &each : files)
    overview.add({each.file->name.str(), std::to_string(each.rows), each.file->asOf.str(),
                  (each.old() ? "old: " : "") + std::to_string(each.age),
                  each.path.empty() ? "built in" : each.path});
  overview.print(out);
  for (const FileInfo &each : files) {
    out << "\nsources of " << each.file->name << "\n";
    TextTable sources({{""}, {""}, {""}, {""}});
    for (const CatalogSource &source : each.file->sources)
      sources.add({"  " + source.repo.str(),
                   source.commit.empty() ? "-" : source.commit.take_front(10).str(),
                   source.date.str(), source.path.str()});
    sources.print(out);
  }
  if (size_t old = size_t(llvm::count_if(files, [](const FileInfo &each) { return each.old(); })))
    out << fmt::format("\n{} {} older than {} days: create newer files with azcl-import\n", old,
                       old == 1 ? "file is" : "files are", oldAfterDays);
}
