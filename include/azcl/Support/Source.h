// Source texts and locations in them.
#pragma once

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <cstdint>
#include <memory>
#include <vector>

namespace azcl {

/// A range of source text, as offsets into a space shared by all files of a SourceManager. The
/// default value is "nowhere": no location in any text.
struct SourceRange {
  uint32_t begin = 0;
  uint32_t end = 0;

  bool valid() const { return begin != 0; }
  bool contains(uint32_t offset) const { return begin <= offset && offset < end; }
  /// The empty range at the start or at the end.
  SourceRange front() const { return {begin, begin}; }
  SourceRange back() const { return {end, end}; }
  friend bool operator==(SourceRange, SourceRange) = default;
};

/// From the start of `a` to the end of `b`.
inline SourceRange join(SourceRange a, SourceRange b) {
  return {a.begin, b.end};
}

/// A line and a column, both starting at 1. The column counts code points.
struct LineColumn {
  unsigned line = 0;
  unsigned column = 0;
};

/// A source text. The offsets of its SourceRanges start at `base`.
struct SourceFile {
  std::string path; ///< as the user wrote it, or relative to the importing file
  llvm::StringRef text;
  uint32_t base = 0;
  /// Of a text that is part of the compiler: the place in the program that uses it first. Otherwise
  /// invalid.
  SourceRange usedAt;
  bool embedded() const { return usedAt.valid(); }

  unsigned lineCount() const;
  /// The text of a line (starting at 1) without its line break.
  llvm::StringRef line(unsigned number) const;
  LineColumn position(uint32_t offset) const;
  /// The offset at which a line starts, in the shared space.
  uint32_t lineStart(unsigned number) const;

private:
  friend class SourceManager;
  std::unique_ptr<llvm::MemoryBuffer> buffer;
  mutable std::vector<uint32_t> starts; // created on first use; only one thread uses a file
  void indexLines() const;
};

/// Owns the texts of one compilation.
class SourceManager {
public:
  /// Adds a text. The reference stays valid. Returns null if the shared space is full.
  const SourceFile *add(llvm::StringRef path, std::unique_ptr<llvm::MemoryBuffer> buffer,
                        SourceRange usedAt = {});
  /// The file that contains an offset; null for "nowhere".
  const SourceFile *find(uint32_t offset) const;
  const SourceFile *find(SourceRange range) const { return find(range.begin); }
  llvm::StringRef text(SourceRange range) const;
  const std::vector<std::unique_ptr<SourceFile>> &files() const { return all; }

private:
  std::vector<std::unique_ptr<SourceFile>> all;
  uint32_t next = 1; // 0 is "nowhere"
};

} // namespace azcl
