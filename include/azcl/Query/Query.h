// Asks a table of facts a question in the language's own expressions.
#pragma once

#include "azcl/CatalogFiles/Rows.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace azcl {

/// What is wrong with an expression, and where: line and column from 1, in code points.
struct QueryProblem {
  unsigned line, column, length;
  std::string message;
  std::string help; ///< Or nothing.
};

struct QueryAnswer {
  std::vector<QueryProblem> problems; ///< None: the rest is whole.
  std::vector<size_t> rows;           ///< Those that fit, sorted as suits the table.
  std::vector<unsigned>
      columns; ///< Worth showing: the name, the usual ones, those that were asked of.
  /// Rows that might fit, and what is not known of them.
  size_t silent = 0;
  std::vector<unsigned> silentColumns;
};

/// The rows of `table` that `keep` keeps and for which `expression` holds; an empty one holds for
/// all.
QueryAnswer ask(const RowTable &table, llvm::StringRef expression,
                llvm::function_ref<bool(size_t row)> keep);

/// Which rows a region has.
struct RegionFilter {
  /// False for what the region has not; `detail` gets the zones that have it, if only some do.
  std::function<bool(size_t row, std::string &detail)> has;
  /// Nothing is known of this region: every row passes.
  bool blind = false;
};
/// nullopt if regions do not tell rows of this table apart.
std::optional<RegionFilter> inRegion(const Catalog &catalog, const RowTable &table,
                                     const Region &region);

} // namespace azcl
