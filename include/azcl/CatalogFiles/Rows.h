// Generic access to the catalog as tables of cells, for --query.
#pragma once

#include "azcl/Catalog/Catalog.h"
#include <functional>
#include <string>
#include <vector>

namespace azcl {
namespace facts {
struct Kind;
struct Column;
} // namespace facts

enum class CellType : uint8_t {
  Flag,
  Number,
  Size,    ///< In bytes.
  Percent, ///< In ten-thousandths of a percent, as in azcl/Support/Units.h.
  Text,
  Date,
  Word,   ///< One value of an enumeration.
  Words,  ///< Several values of an enumeration.
  Texts,  ///< The words of a WordList.
  Numbers ///< Ascending whole numbers.
};

/// The value of a field.
struct Cell {
  bool known = true;    ///< False if the value is unknown or absent.
  double number = 0;    ///< For a flag: 0 or 1.
  llvm::StringRef text; ///< For texts, dates and words.
  llvm::SmallVector<llvm::StringRef, 0> texts;
  llvm::ArrayRef<unsigned> numbers;
};

struct ColumnInfo {
  std::string name; ///< "accelerated-networking": derived from the field name, without its unit.
  CellType type;
  bool optional = false;              ///< Rows can omit it.
  std::vector<llvm::StringRef> words; ///< The values of its enumeration, if any.
};

/// A table, usually of a catalog, which must outlive it.
class RowTable {
public:
  /// Rows from elsewhere.
  struct Source {
    std::string name, file;
    std::vector<std::string> otherNames;
    size_t size = 0;
    std::function<Cell(size_t row, size_t column)> cell;
  };
  RowTable(Source source, std::vector<ColumnInfo> columns, std::vector<unsigned> usual)
      : source(std::move(source)), infos(std::move(columns)), shown(std::move(usual)) {}
  RowTable(const facts::Kind &kind, const Catalog &catalog);

  llvm::StringRef name() const { return source.name; } ///< "sizes"
  llvm::StringRef file() const { return source.file; } ///< "vm-sizes.json"
  size_t size() const { return source.size; }
  /// Whether `word` names this table: "slas" is a synonym of "promises", and "vm-sizes" is the file
  /// name of "sizes".
  bool answersTo(llvm::StringRef word) const;
  /// The first column is the row's name.
  llvm::ArrayRef<ColumnInfo> columns() const { return infos; }
  /// The index of a column; -1 if the table has no such column.
  int find(llvm::StringRef column) const;
  Cell cell(size_t row, size_t column) const { return source.cell(row, column); }
  /// The columns that a query shows by default, and the columns it sorts by before the name.
  /// Neither includes the name.
  llvm::ArrayRef<unsigned> usual() const { return shown; }
  llvm::ArrayRef<unsigned> order() const { return sorted; }

private:
  Source source;
  std::vector<ColumnInfo> infos;
  std::vector<unsigned> shown, sorted;
};

/// All tables of the catalog, sorted by name.
std::vector<RowTable> rowTables(const Catalog &catalog);

} // namespace azcl
