// Rejects boards that show nothing, and titles that Azure does not accept. Source:
// hashicorp/terraform-provider-azurerm, application_insights_workbook_resource.go.
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static void check(const Board &board, PassContext &ctx) {
  if (board.of.set() && !board.of.poisoned() && board.of.expr->operands.empty())
    ctx.diags.report(board.of.place(), diag::BoardEmpty, board.label.text);
  forEachText(board.title, [&](StringRef text, bool whole) {
    if (whole && text.empty())
      ctx.diags.report(board.title.place(), diag::BoardWithoutTitle, board.label.text);
  });
}

void azcl::checkBoards(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Board &board : cluster.boards)
      check(board, ctx);
}
