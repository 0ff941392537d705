// Opens the catalog that a command uses.
#include "azcl/Driver/Facts.h"
#include "llvm/Support/Path.h"

using namespace azcl;
using llvm::StringRef;
namespace path = llvm::sys::path;

llvm::Expected<Facts> Facts::open(llvm::vfs::FileSystem &files, StringRef folder) {
  Facts facts;
  facts.folder = folder;
  if (folder.empty())
    return facts;
  auto loaded = loadCatalog(files, folder);
  if (!loaded)
    return loaded.takeError();
  facts.loaded = std::move(*loaded);
  return facts;
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
