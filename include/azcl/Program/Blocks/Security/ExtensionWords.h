// The kinds of extensions, and the words of their attributes.
#pragma once

#include "azcl/Program/Blocks/Compute/TierKind.h"

namespace azcl {

/// The word of each kind is the `kind` of its rows in extensions.json, except for `gpu-driver`.
enum class ExtensionKind : uint8_t {
  CustomScript,
  Antimalware,
  GpuDriver,
  NetworkWatcher,
  DependencyAgent,
  Dsc,
  VmAccess,
  KeyVaultCertificates,
  AzureMonitor,
  ChangeTracking,
  MachineConfiguration,
  Defender,
  DiskEncryption,
  ChaosAgent,
  ApplicationHealth,
  GuestAttestation,
  BackupSnapshot,
  Diagnostics,
  LogAnalytics,
  SecurityAgent
};
template <> struct Words<ExtensionKind> {
  static constexpr WordInfo words[] = {
      {"custom-script", "run a command or a script; Azure stops it after 90 minutes"},
      {"antimalware", "configure Microsoft Defender Antivirus; Windows only"},
      {"gpu-driver", "install the driver of the NVIDIA or AMD GPU of the VM size"},
      {"network-watcher", "the agent for packet captures and connection tests"},
      {"dependency-agent", "the Dependency agent, which retires on 2028-06-30"},
      {"dsc", "apply a PowerShell DSC configuration; Windows only, retires on 2028-03-31"},
      {"vm-access", "add, reset or remove a user, whenever the settings change"},
      {"key-vault-certificates", "install certificates of a key vault and keep them up to date"},
      {"azure-monitor", "the Azure Monitor agent, which sends performance counters and events to a "
                        "Log Analytics workspace"},
      {"change-tracking", "report changes of files, software, services and registry keys to a Log "
                          "Analytics workspace; requires `azure-monitor`"},
      {"machine-configuration",
       "the agent of machine configuration, which also compares the VM "
       "with the Azure security baseline",
       "", bitsOf(TierKind::Machines)},
      {"defender",
       "Microsoft Defender for Endpoint, for a subscription with a Defender for Servers "
       "plan that does not install it by itself",
       "", bitsOf(TierKind::Machines)},
      {"disk-encryption",
       "Azure Disk Encryption inside the VM, which retires on 2028-09-15: then "
       "encrypted disks do not unlock after a restart",
       "", bitsOf(TierKind::Machines)},
      {"chaos-agent",
       "the agent of Azure Chaos Studio, which experiments use for faults inside the VM", "",
       bitsOf(TierKind::Machines)},
      {"application-health", "not allowed: use a `health` block"},
      {"guest-attestation", "not allowed: use `integrity-monitoring` in `trusted-launch`"},
      {"backup-snapshot", "not allowed: Azure Backup installs it"},
      {"diagnostics", "not allowed: retired on 2026-03-31"},
      {"log-analytics", "not allowed: retired on 2024-08-31"},
      {"security-agent", "not allowed: replaced by Microsoft Defender for Endpoint"}};
  static constexpr Type type{TypeKind::Word, "extension-kind", "an extension such as `antimalware`",
                             words};
};
template <>
inline constexpr const char *listForm<ExtensionKind> =
    "a list such as `[key-vault-certificates, antimalware]`";
template <>
inline constexpr const char *listForm<SecretUri> =
    "a list such as `[\"https://vault.vault.azure.net/secrets/tls\"]`";

enum class Scan : uint8_t { None, Quick, Full };
template <> struct Words<Scan> {
  static constexpr WordInfo words[] = {{"none", "no scheduled scan"},
                                       {"quick", "the locations where malware starts", "Quick"},
                                       {"full", "all files", "Full"}};
  static constexpr Type type{TypeKind::Word, "scan", "`none`, `quick` or `full`", words};
};
/// The index of a word is Azure's number for the day.
enum class ScanDay : uint8_t {
  Daily,
  Sunday,
  Monday,
  Tuesday,
  Wednesday,
  Thursday,
  Friday,
  Saturday
};
template <> struct Words<ScanDay> {
  static constexpr WordInfo words[] = {{"daily", ""},   {"sunday", ""},    {"monday", ""},
                                       {"tuesday", ""}, {"wednesday", ""}, {"thursday", ""},
                                       {"friday", ""},  {"saturday", ""}};
  static constexpr Type type{TypeKind::Word, "scan-day", "`daily` or a day such as `monday`",
                             words};
};

enum class Collected : uint8_t { Performance, Events };
template <> struct Words<Collected> {
  static constexpr WordInfo words[] = {
      {"performance", "the performance counters of VM insights, every minute"},
      {"events", "syslog on Linux, the event logs of Windows"}};
  static constexpr Type type{TypeKind::Word, "collected", "`performance` or `events`", words};
};
template <>
inline constexpr const char *listForm<Collected> = "a list such as `[performance, events]`";

enum class EventLevel : uint8_t { Critical, Error, Warning, Information, Verbose };
template <> struct Words<EventLevel> {
  static constexpr WordInfo words[] = {
      {"critical", "critical events"},
      {"error", "also errors"},
      {"warning", "also warnings"},
      {"information", "also informational events; notices and information on Linux"},
      {"verbose", "all events"}};
  static constexpr Type type{TypeKind::Word, "event-level", "a level such as `warning`", words};
};

enum class Baseline : uint8_t { None, Audit };
template <> struct Words<Baseline> {
  static constexpr WordInfo words[] = {
      {"none", "no comparison"},
      {"audit", "report deviations from the Azure security baseline for the operating system"}};
  static constexpr Type type{TypeKind::Word, "baseline", "`none` or `audit`", words};
};

enum class ChaosFault : uint8_t { Cpu, Memory, Disk, Process, Service };
template <> struct Words<ChaosFault> {
  static constexpr WordInfo words[] = {
      {"cpu", "busy CPUs", "CPUPressure-1.0"},
      {"memory", "used memory", "PhysicalMemoryPressure-1.0"},
      {"disk", "busy disks"},
      {"process", "a process that ends", "KillProcess-1.0"},
      {"service", "a service that stops; Windows only", "StopService-1.0"}};
  static constexpr Type type{TypeKind::Word, "chaos-fault", "a fault such as `cpu`", words};
};
template <> inline constexpr const char *listForm<ChaosFault> = "a list such as `[cpu, process]`";

enum class EncryptedVolumes : uint8_t { All, Os, Data };
template <> struct Words<EncryptedVolumes> {
  static constexpr WordInfo words[] = {{"all", "the OS disk and the data disks", "All"},
                                       {"os", "the OS disk", "OS"},
                                       {"data", "the data disks; Linux only", "Data"}};
  static constexpr Type type{TypeKind::Word, "volumes", "`all`, `os` or `data`", words};
};

} // namespace azcl
