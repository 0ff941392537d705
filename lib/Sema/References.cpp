// Resolves references to blocks: `tier.web`, `network.web`.
#include "Binder.h"
#include "azcl/Analysis/Prove.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct Lookup {
  const SemaContext &ctx;

  azcl::Block *labelled(const azcl::Block *parent, BlockKind kind, StringRef label) const {
    auto found = ctx.labels.find({{parent, unsigned(kind)}, label});
    return found == ctx.labels.end() ? nullptr : found->second;
  }

  /// Finds `first.second` from inside `scope`. Searches outwards from the innermost block for a
  /// block `first` with the label `second`, or for a block labeled `second` inside the only block
  /// `first`. `first.second.third` is the block labeled `third` inside the block `first` with the
  /// label `second`.
  azcl::Block *find(const azcl::Block *scope, StringRef first, StringRef second,
                    BlockKind target) const {
    for (const azcl::Block *at = scope; at; at = at->parent) {
      if (at->kind == BlockKind::RegionalApplication && info(target).keyword == first &&
          second.split('.').second.empty())
        if (azcl::Block *found = inClusters(*at, target, second))
          return found;
      if (target == BlockKind::Cluster && at->kind == BlockKind::Root)
        if (azcl::Block *found = inRegion(*at, second))
          return found;
      const Row *row = info(at->kind).find(first);
      if (!row || row->isAttribute())
        continue;
      if (auto [parent, label] = second.split('.'); !label.empty()) {
        if (azcl::Block *found = labelled(at, row->child, parent))
          return labelled(found, target, label);
        continue;
      }
      if (row->child == target)
        if (azcl::Block *found = labelled(at, target, second))
          return found;
      if (info(row->child).label != LabelRule::None)
        continue; // `vault.disk` would not say which vault
      for (const auto &entry : containers(at, *row))
        if (azcl::Block *found = labelled(entry, target, second))
          return found;
    }
    return nullptr;
  }

  /// A block of the first region that has one: the application refers to those of all regions.
  azcl::Block *inClusters(const azcl::Block &application, BlockKind kind, StringRef label) const {
    for (const RegionBlock &region : static_cast<const RegionalApplication &>(application).regions)
      for (const Cluster &cluster : region.clusters)
        if (azcl::Block *found = labelled(&cluster, kind, label))
          return found;
    return nullptr;
  }

  /// A cluster of an application, by its label and that of its region: `shop-east`.
  static azcl::Block *inRegion(const azcl::Block &root, StringRef name) {
    for (const RegionalApplication &application : static_cast<const Root &>(root).applications)
      for (const RegionBlock &region : application.regions)
        for (Cluster &cluster : region.clusters)
          if (cluster.name == name)
            return &cluster;
    return nullptr;
  }

  llvm::ArrayRef<azcl::Block *> containers(const azcl::Block *at, const Row &row) const {
    return row.slot(*const_cast<azcl::Block *>(at)).blocks;
  }

  static bool isInside(const azcl::Block &block, const azcl::Block &outer) {
    return &block == &outer || (block.parent && isInside(*block.parent, outer));
  }

  /// All references that are valid at this place.
  void candidates(const azcl::Block *scope, BlockKind target,
                  std::vector<std::string> &names) const {
    for (const azcl::Block *at = scope; at; at = at->parent)
      for (const auto &[key, block] : ctx.labels) {
        if (block->kind != target || block->dropped)
          continue;
        const azcl::Block *parent = key.first.first;
        if (parent == at)
          names.push_back(fmt::format("{}.{}", info(target).keyword, key.second));
        else if (parent && parent->kind == BlockKind::Cluster &&
                 at->kind == BlockKind::RegionalApplication && isInside(*parent, *at))
          names.push_back(fmt::format("{}.{}", info(target).keyword, key.second)); // inClusters()
        else if (parent && parent->parent == at && info(parent->kind).label == LabelRule::None)
          names.push_back(fmt::format("{}.{}", info(parent->kind).keyword, key.second));
        else if (parent && parent->parent == at && info(parent->kind).label == LabelRule::Name &&
                 target == BlockKind::VaultKey)
          names.push_back(
              fmt::format("{}.{}.{}", info(parent->kind).keyword, parent->label.text, key.second));
      }
    llvm::sort(names);
  }
};
} // namespace

static bool isDropped(const azcl::Block &block) {
  return block.dropped || (block.parent && isDropped(*block.parent));
}

/// Whether the references of a block are about those of their targets that exist.
static bool selects(const azcl::Block &scope, const azcl::Block &found) {
  if (scope.kind == BlockKind::Slo)
    return found.kind == BlockKind::Gateway || found.kind == BlockKind::Alerts;
  return scope.kind == BlockKind::Board ||
         (found.kind == BlockKind::Tier &&
          (scope.kind == BlockKind::Backup || scope.kind == BlockKind::AlertRule ||
           scope.kind == BlockKind::Drill));
}

/// The target of a reference must exist whenever the referring block exists.
void Binder::checkPresence(const Expr &reference, const azcl::Block &scope,
                           const azcl::Block &found) {
  llvm::SmallVector<const Expr *, 4> given, wanted, all;
  for (const azcl::Block *at = &scope; at; at = at->parent)
    if (at->when.set())
      given.push_back(at->when.expr);
  for (const azcl::Block *at = &found; at; at = at->parent)
    if (at->when.set() && llvm::none_of(given, [&](const Expr *each) {
          return print(*each) == print(*at->when.expr);
        }))
      wanted.push_back(at->when.expr);
  if (wanted.empty())
    return;
  all = given;
  all.append(wanted);
  Proof proof = proveEach(all, [&](llvm::ArrayRef<Scalar> values) {
    auto holds = [](const Scalar &value) { return value.number != 0; };
    return !llvm::all_of(values.take_front(given.size()), holds) ||
           llvm::all_of(values.drop_front(given.size()), holds);
  });
  if (proof.answer == Proof::Answer::Unproved)
    ctx.diags.report(reference.range, diag::PresenceUnproved, reference.text)
        .label(found.head, note::ConditionalHere);
  else if (proof.answer == Proof::Answer::Fails)
    ctx.diags
        .report(reference.range, diag::ReferenceToAbsent, reference.text,
                printWitness(proof.witness))
        .label(found.head, note::ConditionalHere);
}

void Binder::resolveReferences() {
  Lookup lookup{ctx};
  for (PendingReference &pending : ctx.references) {
    Expr &expr = *pending.expr;
    auto [first, second] = expr.text.split('.');
    if (expr.type->target == BlockKind::RawResource) // the rest is a property to read
      second = second.split('.').first;
    azcl::Block *found = nullptr;
    for (BlockKind target : expr.type->allTargets())
      if (!found && !second.empty())
        found = lookup.find(pending.scope, first, second, target);
    bool selected = found && selects(*pending.scope, *found);
    if (found && (selected || !isDropped(*found) || isDropped(*pending.scope))) {
      expr.block = found;
      if (!selected && !isDropped(*pending.scope))
        checkPresence(expr, *pending.scope, *found);
      continue;
    }
    expr.kind = ExprKind::Error;
    if (found) {
      ctx.diags.report(expr.range, diag::ReferenceToDropped, expr.text)
          .label(found->head, note::ConditionIsFalse);
      continue;
    }
    if (ctx.broken)
      continue;
    auto report = ctx.diags.report(expr.range, diag::UnknownReference, expr.text, expr.type->name);
    if (!ctx.mayGuess())
      continue;
    std::vector<std::string> names;
    for (BlockKind target : expr.type->allTargets())
      lookup.candidates(pending.scope, target, names);
    names.erase(std::unique(names.begin(), names.end()), names.end()); // of several regions
    llvm::SmallVector<StringRef, 16> refs(names.begin(), names.end());
    StringRef near = nearest(expr.text, refs);
    for (StringRef each : refs) // writing the label alone is a common mistake
      if (each.split('.').second == expr.text)
        near = each;
    if (!near.empty())
      report.idea(expr.range, near.str(), note::DidYouMean, near);
    else if (!refs.empty())
      report.note({}, note::ReferencesAre, orList(refs));
  }
}
