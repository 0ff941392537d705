// Translates expressions of the language to template values.
#pragma once

#include "azcl/ARM/Module.h"
#include "azcl/Program/Program.h"
#include "llvm/ADT/DenseMap.h"

namespace azcl {

class Translate {
public:
  explicit Translate(arm::Module &module) : module(module), values(module.values) {}

  /// Declares the open parameters in the template.
  void declare(const Program &program);

  /// The value in the base unit of its type, or as text.
  arm::Value value(const Expr &expr);
  /// Unset if the setting is unset.
  arm::Value value(const Setting &setting) {
    return setting.set() ? value(*setting.expr) : arm::Value();
  }
  /// A number in a unit of `unit` base units.
  arm::Value count(const Expr &expr, int64_t unit);
  arm::Value percent(const Setting &setting) { return in(setting, 10000); }
  arm::Value seconds(const Setting &setting) { return in(setting, 1000); }
  arm::Value wholeMinutes(const Setting &setting) { return in(setting, 60000); }
  arm::Value gibibytes(const Setting &setting) { return in(setting, int64_t(1) << 30); }
  /// "PT5M"
  arm::Value duration(const Setting &setting);
  /// A value of a patch or a `resource` block, with numbers as the source shows them.
  arm::Value raw(const Expr &expr);
  /// A percentage or a decimal with its decimal places: 0.1
  arm::Value decimal(const Setting &setting);
  /// The two ends of a range.
  arm::Value low(const Setting &range) { return value(*range.expr->operands[0]); }
  arm::Value high(const Setting &range) { return value(*range.expr->operands[1]); }
  /// Sets the resource ID that a reference to the block translates to.
  void setId(const Block &block, arm::Value id) { ids[&block] = id; }
  /// The condition under which a block exists; unset: always.
  arm::Value condition(const Block &block);
  /// The condition under which one of the blocks exists. Assumes that `outer` and the blocks around
  /// it exist.
  arm::Value anyOf(llvm::ArrayRef<const Block *> blocks, const Block *outer = nullptr);

private:
  arm::Value in(const Setting &setting, int64_t unit) {
    return setting.set() ? count(*setting.expr, unit) : arm::Value();
  }
  arm::Value binary(const Expr &expr);
  arm::Value membership(const Expr &expr);
  arm::Value call(const Expr &expr);
  arm::Value reference(const Expr &expr);
  arm::Value asText(const Expr &expr);
  arm::Value fraction(arm::Value percent, arm::Value text);
  arm::Value wholeMultiple(arm::Value number, int64_t factor);

  arm::Module &module;
  arm::ValueFactory &values;
  llvm::DenseMap<const Param *, const arm::Parameter *> parameters;
  llvm::DenseMap<const Block *, arm::Value> ids;
};

} // namespace azcl
