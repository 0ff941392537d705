// Checks a catalog data file against the columns and rules of its kind.
#include "Table.h"

#include <algorithm>
using namespace azcl;
using namespace azcl::facts;

const Value *Row::find(std::string_view key) const {
  for (const Value *layer : layers)
    if (const Value *value = layer ? layer->find(key) : nullptr)
      return value->is(Value::Kind::Null) ? nullptr : value;
  return nullptr;
}

bool Row::flag(std::string_view key) const {
  const Value *value = find(key);
  return value && value->flag;
}

double Row::number(std::string_view key) const {
  const Value *value = find(key);
  return value ? value->number : 0;
}

bool Row::is(std::string_view key, std::string_view word) const {
  const Value *value = find(key);
  return value && value->text == word;
}

bool Row::includes(std::string_view key, std::string_view word) const {
  const Value *value = find(key);
  return value && std::any_of(value->items.begin(), value->items.end(),
                              [&](const Value &item) { return item.text == word; });
}

static bool same(const Value &a, const Value &b) {
  return a.kind == b.kind && a.flag == b.flag && a.number == b.number && a.text == b.text &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same);
}

bool facts::isName(std::string_view name) {
  auto isWord = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (name.empty() || (name[0] >= '0' && name[0] <= '9'))
    return false;
  bool afterWord = false;
  for (char c : name) {
    if (!isWord(c) && (!afterWord || (c != '-' && c != '.')))
      return false;
    afterWord = isWord(c);
  }
  return afterWord;
}

namespace {

/// Checks one file.
class Checker {
public:
  Checker(const Kind &kind, const Value &file, std::vector<std::string> &problems)
      : kind(kind), file(file), problems(problems) {}

  Table run() {
    checkMembers();
    checkSources();
    checkGroups();
    checkRows();
    return std::move(table);
  }

private:
  void complain(std::string what) { problems.push_back(std::move(what)); }
  void complain(std::string_view row, std::string what) {
    complain("row '" + std::string(row) + "': " + std::move(what));
  }

  void checkMembers() {
    for (const auto &[key, value] : file.members)
      if (key != "asOf" && key != "notes" && key != "source" && key != "defaults" &&
          key != kind.rows && (!kind.groups || key != kind.groups))
        complain("unknown member '" + key + "'");
    const Value *asOf = file.find("asOf");
    if (!asOf || !date().problem(*asOf, date(), scope).empty())
      complain("asOf must be a date such as 2026-01-31");
    else
      table.asOf = asOf->text;
    if (const Value *defaults = file.find("defaults"))
      for (const auto &[key, value] : defaults->members)
        if (!hasColumn(key))
          complain("defaults: unknown key '" + key + "'");
  }

  void checkSources() {
    const Value *sources = file.find("source");
    if (!sources || !sources->is(Value::Kind::List) || sources->items.empty())
      return complain("source must list at least one source");
    for (const Value &source : sources->items) {
      std::string where = "source " + std::to_string(table.sources.size() + 1) + ": ";
      Row row(&source, nullptr, nullptr);
      for (const std::string &problem : rowProblems(sourceColumns(), source, row))
        complain(where + problem);
      if (const Value *id = source.find("id"); id && !scope.sources.insert(id->text).second)
        complain(where + "duplicate id '" + id->text + "'");
      table.sources.push_back(row);
    }
  }

  void checkGroups() {
    if (!kind.groups)
      return;
    const Value *groups = file.find(kind.groups);
    if (!groups || !groups->is(Value::Kind::Object))
      return complain(std::string(kind.groups) + " must be an object");
    for (const auto &[name, group] : groups->members) {
      unused.insert(name);
      for (const auto &[key, value] : group.members)
        if (!hasColumn(key))
          complain(name, "unknown key '" + key + "'");
    }
  }

  void checkRows() {
    const Value *rows = file.find(kind.rows);
    if (!rows || !rows->is(Value::Kind::Object) || (rows->members.empty() && !kind.canBeEmpty))
      return complain(std::string(kind.rows) + " must be an object of rows");
    for (const auto &[name, own] : rows->members)
      scope.rows.insert(name);
    std::string_view previous;
    for (const auto &[name, own] : rows->members) {
      if (name <= previous)
        complain(name, "must come before '" + std::string(previous) +
                           "', because rows are sorted by name");
      previous = name;
      checkRow(name, own);
    }
    for (std::string_view group : unused)
      complain(group, "no row belongs to this group");
  }

  void checkRow(std::string_view name, const Value &own) {
    if (!kind.anyNames && !isName(name))
      complain(name, "is not a valid name");
    if (!own.is(Value::Kind::Object))
      return complain(name, "must be an object");
    const Value *defaults = file.find("defaults");
    const Value *group = groupOf(name, own);
    Row row(&own, group, defaults);
    std::vector<std::string> found = rowProblems(kind.columns, own, row);
    for (const auto &[key, value] : own.members) {
      const Value *fallback = Row(nullptr, group, defaults).find(key);
      if (fallback && same(*fallback, value))
        found.push_back(key + " repeats the inherited value; remove it");
    }
    if (found.empty())
      for (const Rule &rule : kind.rules)
        if (!rule.holds(row))
          found.push_back(rule.problem);
    for (const std::string &problem : found)
      complain(name, problem);
    table.rows.push_back({name, row});
  }

  /// The group that a row belongs to. The columns check that a row of a grouped kind names a group.
  const Value *groupOf(std::string_view name, const Value &own) {
    const Value *key = kind.groupKey ? own.find(kind.groupKey) : nullptr;
    const Value *groups = kind.groups ? file.find(kind.groups) : nullptr;
    if (!key || !groups || !key->is(Value::Kind::Text))
      return nullptr;
    unused.erase(key->text);
    const Value *group = groups->find(key->text);
    if (!group)
      complain(name, std::string(kind.groupKey) + " '" + key->text + "' is not in " + kind.groups);
    return group;
  }

  std::vector<std::string> rowProblems(const std::vector<Column> &columns, const Value &own,
                                       const Row &row) {
    std::vector<std::string> result;
    for (const auto &[key, value] : own.members)
      if (!hasColumn(columns, key))
        result.push_back("unknown key '" + key + "'");
    for (const Column &column : columns) {
      const Value *value = row.find(column.key);
      std::string problem = value ? column.type.problem(*value, column.type, scope)
                            : column.need == Need::Required ? "is missing"
                                                            : "";
      if (!problem.empty())
        result.push_back(std::string(column.key) + " " + problem);
    }
    return result;
  }

  static bool hasColumn(const std::vector<Column> &columns, std::string_view key) {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const Column &column) { return column.key == key; });
  }
  bool hasColumn(std::string_view key) const { return hasColumn(kind.columns, key); }

  const Kind &kind;
  const Value &file;
  std::vector<std::string> &problems;
  Scope scope;
  std::set<std::string_view> unused;
  Table table;
};

} // namespace

Table facts::checkTable(const Kind &kind, const Value &file, std::vector<std::string> &problems) {
  return Checker(kind, file, problems).run();
}
