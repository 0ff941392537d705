// Collects declarations and uses from the syntax trees, because unused lets and presets are not
// part of the program. Only references to blocks are looked up in the program, because their
// meaning depends on where they are.
#include "azcl/Sema/Symbols.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::cast;
using llvm::StringRef;

namespace azcl {
struct SymbolCollector {
  SymbolCollector(std::vector<Symbol> &symbols, std::vector<Symbols::Place> &places)
      : symbols(symbols), places(places) {}

  std::vector<Symbol> &symbols;
  std::vector<Symbols::Place> &places;
  llvm::StringMap<size_t> params, lets;
  llvm::StringMap<size_t> presets;                      ///< by name and keyword: see presetKey
  llvm::StringMap<llvm::SmallVector<size_t, 1>> blocks; ///< by label
  llvm::DenseMap<uint32_t, size_t> byDefinition;
  llvm::DenseMap<uint32_t, size_t> resolved; ///< references by start offset
  std::vector<Name> references;

  // Declarations.

  size_t declare(SymbolKind kind, const Name &name, const Statement &statement) {
    auto [at, isNew] = byDefinition.try_emplace(name.range.begin, symbols.size());
    if (isNew)
      symbols.push_back({kind, name.text, name.range, &statement, {}});
    return at->second;
  }

  void declare(const Statement &statement) {
    if (auto *param = llvm::dyn_cast<ast::Param>(&statement))
      params.try_emplace(param->name.text, declare(SymbolKind::Param, param->name, statement));
    else if (auto *let = llvm::dyn_cast<Let>(&statement))
      lets.try_emplace(let->name.text, declare(SymbolKind::Let, let->name, statement));
    else if (auto *preset = llvm::dyn_cast<ast::Preset>(&statement))
      presets.try_emplace(presetKey(preset->name.text, preset->block.text),
                          declare(SymbolKind::Preset, preset->name, statement));
  }

  /// Presets with one name are told apart by the keyword of their blocks.
  static std::string presetKey(StringRef name, StringRef keyword) {
    return (name + ":" + keyword).str();
  }

  void declareLabels(Body body, const BlockInfo *about) {
    for (const Statement *each : body)
      if (auto *block = llvm::dyn_cast<ast::Block>(each)) {
        const Row *row = about ? about->find(block->keyword.text) : nullptr;
        const BlockInfo *inner = row && !row->isAttribute() ? &info(row->child) : nullptr;
        if (block->label && inner && inner->label == LabelRule::Name)
          blocks[block->label.text].push_back(declare(SymbolKind::Block, block->label, *each));
        declareLabels(block->body, inner);
      } else if (auto *preset = llvm::dyn_cast<ast::Preset>(each)) {
        declareLabels(preset->body, named(preset->block.text));
      }
  }

  static const BlockInfo *named(StringRef keyword) {
    for (const BlockInfo &each : vocabulary())
      if (each.keyword == keyword)
        return &each;
    return nullptr;
  }

  // Uses.

  void use(size_t symbol, SourceRange range) { symbols[symbol].uses.push_back(range); }

  void use(const llvm::StringMap<size_t> &known, StringRef name, SourceRange range) {
    if (auto found = known.find(name); found != known.end())
      use(found->second, range);
  }

  /// Handles `param.peak`, also as an interpolation in a string.
  void name(const Name &name) {
    auto [first, second] = name.text.split('.');
    SourceRange tail{uint32_t(name.range.end - second.size()), name.range.end};
    if (first == "param")
      use(params, second, tail);
    else if (first == "let")
      use(lets, second, tail);
    else if (!second.empty())
      references.push_back(name);
  }

  void values(llvm::ArrayRef<const Value *> all) {
    for (const Value *each : all)
      value(each);
  }

  void value(const Value *value) {
    if (!value)
      return;
    switch (value->kind()) {
    case Kind::Object:
      for (const Member &member : cast<Object>(value)->members)
        this->value(member.value);
      return;
    case Kind::Conditional: {
      auto *conditional = cast<Conditional>(value);
      return values({conditional->condition, conditional->then, conditional->otherwise});
    }
    case Kind::Binary: return values({cast<Binary>(value)->left, cast<Binary>(value)->right});
    case Kind::Unary: return this->value(cast<Unary>(value)->operand);
    case Kind::Call: return values(cast<Call>(value)->arguments);
    case Kind::Variant: return this->value(cast<Variant>(value)->object);
    case Kind::List: return values(cast<ast::List>(value)->elements);
    case Kind::Word: return name(cast<Word>(value)->name());
    case Kind::String:
      for (const StringPart &part : cast<String>(value)->parts)
        if (part.interpolated)
          name(part.text);
      return;
    default: return; // literals
    }
  }

  /// `keyword` is that of the block, or of the blocks of the preset; empty for a file.
  void body(Body statements, StringRef keyword = {}) {
    for (const Statement *each : statements)
      statement(*each, keyword);
  }

  void statement(const Statement &statement, StringRef keyword) {
    switch (statement.kind()) {
    case Kind::Attribute: return value(cast<Attribute>(statement).value);
    case Kind::Param:
      value(cast<ast::Param>(statement).domain);
      return value(cast<ast::Param>(statement).initial);
    case Kind::Let: return value(cast<Let>(statement).value);
    case Kind::Preset: {
      auto &preset = cast<ast::Preset>(statement);
      return body(preset.body, preset.block.text);
    }
    case Kind::Use:
      for (const Name &each : cast<Use>(statement).names)
        use(presets, presetKey(each.text, keyword), each.range);
      return;
    case Kind::Block: {
      auto &block = cast<ast::Block>(statement);
      value(block.condition);
      if (block.keyword.text == "environment")
        for (const Statement *each : block.body)
          if (auto *attribute = llvm::dyn_cast<Attribute>(each))
            use(params, attribute->key.text, attribute->key.range);
      return body(block.body, block.keyword.text);
    }
    default: return; // imports
    }
  }

  // Information from the program.

  void resolve(const Expr *expr) {
    if (!expr)
      return;
    if (expr->kind == ExprKind::Reference && expr->block)
      if (auto found = byDefinition.find(expr->block->label.range.begin);
          found != byDefinition.end())
        resolved.try_emplace(expr->range.begin, found->second);
    if (expr->kind == ExprKind::Raw) // parameter names in the text of `arm`
      for (const Expr *param : expr->operands)
        if (param->kind == ExprKind::Param)
          use(params, param->param->name.text, param->range);
    for (const Expr *operand : expr->operands)
      resolve(operand);
  }

  void resolve(azcl::Block &block) {
    const BlockInfo &about = info(block.kind);
    resolve(block.when.expr);
    for (const Entry &entry : block.entries)
      resolve(entry.value.expr);
    for (const Row &row : about.rows)
      if (row.isAttribute())
        resolve(row.setting(block).expr);
      else
        for (azcl::Block *child : row.slot(block).declared)
          resolve(*child);
  }

  /// Resolves the remaining references, such as those in an unused preset, by their label if it is
  /// unique.
  void followReferences() {
    for (const Name &reference : references) {
      auto [first, second] = reference.text.split('.');
      SourceRange tail{uint32_t(reference.range.end - second.size()), reference.range.end};
      auto labelled = blocks.find(second);
      if (auto found = resolved.find(reference.range.begin); found != resolved.end())
        use(found->second, tail);
      else if (labelled != blocks.end() && labelled->second.size() == 1)
        use(labelled->second.front(), tail);
    }
  }
};
} // namespace azcl

Symbols::Symbols(llvm::ArrayRef<ParsedFile> files, const Program *program) {
  SymbolCollector collector(symbols, places);
  for (const ParsedFile &file : files) {
    for (const Statement *each : file.statements)
      collector.declare(*each);
    collector.declareLabels(file.statements, &info(BlockKind::Root));
  }
  if (program && program->root)
    collector.resolve(*program->root);
  for (const ParsedFile &file : files)
    collector.body(file.statements);
  collector.followReferences();
  auto before = [](SourceRange a, SourceRange b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  };
  llvm::sort(symbols,
             [&](const Symbol &a, const Symbol &b) { return before(a.definition, b.definition); });
  for (size_t i = 0; i < symbols.size(); ++i) {
    auto &uses = symbols[i].uses; // lets are checked at each use
    llvm::sort(uses, before);
    uses.erase(std::unique(uses.begin(), uses.end()), uses.end());
    places.push_back({symbols[i].definition, i});
    for (SourceRange use : uses)
      places.push_back({use, i});
  }
  llvm::sort(places, [&](const Place &a, const Place &b) { return before(a.range, b.range); });
}

const Symbol *Symbols::at(uint32_t offset) const {
  auto after =
      llvm::partition_point(places, [&](const Place &each) { return each.range.begin <= offset; });
  if (after == places.begin() || std::prev(after)->range.end < offset)
    return nullptr;
  return &symbols[std::prev(after)->symbol];
}
