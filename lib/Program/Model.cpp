// --emit=model: the program as AZCL, with the origin of each value. Compiling the output results in
// the same program.
#include "azcl/Program/Program.h"
#include "llvm/ADT/MapVector.h"

using namespace azcl;
using llvm::StringRef;

namespace {
class ModelPrinter {
public:
  explicit ModelPrinter(llvm::raw_ostream &out) : out(out) {}

  void param(const Param &param) {
    documentation(param.doc, 0);
    out << "param " << param.name.text << " : " << param.type->name;
    if (!param.domain.choices.empty()) {
      out << " in [";
      llvm::interleaveComma(param.domain.choices, out,
                            [&](const Scalar &choice) { out << print(choice, *param.type); });
      out << "]";
    } else if (param.domain.bounded) {
      out << " in " << print({param.domain.low, {}}, *param.type) << ".."
          << print({param.domain.high, {}}, *param.type);
    }
    if (param.initial)
      out << " = " << print(*param.initial);
    out << "\n";
  }

  void environment(const EnvironmentValues &environment) {
    documentation(environment.doc, 0);
    out << "environment " << environment.name.text << " {\n";
    for (const auto &[param, value] : environment.values)
      if (!param->closed)
        out << "  " << param->name.text << " = " << print(*value) << "\n";
    out << "}\n";
  }

  void let(StringRef name, const Expr &value) {
    out << "let " << name.split('.').second << " = " << print(value) << "\n";
  }

  void block(Block &block, const Row &row, unsigned depth) {
    const BlockInfo &about = info(block.kind);
    documentation(block.doc, depth);
    out.indent(depth * 2) << row.name;
    if (block.label)
      out << ' ' << block.label.text;
    if (row.record)
      out << " =";
    if (block.when.set())
      out << " when " << print(*block.when.expr, 1);
    if (block.metric)
      metric(*block.metric);
    bool empty = llvm::none_of(about.rows,
                               [&](const Row &r) {
                                 return r.isAttribute() ? r.setting(block).set()
                                                        : !r.slot(block).blocks.empty();
                               }) &&
                 block.entries.empty() && block.omitted.empty();
    out << (empty ? " { }" : " {");
    origin(block.origin, nullptr, empty ? " " : " ");
    out << "\n";
    if (empty)
      return;
    for (const Entry &entry : block.entries) {
      out.indent(depth * 2 + 2) << print(Scalar{0, entry.key.text}, types::text) << " = "
                                << print(*entry.value.expr);
      origin(entry.value.origin, entry.value.preset, "  ");
      out << "\n";
    }
    for (const Row &inner : about.rows)
      if (inner.isAttribute())
        setting(inner, inner.setting(block), depth + 1);
    for (const Row &inner : about.rows)
      if (!inner.isAttribute())
        children(inner, inner.slot(block), depth + 1);
    for (const Omission &each : block.omitted) {
      out.indent(depth * 2 + 2) << "// left out: " << each.text;
      if (each.preset)
        out << "  // preset " << each.preset->name.text;
      out << "\n";
    }
    out.indent(depth * 2) << "}\n";
  }

private:
  void children(const Row &row, const ChildSlot &slot, unsigned depth) {
    for (Block *child : slot.blocks)
      if (child->kind == BlockKind::Probe && child->origin == Origin::Derived)
        comment(*child, row, depth);
      else
        block(*child, row, depth);
    if (slot.declined() && row.child == BlockKind::Repair) // else it would get a default
      out.indent(depth * 2) << row.name << " when no { }\n";
    else if (slot.blocks.empty() && !slot.whyNone.empty())
      out.indent(depth * 2) << "// no `" << row.name << "`: " << slot.whyNone << "\n";
  }

  /// A written probe gives its tiers a health signal, and a derived one does not. A comment keeps
  /// it derived when the output is compiled.
  void comment(Block &child, const Row &row, unsigned depth) {
    std::string text;
    llvm::raw_string_ostream inner(text);
    ModelPrinter(inner).block(child, row, 0);
    for (StringRef line : llvm::split(StringRef(text).rtrim(), '\n'))
      out.indent(depth * 2) << "// " << line << "\n";
  }

  void documentation(StringRef doc, unsigned depth) {
    while (!doc.empty()) {
      auto [line, rest] = doc.split('\n');
      out.indent(depth * 2) << "///" << (line.empty() ? "" : " ") << line << "\n";
      doc = rest;
    }
  }

  void metric(const MetricCondition &metric) {
    unsigned around = precedence(metric.comparison) + 1;
    out << " when " << print(*metric.metric.expr) << " " << spelling(metric.comparison) << " "
        << print(*metric.threshold.expr, around) << " over " << print(*metric.window.expr, around);
  }

  void setting(const Row &row, const Setting &setting, unsigned depth) {
    // What is found from the network's own addresses has no spelling; placing finds it again.
    if (!setting.set() ||
        (setting.expr->kind == ExprKind::Call && setting.expr->text == "cidr-subnet"))
      return;
    std::string value = print(*setting.expr);
    // Derived values can depend on parameters where written ones cannot. A comment keeps them
    // derived when the output is compiled.
    if (setting.expr->open && !row.mayBeOpen)
      out.indent(depth * 2) << "// " << row.name << " = "
                            << (value.size() > longestComment ? "determined by the VM size"
                                                              : value);
    else
      out.indent(depth * 2) << row.name << " = " << value;
    origin(setting.origin, setting.preset, "  ");
    out << (setting.strictest ? ", the strictest value" : "") << "\n";
  }

  void origin(Origin origin, const ast::Preset *preset, StringRef space) {
    switch (origin) {
    case Origin::Default: out << space << "// default"; break;
    case Origin::Derived: out << space << "// derived"; break;
    case Origin::Preset:
      out << space << "// preset";
      if (preset)
        out << " " << preset->name.text;
      break;
    case Origin::Unset:
    case Origin::Written: break;
    }
  }

  static constexpr size_t longestComment = 1000; ///< a list of all VM sizes is longer

  llvm::raw_ostream &out;
};
} // namespace

/// The lets that strings interpolate. A string can interpolate only names, so the output declares
/// these lets.
static void collectLets(const Expr &expr, llvm::MapVector<StringRef, const Expr *> &lets) {
  if (!expr.open)
    return;
  if (expr.kind == ExprKind::Concat && !expr.text.empty())
    lets.insert({expr.text, expr.operands[0]});
  for (const Expr *operand : expr.operands)
    collectLets(*operand, lets);
}

static llvm::MapVector<StringRef, const Expr *> letsOf(const Program &program) {
  llvm::MapVector<StringRef, const Expr *> lets;
  walk(*program.root, [&](Block &block) {
    if (block.when.set())
      collectLets(*block.when.expr, lets);
    for (const Row &row : info(block.kind).rows)
      if (row.isAttribute() && row.setting(block).set())
        collectLets(*row.setting(block).expr, lets);
    for (const Entry &entry : block.entries)
      collectLets(*entry.value.expr, lets);
  });
  return lets;
}

void azcl::printModel(const Program &program, llvm::raw_ostream &out) {
  ModelPrinter printer(out);
  bool first = true;
  for (const Param *param : program.params)
    if (!param->closed) {
      printer.param(*param);
      first = false;
    }
  for (const auto &[name, value] : letsOf(program)) {
    printer.let(name, *value);
    first = false;
  }
  for (const EnvironmentValues &environment : program.environments) {
    out << (first ? "" : "\n");
    first = false;
    printer.environment(environment);
  }
  for (const Row &row : info(BlockKind::Root).rows)
    if (row.child != BlockKind::Environment)
      for (Block *block : row.slot(*program.root).blocks) {
        out << (first ? "" : "\n");
        first = false;
        printer.block(*block, row, 0);
      }
}
