// Files appear whole or not at all: first everything is written beside its place, then everything is
// renamed, and a failure before that removes what was begun.
#include "azcl/Emit/Emit.h"
#include "llvm/Support/FileSystem.h"
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

/// A pipe or a device is written to, not replaced.
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

/// Writes `content` beside `file` and returns the name.
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

llvm::Expected<unsigned> azcl::writeFiles(StringRef folder, llvm::ArrayRef<OutputFile> files) {
  std::vector<std::pair<std::string, std::string>> staged; // where it is, where it belongs
  auto undo = [&] {
    for (const auto &[from, to] : staged)
      fs::remove(from);
  };
  for (const OutputFile &file : files) {
    llvm::SmallString<128> target(folder);
    path::append(target, path::Style::posix, file.path);
    if (hasContent(target, file.content))
      continue;
    if (fs::is_directory(target)) { // the rename would fail when others have been made
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
  for (const auto &[from, to] : staged)
    if (std::error_code code = fs::rename(from, to)) {
      undo();
      return failure(to, code);
    }
  return staged.size();
}

llvm::Error azcl::writeFile(StringRef file, StringRef content) {
  if (isSpecial(file))
    return writeThrough(file, content);
  StringRef folder = path::parent_path(file);
  OutputFile one{path::filename(file).str(), content.str()};
  return writeFiles(folder.empty() ? "." : folder, one).takeError();
}
