// `use`: which presets apply to a block, and what happens when two of them disagree.
#include "Binder.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"
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
        auto found = ctx.presets.find(name.text);
        if (found == ctx.presets.end()) {
          block.incomplete = true;
          if (ctx.broken)
            continue;
          auto report = ctx.diags.report(name.range, diag::UnknownPreset, name.text);
          if (!ctx.mayGuess())
            continue;
          llvm::SmallVector<StringRef, 16> names;
          for (const auto &entry : ctx.presets)
            names.push_back(entry.getKey());
          llvm::sort(names);
          if (StringRef near = nearest(name.text, names); !near.empty())
            report.idea(name.range, near.str(), note::DidYouMean, near);
          continue;
        }
        const ast::Preset *preset = found->second;
        if (preset->block.text != about.keyword) {
          block.incomplete = true;
          ctx.diags
              .report(name.range, diag::PresetOfOtherBlock, name.text, preset->block.text,
                      about.keyword)
              .label(preset->block.range, note::DeclaredHere, name.text);
          continue;
        }
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
