// Maps offsets to files, lines and columns.
#include "azcl/Support/Source.h"
#include "llvm/ADT/STLExtras.h"
#include <cstring>

using namespace azcl;
using llvm::StringRef;

void SourceFile::indexLines() const {
  starts.push_back(0);
  const char *begin = text.begin(), *at = begin;
  while (const void *hit = std::memchr(at, '\n', text.end() - at)) {
    at = static_cast<const char *>(hit) + 1;
    starts.push_back(at - begin);
  }
}

unsigned SourceFile::lineCount() const {
  if (starts.empty())
    indexLines();
  return starts.size();
}

uint32_t SourceFile::lineStart(unsigned number) const {
  assert(number >= 1 && number <= lineCount());
  return base + starts[number - 1];
}

StringRef SourceFile::line(unsigned number) const {
  StringRef rest = text.substr(lineStart(number) - base);
  return rest.substr(0, rest.find('\n')).rtrim('\r');
}

LineColumn SourceFile::position(uint32_t offset) const {
  if (starts.empty())
    indexLines();
  uint32_t local = std::min<uint32_t>(offset - base, text.size());
  unsigned line = llvm::upper_bound(starts, local) - starts.begin();
  StringRef before = text.slice(starts[line - 1], local);
  if (line == 1)
    before.consume_front("\xEF\xBB\xBF"); // a byte order mark has no width
  unsigned column = 1;
  for (char c : before)
    column += (c & 0xC0) != 0x80; // do not count UTF-8 continuation bytes
  return {line, column};
}

const SourceFile *SourceManager::add(StringRef path, std::unique_ptr<llvm::MemoryBuffer> buffer,
                                     SourceRange usedAt) {
  if (buffer->getBufferSize() >= UINT32_MAX - next)
    return nullptr;
  auto file = std::make_unique<SourceFile>();
  file->path = path.str();
  file->usedAt = usedAt;
  file->text = buffer->getBuffer();
  file->buffer = std::move(buffer);
  file->base = next;
  next += file->text.size() + 1; // the offset directly after a text still belongs to it
  all.push_back(std::move(file));
  return all.back().get();
}

const SourceFile *SourceManager::find(uint32_t offset) const {
  auto after =
      llvm::upper_bound(all, offset, [](uint32_t at, const auto &file) { return at < file->base; });
  return after == all.begin() ? nullptr : std::prev(after)->get();
}

StringRef SourceManager::text(SourceRange range) const {
  const SourceFile *file = find(range);
  return file ? file->text.slice(range.begin - file->base, range.end - file->base) : "";
}
