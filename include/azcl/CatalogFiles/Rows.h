// Generic access to the catalog as tables of cells, for --query.
#pragma once

#include "azcl/Catalog/Catalog.h"
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

/// A table of a catalog. The catalog must outlive it.
class RowTable {
public:
  RowTable(const facts::Kind &kind, const Catalog &catalog);

  llvm::StringRef name() const; ///< "sizes"
  std::string file() const;     ///< "vm-sizes.json"
  size_t size() const;
  /// The first column is the row's name.
  llvm::ArrayRef<ColumnInfo> columns() const { return infos; }
  /// The index of a column; -1 if the table has no such column.
  int find(llvm::StringRef column) const;
  Cell cell(size_t row, size_t column) const;
  /// The columns that a query shows by default, and the columns it sorts by before the name.
  /// Neither includes the name.
  llvm::ArrayRef<unsigned> usual() const { return shown; }
  llvm::ArrayRef<unsigned> order() const { return sorted; }

private:
  const facts::Kind *kind;
  const Catalog *catalog;
  std::vector<ColumnInfo> infos;
  std::vector<const facts::Column *> fields; ///< The columns after the name.
  std::vector<unsigned> shown, sorted;
};

/// All tables, sorted by name.
std::vector<RowTable> rowTables(const Catalog &catalog);
/// Whether `word` names this table: "slas" is a synonym of "promises", and "vm-sizes" is the file
/// name of "sizes".
bool answersTo(const RowTable &table, llvm::StringRef word);

} // namespace azcl
