// Binds syntax trees to blocks, following the rows of the vocabulary.
#pragma once

#include "ExprChecker.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace azcl {

/// The statements of a block itself or of a preset that it uses.
struct Layer {
  ast::Body body;
  const ast::Preset *preset = nullptr; ///< null for the block's own statements
};

class Binder {
public:
  explicit Binder(SemaContext &ctx) : ctx(ctx), values(ctx) {}

  /// Binds the top level of all files as one block.
  Root *bindRoot(llvm::ArrayRef<ParsedFile> files);
  /// Binds a preset on its own, so that its errors are found even if no block uses it.
  void checkPreset(const ast::Preset &preset);
  /// Resolves references to blocks. Call this last, when all labels are known.
  void resolveReferences();

private:
  using Layers = llvm::ArrayRef<Layer>;

  /// For each standard preset that a block uses, the position of the `use`.
  using StandardUses = llvm::StringMap<uint32_t>;

  /// A nested block, with all statements that contribute to it.
  struct Part {
    const Row *row;
    llvm::SmallVector<const ast::Block *, 1> blocks; ///< the first one provides its name
    llvm::SmallVector<Layer, 1> layers;
    llvm::SmallVector<const ast::Value *, 1> conditions; ///< null: none, or already decided
    ast::Name key;                                       ///< for a record, which has no blocks
    llvm::SmallVector<std::pair<const ast::Object *, const ast::Preset *>, 1> objects;
    const ast::Preset *preset = nullptr; ///< set only if no layer is the block's own
  };
  struct Parts : llvm::SmallVector<Part, 8> {
    /// The indexes, below `earlier`, of the parts that a block of a preset would merge with.
    llvm::ArrayRef<unsigned> like(const Row &row, llvm::StringRef label, size_t earlier);

  private:
    llvm::DenseMap<std::pair<const Row *, llvm::StringRef>, llvm::SmallVector<unsigned, 1>> index;
    size_t indexed = 0;
  };

  /// A nested block of one layer that no condition leaves out.
  struct Kept {
    const Row *row;
    const ast::Block *block;
    const ast::Value *condition; ///< null: none, or already decided
  };
  /// The value that a preset gives to an attribute for which one value is stricter.
  struct Contribution {
    const ast::Preset *preset;
    const Expr *expr;
    SourceRange range;
  };

  // Binder.cpp
  void bind(Block &block, const BlockInfo &about, Layers layers);
  void bindAttributes(Block &block, const BlockInfo &about, const Layer &layer, Parts &parts);
  void bindBlocks(Block &block, const BlockInfo &about, const Layer &layer, Parts &parts,
                  llvm::SmallVectorImpl<Omission> &omitted);
  void bindAttribute(Block &block, const BlockInfo &about, const ast::Attribute &attribute,
                     const ast::Preset *preset, Parts &parts);
  void bindEntry(Block &block, const BlockInfo &about, const ast::Attribute &attribute,
                 const ast::Preset *preset);
  void bindObjects(Block &block, const BlockInfo &about, const Part &part);
  void assign(Block &block, const BlockInfo &about, const Row &row, const ast::Name &key,
              const ast::Value &value, const ast::Preset *preset);
  void bindParts(Block &block, const BlockInfo &about, Parts &parts);
  Block *makePart(Block &parent, const Part &part);
  void placeInRegion(Cluster &cluster);
  bool enter(Block &block, const BlockInfo &about);
  const ast::Value *conditionOf(const Part &part);
  void bindCondition(Block &block, const BlockInfo &about, const Part &part);
  void bindMetric(Block &block, const ast::Value &condition);
  const Type &bindMetricName(Block &block, MetricCondition &metric, const ast::Word &name);
  void requireAll(Block &block, const BlockInfo &about);

  // Shapes.cpp
  const Row *findRow(Block &block, const BlockInfo &about, const ast::Name &name, bool asBlock,
                     bool isObject);
  void excuse(Block &block, const Row &row, const ast::Name &name);
  bool checkLabel(const ast::Block &block, const BlockInfo &about, uint8_t &variant);
  void addPart(Parts &parts, const Kept &kept, llvm::ArrayRef<Kept> all, const Layer &layer,
               size_t earlier);
  bool checkName(const ast::Block &block, const BlockInfo &about);
  bool hasVariant(const Block &block, const BlockInfo &about, const Row &row, const ast::Name &key);

  // Presets.cpp
  void expandUses(Block &block, const BlockInfo &about, Layers own,
                  llvm::SmallVectorImpl<Layer> &layers);
  const ast::Preset *findPreset(Block &block, const BlockInfo &about, const ast::Name &name,
                                const ast::Preset *user, StandardUses &standard);
  bool uses(const ast::Preset *preset, const ast::Preset *other) const;
  bool takesIn(const ast::Preset &user, const ast::Preset &preset);
  void conflict(const Setting &earlier, const Row &row, const ast::Name &key,
                const ast::Preset &preset);
  const Expr *stricterOf(const Row &row, const Expr &a, const Expr &b);
  void mergeStricter(Setting &setting, const Row &row, const ast::Name &key, const Expr &expr,
                     const ast::Preset &preset);
  bool contributed(const Setting &setting, const ast::Preset *preset) const;

  // Standard.cpp
  llvm::ArrayRef<const ast::Preset *> presetsNamed(const ast::Name &used, const ast::Preset *user,
                                                   StandardUses &standard);

  // Facts.cpp
  std::optional<bool> decide(const Block &scope, const BlockInfo &about,
                             const ast::Value &condition);
  void leaveOut(Block &parent, const Row &row, const ast::Block &block, const Layer &layer,
                llvm::SmallVectorImpl<Omission> &omitted);

  // Bounds.cpp
  /// Reports values outside the bounds of the row and returns false for them.
  bool checkBounds(const Row &row, const Setting &setting, llvm::StringRef what);
  /// Reports an expression that has no value for some parameters and returns false for it.
  bool checkResult(const Expr &expr);

  // References.cpp
  void checkPresence(const Expr &reference, const Block &scope, const Block &found);

  SemaContext &ctx;
  ExprChecker values;
  /// Blocks that are present but could not be read, so they are not reported as missing.
  llvm::DenseSet<std::pair<const Block *, const Row *>> excused;
  /// Which presets a preset uses. Its own statements override theirs.
  llvm::DenseMap<const ast::Preset *, llvm::SmallPtrSet<const ast::Preset *, 2>> used;
  llvm::DenseMap<const Setting *, llvm::SmallVector<Contribution, 2>> contributions;
  /// binding a preset on its own: required attributes and references are not checked
  bool partial = false;
};

} // namespace azcl
