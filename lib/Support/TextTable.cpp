// Prints aligned text columns.
#include "azcl/Support/TextTable.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

using namespace azcl;

static size_t width(llvm::StringRef text) {
  return size_t(llvm::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

void TextTable::print(llvm::raw_ostream &out) const {
  std::vector<std::string> titles;
  for (const Column &column : columns)
    titles.push_back(column.title);
  std::vector<size_t> widths;
  for (size_t i = 0; i < columns.size(); ++i) {
    widths.push_back(width(titles[i]));
    for (const auto &row : rows)
      widths[i] = std::max(widths[i], width(row[i]));
  }
  auto line = [&](const std::vector<std::string> &cells) {
    std::string text;
    for (size_t i = 0; i < cells.size(); ++i) {
      std::string padding(widths[i] - width(cells[i]), ' ');
      text += (i ? "  " : "") + (columns[i].toTheRight ? padding + cells[i] : cells[i] + padding);
    }
    out << llvm::StringRef(text).rtrim(' ') << "\n";
  };
  if (llvm::any_of(titles, [](const std::string &title) { return !title.empty(); }))
    line(titles);
  for (const auto &row : rows)
    line(row);
}
