#include "CatalogCommand.h"
#include "Table.h"
#include "azcl/CatalogFiles/Rows.h"
#include "azcl/Support/JsonWriter.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include <chrono>

using namespace azcl;
using llvm::StringRef;
namespace path = llvm::sys::path;

static constexpr int oldAfterDays = 180;

std::optional<Facts> Facts::open(StringRef folder) {
  Facts facts;
  facts.folder = folder;
  if (folder.empty())
    return facts;
  auto loaded = loadCatalog(*llvm::vfs::getRealFileSystem(), folder);
  if (loaded) {
    facts.loaded = std::move(*loaded);
    return facts;
  }
  std::string problems = llvm::toString(loaded.takeError());
  for (StringRef problem : llvm::split(problems, '\n'))
    llvm::errs() << "azclc: error: " << folder << ": " << problem << "\n";
  return std::nullopt;
}

llvm::ArrayRef<std::string> Facts::files() const {
  return loaded ? loaded->files() : llvm::ArrayRef<std::string>();
}

std::vector<InputFile> Facts::inputs() const {
  std::vector<InputFile> out;
  llvm::SmallString<128> clean(folder);
  path::remove_dots(clean, true);
  StringRef last = path::filename(clean);
  for (size_t i = 0; i < files().size(); ++i) {
    std::string name = path::filename(files()[i]).str();
    bool named = !last.empty() && last != "." && last != ".." && last != "/";
    out.push_back({named ? (last + "/" + name).str() : name, loaded->texts()[i]->getBuffer()});
  }
  return out;
}

namespace {
using Days = std::chrono::sys_days;

/// Today; SOURCE_DATE_EPOCH says when that is, for those who want the same answer every day.
Days today() {
  if (auto fixed = llvm::sys::Process::GetEnv("SOURCE_DATE_EPOCH")) {
    long long seconds = 0;
    if (!StringRef(*fixed).getAsInteger(10, seconds))
      return std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
  }
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

/// A data file of the catalog, as it is reported.
struct FileInfo {
  const CatalogFile *file;
  size_t rows;
  int age;          ///< in days
  std::string path; ///< empty: built in

  bool old() const { return age > oldAfterDays; }
};

std::vector<FileInfo> describe(const Facts &facts) {
  std::vector<FileInfo> out;
  std::vector<RowTable> tables = rowTables(facts.catalog());
  for (const CatalogFile &file : facts.catalog().files()) {
    auto table = llvm::find_if(tables, [&](const RowTable &each) { return each.file() == file.name; });
    auto read =
        llvm::find_if(facts.files(), [&](StringRef each) { return path::filename(each) == file.name; });
    unsigned year = 0, month = 0, day = 0;
    file.asOf.substr(0, 4).getAsInteger(10, year);
    file.asOf.substr(5, 2).getAsInteger(10, month);
    file.asOf.substr(8, 2).getAsInteger(10, day);
    Days asOf = std::chrono::year(int(year)) / int(month) / int(day);
    out.push_back({&file, table == tables.end() ? 0 : table->size(),
                   std::max(0, int((today() - asOf).count())), read == facts.files().end() ? "" : *read});
  }
  return out;
}

void printJson(llvm::ArrayRef<FileInfo> files) {
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
  llvm::outs() << text << "\n";
}
} // namespace

ExitCode azcl::printCatalogInfo(const Facts &facts, bool asJson) {
  std::vector<FileInfo> files = describe(facts);
  if (asJson) {
    printJson(files);
    return ExitCode::Clean;
  }
  TextTable overview({{"file"}, {"rows", true}, {"as of"}, {"age in days", true}, {"from"}});
  for (const FileInfo &each : files)
    overview.add({each.file->name.str(), std::to_string(each.rows), each.file->asOf.str(),
                  (each.old() ? "old: " : "") + std::to_string(each.age),
                  each.path.empty() ? "built in" : each.path});
  overview.print(llvm::outs());
  for (const FileInfo &each : files) {
    llvm::outs() << "\nsources of " << each.file->name << "\n";
    TextTable sources({{""}, {""}, {""}, {""}});
    for (const CatalogSource &source : each.file->sources)
      sources.add({"  " + source.repo.str(), source.commit.empty() ? "-" : source.commit.take_front(10).str(),
                   source.date.str(), source.path.str()});
    sources.print(llvm::outs());
  }
  if (size_t old = size_t(llvm::count_if(files, [](const FileInfo &each) { return each.old(); })))
    llvm::outs() << fmt::format(
        "\n{} {} older than {} days: azcl-import makes newer ones from Azure's own listings\n", old,
        old == 1 ? "file is" : "files are", oldAfterDays);
  return ExitCode::Clean;
}
