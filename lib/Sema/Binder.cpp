// Binds the statements of a block to the rows of the vocabulary.
#include "Binder.h"
#include "Regions.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

Root *Binder::bindRoot(llvm::ArrayRef<ParsedFile> files) {
  Root *root = ctx.arena.make<Root>();
  llvm::SmallVector<Layer, 4> layers;
  for (const ParsedFile &file : files)
    layers.push_back({file.statements, nullptr});
  bind(*root, info(BlockKind::Root), layers);
  return root;
}

/// Whether the row can accept the value. Words and Booleans distinguish two attributes with the
/// same name.
static bool takes(const Row &row, const Value &written, const ExprChecker &values) {
  if (!row.isAttribute())
    return true;
  const Value &value = values.behindLets(written);
  if (auto *conditional = llvm::dyn_cast<Conditional>(&value))
    return takes(row, *conditional->then, values) && takes(row, *conditional->otherwise, values);
  if (auto *word = llvm::dyn_cast<Word>(&value); word && row.type->kind == TypeKind::Word)
    return llvm::any_of(row.type->words,
                        [&](const WordInfo &each) { return each.name == word->text; });
  if (auto *literal = llvm::dyn_cast<Literal>(&value))
    if (literal->literal == LiteralKind::True || literal->literal == LiteralKind::False)
      return row.type->kind == TypeKind::Bool;
  return true;
}

/// How many statements of the preset fit the block's best matching variant, and which variant that
/// is.
static std::pair<size_t, uint8_t> bestFit(const BlockInfo &about, const ast::Preset &preset,
                                          const ExprChecker &values) {
  std::pair<size_t, uint8_t> best{0, 0};
  for (size_t variant = 0; variant < std::max<size_t>(about.variants.size(), 1); ++variant) {
    size_t known = llvm::count_if(preset.body, [&](const Statement *each) {
      if (auto *attribute = llvm::dyn_cast<Attribute>(each)) {
        const Row *row = about.find(attribute->key.text);
        return row && (row->variants >> variant & 1) && takes(*row, *attribute->value, values);
      }
      auto *block = llvm::dyn_cast<ast::Block>(each);
      return block && about.find(block->keyword.text);
    });
    if (known > best.first)
      best = {known, uint8_t(variant)};
  }
  return best;
}

void Binder::checkPreset(const ast::Preset &preset) {
  const BlockInfo *about = nullptr;
  std::pair<size_t, uint8_t> fit{0, 0};
  llvm::SmallVector<StringRef, 32> keywords;
  for (const BlockInfo &each : vocabulary()) {
    if (each.kind == BlockKind::Root || each.kind == BlockKind::Environment ||
        each.kind == BlockKind::RegionalApplication || each.kind == BlockKind::RegionBlock)
      continue;
    keywords.push_back(each.keyword);
    if (each.keyword != preset.block.text)
      continue;
    if (auto own = bestFit(each, preset, values); !about || own.first > fit.first) {
      about = &each;
      fit = own;
    }
  }
  if (!about) {
    auto report =
        ctx.diags.report(preset.block.range, diag::UnknownBlock, preset.block.text, "AZCL");
    if (StringRef near = nearest(preset.block.text, keywords); !near.empty())
      report.idea(preset.block.range, near.str(), note::DidYouMean, near);
    return;
  }
  partial = true;
  AssumedFacts assumed;
  values.assumed = &assumed;
  do { // for all facts that its conditions compare
    Block *scratch = about->make(ctx.arena);
    scratch->head = preset.name.range;
    scratch->variant = fit.second;
    Layer layer{preset.body, &preset};
    bind(*scratch, *about, layer);
  } while (assumed.next());
  values.assumed = nullptr;
  partial = false;
}

void Binder::bind(Block &block, const BlockInfo &about, Layers own) {
  llvm::SmallVector<Layer, 4> layers(own.begin(), own.end());
  expandUses(block, about, own, layers);
  Parts parts;
  for (const Layer &layer : layers)
    bindAttributes(block, about, layer, parts);
  llvm::SmallVector<Omission, 4> omitted;
  for (const Layer &layer : layers) // conditions can compare the attributes
    bindBlocks(block, about, layer, parts, omitted);
  block.omitted = ctx.arena.copy<Omission>(omitted);
  bindParts(block, about, parts);
  if (!partial)
    requireAll(block, about);
}

void Binder::bindAttributes(Block &block, const BlockInfo &about, const Layer &layer,
                            Parts &parts) {
  for (const Statement *each : layer.body) {
    if (auto *attribute = llvm::dyn_cast<Attribute>(each))
      bindAttribute(block, about, *attribute, layer.preset, parts);
    else if (llvm::isa<ast::Block>(each))
      continue;
    else if (about.kind != BlockKind::Root && !llvm::isa<Use>(each))
      ctx.diags.report(each->range().front(), diag::DeclarationInBlock);
    else if (about.kind == BlockKind::Root && llvm::isa<Use>(each))
      ctx.diags.report(each->range().front(), diag::UseOutsideBlock);
  }
}

void Binder::bindBlocks(Block &block, const BlockInfo &about, const Layer &layer, Parts &parts,
                        llvm::SmallVectorImpl<Omission> &omitted) {
  llvm::SmallVector<Kept, 8> kept;
  for (const Statement *each : layer.body) {
    auto *child = llvm::dyn_cast<ast::Block>(each);
    const Row *row = child ? findRow(block, about, child->keyword, true, false) : nullptr;
    if (!row || !hasVariant(block, about, *row, child->keyword))
      continue;
    std::optional<bool> decided =
        child->condition ? decide(block, info(row->child), *child->condition) : std::nullopt;
    if (decided.value_or(true))
      kept.push_back({row, child, decided ? nullptr : child->condition});
    else
      leaveOut(block, *row, *child, layer, omitted);
  }
  size_t earlier = parts.size(); // a layer merges only with earlier layers
  for (const Kept &each : kept)
    addPart(parts, each, kept, layer, earlier);
}

void Binder::bindAttribute(Block &block, const BlockInfo &about, const Attribute &attribute,
                           const ast::Preset *preset, Parts &parts) {
  if (about.keys && !about.find(attribute.key.text))
    return bindEntry(block, about, attribute, preset);
  auto *object = llvm::dyn_cast<Object>(attribute.value);
  const Row *row = findRow(block, about, attribute.key, false, object != nullptr);
  if (!row)
    return;
  if (!row->record)
    return assign(block, about, *row, attribute.key, *attribute.value, preset);
  if (!object) {
    excuse(block, *row, attribute.key);
    if (!llvm::isa<Missing>(attribute.value))
      ctx.diags.report(attribute.value->range(), diag::WrongType, fmt::format("`{}`", row->name),
                       "an object in braces", "a single value");
    return;
  }
  for (Part &part : parts)
    if (part.row == row) {
      if (preset == part.preset)
        ctx.diags.report(attribute.key.range, diag::GivenTwice, row->name)
            .label(part.key.range, note::GivenHere);
      else if (part.preset) // two presets: they must not contradict each other
        part.objects.push_back({object, preset});
      return; // the block's own object replaces that of a preset
    }
  Part part;
  part.row = row;
  part.objects.push_back({object, preset});
  part.key = attribute.key;
  part.preset = preset;
  parts.push_back(std::move(part));
}

/// Binds a key that the program chooses freely. The block's own value overrides that of a preset.
void Binder::bindEntry(Block &block, const BlockInfo &about, const Attribute &attribute,
                       const ast::Preset *preset) {
  static constexpr size_t most = 50;
  StringRef key = attribute.key.text;
  std::string what = fmt::format("`{}`", key);
  values.scope = partial ? nullptr : &block;
  const Expr *expr = values.check(*attribute.value, *about.keys, what);
  Setting value;
  value.expr = expr;
  value.range = attribute.key.range;
  value.preset = preset;
  value.origin = preset ? Origin::Preset : Origin::Written;
  for (const Entry &each : block.entries) {
    if (each.key.text != key)
      continue;
    const Setting &earlier = each.value;
    if (earlier.preset == preset)
      ctx.diags.report(attribute.key.range, diag::GivenTwice, key)
          .label(earlier.range, note::GivenHere);
    else if (earlier.origin != Origin::Written && print(*expr) != print(*earlier.expr) &&
             !uses(earlier.preset, preset) && !uses(preset, earlier.preset))
      ctx.diags.report(attribute.key.range, diag::PresetsDisagree, key)
          .label(earlier.range, note::GivenHere)
          .note({}, note::SayItYourself, key, preset->name.text, earlier.preset->name.text);
    return;
  }
  if (block.entries.size() == most) {
    if (!block.incomplete)
      ctx.diags.report(attribute.key.range, diag::TooManyKeys, about.keyword, most);
    block.incomplete = true;
    return;
  }
  checkResult(*expr);
  llvm::SmallVector<Entry, 8> all(block.entries);
  all.push_back({attribute.key, value});
  block.entries = ctx.arena.copy<Entry>(all);
}

void Binder::bindObjects(Block &block, const BlockInfo &about, const Part &part) {
  for (const auto &[object, preset] : part.objects)
    for (const Member &member : object->members)
      if (const Row *row =
              findRow(block, about, member.key, false, llvm::isa<Object>(member.value)))
        assign(block, about, *row, member.key, *member.value, preset);
  if (!partial)
    requireAll(block, about);
}

void Binder::assign(Block &block, const BlockInfo &about, const Row &row, const Name &key,
                    const Value &value, const ast::Preset *preset) {
  if (!hasVariant(block, about, row, key))
    return;
  Setting &setting = row.setting(block);
  bool implied = setting.origin == Origin::Derived; // see placeInRegion
  if (setting.set() && !implied && (setting.preset == preset || contributed(setting, preset))) {
    ctx.diags.report(key.range, diag::GivenTwice, row.name).label(setting.range, note::GivenHere);
    return;
  }
  if (setting.set() && setting.origin == Origin::Written)
    return; // the block's own value wins
  values.scope = partial ? nullptr : &block;
  std::string what = fmt::format("`{}`", row.name);
  const Expr *expr = values.check(value, *row.type, what);
  if (implied) {
    if (!expr->isError() && !setting.poisoned() && print(*expr) != print(*setting.expr))
      ctx.diags.report(value.range(), diag::ClusterElsewhere, print(*expr), print(*setting.expr))
          .label(setting.range, note::RegionOfApplication);
    return;
  }
  if (setting.set() && row.stricterIs != Stricter::Neither)
    return mergeStricter(setting, row, key, *expr, *preset);
  if (setting.set()) {
    if (expr->isError() || setting.poisoned() || print(*expr) == print(*setting.expr) ||
        uses(setting.preset, preset))
      return;
    if (!uses(preset, setting.preset))
      return conflict(setting, row, key, *preset);
  }
  if (expr->open && !row.mayBeOpen) {
    ctx.reportOpen(what, *expr);
    expr = ctx.errorExpr();
  }
  setting.expr = expr;
  setting.range = key.range;
  setting.preset = preset;
  setting.origin = preset ? Origin::Preset : Origin::Written;
  // Do not use a value that failed its check.
  if (row.bounded ? !checkBounds(row, setting, what) : !checkResult(*expr))
    setting.expr = ctx.errorExpr();
  if (preset && row.stricterIs != Stricter::Neither)
    contributions[&setting].push_back({preset, setting.expr, key.range});
}

void Binder::bindParts(Block &block, const BlockInfo &about, Parts &parts) {
  for (const Row &row : about.rows) {
    if (row.isAttribute())
      continue;
    llvm::SmallVector<Block *, 16> made, declared;
    const Name *first = nullptr;
    for (const Part &part : parts) {
      if (part.row != &row)
        continue;
      const Name &at = part.blocks.empty() ? part.key : part.blocks[0]->keyword;
      if (!row.many && first) {
        ctx.diags.report(at.range, diag::OnlyOne, row.name, about.keyword)
            .label(first->range, note::GivenHere);
        continue;
      }
      first = &at;
      if (Block *child = makePart(block, part)) {
        declared.push_back(child);
        if (!child->dropped)
          made.push_back(child);
      }
    }
    ChildSlot &slot = row.slot(block);
    slot.declared = ctx.arena.copy<Block *>(declared);
    slot.blocks = made.size() == declared.size() ? slot.declared : ctx.arena.copy<Block *>(made);
  }
}

// Ten times the size of the largest application; uses about 250 MB.
static constexpr size_t mostBlocks = 1000000;

azcl::Block *Binder::makePart(Block &parent, const Part &part) {
  const BlockInfo &about = info(part.row->child);
  uint8_t variant = 0;
  bool isRecord = part.blocks.empty();
  if (!isRecord && !checkLabel(*part.blocks[0], about, variant)) {
    excused.insert({&parent, part.row});
    return nullptr;
  }
  if (++ctx.blocks > mostBlocks) {
    if (ctx.blocks == mostBlocks + 1)
      ctx.diags.report(isRecord ? part.key.range : part.blocks[0]->head(), diag::ProgramTooLarge,
                       mostBlocks);
    return nullptr;
  }
  Block *child = about.make(ctx.arena);
  child->parent = &parent;
  child->variant = variant;
  child->origin = part.preset ? Origin::Preset : Origin::Written;
  if (isRecord) {
    child->head = part.key.range;
    bindObjects(*child, about, part);
    return child;
  }
  const ast::Block &first = *part.blocks[0];
  child->head = first.head();
  child->label = first.label;
  child->doc = first.doc();
  if (auto *region = llvm::dyn_cast<RegionBlock>(child))
    region->whole = first.range();
  bindCondition(*child, about, part);
  if (about.label == LabelRule::Name && !partial && !enter(*child, about))
    return nullptr;
  if (auto *cluster = llvm::dyn_cast<Cluster>(child))
    placeInRegion(*cluster);
  if (about.kind == BlockKind::RegionalApplication) {
    llvm::SmallVector<Layer, 2> layers;
    for (const Layer &each : part.layers)
      layers.push_back({withRegions(each.body, ctx.arena), each.preset});
    bind(*child, about, layers);
  } else if (about.kind != BlockKind::Environment) { // its keys are parameters: Declarations.cpp
    bind(*child, about, part.layers);
  }
  return child;
}

/// Names the cluster, and gives it the location of its region.
void Binder::placeInRegion(Cluster &cluster) {
  cluster.name = cluster.label.text;
  auto *region = llvm::dyn_cast_or_null<RegionBlock>(cluster.parent);
  if (!region)
    return;
  cluster.name =
      ctx.arena.copy(StringRef(fmt::format("{}-{}", cluster.label.text, region->label.text)));
  if (cluster.region.expr = region->location.expr; !cluster.region.set())
    cluster.region.expr = ctx.errorExpr();
  cluster.region.range = region->location.set() ? region->location.range : region->head;
  cluster.region.origin = Origin::Derived;
}

/// Registers the block's label among blocks of its kind; false if the label is taken.
bool Binder::enter(azcl::Block &block, const BlockInfo &about) {
  std::pair<const azcl::Block *, unsigned> place{block.parent, unsigned(about.kind)};
  StringRef name = block.label.text;
  Block *&entry = ctx.labels[{place, name}];
  if (entry) {
    ctx.diags.report(block.label.range, diag::LabelTwice, about.keyword, name)
        .label(entry->head, note::GivenHere);
    return false;
  }
  entry = &block;
  // Azure compares names case-insensitively.
  Block *&other = ctx.lowerLabels[{place, ctx.arena.copy(StringRef(name.lower()))}];
  if (other)
    ctx.diags
        .report(block.label.range, diag::LabelsDifferInCase, about.keyword, name, other->label.text)
        .label(other->head, note::GivenHere);
  other = &block;
  return true;
}

/// The condition that applies: the block's own, otherwise that of a preset.
const Value *Binder::conditionOf(const Part &part) {
  const Value *from = nullptr;
  const ast::Preset *its = nullptr;
  for (auto [each, layer] : llvm::zip(part.conditions, part.layers)) {
    if (!each || (from && (!its || uses(its, layer.preset))))
      continue;
    auto textOf = [&](const Value &condition) {
      std::string text = ctx.sources.text(condition.range()).str();
      llvm::erase_if(text, llvm::isSpace);
      return text;
    };
    if (from && textOf(*from) != textOf(*each) && !uses(layer.preset, its)) {
      ctx.diags.report(each->range(), diag::PresetsDisagree, "when")
          .label(from->range(), note::GivenHere)
          .note({}, note::SayItYourself, "when", layer.preset->name.text, its->name.text);
      continue;
    }
    from = each;
    its = layer.preset;
  }
  return from;
}

void Binder::bindCondition(Block &block, const BlockInfo &about, const Part &part) {
  const Value *from = conditionOf(part);
  if (!from) {
    if (about.when == WhenRule::Metrics && !partial && !ctx.broken)
      ctx.diags.report(block.head, diag::MetricMissing, about.keyword);
    return;
  }
  if (about.when == WhenRule::Metrics)
    return bindMetric(block, *from);
  const Expr *condition = values.checkCondition(*from, *block.parent);
  if (about.when == WhenRule::Never) {
    ctx.diags.report(from->range(), diag::NoCondition, about.keyword);
    return;
  }
  if (condition->isError())
    return;
  if (!condition->open) {
    block.dropped = !condition->number;
    return;
  }
  block.when.expr = condition;
  block.when.range = from->range();
  block.when.origin = Origin::Written;
  checkResult(*condition);
}

/// `METRIC comparison threshold over window`
void Binder::bindMetric(Block &block, const Value &condition) {
  auto *over = llvm::dyn_cast<Binary>(&condition);
  auto *comparison =
      over && over->op == Operator::Over ? llvm::dyn_cast<Binary>(over->left) : nullptr;
  bool compares = comparison && llvm::isa<Word>(comparison->left) &&
                  (comparison->op == Operator::Lt || comparison->op == Operator::Le ||
                   comparison->op == Operator::Gt || comparison->op == Operator::Ge);
  if (!compares) {
    if (!llvm::isa<Missing>(condition))
      ctx.diags.report(condition.range(), diag::MetricForm);
    return;
  }
  auto *metric = ctx.arena.make<MetricCondition>();
  metric->range = condition.range();
  metric->comparison = comparison->op;
  auto set = [&](Setting &setting, const Value &value, const Type &type, StringRef what) {
    setting.expr = values.check(value, type, what);
    setting.range = value.range();
    setting.origin = Origin::Written;
  };
  const Word &name = llvm::cast<Word>(*comparison->left);
  const Type &unit = bindMetricName(block, *metric, name);
  if (unit.kind == TypeKind::Error) // unknown metric, so the type of the threshold is unknown
    metric->threshold.expr = ctx.errorExpr();
  else
    set(metric->threshold, *comparison->right, unit,
        fmt::format("the threshold of `{}`", name.text));
  set(metric->window, *over->right, types::duration, "`over`");
  Row bounds;
  if (unit.kind == TypeKind::Percent) {
    bounds.type = &types::percent;
    checkBounds(bounds.between(0, percent(100)), metric->threshold, "the threshold");
  }
  bounds.type = &types::duration;
  if (block.kind == BlockKind::AlertRule)
    checkBounds(bounds.between(minutes(1), hours(metric->query() ? 48 : 24)), metric->window,
                "`over`");
  else
    checkBounds(bounds.between(minutes(5), hours(12)), metric->window, "`over`");
  block.metric = metric;
}

/// Binds a metric that Azure provides or that the `autoscale` or `alerts` block declares, also as a
/// query. Returns the type of its unit.
const Type &Binder::bindMetricName(Block &block, MetricCondition &metric, const Word &name) {
  metric.metric.range = name.range();
  metric.metric.origin = Origin::Written;
  for (const Block *at = block.parent; at; at = at->parent)
    for (const Type *type : {typeOf<Ref<CustomMetric>>, typeOf<Ref<LogQuery>>}) {
      auto found = ctx.labels.find({{at, unsigned(type->target)}, name.text});
      if (found == ctx.labels.end())
        continue;
      Expr expr;
      expr.kind = ExprKind::Reference;
      expr.type = type;
      expr.range = name.range();
      expr.text = name.text;
      expr.block = found->second;
      metric.metric.expr = ctx.arena.make<Expr>(expr);
      return types::decimal;
    }
  bool builtin = llvm::any_of(Words<Metric>::words,
                              [&](const WordInfo &word) { return word.name == name.text; });
  if (partial && !builtin) { // a preset can use a metric that the tier declares
    metric.metric.expr = ctx.errorExpr();
    return types::error;
  }
  metric.metric.expr = values.check(name, Words<Metric>::type, "the metric of a rule");
  return metric.metric.expr->isError() ? types::error : unitOf(Metric(metric.metric.expr->number));
}

/// `admin = { ... }`, `match address { ... }`
static std::string formOf(const Row &row) {
  const BlockInfo &child = info(row.child);
  std::string label;
  if (child.label == LabelRule::Name)
    label = " NAME";
  else if (child.label == LabelRule::Variant)
    label = " " + child.variants.front().name.str();
  return fmt::format("{}{}{} {{ ... }}", row.name, label, row.record ? " =" : "");
}

void Binder::requireAll(Block &block, const BlockInfo &about) {
  block.incomplete |= ctx.broken;
  if (block.incomplete)
    return;
  llvm::SmallVector<const Row *, 4> missing;
  for (const Row &row : about.rows) {
    if (row.need != Need::Required || !(row.variants >> block.variant & 1))
      continue;
    if (row.isAttribute() ? !row.setting(block).set()
                          : row.slot(block).blocks.empty() && !excused.contains({&block, &row}))
      missing.push_back(&row);
  }
  for (const Row *row : missing) {
    auto report = ctx.diags.report(block.head, diag::Required, about.keyword, row->name);
    if (!row->isAttribute()) {
      report.note({}, note::RequiredMeans, formOf(*row), info(row->child).doc);
    } else {
      if (row->type == &types::any)
        report.note({}, note::RequiredMeans, row->name.str(), row->doc);
      else
        report.note({}, note::RequiredIs, row->name, row->type->form, row->doc);
      Setting &setting = row->setting(block);
      setting.expr = ctx.errorExpr();
      setting.range = block.head;
    }
  }
}
