// Evaluates queries over catalog tables, written as AZCL expressions.
#pragma once

#include "azcl/CatalogFiles/Rows.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace azcl {

/// An error in a query and its location. Line and column start at 1 and count code points.
struct QueryProblem {
  unsigned line, column, length;
  std::string message;
  std::string help; ///< can be empty
};

struct QueryAnswer {
  std::vector<QueryProblem> problems; ///< if empty, the other fields are valid
  std::vector<size_t> rows;           ///< the matching rows, in the table's sort order
  std::vector<unsigned> columns;      ///< to show: the name, the usual columns, those of the query
  /// The number of rows that could match, and the columns whose values are unknown for them.
  size_t silent = 0;
  std::vector<unsigned> silentColumns;
};

/// The rows of `table` that `keep` accepts and for which `expression` is true. An empty expression
/// is true for all rows.
QueryAnswer ask(const RowTable &table, llvm::StringRef expression,
                llvm::function_ref<bool(size_t row)> keep);

/// The resource types of Azure, each in its newest stable version.
RowTable typeTable();

/// Selects the rows that a region offers.
struct RegionFilter {
  /// False if the region does not offer the row. Sets `detail` to the zones that do if only some of
  /// them do.
  std::function<bool(size_t row, std::string &detail)> has;
  /// True if nothing is known about this region, so that every row passes.
  bool blind = false;
};
/// nullopt if the rows of this table do not depend on regions.
std::optional<RegionFilter> inRegion(const Catalog &catalog, const RowTable &table,
                                     const Region &region);

} // namespace azcl
