// Rejects outputs with invalid names, and outputs that would show a secret: everybody who can read
// the deployment can read its outputs.
#include "azcl/Analysis/Names.h"
#include "azcl/Analysis/Reads.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringMap.h"

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
  llvm::StringMap<SourceRange> owners;
  for (const Cluster &cluster : program.clusters())
    for (const Output &output : cluster.outputs) {
      std::string name = outputName(program, output);
      if (StringRef(name).equals_insensitive("addresses"))
        ctx.diags.report(output.head, diag::NameUnfit, "the output name `addresses`",
                         "is reserved for the addresses of load balancers and gateways");
      auto [at, isNew] = owners.try_emplace(StringRef(name).lower(), output.head);
      if (!isNew)
        ctx.diags
            .report(output.head, diag::NameUnfit, fmt::format("the output name `{}`", name),
                    "is also the name of another output")
            .label(at->second, note::GivenHere);
      if (output.value.set() && !output.value.poisoned() && wireType(*output.value.expr).empty())
        ctx.diags.report(output.value.place(), diag::NameUnfit,
                         fmt::format("the value of output `{}`", output.label.text),
                         "must have the same type in both branches");
      if (output.value.set() && isDecimal(*output.value.expr))
        ctx.diags.report(output.value.place(), diag::NameUnfit,
                         fmt::format("the value of output `{}`", output.label.text),
                         "cannot be a decimal; write it as a string");
      if (output.value.set() && isSecret(*output.value.expr))
        ctx.diags.report(output.value.place(), diag::SecretLeaks, "an output");
    }
}
