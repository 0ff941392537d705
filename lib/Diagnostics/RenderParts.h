// What the renderers share. Everything here stays fast and in bounds whatever a range or a text
// holds: sources are read from anywhere, and a file may be a single line of many megabytes.
#pragma once

#include "azcl/Diagnostics/Render.h"
#include "llvm/ADT/DenseMap.h"

namespace azcl {

/// A range within one file: inside its text and not backwards, whatever the range was.
struct Place {
  const SourceFile *file = nullptr; ///< null for "nowhere"
  uint32_t begin = 0, end = 0;      ///< bytes from the start of the file
  LineColumn first, last;           ///< of `begin` and `end`
};

/// Finds places without walking through long lines again and again.
class Locator {
public:
  explicit Locator(const SourceManager &sources) : sources(sources) {}
  Place find(SourceRange range);
  const SourceManager &sourceManager() const { return sources; }

private:
  LineColumn position(const SourceFile &file, uint32_t offset);
  uint32_t codePointsBefore(const SourceFile &file, uint32_t offset);

  const SourceManager &sources;
  /// The code points in front of each block of a file; only of files with long lines.
  llvm::DenseMap<const SourceFile *, std::vector<uint32_t>> blocks;
};

/// The bytes of a line (from 1) without its line break, in the file's text.
std::pair<uint32_t, uint32_t> lineBounds(const SourceFile &file, unsigned line);
/// The text on one line for a terminal: tabs and line breaks as spaces, all else that does not
/// print, or would reorder what does, by its code.
std::string visible(llvm::StringRef text);
/// Fit for JSON.
std::string validUtf8(llvm::StringRef text);
/// "1 error", "2 errors"
std::string counted(size_t count, llvm::StringRef noun);

/// A line as it is shown: made visible, and cut around `focus` if it is too wide.
struct ShownLine {
  ShownLine(llvm::StringRef line, size_t focus);

  std::string text;
  /// Whether something at a byte of the line can be pointed at.
  bool shows(size_t byte) const { return byte >= from && byte - from < columns.size(); }
  /// The column (from 0) in `text`; that of the nearest byte shown.
  unsigned column(size_t byte) const;

private:
  size_t from = 0;               // the first byte that is shown
  std::vector<unsigned> columns; // of each byte from there on, and of the place behind the last
};

enum class Style : uint8_t { Plain, Bold, Error, Warning, Good, Gutter };
Style styleOf(Severity severity);

/// Writes in colours, to the right of a gutter of line numbers.
struct Pen {
  llvm::raw_ostream &out;
  bool color = false;
  unsigned width = 1; ///< of the line numbers

  void write(Style style, llvm::StringRef text);
  /// "12 | " or, without a number, "   | "; `blank` if nothing follows.
  void gutter(unsigned line, char sign, bool blank);
  /// A whole line: "12 | text"
  void row(unsigned line, char sign, llvm::StringRef text);
  void skipped() { write(Style::Gutter, "..."), out << '\n'; }
};

/// Something to be marked in an excerpt.
struct Mark {
  Place place;
  llvm::StringRef text;
  Style style;
  char sign;
};
/// Shows the lines on which marks begin, all in one file, the most important mark first. Returns
/// those for which there was no room beside the others of their line.
std::vector<Mark> drawExcerpt(Pen &pen, llvm::ArrayRef<Mark> marks);

/// A line of a file as it would be after a repair.
struct RepairRow {
  const SourceFile *file;
  unsigned number; ///< 0: lines are left out here
  char sign;       ///< + for a new line, - for one that goes, | for any other
  std::string text, marks;
};
/// Nothing if the repair edits no file.
std::vector<RepairRow> showRepair(Locator &places, const Suggestion &suggestion);
void drawRepair(Pen &pen, llvm::ArrayRef<RepairRow> rows);

/// What tells the lines of a text from each other, wherever they move: GitHub's algorithm.
class LineHashes {
public:
  explicit LineHashes(llvm::StringRef text);
  /// "271789c17abda88f:1": the hash of a line (from 1), and how often it has occurred up to there.
  std::string operator[](unsigned line) const;

private:
  std::vector<std::pair<uint64_t, unsigned>> lines;
};

/// One diagnostic as the text format shows it.
void renderText(Locator &places, const Diagnostic &diagnostic, bool color, llvm::raw_ostream &out);

} // namespace azcl
