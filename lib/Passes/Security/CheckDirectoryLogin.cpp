// Rejects `login directory` that cannot work, and warns if it lets nobody in.
// Source: MicrosoftDocs/entra-docs, howto-vm-sign-in-azure-ad-windows.md, -linux.md (2025-12-01).
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

/// Both assignments would have the same name.
static void checkRepeated(const Setting &people, PassContext &ctx) {
  for (const ListChoice &choice : listsOf(people)) {
    llvm::StringMap<const Expr *> seen;
    for (const Expr *each : choice.list->operands) {
      auto [at, isNew] = seen.try_emplace(StringRef(print(*each)).lower(), each);
      if (!isNew)
        ctx.diags.report(each->range, diag::LoginTwice, print(*each))
            .label(at->second->range, note::GivenHere);
    }
  }
}

static bool namesNobody(const Setting &people) {
  return !people.poisoned() && llvm::all_of(listsOf(people), [](const ListChoice &choice) {
    return choice.list->operands.empty();
  });
}

static void checkLoginOf(const Tier &tier, const Login &login, PassContext &ctx) {
  if (const Join *join = tier.join.get(); join && isWindows(tier) && !neverTogether(*join, login))
    ctx.diags.report(login.head, diag::LoginOfDomain).label(join->head, note::GivenHere);
  checkRepeated(login.admins, ctx);
  checkRepeated(login.users, ctx);
  if (namesNobody(login.admins) && namesNobody(login.users) && !login.incomplete)
    ctx.diags.report(login.head, diag::LoginOfNobody, tier.label.text);
}

void azcl::checkDirectoryLogin(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (const Login *login = tier.login.get())
        checkLoginOf(tier, *login, ctx);
}
