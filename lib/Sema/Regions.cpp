// Gives each region of an application its clusters: those of the application, with its tags, merged
// with what the region says about them.
#include "Regions.h"
#include "azcl/Program/Blocks/Regions/Root.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

namespace {
struct Merger {
  Arena &arena;

  static const ast::Block *asBlock(const Statement *statement) {
    return llvm::dyn_cast<ast::Block>(statement);
  }

  /// Whether both are the same block of their parent: those that differ in their variant are.
  static bool alike(const ast::Block &one, const ast::Block &other, const BlockInfo *about) {
    if (one.keyword.text != other.keyword.text)
      return false;
    const Row *row = about ? about->find(one.keyword.text) : nullptr;
    bool single = row && !row->isAttribute() && !row->many;
    return single || one.label.text == other.label.text;
  }

  const ast::Block *merged(const ast::Block &base, const ast::Block &over, const BlockInfo *about) {
    if (base.label.text != over.label.text) // another variant
      return &over;
    return arena.make<ast::Block>(base.range(), base.doc(), base.keyword, base.label,
                                  over.condition ? over.condition : base.condition,
                                  body(base.body, over.body, about));
  }

  /// The statements of `base`, each replaced by what `over` says about the same thing.
  Body body(Body base, Body over, const BlockInfo *about) {
    llvm::SmallVector<const Statement *, 16> made;
    llvm::SmallVector<const Statement *, 4> used;
    for (const Statement *each : base) {
      if (auto *attribute = llvm::dyn_cast<Attribute>(each)) {
        bool replaced = llvm::any_of(over, [&](const Statement *other) {
          auto *own = llvm::dyn_cast<Attribute>(other);
          return own && own->key.text == attribute->key.text;
        });
        if (!replaced)
          made.push_back(each);
        continue;
      }
      const ast::Block *block = asBlock(each);
      llvm::SmallVector<const ast::Block *, 2> same;
      if (block)
        for (const Statement *other : over)
          if (const ast::Block *own = asBlock(other); own && alike(*block, *own, about))
            same.push_back(own);
      if (same.empty()) {
        made.push_back(each);
        continue;
      }
      size_t written = llvm::count_if(base, [&](const Statement *other) {
        const ast::Block *own = asBlock(other);
        return own && alike(*block, *own, about);
      });
      if (written == 1 && same.size() == 1) { // several replace the list
        const Row *row = about ? about->find(block->keyword.text) : nullptr;
        made.push_back(merged(*block, *same.front(),
                              row && !row->isAttribute() ? &info(row->child) : nullptr));
        used.push_back(same.front());
      }
    }
    for (const Statement *each : over)
      if (!llvm::is_contained(used, each))
        made.push_back(each);
    return arena.copy<const Statement *>(made);
  }
};
} // namespace

static bool isBlock(const Statement *statement, StringRef keyword) {
  auto *block = llvm::dyn_cast<ast::Block>(statement);
  return block && block->keyword.text == keyword;
}

/// The cluster with the tags of the application, which its own override.
static const ast::Block *tagged(const ast::Block &cluster, Body tags, Merger &merger) {
  return merger.arena.make<ast::Block>(cluster.range(), cluster.doc(), cluster.keyword,
                                       cluster.label, cluster.condition,
                                       merger.body(tags, cluster.body, &info(BlockKind::Cluster)));
}

Body azcl::withRegions(Body application, Arena &arena) {
  llvm::SmallVector<const Statement *, 8> clusters, tags, made;
  for (const Statement *each : application)
    if (isBlock(each, "cluster"))
      clusters.push_back(each);
    else if (isBlock(each, "tags"))
      tags.push_back(each);
  Merger merger{arena};
  for (const Statement *each : application)
    if (isBlock(each, "region")) {
      auto &region = *llvm::cast<ast::Block>(each);
      llvm::SmallVector<const Statement *, 8> body(
          merger.body(clusters, region.body, &info(BlockKind::RegionBlock)));
      for (const Statement *&inner : body)
        if (isBlock(inner, "cluster"))
          inner = tagged(*llvm::cast<ast::Block>(inner), tags, merger);
      made.push_back(arena.make<ast::Block>(region.range(), region.doc(), region.keyword,
                                            region.label, region.condition,
                                            arena.copy<const Statement *>(body)));
    } else if (!isBlock(each, "cluster")) {
      made.push_back(each);
    }
  return arena.copy<const Statement *>(made);
}
