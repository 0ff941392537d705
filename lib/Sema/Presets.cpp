// `use`: which presets apply to a block, and what happens when two of them disagree.
#include "Binder.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Std/Std.h"
#include "llvm/ADT/SetVector.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

/// More presets in one block cannot be a readable design.
static constexpr size_t mostPresets = 100;

/// Appends the presets that the layers use, directly or indirectly, each once.
void Binder::expandUses(azcl::Block &block, const BlockInfo &about, Layers own,
                        llvm::SmallVectorImpl<Layer> &layers) {
  llvm::SmallPtrSet<const ast::Preset *, 8> seen;
  StandardUses standard;
  for (const Layer &layer : own)
    if (layer.preset)
      seen.insert(layer.preset);
  for (size_t i = 0; i < layers.size(); ++i) { // grows during the loop
    Layer layer = layers[i];
    for (const Statement *each : layer.body) {
      auto *use = llvm::dyn_cast<Use>(each);
      if (!use || about.kind == BlockKind::Root)
        continue;
      for (const Name &name : use->names) {
        const ast::Preset *preset = findPreset(block, about, name, layer.preset, standard);
        if (!preset)
          continue;
        if (layer.preset && !takesIn(*layer.preset, *preset)) {
          ctx.diags.report(name.range, diag::PresetUsesItself, name.text);
          continue;
        }
        if (!seen.insert(preset).second)
          continue;
        if (seen.size() > mostPresets) {
          block.incomplete = true;
          ctx.diags.report(name.range, diag::PresetsTooMany, mostPresets);
          return;
        }
        layers.push_back({preset->body, preset});
      }
    }
  }
}

/// The preset with this name for blocks of this kind. Reports a name without one and returns null.
const ast::Preset *Binder::findPreset(azcl::Block &block, const BlockInfo &about, const Name &name,
                                      const ast::Preset *user, StandardUses &standard) {
  llvm::ArrayRef<const ast::Preset *> named = presetsNamed(name, user, standard);
  for (const ast::Preset *each : named)
    if (each->block.text == about.keyword)
      return each;
  block.incomplete = true;
  if (!named.empty()) {
    llvm::SmallVector<StringRef, 4> keywords;
    for (const ast::Preset *each : named)
      keywords.push_back(each->block.text);
    auto report = ctx.diags.report(name.range, diag::PresetOfOtherBlock, name.text,
                                   orList(keywords), about.keyword);
    for (const ast::Preset *each : named)
      report.label(each->block.range, note::DeclaredHere, name.text);
  } else if (!ctx.broken) {
    auto report = ctx.diags.report(name.range, diag::UnknownPreset, name.text);
    if (!ctx.mayGuess())
      return nullptr;
    llvm::SmallVector<StringRef, 32> names;
    for (const auto &entry : ctx.presets)
      names.push_back(entry.getKey());
    for (const StandardPreset &each : standardPresets())
      names.push_back(each.name);
    llvm::sort(names);
    names.erase(llvm::unique(names), names.end()); // a preset of several kinds, or of both
    if (StringRef near = nearest(name.text, names); !near.empty())
      report.idea(name.range, near.str(), note::DidYouMean, near);
    else
      report.note({}, note::KnownPresets, orList(names, 24));
  }
  return nullptr;
}

/// Whether a preset uses another, directly or indirectly.
bool Binder::uses(const ast::Preset *preset, const ast::Preset *other) const {
  llvm::SmallSetVector<const ast::Preset *, 8> all;
  all.insert(preset);
  for (size_t i = 0; i < all.size(); ++i) // grows during the loop
    if (auto found = used.find(all[i]); found != used.end())
      for (const ast::Preset *each : found->second) {
        if (each == other)
          return true;
        all.insert(each);
      }
  return false;
}

/// Records that `user` uses `preset`; false if that would be a cycle.
bool Binder::takesIn(const ast::Preset &user, const ast::Preset &preset) {
  llvm::SmallPtrSet<const ast::Preset *, 2> &known = used[&user];
  if (known.contains(&preset))
    return true;
  if (&user == &preset || uses(&preset, &user))
    return false;
  known.insert(&preset);
  return true;
}

void Binder::conflict(const Setting &earlier, const Row &row, const Name &key,
                      const ast::Preset &preset) {
  if (!earlier.preset)
    return;
  ctx.diags.report(key.range, diag::PresetsDisagree, row.name)
      .label(earlier.range, note::PresetSays, earlier.preset->name.text, print(*earlier.expr))
      .note({}, note::SayItYourself, row.name, preset.name.text, earlier.preset->name.text);
}

/// The stricter of two values; null if neither is.
const Expr *Binder::stricterOf(const Row &row, const Expr &a, const Expr &b) {
  if (print(a) == print(b))
    return &a;
  if (a.open || b.open)
    return nullptr;
  switch (row.stricterIs) {
  case Stricter::Neither: return nullptr;
  case Stricter::Greater: return a.number > b.number ? &a : &b;
  case Stricter::Smaller: return a.number < b.number ? &a : &b;
  case Stricter::Ranked:
    if (!row.rankOf(a.number) || !row.rankOf(b.number))
      return nullptr;
    return row.rankOf(a.number) > row.rankOf(b.number) ? &a : &b;
  case Stricter::Union: break;
  }
  llvm::SmallVector<const Expr *, 8> all(a.operands);
  for (const Expr *each : b.operands)
    if (llvm::none_of(a.operands, [&](const Expr *other) { return print(*each) == print(*other); }))
      all.push_back(each);
  Expr both = a;
  both.operands = ctx.arena.copy<const Expr *>(all);
  return ctx.arena.make<Expr>(both);
}

/// Two presets set an attribute for which the vocabulary says which value is stricter. The value of
/// a preset does not count if another one uses that preset and sets the attribute itself. The
/// result does not depend on the order in which the presets are named.
void Binder::mergeStricter(Setting &setting, const Row &row, const Name &key, const Expr &expr,
                           const ast::Preset &preset) {
  auto &all = contributions[&setting];
  if (expr.isError() || setting.poisoned() ||
      llvm::any_of(all, [&](const Contribution &each) { return uses(each.preset, &preset); }))
    return;
  llvm::erase_if(all, [&](const Contribution &each) { return uses(&preset, each.preset); });
  Contribution best{&preset, &expr, key.range};
  for (const Contribution &each : all) {
    const Expr *stricter = stricterOf(row, *each.expr, *best.expr);
    if (!stricter) {
      Setting earlier = setting;
      earlier.expr = each.expr;
      earlier.range = each.range;
      earlier.preset = each.preset;
      return conflict(earlier, row, key, preset);
    }
    if (stricter != best.expr)
      best = {each.preset, stricter, each.range};
  }
  all.push_back({&preset, &expr, key.range});
  setting.expr = best.expr;
  setting.range = best.range;
  setting.preset = best.preset;
  setting.strictest = llvm::any_of(
      all, [&](const Contribution &each) { return print(*each.expr) != print(*best.expr); });
}

/// Whether the preset has already set the attribute.
bool Binder::contributed(const Setting &setting, const ast::Preset *preset) const {
  auto found = contributions.find(&setting);
  return found != contributions.end() && llvm::any_of(found->second, [&](const Contribution &each) {
           return each.preset == preset;
         });
}
