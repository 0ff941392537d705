// Rejects run commands that the VMs cannot run.
// MicrosoftDocs/azure-compute-docs, virtual-machines/linux/run-command-managed.md (2022-10-31) and
// windows/run-command-managed.md.
#include "azcl/Analysis/Images.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct CommandChecker {
  const Tier &tier;
  const RunCommand &command;
  PassContext &ctx;

  void run() {
    architecture();
    if (command.password.set() && !command.user.set())
      fault(command.password.range, "password", "requires `user`");
    if (isWindows(tier) && command.user.set() && !command.password.set() && !command.incomplete)
      fault(command.user.range, "user", "requires `password` on Windows");
    names(command.parameters.get());
    names(command.secrets.get());
    both();
  }

private:
  void fault(SourceRange at, StringRef what, std::string why) {
    ctx.diags.report(at, diag::ExtensionSetting, what, std::move(why));
  }

  void architecture() {
    const Extension *row = ctx.catalog.extension("run-command", tier.image.value()->os);
    if (!row || row->arm64 == Support::Yes)
      return;
    const VmSize *arm = sizeFailing(tier, ctx.catalog, command, [](const VmSize &size) {
      return size.architecture != Architecture::Arm64;
    });
    if (!arm)
      return;
    if (row->arm64 == Support::No)
      ctx.diags.report(command.head, diag::ExtensionArm64, "run-command", arm->name)
          .label(placeOf(tier, *arm), note::ChosenHere);
    else
      ctx.diags.report(command.head, diag::ExtensionArm64Unlisted, "run-command", arm->name)
          .label(placeOf(tier, *arm), note::ChosenHere);
  }

  /// A name becomes an environment variable or an argument.
  void names(const Block *block) {
    if (!block)
      return;
    for (const Entry &each : block->entries) {
      StringRef name = each.key.text;
      bool valid = !name.empty() && !llvm::isDigit(name[0]) &&
                   llvm::all_of(name, [](char c) { return llvm::isAlnum(c) || c == '_'; });
      if (!valid)
        fault(each.key.range, name,
              "is not a name that a script can use: letters, digits and underscores, and no digit "
              "at the start");
    }
  }

  void both() {
    if (!command.parameters || !command.secrets)
      return;
    for (const Entry &secret : command.secrets->entries)
      for (const Entry &plain : command.parameters->entries)
        if (isWindows(tier) ? secret.key.text.equals_insensitive(plain.key.text)
                            : secret.key.text == plain.key.text)
          ctx.diags.report(secret.key.range, diag::GivenTwice, secret.key.text)
              .label(plain.key.range, note::GivenHere);
  }
};
} // namespace

void azcl::checkRunCommands(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      for (const RunCommand &command : tier.runCommands)
        if (tier.image.known())
          CommandChecker{tier, command, ctx}.run();
}
