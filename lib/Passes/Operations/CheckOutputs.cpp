// Rejects outputs with invalid names, and outputs that would show a secret: everybody who can read
// the deployment can read its outputs.
#include "azcl/Analysis/Reads.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static bool isSecret(const Expr &expr) {
  if (expr.type->kind == TypeKind::Secret)
    return true;
  if (isListCall(readPath(expr)))
    return true;
  if (std::optional<azure::Found> found = readType(expr))
    return azure::Shape(found->type).sensitive;
  return llvm::any_of(expr.operands, [](const Expr *each) { return isSecret(*each); });
}

/// azure-docs, templates/data-types.md: the types are int, string, bool, object and array.
static bool isDecimal(const Expr &expr) {
  if (expr.kind == ExprKind::Conditional)
    return isDecimal(*expr.operands[1]) || isDecimal(*expr.operands[2]);
  return expr.type->kind == TypeKind::Decimal;
}

void azcl::checkOutputs(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Output &output : cluster.outputs) {
      if (output.label.text.equals_insensitive("addresses"))
        ctx.diags.report(output.head, diag::NameUnfit, std::string("the output `addresses`"),
                         std::string("already exists: it lists addresses"));
      if (output.value.set() && isDecimal(*output.value.expr))
        ctx.diags.report(output.value.place(), diag::NameUnfit,
                         fmt::format("the value of output `{}`", output.label.text),
                         std::string("is a decimal, which outputs cannot be; write it as a text"));
      if (output.value.set() && isSecret(*output.value.expr))
        ctx.diags.report(output.value.place(), diag::SecretLeaks, "an output");
    }
}
