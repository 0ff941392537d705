// Extensions of the VMs of a tier.
#pragma once

#include "azcl/Program/Blocks/Security/ExtensionWords.h"

namespace azcl {

struct Extend : BlockOf<BlockKind::Extend> {
  ExtensionKind extension() const { return ExtensionKind(variant); }
  Fixed<List<ExtensionKind>> after;
  Fixed<bool> automaticUpgrade;
  // custom-script
  Open<Text> run, script;
  Open<Secret> secretRun;
  Open<List<Text>> files;
  Fixed<bool> useIdentity;
  // antimalware
  Fixed<List<Text>> excludePaths, excludeExtensions, excludeProcesses;
  Fixed<bool> realTime;
  Fixed<Scan> scan;
  Fixed<ScanDay> scanDay;
  Open<TimeOfDay> scanAt;
  // gpu-driver
  Open<Text> driverVersion;
  // dsc
  Open<Text> archive, archiveScript, configuration;
  Open<Secret> archiveToken;
  Open<Any> arguments;
  // vm-access
  Open<Text> user, remove;
  Open<SshKey> key;
  Open<Secret> password;
  // key-vault-certificates
  Open<List<SecretUri>> certificates;
  Open<Duration> every;
  Open<Text> store;
  Fixed<bool> wait;
  // azure-monitor, change-tracking
  Fixed<Ref<Logs>> to;
  Fixed<List<Collected>> collect;
  Fixed<EventLevel> level;
  // change-tracking
  Fixed<List<Text>> trackedFiles, registryKeys;
  // machine-configuration
  Fixed<Baseline> baseline;
  // disk-encryption
  Fixed<Ref<Vault>> vault;
  Fixed<Ref<VaultKey>> wrappingKey;
  Fixed<EncryptedVolumes> volumes;
  // chaos-agent
  Fixed<List<ChaosFault>> faults;

  template <class = void> static constexpr auto vocabulary() {
    using enum ExtensionKind;
    return block(
               "extend",
               "An extension of each VM: an agent or a program that the Azure VM agent installs "
               "and "
               "configures. A tier has each kind at most once. The compiler installs extensions "
               "one "
               "after another: domain join first, the application health check last.",
               optional<&Extend::after>("after",
                                        "Extensions of the tier that are installed before it, "
                                        "besides those that the default order puts first."),
               optional<&Extend::automaticUpgrade>(
                   "automatic-upgrade",
                   "Azure installs new versions of the extension on existing VMs.")
                   .derivedFrom("`yes` if the extension supports it"),
               optional<&Extend::run>("run",
                                      "The command line: a shell command on Linux, a command "
                                      "of `cmd.exe` on Windows.")
                   .only(CustomScript),
               optional<&Extend::secretRun>("run-secret",
                                            "The command line as a parameter of type `secret`.")
                   .only(CustomScript),
               optional<&Extend::script>(
                   "script", "The text of a script, such as `file(\"install.sh\")`: a shell script "
                             "on Linux, a PowerShell script on Windows.")
                   .only(CustomScript),
               optional<&Extend::files>("files",
                                        "The URLs of files that are downloaded into the working "
                                        "directory of the command.")
                   .only(CustomScript),
               optional<&Extend::useIdentity>(
                   "use-identity",
                   "Downloads `files` from Azure Storage with the managed identity of the tier.")
                   .defaultsTo("no")
                   .only(CustomScript),
               optional<&Extend::realTime>("real-time", "Real-time protection.")
                   .defaultsTo("yes")
                   .only(Antimalware),
               optional<&Extend::excludePaths>("exclude-paths",
                                               "Files and folders that are not scanned.")
                   .only(Antimalware),
               optional<&Extend::excludeExtensions>(
                   "exclude-extensions",
                   "File extensions that are not scanned, such as `\".log\"`.")
                   .only(Antimalware),
               optional<&Extend::excludeProcesses>("exclude-processes",
                                                   "Processes whose files are not scanned.")
                   .only(Antimalware),
               optional<&Extend::scan>("scan", "The scheduled scan.")
                   .defaultsTo("none")
                   .only(Antimalware),
               optional<&Extend::scanDay>("scan-day", "The day of the scheduled scan.")
                   .derivedFrom("`saturday` with `scan`")
                   .only(Antimalware),
               optional<&Extend::scanAt>("scan-at", "The time of the scheduled scan.")
                   .derivedFrom("02:00 with `scan`")
                   .only(Antimalware),
               optional<&Extend::driverVersion>("driver-version", "The version of the driver.")
                   .derivedFrom("the latest version that Azure supports for the VM size")
                   .only(GpuDriver),
               required<&Extend::archive>("archive", "The URL of a ZIP archive with the script.")
                   .only(Dsc),
               optional<&Extend::archiveToken>(
                   "archive-token",
                   "The SAS token of `archive`, which is a parameter of type `secret`.")
                   .only(Dsc),
               required<&Extend::archiveScript>("archive-script",
                                                "The script in the archive, such as `\"web.ps1\"`.")
                   .only(Dsc),
               required<&Extend::configuration>("configuration",
                                                "The configuration function in the script.")
                   .only(Dsc),
               optional<&Extend::arguments>(
                   "arguments", "An object with the arguments of the configuration. The template "
                                "treats all of them as secrets.")
                   .only(Dsc),
               optional<&Extend::user>("user", "The user that is added or reset.").only(VmAccess),
               optional<&Extend::key>("key", "The SSH public key of the user, for Linux.")
                   .only(VmAccess),
               optional<&Extend::password>("password", "The password of the user, which is a "
                                                       "parameter of type `secret`.")
                   .only(VmAccess),
               optional<&Extend::remove>("remove", "The user that is removed, for Linux.")
                   .only(VmAccess),
               required<&Extend::certificates>(
                   "certificates", "The URIs of the secrets that belong to the certificates.")
                   .only(KeyVaultCertificates),
               optional<&Extend::every>("every", "The interval between checks for new versions.")
                   .defaultsTo("1h")
                   .between(minutes(5), hours(24))
                   .only(KeyVaultCertificates),
               optional<&Extend::store>("store",
                                        "A folder on Linux, a certificate store of the local "
                                        "machine on Windows.")
                   .derivedFrom("`/var/lib/waagent/Microsoft.Azure.KeyVault.Store` on Linux, `MY` "
                                "on Windows")
                   .only(KeyVaultCertificates),
               optional<&Extend::wait>(
                   "wait",
                   "The extension waits until all certificates are installed, so that later "
                   "extensions can use them. On Windows, it always waits.")
                   .derivedFrom("`yes` on Linux")
                   .only(KeyVaultCertificates),
               optional<&Extend::to>("to", "The workspace that receives the data.")
                   .derivedFrom(
                       "that of `azure-monitor` for `change-tracking`; else the only `logs` block "
                       "of the cluster")
                   .only(AzureMonitor, ChangeTracking),
               optional<&Extend::collect>("collect", "What the agent collects.")
                   .defaultsTo("[performance, events]")
                   .stricter(Stricter::Union)
                   .only(AzureMonitor),
               optional<&Extend::level>(
                   "level",
                   "The lowest level of the events that are collected. Sign-ins are always "
                   "collected: the facilities `auth` and `authpriv` on Linux, the "
                   "audit events of the Security log on Windows.")
                   .defaultsTo("warning")
                   .stricterOf(EventLevel::Verbose, EventLevel::Information, EventLevel::Warning,
                               EventLevel::Error, EventLevel::Critical)
                   .only(AzureMonitor),
               optional<&Extend::trackedFiles>(
                   "tracked-files", "Files whose changes are reported, besides all software and "
                                    "services. The last part of a path can contain wildcards.")
                   .derivedFrom("`[\"/etc/*.conf\"]` on Linux, none on Windows")
                   .stricter(Stricter::Union)
                   .only(ChangeTracking),
               optional<&Extend::registryKeys>(
                   "registry-keys", "Registry keys whose changes are reported, for Windows. Azure "
                                    "supports only `HKEY_LOCAL_MACHINE`.")
                   .derivedFrom("none")
                   .stricter(Stricter::Union)
                   .only(ChangeTracking),
               optional<&Extend::baseline>(
                   "baseline", "The comparison of the settings of the VM with the Azure security "
                               "baseline. It changes nothing.")
                   .defaultsTo("audit")
                   .stricterOf(Baseline::Audit, Baseline::None)
                   .only(MachineConfiguration),
               required<&Extend::vault>(
                   "vault", "The key vault that keeps the encryption keys of the disks.")
                   .only(DiskEncryption),
               optional<&Extend::wrappingKey>(
                   "key-encryption-key",
                   "A key that encrypts the encryption keys of the disks: `vault.main.disk`.")
                   .only(DiskEncryption),
               optional<&Extend::volumes>("volumes", "Which disks are encrypted.")
                   .defaultsTo("all")
                   .only(DiskEncryption),
               optional<&Extend::faults>("faults", "The faults that experiments can cause.")
                   .defaultsTo("[cpu, memory, disk, process]")
                   .only(ChaosAgent))
        .oneOf<ExtensionKind>();
  }
};

} // namespace azcl
