// Aligned text columns for terminal output.
#pragma once

#include "llvm/Support/raw_ostream.h"
#include <string>
#include <vector>

namespace azcl {

class TextTable {
public:
  struct Column {
    std::string title;
    bool toTheRight = false;
  };
  explicit TextTable(std::vector<Column> columns) : columns(std::move(columns)) {}

  void add(std::vector<std::string> cells) { rows.push_back(std::move(cells)); }
  /// Prints the titles first, unless all of them are empty. Lines have no trailing spaces.
  void print(llvm::raw_ostream &out) const;

private:
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

} // namespace azcl
