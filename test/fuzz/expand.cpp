// Fuzzes --expand: any input must produce resources or an error, without a crash or a hang.
#include "azcl/Expand/Expand.h"

using namespace azcl;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  llvm::StringRef text(reinterpret_cast<const char *>(data), size);
  files->addFile("/out/main.json", 0, llvm::MemoryBuffer::getMemBufferCopy(text));
  files->addFile("/out/templates/part.json", 0, llvm::MemoryBuffer::getMemBufferCopy(text));
  llvm::Expected<Expansion> result = expand(*files, "/out", {});
  if (!result) {
    llvm::consumeError(result.takeError());
    return 0;
  }
  std::string listing;
  llvm::raw_string_ostream out(listing);
  result->print(out);
  return 0;
}
