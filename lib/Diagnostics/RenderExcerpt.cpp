// Draws source lines with marks under them.
#include "RenderParts.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

using namespace azcl;
using llvm::StringRef;

// The largest number of marks on a line. Each label that does not fit next to its mark takes a row.
static constexpr size_t mostMarks = 9;

namespace {

/// A mark and its columns in the line.
struct Drawn {
  const Mark *mark;
  unsigned begin, end;
};

/// A row under a line: single characters at columns.
class Row {
public:
  void fill(unsigned from, unsigned to, char sign, Style style) {
    if (cells.size() < to)
      cells.resize(to, {' ', Style::Plain});
    std::fill(cells.begin() + from, cells.begin() + to, std::pair(sign, style));
  }
  unsigned width() const { return cells.size(); }
  /// Writes the row, with `text` at a column after all marks.
  void write(Pen &pen, unsigned column = 0, StringRef text = "", Style style = Style::Plain) {
    pen.gutter(0, '|', false);
    if (!text.empty())
      cells.resize(column, {' ', Style::Plain});
    for (auto at = cells.begin(); at != cells.end();) {
      Style same = at->second;
      std::string run;
      for (; at != cells.end() && at->second == same; ++at)
        run += at->first;
      pen.write(same, run);
    }
    pen.write(style, text);
    pen.out << '\n';
  }

private:
  std::vector<std::pair<char, Style>> cells;
};

} // namespace

/// Writes the labels that are not next to their marks, the rightmost first, each connected to its
/// mark by a vertical line.
static void writeTexts(Pen &pen, llvm::ArrayRef<Drawn> texts) {
  if (texts.empty())
    return;
  auto connect = [](llvm::ArrayRef<Drawn> drawn, unsigned before) {
    Row row;
    for (const Drawn &each : llvm::reverse(drawn))
      if (each.begin < before)
        row.fill(each.begin, each.begin + 1, '|', each.mark->style);
    return row;
  };
  connect(texts, UINT32_MAX).write(pen);
  for (; !texts.empty(); texts = texts.drop_front())
    connect(texts, texts.front().begin)
        .write(pen, texts.front().begin, visible(texts.front().mark->text),
               texts.front().mark->style);
}

static void drawMarks(Pen &pen, llvm::ArrayRef<Drawn> drawn) {
  Row row;
  for (const Drawn &each :
       llvm::reverse(drawn)) // the most important mark last, on top of the others
    row.fill(each.begin, each.end, each.mark->sign, each.mark->style);
  std::vector<Drawn> texts;
  llvm::copy_if(drawn, std::back_inserter(texts),
                [](const Drawn &each) { return !each.mark->text.empty(); });
  llvm::stable_sort(texts, [](const Drawn &a, const Drawn &b) {
    return std::pair(a.begin, a.end) > std::pair(b.begin, b.end);
  });
  // Only the label of the last mark fits on the row of the marks.
  if (!texts.empty() && texts.front().end == row.width()) {
    row.write(pen, row.width() + 1, visible(texts.front().mark->text), texts.front().mark->style);
    writeTexts(pen, llvm::ArrayRef(texts).drop_front());
  } else {
    row.write(pen);
    writeTexts(pen, texts);
  }
}

static void drawLine(Pen &pen, unsigned number, llvm::ArrayRef<const Mark *> marks,
                     std::vector<Mark> &leftOut) {
  const SourceFile &file = *marks.front()->place.file;
  auto [lineBegin, lineEnd] = lineBounds(file, number);
  size_t size = lineEnd - lineBegin;
  auto startOf = [&, begin = lineBegin](const Mark &mark) {
    return std::min<size_t>(mark.place.begin - begin, size);
  };
  ShownLine shown(file.text.slice(lineBegin, lineEnd), startOf(*marks.front()));
  std::vector<Drawn> drawn;
  for (const Mark *mark : marks) {
    size_t start = startOf(*mark);
    if (!shown.shows(start) || drawn.size() >= mostMarks) {
      leftOut.push_back(*mark);
      continue;
    }
    unsigned begin = shown.column(start);
    unsigned end = shown.column(std::min<size_t>(mark->place.end - lineBegin, size));
    drawn.push_back({mark, begin, std::max(begin + 1, end)});
  }
  pen.row(number, '|', shown.text);
  drawMarks(pen, drawn);
}

std::vector<Mark> azcl::drawExcerpt(Pen &pen, llvm::ArrayRef<Mark> marks) {
  std::map<unsigned, llvm::SmallVector<const Mark *, 4>> lines;
  for (const Mark &mark : marks)
    lines[mark.place.first.line].push_back(&mark);
  std::vector<Mark> leftOut;
  unsigned previous = 0;
  pen.gutter(0, '|', true);
  pen.out << '\n';
  for (auto &[number, here] : lines) {
    if (previous && number > previous + 1)
      pen.skipped();
    drawLine(pen, number, here, leftOut);
    previous = number;
  }
  return leftOut;
}
