// Shared parts of the renderers. They stay fast and in bounds for any range and text: sources are
// untrusted, and a file can be a single line of many megabytes.
#pragma once

#include "azcl/Diagnostics/Render.h"
#include "llvm/ADT/DenseMap.h"

namespace azcl {

/// A range in one file, clamped to its text.
struct Place {
  const SourceFile *file = nullptr; ///< null if the range is not in a file
  uint32_t begin = 0, end = 0;      ///< bytes from the start of the file
  LineColumn first, last;           ///< of `begin` and `end`
};

/// Converts ranges to lines and columns, without scanning long lines repeatedly.
class Locator {
public:
  explicit Locator(const SourceManager &sources) : sources(sources) {}
  Place find(SourceRange range);
  const SourceManager &sourceManager() const { return sources; }

private:
  LineColumn position(const SourceFile &file, uint32_t offset);
  uint32_t codePointsBefore(const SourceFile &file, uint32_t offset);

  const SourceManager &sources;
  /// The number of code points before each block of a file; only for files with long lines.
  llvm::DenseMap<const SourceFile *, std::vector<uint32_t>> blocks;
};

/// The byte range of a line (counted from 1) in the text of the file, without its line break.
std::pair<uint32_t, uint32_t> lineBounds(const SourceFile &file, unsigned line);
/// The text on one line for a terminal: tabs and line breaks as spaces, and other characters that
/// do not print or that reorder text as their code.
std::string visible(llvm::StringRef text);
/// The text with invalid UTF-8 replaced, as JSON requires.
std::string validUtf8(llvm::StringRef text);
/// "1 error", "2 errors"
std::string counted(size_t count, llvm::StringRef noun);

/// A source line for the terminal, truncated around `focus` if it is too wide.
struct ShownLine {
  ShownLine(llvm::StringRef line, size_t focus);

  std::string text;
  /// Whether the byte is in the visible part of the line.
  bool shows(size_t byte) const { return byte >= from && byte - from < columns.size(); }
  /// The column (from 0) in `text` of the byte, or of the nearest visible byte.
  unsigned column(size_t byte) const;

private:
  size_t from = 0;               // the first visible byte
  std::vector<unsigned> columns; // of each byte from there on, and of the end
};

enum class Style : uint8_t { Plain, Bold, Error, Warning, Good, Gutter };
Style styleOf(Severity severity);

/// Writes text in colors, to the right of a gutter with line numbers.
struct Pen {
  llvm::raw_ostream &out;
  bool color = false;
  unsigned width = 1; ///< of the line numbers

  void write(Style style, llvm::StringRef text);
  /// "12 | " or, without a number, "   | "; `blank`: nothing follows.
  void gutter(unsigned line, char sign, bool blank);
  /// A whole line: "12 | text"
  void row(unsigned line, char sign, llvm::StringRef text);
  void skipped() { write(Style::Gutter, "..."), out << '\n'; }
};

/// A mark in an excerpt.
struct Mark {
  Place place;
  llvm::StringRef text;
  Style style;
  char sign;
};
/// Prints the lines on which marks begin. All marks are in one file, the most important first.
/// Returns the marks that did not fit on their line.
std::vector<Mark> drawExcerpt(Pen &pen, llvm::ArrayRef<Mark> marks);

/// A line of a file after a fix.
struct RepairRow {
  const SourceFile *file;
  unsigned number; ///< 0: lines are omitted here
  char sign;       ///< + for an added line, - for a removed line, | for any other
  std::string text, marks;
};
/// Empty if the fix does not edit a file.
std::vector<RepairRow> showRepair(Locator &places, const Suggestion &suggestion);
void drawRepair(Pen &pen, llvm::ArrayRef<RepairRow> rows);

/// Hashes that identify the lines of a text after they have moved: the algorithm of GitHub.
class LineHashes {
public:
  explicit LineHashes(llvm::StringRef text);
  /// "271789c17abda88f:1": the hash of a line (from 1), and the count of its occurrences so far.
  std::string operator[](unsigned line) const;

private:
  std::vector<std::pair<uint64_t, unsigned>> lines;
};

/// Renders one diagnostic in the text format.
void renderText(Locator &places, const Diagnostic &diagnostic, bool color, llvm::raw_ostream &out);

} // namespace azcl
