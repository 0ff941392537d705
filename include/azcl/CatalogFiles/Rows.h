// The rows of a catalog as tables of cells: for those who ask what there is, whatever the kind.
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
  Word,   ///< One of an enumeration.
  Words,  ///< Some of one.
  Texts,  ///< Words of a WordList.
  Numbers ///< Whole numbers, ascending.
};

/// What stands in a field of a row.
struct Cell {
  bool known = true;    ///< False where no source says anything, or there is nothing to say.
  double number = 0;    ///< Of a flag: 0 or 1.
  llvm::StringRef text; ///< Of a text, a date, a word.
  llvm::SmallVector<llvm::StringRef, 0> texts;
  llvm::ArrayRef<unsigned> numbers;
};

struct ColumnInfo {
  std::string name; ///< "accelerated-networking": made of the name of the field, without its unit.
  CellType type;
  bool optional = false;              ///< A row may have nothing there.
  std::vector<llvm::StringRef> words; ///< Of its enumeration, if it has one.
};

/// A table of a catalog, which must outlive it.
class RowTable {
public:
  RowTable(const facts::Kind &kind, const Catalog &catalog);

  llvm::StringRef name() const; ///< "sizes"
  std::string file() const;     ///< "vm-sizes.json"
  size_t size() const;
  /// The first is the row's name.
  llvm::ArrayRef<ColumnInfo> columns() const { return infos; }
  /// The place of a column; -1 if there is none of that name.
  int find(llvm::StringRef column) const;
  Cell cell(size_t row, size_t column) const;
  /// What most askers want to see, and what rows are best sorted by; the name is neither.
  llvm::ArrayRef<unsigned> usual() const { return shown; }
  llvm::ArrayRef<unsigned> order() const { return sorted; }

private:
  const facts::Kind *kind;
  const Catalog *catalog;
  std::vector<ColumnInfo> infos;
  std::vector<const facts::Column *> fields; ///< Of each column but the name.
  std::vector<unsigned> shown, sorted;
};

/// All of them, by name.
std::vector<RowTable> rowTables(const Catalog &catalog);
/// Whether `word` names this table: "slas" are "promises" too, and "vm-sizes" is the file of sizes.
bool answersTo(const RowTable &table, llvm::StringRef word);

} // namespace azcl
