// The column types of catalog tables: their checks, C++ initializers, and conversions.
#include "Table.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <cstdlib>
using namespace azcl;
using namespace azcl::facts;
using llvm::StringRef;

int Enumeration::find(const Value &value) const {
  for (size_t i = 0; i < words.size(); ++i)
    if (value.is(Value::Kind::Text) && value.text == words[i].spelling)
      return int(i);
  return -1;
}

/// The enumeration with that name, from the list that also defines the C++ types.
static const Enumeration *findEnumeration(std::string_view name) {
  static const std::vector<Enumeration> all = {
#define ENUMERATOR(Name, Spelling) {Spelling, #Name},
#define ENUMERATION(Type, ...) {#Type, {__VA_ARGS__}},
#include "azcl/Catalog/Enumerations.def"
  };
  for (const Enumeration &each : all)
    if (each.name == name)
      return &each;
  assert(false && "a column refers to an unknown enumeration");
  std::abort();
}

static std::string stringLiteral(const std::string &raw) {
  std::string result = "\"";
  for (char c : raw) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c;
  }
  return result + '"';
}

static std::string digits(double whole) {
  return std::to_string(uint64_t(whole));
}

/// Applies a check to each item of a list and to each pair of adjacent items.
template <class Check, class Order>
static std::string listProblem(const Value &value, Check check, Order inOrder, const char *order) {
  if (!value.is(Value::Kind::List))
    return "must be a list";
  for (size_t i = 0; i < value.items.size(); ++i) {
    if (std::string problem = check(value.items[i]); !problem.empty())
      return "(each entry) " + problem;
    if (i && !inOrder(value.items[i - 1], value.items[i]))
      return order;
  }
  return {};
}

static std::string textProblem(const Value &value, const Type &, const Scope &) {
  if (!value.is(Value::Kind::Text) || value.text.empty())
    return "must be a non-empty string";
  bool control = std::any_of(value.text.begin(), value.text.end(),
                             [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  return control ? "must not contain control characters" : "";
}

static std::string textInitializer(const Value *value, const Type &, Output &) {
  std::string result = "{";
  // An explicit length saves the compiler from measuring thousands of strings.
  if (value)
    result.append(stringLiteral(value->text)).append(", ").append(digits(value->text.size()));
  return result += '}';
}

static std::string dateProblem(const Value &value, const Type &, const Scope &) {
  static constexpr std::string_view pattern = "0000-00-00";
  bool fits = value.is(Value::Kind::Text) && value.text.size() == pattern.size() &&
              std::equal(pattern.begin(), pattern.end(), value.text.begin(),
                         [](char p, char c) { return p == '0' ? c >= '0' && c <= '9' : c == p; });
  if (fits) {
    int month = std::stoi(value.text.substr(5, 2)), day = std::stoi(value.text.substr(8, 2));
    fits = month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }
  return fits ? "" : "must be a date such as 2026-01-31";
}

static std::string commitProblem(const Value &value, const Type &, const Scope &) {
  bool fits = value.is(Value::Kind::Text) && value.text.size() == 40 &&
              value.text.find_first_not_of("0123456789abcdef") == std::string::npos;
  return fits ? "" : "must be a full commit hash";
}

static std::string flagProblem(const Value &value, const Type &, const Scope &) {
  return value.is(Value::Kind::Flag) ? "" : "must be true or false";
}

static std::string flagInitializer(const Value *value, const Type &, Output &) {
  return value && value->flag ? "true" : "false";
}

static std::string supportInitializer(const Value *value, const Type &, Output &) {
  return !value ? "Support::Unknown" : value->flag ? "Support::Yes" : "Support::No";
}

static std::string countProblem(const Value &value, const Type &type, const Scope &) {
  if (!value.is(Value::Kind::Number) || value.number != std::floor(value.number))
    return "must be a whole number";
  if (value.number < type.low || value.number > type.high)
    return "must be from " + std::to_string(type.low) + " to " + std::to_string(type.high);
  return {};
}

static std::string scaledProblem(const Value &value, const Type &type, const Scope &) {
  double parts = value.number * type.scale;
  if (value.is(Value::Kind::Number) && parts > 0 && parts <= type.high &&
      parts == std::floor(parts))
    return {};
  return "must be greater than 0 and a multiple of 1/" + std::to_string(type.scale);
}

static std::string countInitializer(const Value *value, const Type &type, Output &) {
  return value ? digits(value->number * type.scale) : "0";
}

static int hundredths(const Value &value) {
  return int(std::lround(value.number * 100));
}

static std::string degreesProblem(const Value &value, const Type &, const Scope &) {
  bool fits = value.is(Value::Kind::Number) && std::abs(value.number) <= 180;
  return fits ? "" : "must be from -180 to 180";
}

static std::string degreesInitializer(const Value *value, const Type &, Output &) {
  return std::to_string(value ? hundredths(*value) : 0);
}

static std::string numbersProblem(const Value &value, const Type &type, const Scope &scope) {
  return listProblem(
      value, [&](const Value &item) { return countProblem(item, type, scope); },
      [](const Value &a, const Value &b) { return a.number < b.number; },
      "must be in ascending order");
}

static std::string numbersInitializer(const Value *value, const Type &, Output &output) {
  if (!value || value->items.empty())
    return "{}";
  std::string elements;
  for (const Value &item : value->items)
    elements += (elements.empty() ? "" : ", ") + digits(item.number);
  return output.array(elements);
}

static std::string wordProblem(const Value &value, const Type &type, const Scope &) {
  if (type.enumeration->find(value) >= 0)
    return {};
  std::string known;
  for (const Enumeration::Word &each : type.enumeration->words)
    known += std::string(known.empty() ? "" : ", ") + each.spelling;
  return "must be one of " + known;
}

static std::string wordInitializer(const Value *value, const Type &type, Output &) {
  if (!value)
    return "{}";
  return std::string(type.enumeration->name) +
         "::" + type.enumeration->words[type.enumeration->find(*value)].enumerator;
}

static std::string wordSetProblem(const Value &value, const Type &type, const Scope &scope) {
  return listProblem(
      value, [&](const Value &item) { return wordProblem(item, type, scope); },
      [](const Value &a, const Value &b) { return a.text < b.text; }, "must be sorted");
}

static std::string wordSetInitializer(const Value *value, const Type &type, Output &output) {
  std::string result = "{";
  for (const Value &item : value ? value->items : std::vector<Value>())
    result += (result.size() == 1 ? "" : ", ") + wordInitializer(&item, type, output);
  return result + "}";
}

static std::string wordsProblem(const Value &value, const Type &, const Scope &) {
  return listProblem(
      value,
      [](const Value &item) {
        bool fits = item.is(Value::Kind::Text) && !item.text.empty() &&
                    item.text.find(' ') == std::string::npos;
        return std::string(fits ? "" : "must be a string without spaces");
      },
      [](const Value &a, const Value &b) { return a.text < b.text; }, "must be sorted");
}

/// Spaces around each word make a substring search match whole words only.
static std::string joined(const Value *value) {
  std::string result;
  for (const Value &item : value ? value->items : std::vector<Value>())
    result += " " + item.text;
  return result.empty() ? result : result + " ";
}

static std::string wordsInitializer(const Value *value, const Type &, Output &) {
  std::string all = joined(value);
  return "{{" + stringLiteral(all) + ", " + digits(all.size()) + "}}";
}

static std::string rowNameProblem(const Value &value, const Type &, const Scope &scope) {
  if (!value.is(Value::Kind::Text))
    return "must be the name of a row";
  return scope.rows.count(value.text)
             ? ""
             : "refers to '" + value.text + "', which is not a row of this file";
}

static std::string sourceIdsProblem(const Value &value, const Type &, const Scope &scope) {
  if (!value.is(Value::Kind::List) || value.items.empty())
    return "must list at least one source";
  for (const Value &item : value.items)
    if (!item.is(Value::Kind::Text) || !scope.sources.count(item.text))
      return "refers to '" + item.text + "', which is not the id of a source";
  return {};
}

Type facts::text() {
  return {textProblem, textInitializer};
}
Type facts::date() {
  return {dateProblem, textInitializer};
}
Type facts::commit() {
  return {commitProblem, textInitializer};
}
Type facts::flag() {
  return {flagProblem, flagInitializer};
}
Type facts::support() {
  return {flagProblem, supportInitializer};
}
Type facts::count(unsigned low, unsigned high) {
  return {countProblem, countInitializer, nullptr, low, high};
}
Type facts::scaled(unsigned scale) {
  return {scaledProblem, countInitializer, nullptr, 0, unlimited, scale};
}
Type facts::degrees() {
  return {degreesProblem, degreesInitializer};
}
Type facts::numbers(unsigned low, unsigned high) {
  return {numbersProblem, numbersInitializer, nullptr, low, high};
}
Type facts::word(const char *enumeration) {
  return {wordProblem, wordInitializer, findEnumeration(enumeration)};
}
Type facts::wordSet(const char *enumeration) {
  return {wordSetProblem, wordSetInitializer, findEnumeration(enumeration)};
}
Type facts::words() {
  return {wordsProblem, wordsInitializer};
}
Type facts::rowName() {
  return {rowNameProblem, textInitializer};
}
Type facts::sourceIds() {
  return {sourceIdsProblem, nullptr};
}

void facts::store(StringRef &field, const Value *value, const Type &, Store &store) {
  field = value ? store.copy(StringRef(value->text)) : StringRef();
}
void facts::store(WordList &field, const Value *value, const Type &, Store &store) {
  field.text = store.copy(StringRef(joined(value)));
}
void facts::store(llvm::ArrayRef<unsigned> &field, const Value *value, const Type &, Store &store) {
  if (!value)
    return;
  llvm::MutableArrayRef<unsigned> numbers = store.makeArray<unsigned>(value->items.size());
  for (size_t i = 0; i < value->items.size(); ++i)
    numbers[i] = unsigned(value->items[i].number);
  field = numbers;
}
void facts::store(bool &field, const Value *value, const Type &, Store &) {
  field = value && value->flag;
}
void facts::store(unsigned &field, const Value *value, const Type &type, Store &) {
  field = value ? unsigned(value->number * type.scale) : 0;
}
void facts::store(int &field, const Value *value, const Type &, Store &) {
  field = value ? hundredths(*value) : 0;
}
void facts::store(Support &field, const Value *value, const Type &, Store &) {
  field = !value ? Support::Unknown : value->flag ? Support::Yes : Support::No;
}

Cell facts::show(StringRef field, const Type &) {
  Cell cell;
  cell.text = field;
  cell.known = !field.empty();
  return cell;
}
Cell facts::show(WordList field, const Type &) {
  Cell cell;
  field.text.trim(' ').split(cell.texts, ' ', -1, false);
  return cell;
}
Cell facts::show(llvm::ArrayRef<unsigned> field, const Type &) {
  Cell cell;
  cell.numbers = field;
  return cell;
}
Cell facts::show(bool field, const Type &) {
  return show(unsigned(field), {});
}
Cell facts::show(unsigned field, const Type &) {
  Cell cell;
  cell.number = field;
  return cell;
}
Cell facts::show(int field, const Type &) {
  Cell cell;
  cell.number = field / 100.0;
  cell.known = field != 0;
  return cell;
}
Cell facts::show(Support field, const Type &) {
  Cell cell = show(unsigned(field == Support::Yes), {});
  cell.known = field != Support::Unknown;
  return cell;
}

CatalogFile facts::loadFile(const Kind &kind, const Table &table, Store &store) {
  llvm::MutableArrayRef<CatalogSource> sources =
      store.makeArray<CatalogSource>(table.sources.size());
  for (size_t i = 0; i < table.sources.size(); ++i)
    for (const Column &column : sourceColumns())
      column.store(&sources[i], table.sources[i].find(column.key), column.type, store);
  return {store.copy(StringRef(std::string(kind.name) + ".json")),
          store.copy(StringRef(table.asOf)), sources};
}

const std::vector<Column> &facts::sourceColumns() {
  static const std::vector<Column> columns = {
      column<&CatalogSource::id>("id", text(), Need::Optional),
      column<&CatalogSource::repo>("repo", text()),
      column<&CatalogSource::commit>("commit", commit(), Need::Optional),
      column<&CatalogSource::date>("date", text()),
      column<&CatalogSource::path>("path", text()),
      column<&CatalogSource::what>("what", text(), Need::Optional),
  };
  return columns;
}
