// Positions in files, and text that is safe to print.
#include "RenderParts.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Unicode.h"
#include <numeric>

using namespace azcl;
using llvm::StringRef;

static bool startsCodePoint(char c) {
  return (c & 0xC0) != 0x80;
}

static uint32_t countCodePoints(StringRef text) {
  return std::count_if(text.begin(), text.end(), startsCodePoint);
}

// The largest part of a file that is counted again for each position.
static constexpr uint32_t blockSize = 4096;

uint32_t Locator::codePointsBefore(const SourceFile &file, uint32_t offset) {
  std::vector<uint32_t> &counts = blocks[&file];
  if (counts.empty()) {
    counts.push_back(0);
    for (uint32_t at = 0; at < file.text.size(); at += blockSize)
      counts.push_back(counts.back() + countCodePoints(file.text.substr(at, blockSize)));
  }
  uint32_t start = offset / blockSize * blockSize;
  return counts[offset / blockSize] + countCodePoints(file.text.slice(start, offset));
}

LineColumn Locator::position(const SourceFile &file, uint32_t offset) {
  unsigned low = 1, high = file.lineCount();
  while (low < high) {
    unsigned middle = std::midpoint(low, high + 1);
    if (file.lineStart(middle) - file.base <= offset)
      low = middle;
    else
      high = middle - 1;
  }
  uint32_t start = file.lineStart(low) - file.base;
  uint32_t before = offset - start <= blockSize
                        ? countCodePoints(file.text.slice(start, offset))
                        : codePointsBefore(file, offset) - codePointsBefore(file, start);
  return {low, before + 1};
}

Place Locator::find(SourceRange range) {
  const SourceFile *file = range.valid() ? sources.find(range) : nullptr;
  if (!file)
    return {};
  Place place;
  uint32_t size = file->text.size();
  place.file = file;
  place.begin = std::min(range.begin - file->base, size);
  place.end = std::clamp(std::max(range.end, file->base) - file->base, place.begin, size);
  place.first = position(*file, place.begin);
  place.last = place.end == place.begin ? place.first : position(*file, place.end);
  return place;
}

std::pair<uint32_t, uint32_t> azcl::lineBounds(const SourceFile &file, unsigned line) {
  uint32_t begin = file.lineStart(line) - file.base;
  bool last = line == file.lineCount();
  uint32_t end = last ? file.text.size() : file.lineStart(line + 1) - file.base - 1;
  return {begin, end > begin && file.text[end - 1] == '\r' ? end - 1 : end};
}

std::string azcl::validUtf8(StringRef text) {
  return llvm::json::isUTF8(text) ? text.str() : llvm::json::fixUTF8(text);
}

std::string azcl::counted(size_t count, StringRef noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

namespace {

/// The terminal output for one code point, or for one byte that is not valid UTF-8.
struct Cell {
  size_t begin, size; // in bytes of the text
  unsigned width;
  std::string text;
};

} // namespace

/// The first code point and its size in bytes; nullopt if the first byte is not valid UTF-8.
static std::optional<llvm::UTF32> decode(StringRef text, size_t &size) {
  auto *at = text.bytes_begin(), *start = at;
  llvm::UTF32 value;
  bool valid = llvm::convertUTF8Sequence(&at, text.bytes_end(), &value, llvm::strictConversion) ==
               llvm::conversionOK;
  size = valid ? at - start : 1;
  return valid ? std::optional(value) : std::nullopt;
}

static Cell cellAt(StringRef text, size_t at) {
  if (llvm::isPrint(text[at])) // the common case
    return {at, 1, 1, std::string(1, text[at])};
  size_t size;
  std::optional<llvm::UTF32> value = decode(text.substr(at), size);
  if (!value)
    return {at, 1, 4, fmt::format("<{:02X}>", uint8_t(text[at]))};
  if (*value == '\t')
    return {at, 1, 4, "    "};
  if (*value == '\n')
    return {at, 1, 1, " "};
  if (*value == 0xFEFF && at == 0) // a byte order mark belongs to the file, not to the line
    return {at, size, 0, ""};
  StringRef bytes = text.substr(at, size);
  // Formatting characters can reorder a whole line, so their code is printed instead.
  int width =
      llvm::sys::unicode::isFormatting(*value) ? -1 : llvm::sys::unicode::columnWidthUTF8(bytes);
  if (width >= 0)
    return {at, size, unsigned(width), bytes.str()};
  std::string code = fmt::format("<U+{:04X}>", *value);
  return {at, size, unsigned(code.size()), code};
}

static std::vector<Cell> cellsOf(StringRef text, size_t at) {
  std::vector<Cell> cells;
  for (; at < text.size(); at += cells.back().size)
    cells.push_back(cellAt(text, at));
  return cells;
}

std::string azcl::visible(StringRef text) {
  std::string result;
  for (const Cell &cell : cellsOf(text, 0))
    result += cell.text;
  return result;
}

static size_t codePointAt(StringRef text, size_t at) {
  for (unsigned i = 0; i < 3 && at > 0 && at < text.size() && !startsCodePoint(text[at]); ++i)
    --at;
  return at;
}

// The maximum width of a line, the columns before the focus in a wider line, and the number of
// bytes that are examined on either side: four for each column.
static constexpr unsigned mostColumns = 160, leftColumns = 60;
static constexpr size_t reach = 4 * mostColumns;
static constexpr StringRef dots = "...";

/// The range of cells around `focus` that fits.
static std::pair<size_t, size_t> chooseCells(const std::vector<Cell> &cells, size_t focus) {
  unsigned total = 0, budget = mostColumns - 2 * dots.size();
  for (const Cell &cell : cells)
    total += cell.width;
  if (total <= mostColumns)
    return {0, cells.size()};
  size_t first = focus, last = focus;
  unsigned width = 0;
  while (first > 0 && width + cells[first - 1].width <= leftColumns)
    width += cells[--first].width;
  while (last < cells.size() && width + cells[last].width <= budget)
    width += cells[last++].width;
  if (last == cells.size()) // use the remaining width on the left
    while (first > 0 && width + cells[first - 1].width <= budget)
      width += cells[--first].width;
  return {first, last};
}

ShownLine::ShownLine(StringRef line, size_t focus) {
  focus = std::min(focus, line.size());
  size_t low = codePointAt(line, focus > reach ? focus - reach : 0);
  StringRef near = line.take_front(codePointAt(line, std::min(line.size(), focus + reach)));
  std::vector<Cell> cells = cellsOf(near, low);
  size_t middle =
      llvm::partition_point(cells, [&](const Cell &c) { return c.begin < focus; }) - cells.begin();
  auto [first, last] = chooseCells(cells, middle);
  from = first < cells.size() ? cells[first].begin : near.size();
  unsigned column = 0;
  if (from > 0) {
    text = dots;
    column = dots.size();
  }
  for (size_t i = first; i < last; ++i) {
    columns.insert(columns.end(), cells[i].size, column);
    column += cells[i].width;
    text += cells[i].text;
  }
  if (from + columns.size() < line.size())
    text += dots;
  columns.push_back(column);
}

unsigned ShownLine::column(size_t byte) const {
  return columns[std::min(std::max(byte, from) - from, columns.size() - 1)];
}

Style azcl::styleOf(Severity severity) {
  static constexpr Style styles[] = {Style::Good, Style::Warning, Style::Error};
  return styles[size_t(severity)];
}

void Pen::write(Style style, StringRef text) {
  static constexpr StringRef codes[] = {"", "1", "1;31", "1;33", "1;32", "1;34"};
  bool styled = color && style != Style::Plain && !text.empty();
  if (styled)
    out << "\033[" << codes[size_t(style)] << 'm';
  out << text;
  if (styled)
    out << "\033[0m";
}

void Pen::gutter(unsigned line, char sign, bool blank) {
  std::string number = line ? std::to_string(line) : "";
  Style style = sign == '+' ? Style::Good : sign == '-' ? Style::Error : Style::Gutter;
  write(Style::Gutter, fmt::format("{:>{}} ", number, width));
  write(style, StringRef(&sign, 1));
  if (!blank)
    out << ' ';
}

void Pen::row(unsigned line, char sign, StringRef text) {
  gutter(line, sign, text.empty());
  out << text << '\n';
}
