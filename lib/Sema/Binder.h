// Binds trees to blocks by the rows of the vocabulary.
#pragma once

#include "ExprChecker.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace azcl {

/// Statements that make up a block: its own, or those of a preset that it uses.
struct Layer {
  ast::Body body;
  const ast::Preset *preset = nullptr; ///< null: written in the block itself
};

class Binder {
public:
  explicit Binder(SemaContext &ctx) : ctx(ctx), values(ctx) {}

  /// Binds the top of all files as one block.
  Root *bindRoot(llvm::ArrayRef<ParsedFile> files);
  /// Binds a preset by itself, so that its mistakes are found even if nobody uses it.
  void checkPreset(const ast::Preset &preset);
  /// Finds the blocks that references name. Last, when all labels are known.
  void resolveReferences();

private:
  using Layers = llvm::ArrayRef<Layer>;

  /// A block inside, with all that contributes to it.
  struct Part {
    const Row *row;
    llvm::SmallVector<const ast::Block *, 1> blocks; ///< the first names it
    llvm::SmallVector<Layer, 1> layers;
    ast::Name key; ///< of a record, which has no blocks
    llvm::SmallVector<std::pair<const ast::Object *, const ast::Preset *>, 1> objects;
    const ast::Preset *preset = nullptr; ///< if no layer is written in the block itself
  };
  struct Parts : llvm::SmallVector<Part, 8> {
    /// Those among the first `earlier` that a block of a preset would merge with, by their index.
    llvm::ArrayRef<unsigned> like(const Row &row, llvm::StringRef label, size_t earlier);

  private:
    llvm::DenseMap<std::pair<const Row *, llvm::StringRef>, llvm::SmallVector<unsigned, 1>> index;
    size_t indexed = 0;
  };

  // Binder.cpp
  void bind(Block &block, const BlockInfo &about, Layers layers);
  void bindBody(Block &block, const BlockInfo &about, const Layer &layer, Parts &parts,
                size_t earlier);
  void bindAttribute(Block &block, const BlockInfo &about, const ast::Attribute &attribute,
                     const ast::Preset *preset, Parts &parts);
  void bindEntry(Block &block, const BlockInfo &about, const ast::Attribute &attribute,
                 const ast::Preset *preset);
  void bindObjects(Block &block, const BlockInfo &about, const Part &part);
  void assign(Block &block, const BlockInfo &about, const Row &row, const ast::Name &key,
              const ast::Value &value, const ast::Preset *preset);
  void bindParts(Block &block, const BlockInfo &about, Parts &parts);
  Block *makePart(Block &parent, const Part &part);
  bool enter(Block &block, const BlockInfo &about);
  const ast::Block *conditionOf(const Part &part);
  void bindCondition(Block &block, const BlockInfo &about, const Part &part);
  void bindMetric(Block &block, const ast::Value &condition);
  const Type &bindMetricName(Block &block, MetricCondition &metric, const ast::Word &name);
  void requireAll(Block &block, const BlockInfo &about);

  // Shapes.cpp
  const Row *findRow(Block &block, const BlockInfo &about, const ast::Name &name, bool asBlock,
                     bool isObject);
  void excuse(Block &block, const Row &row, const ast::Name &name);
  bool checkLabel(const ast::Block &block, const BlockInfo &about, uint8_t &variant);
  void addPart(Parts &parts, const Row &row, const ast::Block &block, const Layer &layer,
               size_t earlier);
  bool checkName(const ast::Block &block, const BlockInfo &about);
  bool hasVariant(const Block &block, const BlockInfo &about, const Row &row, const ast::Name &key);

  // Presets.cpp
  void expandUses(Block &block, const BlockInfo &about, Layers own,
                  llvm::SmallVectorImpl<Layer> &layers);
  bool uses(const ast::Preset *preset, const ast::Preset *other) const;
  bool takesIn(const ast::Preset &user, const ast::Preset &preset);
  void conflict(const Setting &earlier, const Row &row, const ast::Name &key,
                const ast::Preset &preset);

  // Bounds.cpp
  /// False if a value is out of the bounds of the row: reported.
  bool checkBounds(const Row &row, const Setting &setting, llvm::StringRef what);
  /// False if there is no value with some parameters: reported.
  bool checkResult(const Expr &expr);

  // References.cpp
  void checkPresence(const Expr &reference, const Block &scope, const Block &found);

  SemaContext &ctx;
  ExprChecker values;
  /// Blocks that were meant, but written so that they could not be read.
  llvm::DenseSet<std::pair<const Block *, const Row *>> excused;
  /// Which presets a preset uses: what it says itself wins over them.
  llvm::DenseMap<const ast::Preset *, llvm::SmallPtrSet<const ast::Preset *, 2>> used;
  bool partial = false; ///< binding a preset by itself: nothing is required, nothing is referred to
};

} // namespace azcl
