// Generic access to the rows of a catalog: column names, units and cells.
#include "azcl/CatalogFiles/Rows.h"
#include "Table.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using namespace azcl::facts;
using llvm::StringRef;

static const std::vector<Kind> &kinds() {
  static const std::vector<Kind> all = allKinds();
  return all;
}

namespace {
/// A unit suffix of field names, and its factor to the unit of the cell.
struct Suffix {
  StringRef text;
  CellType type;
  double factor;
};
constexpr Suffix suffixes[] = {{"MiB", CellType::Size, 1048576},
                               {"GiB", CellType::Size, 1073741824},
                               {"perMillion", CellType::Percent, 1},
                               {"", CellType::Number, 1}};
} // namespace

static const Suffix &suffixOf(StringRef field) {
  return *llvm::find_if(suffixes, [&](const Suffix &each) { return field.ends_with(each.text); });
}

/// Converts "acceleratedNetworking" to "accelerated-networking", "vCpus" to "vcpus", "premiumIO" to
/// "premium-io". A capital letter starts a word, except after another capital or after a word of
/// one letter.
static std::string spoken(StringRef field) {
  std::string out;
  size_t word = 0; // number of letters since the last hyphen
  for (size_t i = 0; i < field.size(); ++i) {
    if (llvm::isUpper(field[i]) && word > 1 && !llvm::isUpper(field[i - 1])) {
      out += '-';
      word = 0;
    }
    out += llvm::toLower(field[i]);
    ++word;
  }
  return out;
}

static ColumnInfo describe(const Column &column) {
  const Suffix &suffix = suffixOf(column.field);
  StringRef stem = StringRef(column.field).drop_back(suffix.text.size());
  ColumnInfo info{
      spoken(stem.empty() ? column.key : stem), column.cells, column.need == Need::Optional, {}};
  if (info.type == CellType::Number)
    info.type = suffix.type;
  else if (info.type == CellType::Text && column.type.problem == date().problem)
    info.type = CellType::Date;
  if (column.type.enumeration)
    for (const Enumeration::Word &word : column.type.enumeration->words)
      info.words.push_back(word.spelling);
  return info;
}

static Cell cellOf(const Kind &kind, const Catalog &catalog, size_t row, const Column *field,
                   const ColumnInfo &info) {
  const void *record = kind.access.row(catalog.all(), row);
  Cell cell;
  if (!field) {
    cell.text = kind.access.name(record);
    return cell;
  }
  cell = field->show(record, field->type);
  if (info.optional && field->cells == CellType::Number)
    cell.known = cell.number != 0; // 0 stands for a value that the file omits
  if (info.type == CellType::Size)
    cell.number *= suffixOf(field->field).factor;
  return cell;
}

RowTable::RowTable(const Kind &kind, const Catalog &catalog) {
  std::vector<const Column *> fields; // the columns after the name
  infos.push_back({"name", CellType::Text, false, {}});
  for (const Column &column : kind.columns)
    if (column.field) {
      infos.push_back(describe(column));
      fields.push_back(&column);
    }
  auto places = [&](const std::vector<const char *> &names) {
    std::vector<unsigned> out;
    for (StringRef name : names)
      for (size_t i = 0; i < fields.size(); ++i)
        if (fields[i]->field == name)
          out.push_back(unsigned(i + 1));
    return out;
  };
  shown = places(kind.usual);
  sorted = places(kind.order);
  source.name = kind.spoken ? kind.spoken : kind.rows;
  source.file = std::string(kind.name) + ".json";
  source.otherNames = {kind.rows, kind.name};
  source.size = kind.access.count(catalog.all());
  source.cell = [&kind, &catalog, fields, infos = infos](size_t row, size_t column) {
    return cellOf(kind, catalog, row, column ? fields[column - 1] : nullptr, infos[column]);
  };
}

int RowTable::find(StringRef column) const {
  auto found = llvm::find_if(infos, [&](const ColumnInfo &each) { return each.name == column; });
  return found == infos.end() ? -1 : int(found - infos.begin());
}

std::vector<RowTable> azcl::rowTables(const Catalog &catalog) {
  std::vector<RowTable> all;
  for (const Kind &kind : kinds())
    all.emplace_back(kind, catalog);
  llvm::sort(all, [](const RowTable &a, const RowTable &b) { return a.name() < b.name(); });
  return all;
}

bool RowTable::answersTo(StringRef word) const {
  return word == name() || llvm::is_contained(source.otherNames, word);
}
