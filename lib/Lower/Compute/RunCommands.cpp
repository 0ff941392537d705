// Lowers the run commands of a tier of single VMs.
// MicrosoftDocs/azure-compute-docs, virtual-machines/linux/run-command-managed.md (2022-10-31).
#include "../Cluster.h"

using namespace azcl;
using arm::Value;

/// Azure runs only one command of a VM at a time: "Run command extension execution is in progress"
/// (MicrosoftDocs/azure-docs#110433).
void azcl::lowerRunCommands(ClusterLowering &ctx, const Tier &tier, arm::VirtualMachine &machine,
                            std::vector<InstalledPart> earlier) {
  for (const RunCommand &command : tier.runCommands) {
    auto &made = ctx.addChild<arm::MachineRunCommand>(machine, command.label.text, command);
    Value when = command.when.set() ? ctx.translate.value(command.when) : Value();
    for (const InstalledPart &each : llvm::reverse(earlier)) {
      made.after.push_back(each.resource);
      if (!each.when.set() || each.when == when)
        break;
    }
    made.location = machine.location;
    made.tags = machine.tags;
    made.script = ctx.translate.value(command.script);
    made.user = ctx.translate.value(command.user);
    made.password = ctx.translate.value(command.password);
    made.seconds = ctx.translate.seconds(command.timeout);
    auto fill = [&](auto &named, const auto &from) {
      if (!from)
        return;
      std::vector<Entry> entries = from->entries.vec();
      llvm::sort(entries, [](auto &a, auto &b) { return a.key.text < b.key.text; });
      for (const Entry &each : entries)
        named.push_back({{}, ctx.values.text(each.key.text), ctx.translate.value(each.value)});
    };
    fill(made.parameters, command.parameters);
    fill(made.secrets, command.secrets);
    earlier.push_back({&made, when});
  }
}
