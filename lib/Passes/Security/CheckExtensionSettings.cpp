// Rejects settings of extensions that Azure or the extension does not accept.
// MicrosoftDocs/azure-compute-docs, virtual-machines/extensions: the page of each extension.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Endpoints.h"
#include "azcl/Analysis/Extensions.h"
#include "azcl/Analysis/SecretUris.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct SettingsChecker {
  const Tier &tier;
  const Extend &extend;
  PassContext &ctx;
  const OperatingSystem os = tier.image.value()->os;
  const bool windows = os == OperatingSystem::Windows;

  void run() {
    switch (extend.extension()) {
    case ExtensionKind::CustomScript: return customScript();
    case ExtensionKind::Antimalware: return antimalware();
    case ExtensionKind::GpuDriver: return gpuDriver();
    case ExtensionKind::VmAccess: return vmAccess();
    case ExtensionKind::KeyVaultCertificates: return certificates();
    case ExtensionKind::ChaosAgent: return faults();
    default: return;
    }
  }

private:
  void fault(const Setting &setting, StringRef name, std::string why) {
    ctx.diags.report(setting.place(), diag::ExtensionSetting, name, std::move(why));
  }
  void lacks(StringRef what) {
    ctx.diags.report(extend.head, diag::ExtensionSetting,
                     fmt::format("extend {}", extend.label.text), fmt::format("needs {}", what));
  }

  void customScript() {
    const Setting *ways[] = {&extend.run, &extend.secretRun, &extend.script}, *first = nullptr;
    for (const Setting *each : ways) {
      if (!each->set())
        continue;
      if (first)
        ctx.diags.report(each->range, diag::ScriptChoice).label(first->range, note::GivenHere);
      first = each;
    }
    if (!first && !extend.incomplete)
      ctx.diags.report(extend.head, diag::ScriptChoice);
    if (extend.useIdentity.known() && extend.useIdentity.value() && !extend.files.set())
      fault(extend.useIdentity, "use-identity", "requires `files`");
    lengths();
  }

  /// The command also installs the health endpoint. Without it, a script of Linux is no command,
  /// and a command of Linux is seldom long.
  void lengths() {
    const size_t installer = endpointOf(tier) ? endpointInstallerLength(tier) : 0;
    auto encoded = [](size_t size) { return (size + 2) / 3 * 4; };
    auto scriptLength = [&](size_t size) {
      return installer + encoded(size) +
             (windows ? windowsScriptStart.size() + windowsScriptEnd.size()
                      : linuxScriptStart.size() + linuxScriptEnd.size());
    };
    auto commandLength = [&](size_t size) { return installer + size; };
    if (windows || installer) {
      const size_t most =
          ctx.catalog.limit(windows ? LimitId::CommandWindows : LimitId::CommandLinux);
      StringRef with = installer ? " with the installer of the health endpoint" : "";
      length(extend.script, fmt::format("the script{}", with), most, scriptLength);
      length(extend.run, fmt::format("the command{}", with), most, commandLength);
      return;
    }
    length(extend.script, "the script", ctx.catalog.limit(LimitId::ScriptLinux), encoded);
  }

  void length(const Setting &text, const std::string &what, size_t most,
              llvm::function_ref<size_t(size_t)> lengthOf) {
    size_t longest = 0;
    forEachText(text,
                [&](StringRef each, bool) { longest = std::max(longest, lengthOf(each.size())); });
    if (longest > most)
      ctx.diags.report(text.place(), diag::ScriptTooLong, what, longest, most);
  }

  void antimalware() {
    bool scans = extend.scan.known() && extend.scan.value() != Scan::None;
    if (!scans && isExplicit(extend.scanDay))
      fault(extend.scanDay, "scan-day", "requires `scan`");
    if (!scans && isExplicit(extend.scanAt))
      fault(extend.scanAt, "scan-at", "requires `scan`");
    for (const Fixed<List<Text>> *list :
         {&extend.excludePaths, &extend.excludeExtensions, &extend.excludeProcesses})
      for (size_t i = 0; list->set() && !list->poisoned() && i < list->size(); ++i)
        if ((*list)[i].contains(';'))
          ctx.diags.report(list->expr->operands[i]->range, diag::ExtensionSetting, (*list)[i],
                           "contains a semicolon; write a list with several elements");
  }

  void gpuDriver() {
    auto report = [&](const VmSize &size, auto &diagnostic, auto... args) {
      ctx.diags.report(extend.head, diagnostic, args..., size.name)
          .label(placeOf(tier, size), note::ChosenHere);
    };
    const VmSize *without = nullptr, *unlisted = nullptr, *nvidia = nullptr, *amd = nullptr;
    sizeFailing(tier, ctx.catalog, extend, [&](const VmSize &size) {
      GpuVendor vendor = gpuOf(size, ctx.catalog);
      const VmSeries *series = ctx.catalog.series(size);
      if (vendor == GpuVendor::None)
        without = without ? without : &size;
      else if (!series->gpuDriver.contains(os))
        unlisted = unlisted ? unlisted : &size;
      (vendor == GpuVendor::Amd ? amd : nvidia) = &size;
      return true;
    });
    if (without)
      return report(*without, diag::GpuMissing);
    if (nvidia && amd)
      ctx.diags.report(extend.head, diag::GpuMixed, nvidia->name, amd->name)
          .label(tier.size.place(), note::ChosenHere);
    else if (unlisted)
      report(*unlisted, diag::GpuUnlisted, toString(os));
    if (canBeAnySize(tier))
      ctx.diags.report(tier.size.place(), diag::GpuAnySize, amd ? "AMD" : "NVIDIA")
          .label(extend.head, note::GivenHere);
    secureBoot();
  }

  /// hpccompute-gpu-linux.md (2025-06-30): "Secure Boot is not supported using Windows or Linux
  /// extensions". trusted-launch.md (2025-04-21) says that the Windows drivers are signed.
  void secureBoot() {
    const VmSize *with = sizeFailing(tier, ctx.catalog, extend, [&](const VmSize &size) {
      const Fixed<bool> *secureBoot = secureBootOf(tier, size);
      return !secureBoot || !secureBoot->known() || !secureBoot->value();
    });
    if (!with)
      return;
    const Setting &chosen = *secureBootOf(tier, *with);
    if (windows) {
      ctx.diags.report(extend.head, diag::GpuSecureBootWindows);
      return;
    }
    auto report = ctx.diags.report(extend.head, diag::GpuSecureBoot,
                                   confidentialOf(tier) ? "confidential" : "trusted-launch");
    if (chosen.origin == Origin::Written)
      report.label(chosen.place(), note::ChosenHere).fix(chosen.place(), "no", note::SecureBootOff);
    else if (tier.security->origin == Origin::Derived && extend.origin == Origin::Written)
      report.fix(extend.head.front(), "security { trusted-launch { secure-boot = no } }  ",
                 note::SecureBootOff);
  }

  /// vmaccess-linux.md (2025-08-18) and vmaccess-windows.md (2025-02-25).
  void vmAccess() {
    ctx.diags.report(extend.head, diag::ExtensionOperation);
    if (windows) {
      if (extend.key.set())
        fault(extend.key, "key", "is not supported on Windows");
      if (extend.remove.set())
        fault(extend.remove, "remove", "is not supported on Windows");
      if (!extend.incomplete && (!extend.user.set() || !extend.password.set()))
        lacks("`user` and `password`");
      return;
    }
    if (extend.remove.set()) {
      if (extend.user.set())
        fault(extend.user, "user", "excludes `remove`");
      if (extend.password.set())
        fault(extend.password, "password", "excludes `remove`");
      return;
    }
    if (!extend.incomplete && (!extend.user.set() || (!extend.key.set() && !extend.password.set())))
      lacks("`user` with `key` or `password`, or `remove`");
  }

  void faults() {
    if (!extend.faults.known() || windows)
      return;
    for (size_t i = 0; i < extend.faults.size(); ++i)
      if (extend.faults[i] == ChaosFault::Service)
        ctx.diags.report(extend.faults.expr->operands[i]->range, diag::ExtensionSetting, "service",
                         "is a fault for Windows only");
  }

  /// key-vault-windows.md (2026-05-07) and key-vault-linux.md (2025-04-29).
  void certificates() {
    for (const ListChoice &choice : listsOf(extend.certificates)) {
      if (choice.list->operands.empty() && whenChosen(choice, extend))
        fault(extend.certificates, "certificates", "is empty");
      for (const Expr *uri : choice.list->operands)
        forEachText(*uri, [&](const PossibleText &possible) {
          if (!possible.whole)
            return;
          std::string why = faultOfSecretUri(possible.text, ctx.catalog);
          if (!why.empty())
            ctx.diags.report(uri->range, diag::SecretUriUnfit, whenPrefix(possible.witness),
                             possible.text.str(), why);
          else if (windows && hasVersion(possible.text))
            ctx.diags.report(uri->range, diag::ExtensionSetting, possible.text,
                             "has a version, which the extension for Windows does not support");
        });
    }
    if (!windows)
      return;
    if (isExplicit(extend.wait))
      fault(extend.wait, "wait", "is not supported on Windows, where the extension always waits");
    if (extend.every.set() && !extend.every.poisoned() &&
        proveBetween(*extend.every.expr, minutes(5), hours(1)).answer == Proof::Answer::Fails)
      fault(extend.every, "every", "is at most `1h` on Windows");
  }
};
} // namespace

/// MicrosoftDocs/azure-compute-docs, boot-integrity-monitoring-overview.md: "secure boot and vTPM
/// enabled". CheckMachines reports a tier without Trusted Launch.
static void checkIntegrity(const Tier &tier, PassContext &ctx) {
  if (!monitorsIntegrity(tier))
    return;
  const TrustedLaunch &settings = *tier.security->trustedLaunch.get();
  auto need = [&](const Fixed<bool> &setting, StringRef what) {
    if (setting.known() && !setting.value())
      ctx.diags.report(settings.integrity.place(), diag::IntegrityUnfit, what)
          .label(setting.place(), note::ChosenHere);
  };
  need(settings.secureBoot, "Secure Boot");
  need(settings.vtpm, "a virtual TPM");
}

void azcl::checkExtensionSettings(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      checkIntegrity(tier, ctx);
      for (const Extend &extend : tier.extensions)
        if (tier.image.known())
          SettingsChecker{tier, extend, ctx}.run();
    }
}
