// What a table of facts looks like: its columns, and how a row of the data file becomes a row of
// constants. A new column is one line in kinds/; a new kind of table is a file there.
#pragma once
#include "Value.h"

#include <array>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <vector>

struct Enumeration;
struct Scope;
class Output;

/// What the values of a column are.
struct Type {
  /// What is wrong with a value, or nothing. Never called with null.
  std::string (*problem)(const Value &value, const Type &type, const Scope &scope);
  /// The C++ initializer of a value; nullptr for one that is absent or null.
  std::string (*initializer)(const Value *value, const Type &type, Output &output);
  const Enumeration *enumeration = nullptr;
  unsigned low = 0;
  unsigned high = 0;
  unsigned scale = 1;
};

inline constexpr unsigned unlimited = std::numeric_limits<unsigned>::max();

Type text();
Type date();   ///< "2028-11-15"
Type commit(); ///< A full hash.
Type flag();
Type support();                                          ///< A flag that may be unknown.
Type count(unsigned low = 0, unsigned high = unlimited); ///< A whole number.
Type scaled(unsigned scale);               ///< A number above 0, compiled in as so many parts.
Type numbers(unsigned low, unsigned high); ///< Ascending whole numbers.
Type word(const char *enumeration);        ///< One of Enumerations.def.
Type wordSet(const char *enumeration);     ///< Some of them, sorted.
Type rowName();                            ///< A row of the same file.
Type sourceIds();                          ///< Entries of the file's source list.

enum class Need { Required, Optional };

struct Column {
  const char *key;   ///< In the data file.
  const char *field; ///< Of the struct; nullptr: checked, and not compiled in.
  Type type;
  Need need = Need::Required; ///< Optional: may be absent or null.
};

/// A row and what it takes from the group it belongs to and from the file's defaults.
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

/// What must hold within a row. Only asked of rows whose values all fit their columns.
struct Rule {
  const char *problem; ///< Said when it does not hold.
  bool (*holds)(const Row &row);
};

struct Kind {
  const char *name;  ///< Of the file and of the option: "vm-sizes".
  const char *row;   ///< The C++ struct: "VmSize".
  const char *table; ///< The first word of the C++ constants: "vmSizes".
  const char *rows;  ///< The member of the file that holds the rows.
  /// Rows of one group share facts: `groupKey` names a row's group in the member `groups`.
  const char *groupKey = nullptr;
  const char *groups = nullptr;
  std::vector<Column> columns; ///< Those with a field in the order of the struct's members.
  std::vector<Rule> rules = {};
};

/// Every kind there is; each is made in its file in kinds/.
Kind imagesKind();
Kind privateLinksKind();
Kind regionsKind();
Kind vmSizesKind();

/// The columns of the source list, which every file has.
const std::vector<Column> &sourceColumns();

/// The names that values may refer to.
struct Scope {
  std::set<std::string_view> rows;
  std::set<std::string_view> sources;
};

/// A data file after it was found to be well-formed.
struct Table {
  struct Entry {
    std::string_view name;
    Row row;
  };
  std::string_view asOf;
  std::vector<Row> sources;
  std::vector<Entry> rows;
};

/// Holds a file against its kind and appends what is wrong to `problems`, each as
/// "row 'name': what" or "what". The table refers to `file`.
Table checkTable(const Kind &kind, const Value &file, std::vector<std::string> &problems);

/// The table as C++ constants.
std::string writeTable(const Kind &kind, const Table &table);

/// Keeps the constant arrays that rows refer to, each value once.
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
