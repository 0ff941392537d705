// Writes files atomically: writes temporary files next to their targets, then renames all of them.
// A failure before the renames removes the temporary files.
#include "azcl/Emit/Emit.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace azcl;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

static bool hasContent(StringRef file, StringRef content) {
  uint64_t size;
  if (fs::file_size(file, size) || size != content.size())
    return false;
  auto buffer = llvm::MemoryBuffer::getFile(file, false, false);
  return buffer && (*buffer)->getBuffer() == content;
}

static llvm::Error failure(StringRef file, std::error_code code) {
  return llvm::createStringError(code, "%s: %s", file.str().c_str(), code.message().c_str());
}

/// A pipe or device is written to, not replaced.
static bool isSpecial(StringRef file) {
  fs::file_status status;
  return !fs::status(file, status) && status.type() != fs::file_type::regular_file &&
         status.type() != fs::file_type::directory_file &&
         status.type() != fs::file_type::file_not_found;
}

static llvm::Error writeThrough(StringRef file, StringRef content) {
  std::error_code code;
  llvm::raw_fd_ostream out(file, code, fs::CD_OpenExisting, fs::FA_Write, fs::OF_None);
  if (!code) {
    out << content;
    out.close();
    code = out.error();
    out.clear_error();
  }
  return code ? failure(file, code) : llvm::Error::success();
}

/// Writes `content` to a temporary file next to `file` and returns its name.
static llvm::Expected<std::string> stage(StringRef file, StringRef content) {
  llvm::SmallString<128> staged;
  int descriptor;
  if (std::error_code code = fs::createUniqueFile(file + ".%%%%%%.tmp", descriptor, staged,
                                                  fs::OF_None, fs::all_read | fs::all_write))
    return failure(file, code);
  llvm::raw_fd_ostream out(descriptor, true);
  out << content;
  out.close();
  if (!out.has_error())
    return staged.str().str();
  std::error_code code = out.error();
  out.clear_error();
  fs::remove(staged);
  return failure(file, code);
}

/// Anyone can edit a manifest, so paths in it must stay below its folder.
static bool isInside(StringRef name) {
  if (name.empty() || path::is_absolute(name, path::Style::posix) ||
      name.find_first_of("\\:") != StringRef::npos)
    return false;
  for (StringRef part : llvm::split(name, '/'))
    if (part.empty() || part == "." || part == "..")
      return false;
  return true;
}

std::vector<std::string> azcl::obsoleteOutputs(StringRef folder, llvm::ArrayRef<OutputFile> files) {
  llvm::SmallString<128> name(folder);
  path::append(name, "manifest.json");
  auto buffer = llvm::MemoryBuffer::getFile(name, false, false);
  if (!buffer || files.empty())
    return {};
  llvm::Expected<llvm::json::Value> manifest = llvm::json::parse((*buffer)->getBuffer());
  if (!manifest) { // not written by azclc, or damaged: the earlier outputs are unknown
    llvm::consumeError(manifest.takeError());
    return {};
  }
  llvm::StringSet<> written; // some file systems are case-insensitive
  for (const OutputFile &file : files)
    written.insert(StringRef(file.path).lower());
  std::vector<std::string> found;
  const llvm::json::Object *root = manifest->getAsObject();
  const llvm::json::Object *compiler = root ? root->getObject("compiler") : nullptr;
  const llvm::json::Array *outputs = root ? root->getArray("outputs") : nullptr;
  if (!compiler || compiler->getString("name") != StringRef("azclc") || !outputs)
    return {};
  for (const llvm::json::Value &each : *outputs)
    if (const llvm::json::Object *output = each.getAsObject())
      if (std::optional<StringRef> name = output->getString("path");
          name && isInside(*name) && !written.contains(name->lower()))
        found.push_back(name->str());
  return found;
}

/// Removes regular files only, and the templates folder once it is empty.
static llvm::Error removeFiles(StringRef folder, llvm::ArrayRef<std::string> names) {
  for (const std::string &name : names) {
    llvm::SmallString<128> file(folder);
    path::append(file, path::Style::posix, name);
    fs::file_status status;
    if (fs::status(file, status, false) || status.type() != fs::file_type::regular_file)
      continue;
    if (std::error_code code = fs::remove(file))
      return failure(file, code);
    if (StringRef parent = path::parent_path(file); parent != folder)
      (void)fs::remove(parent); // fails if it is not empty
  }
  return llvm::Error::success();
}

llvm::Expected<unsigned> azcl::writeFiles(StringRef folder, llvm::ArrayRef<OutputFile> files,
                                          llvm::ArrayRef<std::string> obsolete) {
  std::vector<std::pair<std::string, std::string>> staged; // temporary file, target
  auto undo = [&] {
    for (const auto &[from, to] : staged)
      fs::remove(from);
  };
  for (const OutputFile &file : files) {
    llvm::SmallString<128> target(folder);
    path::append(target, path::Style::posix, file.path);
    if (hasContent(target, file.content))
      continue;
    if (fs::is_directory(target)) { // detect it now: the rename would fail after others succeeded
      undo();
      return failure(target, std::make_error_code(std::errc::is_a_directory));
    }
    if (std::error_code code = fs::create_directories(path::parent_path(target))) {
      undo();
      return failure(path::parent_path(target), code);
    }
    auto name = stage(target, file.content);
    if (!name) {
      undo();
      return name.takeError();
    }
    staged.push_back({*name, target.str().str()});
  }
  // Until the new manifest is written, the old one lists the files that remain to be removed.
  auto appear = [&](size_t begin, size_t end) -> llvm::Error {
    for (size_t i = begin; i < end; ++i)
      if (std::error_code code = fs::rename(staged[i].first, staged[i].second)) {
        undo();
        return failure(staged[i].second, code);
      }
    return llvm::Error::success();
  };
  size_t count = staged.size(), before = count ? count - 1 : 0;
  if (llvm::Error error = appear(0, before))
    return error;
  if (llvm::Error error = removeFiles(folder, obsolete)) {
    undo();
    return error;
  }
  if (llvm::Error error = appear(before, count))
    return error;
  return count;
}

llvm::Error azcl::writeFile(StringRef file, StringRef content) {
  if (isSpecial(file))
    return writeThrough(file, content);
  StringRef folder = path::parent_path(file);
  OutputFile one{path::filename(file).str(), content.str()};
  return writeFiles(folder.empty() ? "." : folder, one).takeError();
}
