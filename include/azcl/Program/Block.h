// The common part of all blocks of a program, and the rows that describe them (table 1).
#pragma once

#include "azcl/Program/Setting.h"

namespace azcl {

struct MetricCondition;

/// A value under a key that no row names.
struct Entry {
  ast::Name key;
  Setting value;
};

struct Block {
  BlockKind kind;
  uint8_t variant = 0; ///< index among the variants of its kind
  Origin origin = Origin::Written;
  bool dropped = false;    ///< its condition is false: it is checked, and left out
  bool incomplete = false; ///< what it seems to lack may stand in what could not be read
  ast::Name label;         ///< or nothing
  SourceRange head;        ///< keyword and label: where messages about the whole point
  const Block *parent = nullptr;
  Setting when;                            ///< if it hangs on parameters
  const MetricCondition *metric = nullptr; ///< if its `when` is about metrics
  llvm::StringRef doc;
  llvm::ArrayRef<Entry> entries; ///< of a block whose keys are free

protected:
  explicit Block(BlockKind kind) : kind(kind) {}
};

template <BlockKind K> struct BlockOf : Block {
  static constexpr BlockKind blockKind = K;
  BlockOf() : Block(K) {}
  static bool classof(const Block *block) { return block->kind == K; }
};

/// The blocks inside another, of one kind. Blocks that are left out are not among them.
struct ChildSlot {
  llvm::ArrayRef<Block *> blocks;
  llvm::ArrayRef<Block *> declared; ///< those that are left out, too, in the order of the source
  llvm::StringRef whyNone;          ///< why the compiler adds none, for `--emit=model`
  /// Blocks were written, and the conditions of all of them are false: no default takes their
  /// place.
  bool declined() const { return blocks.empty() && !declared.empty(); }
};
/// At most one.
template <class T> struct One : ChildSlot {
  using Child = T;
  static constexpr bool many = false;
  T *get() const { return blocks.empty() ? nullptr : static_cast<T *>(blocks.front()); }
  T *operator->() const { return get(); }
  explicit operator bool() const { return !blocks.empty(); }
};
/// Any number.
template <class T> struct Many : ChildSlot {
  using Child = T;
  static constexpr bool many = true;
  struct Iterator {
    Block *const *at;
    T &operator*() const { return static_cast<T &>(**at); }
    Iterator &operator++() {
      ++at;
      return *this;
    }
    bool operator!=(Iterator other) const { return at != other.at; }
  };
  Iterator begin() const { return {blocks.begin()}; }
  Iterator end() const { return {blocks.end()}; }
  size_t size() const { return blocks.size(); }
  bool empty() const { return blocks.empty(); }
};

enum class Need : uint8_t { Required, Optional };

/// One line of the vocabulary: an attribute of a block, or a kind of block in it.
struct Row {
  llvm::StringRef name, doc;
  Need need = Need::Optional;
  bool mayBeOpen = false;  ///< an attribute that may hang on parameters
  bool many = false;       ///< of blocks: may stand more than once
  bool record = false;     ///< of a block: written `name = { ... }`
  llvm::StringRef initial; ///< the default, as AZCL text
  llvm::StringRef derived; ///< how the compiler finds a default that is no constant
  llvm::StringRef since = "1";
  const Type *type = nullptr; ///< of an attribute
  Setting &(*setting)(Block &) = nullptr;
  bool bounded = false;
  int64_t low = 0, high = 0;
  uint32_t variants = ~0u;  ///< of the block, those that have it: a bit each
  uint8_t tierKinds = 0xff; ///< of the tier that it is in, those that have it: a bit each
  BlockKind child = {};     ///< of a block
  ChildSlot &(*slot)(Block &) = nullptr;

  bool isAttribute() const { return setting; }

  constexpr Row defaultsTo(llvm::StringRef text) const {
    Row row = *this;
    row.initial = text;
    return row;
  }
  constexpr Row derivedFrom(llvm::StringRef text) const {
    Row row = *this;
    row.derived = text;
    return row;
  }
  /// In base units: of a percentage ten-thousandths, of a duration milliseconds, of a size bytes.
  constexpr Row between(int64_t least, int64_t most) const {
    Row row = *this;
    row.bounded = true;
    row.low = least;
    row.high = most;
    return row;
  }
  template <class... V> constexpr Row only(V... variant) const {
    Row row = *this;
    row.variants = ((1u << uint8_t(variant)) | ...);
    return row;
  }
  /// On a tier of another kind it may only say what is the default.
  template <class... K> constexpr Row forKinds(K... kinds) const {
    Row row = *this;
    row.tierKinds = bitsOf(kinds...);
    return row;
  }
};

enum class LabelRule : uint8_t { None, Name, Variant };
enum class WhenRule : uint8_t { Params, Metrics, Never };

struct BlockInfo {
  BlockKind kind;
  llvm::StringRef keyword, doc;
  LabelRule label;
  WhenRule when;
  llvm::ArrayRef<WordInfo> variants;
  llvm::ArrayRef<Row> rows;
  Block *(*make)(Arena &);
  const Type *keys;      ///< of what free keys hold; null: only rows have keys
  size_t size, baseSize; ///< of the struct, and of Block in it

  const Row *find(llvm::StringRef name) const;
};

/// The whole of table 1, in the order of Blocks.def.
llvm::ArrayRef<BlockInfo> vocabulary();
const BlockInfo &info(BlockKind kind);

} // namespace azcl
