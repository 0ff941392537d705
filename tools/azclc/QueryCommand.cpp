// --query: prints rows of the catalog that match an expression.
#include "QueryCommand.h"
#include "azcl/Query/Query.h"
#include "azcl/Support/JsonWriter.h"
#include "azcl/Support/TextTable.h"
#include "azcl/Support/Units.h"

using namespace azcl;
using llvm::StringRef;

static ExitCode complain(const std::string &what) {
  llvm::errs() << "azclc: error: " << what << "\n";
  return ExitCode::Usage;
}

static std::string orMeant(StringRef name, llvm::ArrayRef<StringRef> candidates,
                           const std::string &otherwise) {
  StringRef near = nearest(name, candidates);
  return near.empty() ? otherwise : fmt::format("did you mean `{}`?", near);
}

static void printProblem(StringRef expression, const QueryProblem &problem) {
  llvm::SmallVector<StringRef> lines;
  expression.split(lines, '\n');
  llvm::errs() << fmt::format("query:{}:{}: error: {}\n  {}\n  {}{}\n", problem.line,
                              problem.column, problem.message, lines[problem.line - 1].rtrim('\r'),
                              std::string(problem.column - 1, ' '),
                              std::string(problem.length, '^'));
  if (!problem.help.empty())
    llvm::errs() << "  help: " << problem.help << "\n";
}

/// Formats the first items and the number of the rest.
static std::string listed(llvm::ArrayRef<StringRef> items) {
  std::string out = llvm::join(items.take_front(4), ",");
  return items.size() > 4 ? fmt::format("{} and {} more", out, items.size() - 4) : out;
}

static std::string shown(const Cell &cell, CellType type) {
  if (!cell.known)
    return "-";
  switch (type) {
  case CellType::Flag: return cell.number ? "yes" : "no";
  case CellType::Number: return std::to_string(int64_t(cell.number));
  case CellType::Size:
    return cell.number ? formatQuantity(Dimension::Size, int64_t(cell.number)) : "0";
  case CellType::Percent: return formatScaled(int64_t(cell.number)) + "%";
  case CellType::Words: return cell.texts.empty() ? "-" : llvm::join(cell.texts, ",");
  case CellType::Texts: return cell.texts.empty() ? "-" : listed(cell.texts);
  case CellType::Numbers: {
    std::string out;
    for (unsigned each : cell.numbers)
      out += (out.empty() ? "" : ",") + std::to_string(each);
    return out.empty() ? "-" : out;
  }
  default: return cell.text.str();
  }
}

/// Writes sizes in bytes and unknown values as null.
static void writeCell(JsonWriter &json, const Cell &cell, CellType type) {
  if (!cell.known)
    return json.null();
  switch (type) {
  case CellType::Flag: return json.truth(cell.number != 0);
  case CellType::Number:
  case CellType::Size: return json.number(int64_t(cell.number));
  case CellType::Percent:
    return json.word(
        formatScaled(int64_t(cell.number))); // as in the data file, not as the nearest double
  case CellType::Words:
  case CellType::Texts:
    return json.array([&] {
      for (StringRef each : cell.texts)
        json.value(each);
    });
  case CellType::Numbers:
    return json.array([&] {
      for (unsigned each : cell.numbers)
        json.value(each);
    });
  default: return json.text(cell.text);
  }
}

namespace {
/// A matching row, and the zones that have it if only some do.
struct Found {
  size_t row;
  std::string zones;
};

void printJson(const RowTable &table, llvm::ArrayRef<Found> found) {
  std::string text;
  JsonWriter json(text);
  json.array([&] {
    for (const Found &each : found)
      json.element([&] {
        for (size_t column = 0; column < table.columns().size(); ++column) {
          const ColumnInfo &info = table.columns()[column];
          json.key(info.name);
          writeCell(json, table.cell(each.row, column), info.type);
        }
        if (!each.zones.empty())
          json.array("only-in-zones", [&] {
            for (char c : each.zones)
              if (c >= '0' && c <= '9')
                json.value(c - '0');
          });
      });
  });
  llvm::outs() << text << "\n";
}

void printTable(const RowTable &table, llvm::ArrayRef<unsigned> columns,
                llvm::ArrayRef<Found> found) {
  bool zones = llvm::any_of(found, [](const Found &each) { return !each.zones.empty(); });
  std::vector<TextTable::Column> titles;
  for (unsigned column : columns) {
    CellType type = table.columns()[column].type;
    titles.push_back(
        {table.columns()[column].name, type >= CellType::Number && type <= CellType::Percent});
  }
  if (zones)
    titles.push_back({"only in zones"});
  TextTable text(titles);
  for (const Found &each : found) {
    std::vector<std::string> cells;
    for (unsigned column : columns)
      cells.push_back(shown(table.cell(each.row, column), table.columns()[column].type));
    if (zones)
      cells.push_back(each.zones);
    text.add(std::move(cells));
  }
  text.print(llvm::outs());
}
} // namespace

/// Prints remarks about the answer as a whole.
static void printRemarks(const RowTable &table, const QueryAnswer &answer) {
  if (answer.rows.empty())
    llvm::errs() << "azclc: no row matches\n";
  if (!answer.silent)
    return;
  std::string columns;
  for (unsigned column : answer.silentColumns)
    columns += (columns.empty() ? "" : ", ") + table.columns()[column].name;
  llvm::errs() << fmt::format("azclc: {} more may match; these values are unknown: {}\n",
                              answer.silent, columns);
}

ExitCode azcl::runQueryCommand(const QueryCommand &command, llvm::ArrayRef<std::string> expressions,
                               const Facts &facts) {
  const Catalog &catalog = facts.catalog();
  std::vector<RowTable> tables = rowTables(catalog);
  tables.push_back(typeTable());
  auto table =
      llvm::find_if(tables, [&](const RowTable &each) { return each.name() == command.kind; });
  if (table == tables.end())
    table =
        llvm::find_if(tables, [&](const RowTable &each) { return each.answersTo(command.kind); });
  if (table == tables.end()) {
    std::vector<StringRef> names;
    for (const RowTable &each : tables)
      names.push_back(each.name());
    return complain(
        fmt::format("--query has no kind `{}`; {}", command.kind,
                    orMeant(command.kind, names, "the kinds are " + llvm::join(names, ", "))));
  }
  if (expressions.size() > 1)
    return complain("--query takes one expression; put it in quotes");

  std::optional<RegionFilter> filter;
  if (!command.region.empty()) {
    const Region *region = catalog.region(command.region);
    if (!region) {
      std::vector<StringRef> names;
      for (const Region &each : catalog.regions())
        names.push_back(each.name);
      return complain(
          fmt::format("unknown region `{}`; {}", command.region,
                      orMeant(command.region, names, "for a list, run azclc --query regions")));
    }
    filter = inRegion(catalog, *table, *region);
    if (!filter)
      return complain(fmt::format(
          "--in is supported with sizes, offers, images, features and regions, not with {}",
          table->name()));
    if (filter->blind)
      llvm::errs() << fmt::format(
          "azclc: the catalog does not know the {} of `{}`; this list is for all regions\n",
          table->name(), region->name);
  }
  StringRef expression = expressions.empty() ? StringRef() : StringRef(expressions[0]);
  std::string zones;
  QueryAnswer answer =
      ask(*table, expression, [&](size_t row) { return !filter || filter->has(row, zones); });
  for (const QueryProblem &problem : answer.problems)
    printProblem(expression, problem);
  if (!answer.problems.empty())
    return ExitCode::Refused;
  std::vector<Found> found;
  for (size_t row : answer.rows) {
    found.push_back({row, {}});
    if (filter)
      filter->has(row, found.back().zones);
  }
  if (command.asJson)
    printJson(*table, found);
  else if (!found.empty())
    printTable(*table, answer.columns, found);
  printRemarks(*table, answer);
  return ExitCode::Clean;
}
