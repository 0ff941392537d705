// Conditions on facts of the block around them: `when os == windows`. They are decided when the
// block is bound, before its nested blocks are compared with each other.
#include "Binder.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Diagnostics/Names.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

static const Row *factNamed(const BlockInfo &about, StringRef name) {
  const Row *row = about.find(name);
  return row && row->isFact ? row : nullptr;
}

static StringRef bareWord(const Value &value) {
  auto *word = llvm::dyn_cast<Word>(&value);
  return word ? word->text : "";
}

static bool namesFact(const Value &value) {
  StringRef name = bareWord(value);
  return !name.empty() &&
         llvm::any_of(vocabulary(), [&](const BlockInfo &each) { return factNamed(each, name); });
}

bool ExprChecker::comparesFacts(const Value &condition) {
  if (auto *binary = llvm::dyn_cast<Binary>(&condition)) {
    bool equality = binary->op == Operator::Eq || binary->op == Operator::Ne;
    return equality || binary->op == Operator::In
               ? namesFact(*binary->left) || (equality && namesFact(*binary->right))
               : comparesFacts(*binary->left) || comparesFacts(*binary->right);
  }
  if (auto *unary = llvm::dyn_cast<Unary>(&condition))
    return comparesFacts(*unary->operand);
  if (auto *conditional = llvm::dyn_cast<Conditional>(&condition))
    return comparesFacts(*conditional->condition) || comparesFacts(*conditional->then) ||
           comparesFacts(*conditional->otherwise);
  return false;
}

const Expr *ExprChecker::checkCondition(const Value &condition, const azcl::Block &around) {
  llvm::SaveAndRestore inside(factsOf, &around);
  readsParams = false;
  return check(condition, types::boolean, "`when`");
}

/// Whether a block of kind `inner` can be inside one of kind `outer`.
static bool canContain(BlockKind outer, BlockKind inner) {
  llvm::SmallVector<BlockKind, 16> kinds{outer};
  for (size_t i = 0; i < kinds.size(); ++i) // grows during the loop
    for (const Row &row : info(kinds[i]).rows) {
      if (row.isAttribute() || llvm::is_contained(kinds, row.child))
        continue;
      if (row.child == inner)
        return true;
      kinds.push_back(row.child);
    }
  return false;
}

/// The fact that a bare word names, and the block that has it: the nearest one around the
/// condition. `owner` is null if that is the block around a preset that is checked on its own, or
/// if the fact is not known here. Null for any other value.
const Row *ExprChecker::findFact(const Value &value, const azcl::Block *&owner) const {
  StringRef name = factsOf ? bareWord(value) : "";
  if (name.empty())
    return nullptr;
  for (owner = factsOf; owner; owner = owner->parent)
    if (const Row *fact = factNamed(info(owner->kind), name))
      return fact;
  const Row *elsewhere = nullptr;
  for (const BlockInfo &each : vocabulary())
    if (const Row *fact = factNamed(each, name)) {
      const azcl::Block *outermost = factsOf;
      while (outermost->parent)
        outermost = outermost->parent;
      if (assumed && canContain(each.kind, outermost->kind))
        return fact;
      elsewhere = fact;
    }
  return elsewhere;
}

static const BlockInfo &ownerOf(const Row &fact) {
  return *llvm::find_if(vocabulary(),
                        [&](const BlockInfo &each) { return factNamed(each, fact.name) == &fact; });
}

/// Poisoned if the fact is unknown because of another error, such as an unknown image.
const Expr *ExprChecker::factValue(const Row &fact, const azcl::Block *owner, const Value &value) {
  SourceRange at = value.range();
  if (!owner) {
    const azcl::Block *outermost = factsOf;
    while (outermost->parent)
      outermost = outermost->parent;
    if (assumed && canContain(ownerOf(fact).kind, outermost->kind))
      return number(*fact.type, assumed->value(fact), at);
    ctx.diags.report(at, diag::FactNotHere, fact.name, ownerOf(fact).keyword);
    return poison();
  }
  const Setting &setting = fact.setting(const_cast<azcl::Block &>(*owner));
  if (setting.set())
    return setting.known() ? number(*fact.type, setting.expr->number, at) : poison();
  auto *tier = llvm::dyn_cast<Tier>(owner);
  if (tier && &setting == &tier->os)
    if (std::optional<Os> os = osOf(*tier))
      return number(*fact.type, int64_t(*os), at);
  if (assumed)
    return number(*fact.type, assumed->value(fact), at);
  for (size_t i = 0; i < fact.type->words.size(); ++i)
    if (fact.type->words[i].name == fact.initial)
      return number(*fact.type, i, at);
  return poison();
}

/// Reports an attribute of a block around the condition that is not a fact; null for other values.
const Expr *ExprChecker::refuseAttribute(const Value &value) {
  StringRef name = bareWord(value);
  bool isAttribute = false;
  llvm::SmallVector<StringRef, 4> facts;
  for (const azcl::Block *at = factsOf; at && !name.empty(); at = at->parent)
    for (const Row &row : info(at->kind).rows) {
      isAttribute |= row.isAttribute() && row.name == name;
      if (row.isFact)
        facts.push_back(row.name);
    }
  if (!isAttribute || facts.empty())
    return nullptr;
  ctx.diags.report(value.range(), diag::AttributeCompared, name, orList(facts));
  return poison();
}

/// The word on the other side must be known too.
const Expr *ExprChecker::comparedWord(const Expr *word, const Row &fact) {
  if (!word->open)
    return word;
  ctx.reportOpen(fmt::format("a word that is compared with `{}`", fact.name), *word);
  return poison();
}

/// `os == windows`; null if no side is a fact.
const Expr *ExprChecker::factComparison(const Binary &value) {
  if (value.op != Operator::Eq && value.op != Operator::Ne)
    return nullptr;
  const Value *first = value.left, *second = value.right;
  const azcl::Block *owner = nullptr;
  const Row *fact = findFact(*first, owner);
  if (!fact) {
    std::swap(first, second);
    fact = findFact(*first, owner);
  }
  if (!fact) {
    const Expr *refused = refuseAttribute(*value.left);
    return refused ? refused : refuseAttribute(*value.right);
  }
  std::string what = fmt::format("an operand of `{}`", spelling(value.op));
  const Expr *known = factValue(*fact, owner, *first),
             *word = comparedWord(check(*second, *fact->type, what), *fact);
  if (known->isError() || word->isError())
    return poison();
  bool equal = known->number == word->number;
  return number(types::boolean, equal == (value.op == Operator::Eq), value.range());
}

/// `kind in [flexible, uniform]`; null if the left side is not a fact.
const Expr *ExprChecker::factMembership(const Binary &value) {
  const azcl::Block *owner = nullptr;
  const Row *fact = findFact(*value.left, owner);
  if (!fact)
    return refuseAttribute(*value.left);
  Type *type = ctx.arena.make<Type>(Type{TypeKind::List, "list", "a list such as `[1, 2]`"});
  type->element = fact->type;
  const Expr *known = factValue(*fact, owner, *value.left),
             *list = comparedWord(check(*value.right, *type, "the list after `in`"), *fact);
  if (known->isError() || list->isError())
    return poison();
  bool found =
      llvm::any_of(list->operands, [&](const Expr *each) { return each->number == known->number; });
  return number(types::boolean, found, value.range());
}

/// Decides a condition on facts; nullopt for any other condition, and if parameters decide too. A
/// block whose condition has an error is left out.
std::optional<bool> Binder::decide(const azcl::Block &scope, const BlockInfo &about,
                                   const Value &condition) {
  if (about.when == WhenRule::Metrics || !ExprChecker::comparesFacts(condition))
    return std::nullopt;
  const Expr *decided = values.checkCondition(condition, scope);
  if (decided->isError())
    return false;
  if (decided->open || (about.when == WhenRule::Never && values.readsParams))
    return std::nullopt;
  return decided->number;
}

/// Records the block for `--emit=model`, and checks it. Blocks of a preset are checked with the
/// preset.
void Binder::leaveOut(azcl::Block &parent, const Row &row, const ast::Block &block,
                      const Layer &layer, llvm::SmallVectorImpl<Omission> &omitted) {
  excused.insert({&parent, &row});
  llvm::SmallVector<StringRef, 16> words;
  llvm::SplitString(ctx.sources.text(join(block.keyword.range, block.condition->range())), words);
  std::string text = llvm::join(words, " ");
  omitted.push_back({ctx.arena.copy(StringRef(text)), layer.preset});
  const BlockInfo &about = info(row.child);
  uint8_t variant = 0;
  if (layer.preset || about.kind == BlockKind::Environment || !checkLabel(block, about, variant))
    return;
  llvm::SaveAndRestore aside(partial, true);
  azcl::Block *scratch = about.make(ctx.arena);
  scratch->parent = &parent;
  scratch->variant = variant;
  scratch->head = block.head();
  Layer own{block.body, nullptr};
  bind(*scratch, about, own);
}
