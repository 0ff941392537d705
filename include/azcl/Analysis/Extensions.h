// The extensions of the VMs of a tier, and the order in which they are installed.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// An extension that a block of the tier causes.
struct TierExtension {
  llvm::StringRef kind;   ///< of the rows in extensions.json: "custom-script"
  llvm::StringRef word;   ///< what the program says: "extend custom-script"
  const Extension *facts; ///< null if Azure has no such extension for the operating system
  const Block *by;
  const Extend *extend = nullptr; ///< set if `by` is an `extend` block

  bool is(ExtensionKind kind) const { return extend && extend->extension() == kind; }
  /// The Custom Script extension that only installs the health endpoint.
  bool isEndpoint() const { return by->kind == BlockKind::HealthEndpoint; }
};

struct ExtensionPlan {
  std::vector<TierExtension> inOrder;
  /// The `extend` blocks that wait for each other through `after`; empty if there are none.
  std::vector<const Extend *> cycle;
};
/// The extensions of a tier whose image is known, in the order of installation: that of
/// extensions.json, changed by `after`. Extensions that do not fit the operating system are last.
ExtensionPlan extensionPlan(const Tier &tier, const Catalog &catalog);

/// The manufacturer of the GPU of a VM size.
GpuVendor gpuOf(const VmSize &size, const Catalog &catalog);
/// The manufacturer of the GPUs of all sizes that the tier can have while `extend` exists; None if
/// they have no GPU or differ.
GpuVendor gpuOf(const Tier &tier, const Catalog &catalog, const Extend &extend);

/// A script on Windows becomes a command of `cmd.exe`: its base64 text between these two.
inline constexpr llvm::StringLiteral
    windowsScriptStart =
        "powershell -NoProfile -ExecutionPolicy Bypass -Command \"Invoke-Expression "
        "([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('",
    windowsScriptEnd = "')))\"";
/// A script on Linux that follows another command: its base64 text between these two. It becomes
/// the file that the extension makes of a script, without a byte order mark and carriage returns
/// (Azure/custom-script-extension-linux, main/cmds.go at 00e37b6a: `writeTempScript`).
inline constexpr llvm::StringLiteral
    linuxScriptStart = "printf %s '",
    linuxScriptEnd = R"(' | base64 -d | sed '1s/^\xEF\xBB\xBF//;s/\r$//' >script.sh && )"
                     "chmod 700 script.sh && ./script.sh";

/// The first `extend` block of the kind, whatever its condition; null if there is none.
const Extend *firstOf(const Tier &tier, ExtensionKind kind);

/// The blocks whose extensions sign in with the system-assigned identity of the VM.
llvm::SmallVector<const Block *, 2> systemIdentityUsers(const Tier &tier);

/// Whether the tier installs the extension that reports the integrity of the boot.
bool monitorsIntegrity(const Tier &tier);

} // namespace azcl
