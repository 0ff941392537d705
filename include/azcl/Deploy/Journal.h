// The journal of a run: what the deployer intends and what it knows, so that it can resume after a
// crash.
#pragma once

#include "azcl/Deploy/Transport.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace azcl::deploy {

/// One line of the journal. `data` is a compact JSON object.
struct Record {
  std::string kind;
  std::string data;
};

class Journal {
public:
  virtual ~Journal() = default;
  /// Writes a record. When this returns, the record survives a crash.
  virtual llvm::Error append(const Record &record, Time now) = 0;
};

/// A journal file, locked against other processes. Each line has a sequence number and a checksum;
/// a torn last line is dropped.
class FileJournal : public Journal {
public:
  /// Opens or creates the file and reads its records. Fails if another process has it open.
  static llvm::Expected<std::unique_ptr<FileJournal>> open(llvm::StringRef path);
  ~FileJournal() override;
  llvm::Error append(const Record &record, Time now) override;
  const std::vector<Record> &records() const { return read; }

private:
  FileJournal(int file, std::string path) : file(file), path(std::move(path)) {}
  int file;
  std::string path;
  std::vector<Record> read;
  uint64_t next = 1;
};

/// Reads a journal without locking it, for commands that only look.
llvm::Expected<std::vector<Record>> readJournal(llvm::StringRef path);

} // namespace azcl::deploy
