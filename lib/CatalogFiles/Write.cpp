// Writes the rows of a data file as C++ constants.
#include "Table.h"

#include <algorithm>
using namespace azcl::facts;

std::string Output::array(const std::string &elements) {
  size_t index = std::find(distinct.begin(), distinct.end(), elements) - distinct.begin();
  if (index == distinct.size())
    distinct.push_back(elements);
  return std::string(kind.table) + "List" + std::to_string(index);
}

/// The designated initializers of a row; the C++ compiler checks the field names.
static std::string fields(const std::vector<Column> &columns, const Row &row, Output &output) {
  std::string result;
  for (const Column &column : columns)
    if (column.field)
      result += std::string(result.empty() ? "." : ", .") + column.field + " = " +
                column.type.initializer(row.find(column.key), column.type, output);
  return result;
}

std::string azcl::facts::writeTable(const Kind &kind, const Table &table) {
  std::string name = kind.table, fileName = std::string(kind.name) + ".json";
  Output output(kind);

  std::string row = kind.row;
  // An array must have an element.
  std::string rows = table.rows.empty()
                         ? "constexpr llvm::ArrayRef<" + row + "> " + name + "Rows = {\n"
                         : "constexpr " + row + " " + name + "Rows[] = {\n";
  for (const Table::Entry &entry : table.rows)
    rows += "    {.name = {\"" + std::string(entry.name) + "\", " +
            std::to_string(entry.name.size()) + "}, " + fields(kind.columns, entry.row, output) +
            "},\n";
  rows += "};\n";

  std::string sources = "constexpr CatalogSource " + name + "Sources[] = {\n";
  for (const Row &source : table.sources)
    sources += "    {" + fields(sourceColumns(), source, output) + "},\n";
  sources += "};\n";

  std::string result = "// Generated from " + fileName + " by azcl-tblgen. Do not edit.\n";
  for (const std::string &elements : output.arrays())
    result += "constexpr unsigned " + output.array(elements) + "[] = {" + elements + "};\n";
  return result + rows + sources + "constexpr CatalogFile " + name + "File = {\"" + fileName +
         "\", \"" + std::string(table.asOf) + "\", " + name + "Sources};\n";
}
