// The common part of all blocks of a program, and the rows of the vocabulary that describe them.
#pragma once

#include "azcl/Program/Setting.h"

namespace azcl {

struct MetricCondition;

/// A value whose key is not a row of the vocabulary.
struct Entry {
  ast::Name key;
  Setting value;
};

/// A statement that a condition on facts of the block leaves out.
struct Omission {
  llvm::StringRef text; ///< `shutdown when kind == machines`
  const ast::Preset *preset = nullptr;
};

struct Block {
  BlockKind kind;
  uint8_t variant = 0; ///< index among the variants of its kind
  Origin origin = Origin::Written;
  bool dropped = false;    ///< its condition is false: it is checked but omitted
  bool incomplete = false; ///< code that did not parse may contain what is missing
  ast::Name label;         ///< empty if the block has none
  SourceRange head;        ///< keyword and label; messages about the block point here
  const Block *parent = nullptr;
  Setting when;                            ///< a condition on parameters
  const MetricCondition *metric = nullptr; ///< a condition on metrics
  llvm::StringRef doc;
  llvm::ArrayRef<Entry> entries; ///< of a block with arbitrary keys
  llvm::ArrayRef<Omission> omitted;

protected:
  explicit Block(BlockKind kind) : kind(kind) {}
};

template <BlockKind K> struct BlockOf : Block {
  /// The part without rows of the vocabulary; a block with further members has its own.
  using Base = BlockOf;
  static constexpr BlockKind blockKind = K;
  BlockOf() : Block(K) {}
  static bool classof(const Block *block) { return block->kind == K; }
};

/// The child blocks of one kind, without omitted ones.
struct ChildSlot {
  llvm::ArrayRef<Block *> blocks;
  llvm::ArrayRef<Block *> declared; ///< with omitted ones, in the order of the source
  llvm::StringRef whyNone;          ///< why the compiler added none, for `--emit=model`
  /// Blocks were written, but their conditions are all false. They get no default.
  bool declined() const { return blocks.empty() && !declared.empty(); }
};
/// At most one child block.
template <class T> struct One : ChildSlot {
  using Child = T;
  static constexpr bool many = false;
  T *get() const { return blocks.empty() ? nullptr : static_cast<T *>(blocks.front()); }
  T *operator->() const { return get(); }
  explicit operator bool() const { return !blocks.empty(); }
};
/// Any number of child blocks.
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

/// Which of two values is the stricter one. It applies if presets disagree.
enum class Stricter : uint8_t {
  Neither, ///< presets cannot disagree
  Greater, ///< also `yes`, not `no`
  Smaller, ///< also `no`, not `yes`
  Ranked,  ///< by the order of some words
  Union    ///< of two lists, all elements
};

/// One row of the vocabulary: an attribute of a block, or a kind of child block.
struct Row {
  llvm::StringRef name, doc;
  Need need = Need::Optional;
  bool mayBeOpen = false;  ///< the attribute can depend on parameters
  bool many = false;       ///< the child block can be repeated
  bool record = false;     ///< the child block is written `name = { ... }`
  llvm::StringRef initial; ///< the default, as AZCL text
  llvm::StringRef derived; ///< describes a default that is not a constant
  llvm::StringRef since = "1";
  const Type *type = nullptr; ///< of an attribute
  Setting &(*setting)(Block &) = nullptr;
  bool bounded = false;
  int64_t low = 0, high = 0;
  uint32_t variants = ~0u;  ///< bit set: the variants of the block that have this row
  uint8_t tierKinds = 0xff; ///< bit set: the kinds of tier that have this row
  bool isFact = false;      ///< conditions of blocks inside the block can compare it
  Stricter stricterIs = Stricter::Neither;
  uint32_t ranks = 0; ///< for Ranked: four bits for each word; 0: not comparable
  BlockKind child = {};
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
  /// In base units: ten-thousandths of a percent, milliseconds, bytes.
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
  /// Conditions such as `when os == linux` can compare it. It is a word that is known at compile
  /// time.
  constexpr Row fact() const {
    Row row = *this;
    row.isFact = true;
    return row;
  }
  /// The value that applies if presets disagree.
  constexpr Row stricter(Stricter direction) const {
    Row row = *this;
    row.stricterIs = direction;
    return row;
  }
  /// The same for words, the strictest first. Presets cannot disagree about other words.
  template <class... E> constexpr Row stricterOf(E... words) const {
    Row row = stricter(Stricter::Ranked);
    uint32_t rank = sizeof...(E);
    ((row.ranks |= rank-- << 4 * uint8_t(words)), ...);
    return row;
  }
  constexpr uint32_t rankOf(int64_t word) const { return ranks >> 4 * word & 15; }
  /// On other kinds of tier, only the default value is allowed.
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
  const Type *keys;      ///< the type of values with arbitrary keys; null: not allowed
  size_t size, baseSize; ///< sizes of the struct and of its Block base

  const Row *find(llvm::StringRef name) const;
};

/// All blocks, in the order of Blocks.def.
llvm::ArrayRef<BlockInfo> vocabulary();
const BlockInfo &info(BlockKind kind);

} // namespace azcl
