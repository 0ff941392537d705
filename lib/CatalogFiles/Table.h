// Defines table kinds: their columns, and the conversion of data file rows to catalog rows, as C++
// constants (azcl-tblgen) or in memory (loadCatalog). A new column is one line in kinds/; a new
// kind of table is a file there.
#pragma once
#include "Value.h"
#include "azcl/CatalogFiles/Rows.h"
#include "azcl/Support/Arena.h"

#include <array>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace azcl::facts {

struct Scope;
class Output;

struct Enumeration {
  struct Word {
    const char *spelling;
    const char *enumerator;
  };
  const char *name;
  std::vector<Word> words;

  /// The index of a word; -1 if the enumeration does not have it.
  int find(const Value &value) const;
};

/// The memory for the strings and arrays of loaded rows. Do not use llvm::StringSaver: LLVM's
/// library is not built with AddressSanitizer, and would write into memory that our code has
/// poisoned.
using Store = Arena;

/// The type of a column.
struct Type {
  /// Describes what is wrong with a value; empty if it is valid. Never called with null.
  std::string (*problem)(const Value &value, const Type &type, const Scope &scope);
  /// The C++ initializer of a value. `value` is nullptr if it is absent or null.
  std::string (*initializer)(const Value *value, const Type &type, Output &output);
  const Enumeration *enumeration = nullptr;
  unsigned low = 0;
  unsigned high = 0;
  unsigned scale = 1;
};

inline constexpr unsigned unlimited = std::numeric_limits<unsigned>::max();

Type text();
Type date();   ///< "2028-11-15"
Type commit(); ///< A full commit hash.
Type flag();
Type support();                                          ///< A flag that can be unknown.
Type count(unsigned low = 0, unsigned high = unlimited); ///< A whole number.
Type scaled(
    unsigned scale); ///< A number greater than 0, stored as an integer multiplied by `scale`.
Type degrees();      ///< From -180 to 180, stored in hundredths of a degree.
Type numbers(unsigned low, unsigned high); ///< Ascending whole numbers.
Type word(const char *enumeration);        ///< A value of an enumeration in Enumerations.def.
Type wordSet(const char *enumeration);     ///< A sorted set of such values.
Type words();                              ///< Sorted texts without spaces: a WordList.
Type rowName();                            ///< The name of a row of the same file.
Type sourceIds();                          ///< IDs from the source list of the file.

enum class Need { Required, Optional };

struct Column {
  const char *key;   ///< The key in the data file.
  const char *field; ///< The field of the struct; nullptr: checked, but not stored.
  Type type;
  Need need = Need::Required;      ///< Optional: can be absent or null.
  CellType cells = CellType::Text; ///< RowTable refines it with units and dates.
  void (*store)(void *row, const Value *value, const Type &type, Store &store) = nullptr;
  Cell (*show)(const void *row, const Type &type) = nullptr;
};

/// Stores a value in a field. `value` is nullptr if it is absent or null.
void store(llvm::StringRef &field, const Value *value, const Type &type, Store &store);
void store(WordList &field, const Value *value, const Type &type, Store &store);
void store(llvm::ArrayRef<unsigned> &field, const Value *value, const Type &type, Store &store);
void store(bool &field, const Value *value, const Type &type, Store &store);
void store(unsigned &field, const Value *value, const Type &type, Store &store);
void store(int &field, const Value *value, const Type &type, Store &store);
void store(Support &field, const Value *value, const Type &type, Store &store);

template <class Enum>
requires std::is_enum_v<Enum>
void store(Enum &field, const Value *value, const Type &type, Store &) {
  field = value ? Enum(type.enumeration->find(*value)) : Enum();
}
template <class Enum>
void store(EnumSet<Enum> &field, const Value *value, const Type &type, Store &) {
  for (const Value &item : value ? value->items : std::vector<Value>())
    field.insert(Enum(type.enumeration->find(item)));
}

/// Converts a field to a cell.
Cell show(llvm::StringRef field, const Type &type);
Cell show(WordList field, const Type &type);
Cell show(llvm::ArrayRef<unsigned> field, const Type &type);
Cell show(bool field, const Type &type);
Cell show(unsigned field, const Type &type);
Cell show(int field, const Type &type);
Cell show(Support field, const Type &type);

template <class Enum>
requires std::is_enum_v<Enum> Cell show(Enum field, const Type &type) {
  Cell cell;
  cell.text = type.enumeration->words[size_t(field)].spelling;
  return cell;
}
template <class Enum> Cell show(EnumSet<Enum> field, const Type &type) {
  Cell cell;
  for (size_t i = 0; i < type.enumeration->words.size(); ++i)
    if (field.contains(Enum(i)))
      cell.texts.push_back(type.enumeration->words[i].spelling);
  return cell;
}

template <class Field> constexpr CellType cellsOf = CellType::Words;
template <class Enum>
requires std::is_enum_v<Enum>
constexpr CellType cellsOf<Enum> = CellType::Word;
template <> inline constexpr CellType cellsOf<llvm::StringRef> = CellType::Text;
template <> inline constexpr CellType cellsOf<WordList> = CellType::Texts;
template <> inline constexpr CellType cellsOf<llvm::ArrayRef<unsigned>> = CellType::Numbers;
template <> inline constexpr CellType cellsOf<bool> = CellType::Flag;
template <> inline constexpr CellType cellsOf<unsigned> = CellType::Number;
template <> inline constexpr CellType cellsOf<int> = CellType::Number;
template <> inline constexpr CellType cellsOf<Support> = CellType::Flag;

template <class Row, class Field> Row rowOf(Field Row::*);
template <class Row, class Field> Field fieldOf(Field Row::*);

/// A column that is stored in a field. `field` is the field's name; the generated designated
/// initializers check it.
template <auto Field>
Column column(const char *key, const char *field, Type type, Need need = Need::Required) {
  using Struct = decltype(rowOf(Field));
  return {key,
          field,
          type,
          need,
          cellsOf<decltype(fieldOf(Field))>,
          [](void *row, const Value *value, const Type &type, Store &store) {
            facts::store(static_cast<Struct *>(row)->*Field, value, type, store);
          },
          [](const void *row, const Type &type) {
            return facts::show(static_cast<const Struct *>(row)->*Field, type);
          }};
}
/// A column whose key is the field name.
template <auto Field> Column column(const char *key, Type type, Need need = Need::Required) {
  return column<Field>(key, key, type, need);
}
/// A column that is checked, but not stored.
inline Column checked(const char *key, Type type, Need need = Need::Required) {
  return {key, nullptr, type, need};
}

/// A row with the values that it inherits from its group and from the defaults of the file.
class Row {
public:
  Row(const Value *own, const Value *group, const Value *defaults) : layers{own, group, defaults} {}

  /// The value of a key, or nullptr if it is absent or null.
  const Value *find(std::string_view key) const;

  bool flag(std::string_view key) const;
  double number(std::string_view key) const;
  bool is(std::string_view key, std::string_view word) const;
  bool includes(std::string_view key, std::string_view word) const;

private:
  std::array<const Value *, 3> layers;
};

/// A constraint on the values of a row. Applied only to rows whose values all match their columns.
struct Rule {
  const char *problem; ///< The message if it does not hold.
  bool (*holds)(const Row &row);
};

struct Table;
struct Kind;

/// Access to the rows of a kind, in a data file and in a catalog.
struct RowAccess {
  void (*load)(const Kind &kind, const Table &table, Store &store, Catalog::Tables &to) = nullptr;
  size_t (*count)(const Catalog::Tables &tables) = nullptr;
  const void *(*row)(const Catalog::Tables &tables, size_t index) = nullptr;
  llvm::StringRef (*name)(const void *row) = nullptr;
};

struct Kind {
  const char *name;  ///< The name of the file and of the option: "vm-sizes".
  const char *row;   ///< The C++ struct: "VmSize".
  const char *table; ///< The prefix of the C++ constants: "vmSizes".
  const char *rows;  ///< The member of the file that holds the rows.
  /// Rows of a group share facts. The key `groupKey` of a row names its group in the member
  /// `groups`.
  const char *groupKey = nullptr;
  const char *groups = nullptr;
  std::vector<Column> columns; ///< Columns with a field are in the order of the struct's members.
  std::vector<Rule> rules = {};
  bool anyNames = false; ///< Row names do not have to be valid AZCL names.
  bool canBeEmpty = false;
  RowAccess access = {};
  const char *spoken = nullptr;         ///< The name of the table in queries, if not the file name.
  std::vector<const char *> usual = {}; ///< Fields that a query shows by default.
  std::vector<const char *> order = {}; ///< Fields that a query sorts by, before the name.
};

/// All kinds. Each is defined in its own file in kinds/.
std::vector<Kind> allKinds();

/// The columns of the source list that every file has.
const std::vector<Column> &sourceColumns();

/// The names that values can refer to.
struct Scope {
  std::set<std::string_view> rows;
  std::set<std::string_view> sources;
};

/// The contents of a data file.
struct Table {
  struct Entry {
    std::string_view name;
    Row row;
  };
  std::string_view asOf;
  std::vector<Row> sources;
  std::vector<Entry> rows;
};

/// Checks a file against its kind and appends problems to `problems`, each formatted as "row
/// 'name': problem" or "problem". The table refers to `file`.
Table checkTable(const Kind &kind, const Value &file, std::vector<std::string> &problems);

/// Whether `name` is an AZCL name: segments of letters, digits and _, joined by - or .
bool isName(std::string_view name);

/// The name, date and sources of a file.
CatalogFile loadFile(const Kind &kind, const Table &table, Store &store);

/// Converts the rows of a table to catalog rows in memory.
template <auto Member>
void loadRows(const Kind &kind, const Table &table, Store &store, Catalog::Tables &to) {
  using Struct = std::remove_cvref_t<decltype((to.*Member)[0])>;
  llvm::MutableArrayRef<Struct> rows = store.makeArray<Struct>(table.rows.size());
  for (size_t i = 0; i < table.rows.size(); ++i) {
    rows[i].name = store.copy(llvm::StringRef(table.rows[i].name));
    for (const Column &column : kind.columns)
      if (column.store)
        column.store(&rows[i], table.rows[i].row.find(column.key), column.type, store);
  }
  to.*Member = rows;
}

template <auto Member> RowAccess rowsIn() {
  using Struct = std::remove_cvref_t<decltype((std::declval<Catalog::Tables>().*Member)[0])>;
  return {loadRows<Member>, [](const Catalog::Tables &tables) { return (tables.*Member).size(); },
          [](const Catalog::Tables &tables, size_t index) -> const void * {
            return &(tables.*Member)[index];
          },
          [](const void *row) { return static_cast<const Struct *>(row)->name; }};
}

/// Formats the table as C++ constants.
std::string writeTable(const Kind &kind, const Table &table);

/// Collects the constant arrays that rows refer to, without duplicates.
class Output {
public:
  explicit Output(const Kind &kind) : kind(kind) {}

  /// The name of a constant array of unsigned with these elements.
  std::string array(const std::string &elements);

  const std::vector<std::string> &arrays() const { return distinct; }

private:
  const Kind &kind;
  std::vector<std::string> distinct;
};

} // namespace azcl::facts
