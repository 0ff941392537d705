// Checks names, labels and repetitions of blocks.
#include "Binder.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

/// Finds the row for a name. Reports an attribute that is written as a block, and the reverse.
const Row *Binder::findRow(azcl::Block &block, const BlockInfo &about, const Name &name,
                           bool asBlock, bool isObject) {
  const Row *row = about.find(name.text);
  bool rowIsBlock = row && !row->isAttribute() && !row->record;
  if (row && rowIsBlock == asBlock)
    return row;
  std::string place = about.kind == BlockKind::Root ? "a file" : fmt::format("`{}`", about.keyword);
  if (row) {
    excuse(block, *row, name);
    if (asBlock && row->record) {
      ctx.diags.report(name.range, diag::BlockForObject, row->name)
          .fix(name.range.back(), " =", note::InsertAssign);
    } else if (asBlock) {
      ctx.diags.report(name.range, diag::BlockForAttribute, row->name, row->type->form);
    } else {
      auto report = ctx.diags.report(name.range, diag::AttributeForBlock, row->name);
      SourceRange sign = name.range.back();
      StringRef after = ctx.sources.find(name.range)
                            ->text.substr(sign.begin - ctx.sources.find(name.range)->base);
      size_t gap = after.find('=');
      if (isObject && gap != StringRef::npos)
        report.fix({sign.begin, uint32_t(sign.begin + gap + 1)}, "", note::RemoveAssign);
    }
    return nullptr;
  }
  llvm::SmallVector<StringRef, 16> names;
  for (const Row &each : about.rows)
    names.push_back(each.name);
  auto report = asBlock ? ctx.diags.report(name.range, diag::UnknownBlock, name.text, place)
                        : ctx.diags.report(name.range, diag::UnknownAttribute, name.text, place);
  if (StringRef near = nearest(name.text, names); !near.empty()) {
    const Row &meant = *about.find(near);
    if ((!meant.isAttribute() && !meant.record) == asBlock)
      report.idea(name.range, near.str(), note::DidYouMean, near);
    else
      report.note({}, note::DidYouMeanForm, asBlock ? "attribute" : "block", near);
    excuse(block, meant, name);
    return nullptr;
  }
  // The name can be valid in another block.
  for (const BlockInfo &other : vocabulary())
    if (const Row *there = other.find(name.text);
        there && other.keyword != about.keyword && other.kind != BlockKind::Root &&
        &other != &about && (!there->isAttribute() && !there->record) == asBlock) {
      report.note({}, note::BelongsTo, name.text, other.keyword);
      return nullptr;
    }
  if (!names.empty())
    report.note({}, note::BlockHas, place, orList(names, 16));
  return nullptr;
}

/// Marks a row as present when its intended use is clear, so that it is not reported as missing.
void Binder::excuse(azcl::Block &block, const Row &row, const Name &name) {
  if (!row.isAttribute()) {
    excused.insert({&block, &row});
  } else if (Setting &setting = row.setting(block); !setting.set()) {
    setting.expr = ctx.errorExpr();
    setting.range = name.range;
    setting.origin = Origin::Written;
  }
}

/// A label must be a NAME, but a quoted label can contain anything.
bool Binder::checkName(const ast::Block &block, const BlockInfo &about) {
  const Name &label = block.label;
  if (ctx.sources.text(label.range).starts_with("\"")) {
    auto report = ctx.diags.report(label.range, diag::QuotedLabel, about.keyword);
    auto letter = [](char c) { return llvm::isAlnum(c) || c == '_'; };
    if (!label.text.empty() && !llvm::isDigit(label.text[0]) && llvm::all_of(label.text, letter))
      report.idea(label.range, label.text.str(), note::DidYouMean, label.text);
    return false;
  }
  if (label.text.contains('.')) {
    ctx.diags.report(label.range, diag::DottedName, label.text);
    return false;
  }
  return true;
}

bool Binder::checkLabel(const ast::Block &block, const BlockInfo &about, uint8_t &variant) {
  switch (about.label) {
  case LabelRule::None:
    if (block.label)
      ctx.diags.report(block.label.range, diag::NoLabel, about.keyword)
          .fix({block.keyword.range.end, block.label.range.end}, "", note::RemoveIt);
    return true;
  case LabelRule::Name:
    if (!block.label) {
      if (!ctx.broken)
        ctx.diags.report(block.keyword.range, diag::LabelMissing, about.keyword)
            .idea(block.keyword.range.back(), " NAME", note::GiveName);
      return false;
    }
    return checkName(block, about);
  case LabelRule::Variant: break;
  }
  llvm::SmallVector<StringRef, 8> words;
  for (size_t i = 0; i < about.variants.size(); ++i) {
    if (about.variants[i].name == block.label.text) {
      variant = i;
      return true;
    }
    words.push_back(about.variants[i].name);
  }
  if (!block.label) {
    if (!ctx.broken)
      ctx.diags.report(block.keyword.range, diag::VariantMissing, about.keyword, orList(words));
    return false;
  }
  auto report = ctx.diags.report(block.label.range, diag::UnknownWord, block.label.text,
                                 fmt::format("`{}`", about.keyword), orList(words));
  if (StringRef near = nearest(block.label.text, words); !near.empty())
    report.idea(block.label.range, near.str(), note::DidYouMean, near);
  return false;
}

bool Binder::hasVariant(const azcl::Block &block, const BlockInfo &about, const Row &row,
                        const Name &key) {
  if (row.variants >> block.variant & 1)
    return true;
  llvm::SmallVector<StringRef, 8> words;
  for (size_t i = 0; i < about.variants.size(); ++i)
    if (row.variants >> i & 1)
      words.push_back(about.variants[i].name);
  ctx.diags.report(key.range, diag::NotForVariant, row.name, about.keyword,
                   about.variants[block.variant].name, orList(words));
  return false;
}

static bool mergesByLabel(const Row &row) {
  return info(row.child).label != LabelRule::None && row.many;
}

llvm::ArrayRef<unsigned> Binder::Parts::like(const Row &row, StringRef label, size_t earlier) {
  for (; indexed < earlier; ++indexed) {
    const Part &part = (*this)[indexed];
    if (part.row && !part.blocks.empty())
      index[{part.row, mergesByLabel(*part.row) ? part.blocks[0]->label.text : ""}].push_back(
          indexed);
  }
  return index[{&row, label}];
}

/// Merges blocks with the same keyword and label. If several have the same label, the block's own
/// list replaces that of a preset, unless each side has one block.
void Binder::addPart(Parts &parts, const Kept &kept, llvm::ArrayRef<Kept> all, const Layer &layer,
                     size_t earlier) {
  const Row &row = *kept.row;
  const ast::Block &block = *kept.block;
  bool named = mergesByLabel(row);
  auto alike = [&](const ast::Block &other) {
    return !named || other.label.text == block.label.text;
  };
  llvm::SmallVector<Part *, 2> same;
  if (layer.preset)
    for (unsigned i : parts.like(row, named ? block.label.text : "", earlier))
      if (parts[i].row) // not replaced in the meantime
        same.push_back(&parts[i]);
  Part part;
  part.row = &row;
  part.blocks.push_back(&block);
  part.layers.push_back({block.body, layer.preset});
  part.conditions.push_back(kept.condition);
  part.preset = layer.preset;
  if (same.empty())
    return parts.push_back(std::move(part));

  Part &first = *same[0];
  bool unique = info(row.child).label == LabelRule::Name;
  size_t count = unique ? 1 : llvm::count_if(all, [&](const Kept &each) {
    return each.row == &row && alike(*each.block);
  });
  bool single = same.size() == 1 && count == 1;
  if (single && first.blocks[0]->label.text == block.label.text) {
    first.blocks.push_back(&block);
    first.layers.push_back({block.body, layer.preset});
    first.conditions.push_back(kept.condition);
  } else if (!first.preset || uses(first.preset, layer.preset)) {
    return; // the block's own statements win
  } else if (uses(layer.preset, first.preset)) {
    for (Part *each : same)
      each->row = nullptr; // removed
    parts.push_back(std::move(part));
  } else {
    ctx.diags.report(block.head(), diag::PresetsDisagree, row.name)
        .label(first.blocks[0]->head(), note::GivenHere)
        .note({}, note::SayItYourself, row.name, layer.preset->name.text, first.preset->name.text);
  }
}
