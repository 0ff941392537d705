// Journal files: one JSON object per line with a sequence number, a time, a kind, data and a CRC.
#include "azcl/Deploy/Journal.h"
#include "../Support/Json.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/CRC.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static llvm::Error failed(StringRef path, StringRef what) {
  return llvm::createStringError(std::error_code(errno, std::generic_category()), "%s: %s: %s",
                                 path.str().c_str(), what.str().c_str(), strerror(errno));
}

static uint32_t checksum(StringRef text) {
  return llvm::crc32(llvm::arrayRefFromStringRef(text));
}

/// The line without its checksum.
static std::string unsignedLine(uint64_t number, Time time, const Record &record) {
  return fmt::format("{{\"seq\":{},\"ts\":{},\"kind\":{},\"data\":{}", number,
                     time.time_since_epoch().count(), compact(Json(record.kind)), record.data);
}

/// Reads the records of complete lines. `end` is the offset after the last of them.
static std::vector<Record> parse(StringRef text, size_t &end) {
  std::vector<Record> records;
  end = 0;
  while (true) {
    size_t newline = text.find('\n', end);
    if (newline == StringRef::npos)
      return records;
    StringRef line = text.slice(end, newline);
    size_t mark = line.rfind(",\"crc\":");
    unsigned crc;
    if (mark == StringRef::npos || line.drop_front(mark + 7).drop_back(1).getAsInteger(10, crc) ||
        crc != checksum(line.take_front(mark)))
      return records;
    Json json = Json::parse(line, nullptr, false);
    if (!json.is_object() || json.value("seq", 0u) != records.size() + 1)
      return records;
    records.push_back({json.value("kind", ""), compact(json["data"])});
    end = newline + 1;
  }
}

llvm::Expected<std::vector<Record>> azcl::deploy::readJournal(StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, false);
  if (!buffer)
    return llvm::createStringError(buffer.getError(), "%s: %s", path.str().c_str(),
                                   buffer.getError().message().c_str());
  size_t end;
  return parse((*buffer)->getBuffer(), end);
}

llvm::Expected<std::unique_ptr<FileJournal>> FileJournal::open(StringRef path) {
  std::string name = path.str();
  if (std::error_code error = llvm::sys::fs::create_directories(
          llvm::sys::path::parent_path(path), true, llvm::sys::fs::perms::owner_all))
    return llvm::createStringError(error, "%s: %s", name.c_str(), error.message().c_str());
  int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0)
    return failed(path, "cannot open the journal");
  std::unique_ptr<FileJournal> journal(new FileJournal(file, name));
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      return llvm::createStringError(std::errc::device_or_resource_busy,
                                     "%s: another azclctl is working on this run", name.c_str());
    return failed(path, "cannot lock the journal");
  }
  auto buffer = llvm::MemoryBuffer::getFile(name, /*IsText=*/false, false, /*IsVolatile=*/true);
  if (!buffer)
    return llvm::createStringError(buffer.getError(), "%s: %s", name.c_str(),
                                   buffer.getError().message().c_str());
  size_t end;
  journal->read = parse((*buffer)->getBuffer(), end);
  journal->next = journal->read.size() + 1;
  if (ftruncate(file, off_t(end)) != 0 || lseek(file, 0, SEEK_END) < 0)
    return failed(path, "cannot write the journal");
  return journal;
}

FileJournal::~FileJournal() {
  ::close(file);
}

llvm::Error FileJournal::append(const Record &record, Time now) {
  std::string line = unsignedLine(next, now, record);
  line += fmt::format(",\"crc\":{}}}\n", checksum(line));
  for (size_t written = 0; written < line.size();) {
    ssize_t count = ::write(file, line.data() + written, line.size() - written);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return failed(path, "cannot write the journal");
    written += size_t(count);
  }
  if (fdatasync(file) != 0)
    return failed(path, "cannot write the journal");
  ++next;
  return llvm::Error::success();
}
