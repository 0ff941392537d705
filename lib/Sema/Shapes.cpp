// Which names, labels and repetitions a block allows.
#include "Binder.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

/// The row of a name; if what was written is an attribute where the row is a block or the other way
/// round, says so.
const Row *Binder::findRow(azcl::Block &block, const BlockInfo &about, const Name &name,
                           bool asBlock, bool isObject) {
  const Row *row = about.find(name.text);
  bool rowIsBlock = row && !row->isAttribute() && !row->record;
  if (row && rowIsBlock == asBlock)
    return row;
  StringRef place = about.kind == BlockKind::Root ? "a file" : about.keyword;
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
      StringRef after = ctx.sources.find(name.range)->text.substr(
          sign.begin - ctx.sources.find(name.range)->base);
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
    report.idea(name.range, near.str(), note::DidYouMean, near);
    excuse(block, *about.find(near), name);
    return nullptr;
  }
  // Perhaps it is right, in another block.
  for (const BlockInfo &other : vocabulary())
    if (const Row *there = other.find(name.text);
        there && other.kind != BlockKind::Root && &other != &about) {
      report.note({}, note::BelongsTo, name.text, other.keyword);
      return nullptr;
    }
  if (!names.empty())
    report.note({}, note::BlockHas, place, orList(names, 16));
  return nullptr;
}

/// What was plainly meant is not missed a second time.
void Binder::excuse(azcl::Block &block, const Row &row, const Name &name) {
  if (!row.isAttribute()) {
    excused.insert({&block, &row});
  } else if (Setting &setting = row.setting(block); !setting.set()) {
    setting.expr = ctx.errorExpr();
    setting.range = name.range;
    setting.origin = Origin::Written;
  }
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
    if (block.label.text.contains('.')) {
      ctx.diags.report(block.label.range, diag::DottedName, block.label.text);
      return false;
    }
    return true;
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

/// Blocks merge by keyword and label. One that repeats under its label is a list: the block's own
/// replace those of a preset, unless there is one on either side.
void Binder::addPart(Parts &parts, const BlockInfo &, const Row &row, const ast::Block &block,
                     const ast::Preset *preset, size_t earlier) {
  if (preset) {
    llvm::SmallVector<Part *, 2> same;
    for (Part &part : llvm::MutableArrayRef<Part>(parts).take_front(earlier))
      if (part.row == &row && !part.object &&
          (info(row.child).label == LabelRule::None ||
           part.blocks[0]->label.text == block.label.text || !row.many))
        same.push_back(&part);
    bool other = same.size() == 1 && same[0]->blocks[0]->label.text != block.label.text;
    if (other && same[0]->preset) {
      ctx.diags.report(block.head(), diag::PresetsDisagree, row.name)
          .label(same[0]->blocks[0]->head(), note::GivenHere);
      return;
    }
    if (other || same.size() > 1)
      return;
    if (same.size() == 1) {
      same[0]->blocks.push_back(&block);
      same[0]->layers.push_back({block.body, preset});
      return;
    }
  }
  Part part;
  part.row = &row;
  part.blocks.push_back(&block);
  part.layers.push_back({block.body, preset});
  part.preset = preset;
  parts.push_back(std::move(part));
}
