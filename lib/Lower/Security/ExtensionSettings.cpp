// Lowers the settings of each kind of extension. Secrets are in the protected settings, which Azure
// encrypts.
#include "../Cluster.h"
#include "azcl/Analysis/Endpoints.h"
#include "azcl/Analysis/Extensions.h"
#include "azcl/Analysis/Images.h"
#include "azcl/Endpoint/Endpoint.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/xxhash.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

namespace {
struct ExtensionSettings {
  ClusterLowering &ctx;
  const Tier &tier;
  const arm::VirtualMachine *machine; ///< null for a scale set
  arm::Extension &part;
  const bool windows = isWindows(tier);

  void set(const Extend &extend) {
    switch (extend.extension()) {
    case ExtensionKind::CustomScript: return customScript(extend);
    case ExtensionKind::Antimalware: return antimalware(extend);
    case ExtensionKind::GpuDriver:
      part.settings =
          ctx.values.object({{"driverVersion", ctx.translate.value(extend.driverVersion)}});
      return;
    case ExtensionKind::DependencyAgent:
      part.settings = ctx.values.object({{"enableAMA", "true"}}); // a text, as in Azure Policy
      return;
    case ExtensionKind::Dsc: return dsc(extend);
    case ExtensionKind::VmAccess: return vmAccess(extend);
    case ExtensionKind::KeyVaultCertificates: return certificates(extend);
    case ExtensionKind::AzureMonitor: return monitor();
    case ExtensionKind::Defender: return defender(extend);
    case ExtensionKind::DiskEncryption: return diskEncryption(extend);
    case ExtensionKind::ChaosAgent: return chaos(extend);
    default: return;
    }
  }

  /// Options 3: join the domain and create the computer account. The values are texts, as in the
  /// modules of Azure Verified Modules.
  void join(const Join &join) {
    part.settings = ctx.values.object({{"Name", ctx.translate.value(join.name)},
                                       {"User", ctx.translate.value(join.user)},
                                       {"OUPath", ctx.translate.value(join.unit)},
                                       {"Restart", "true"},
                                       {"Options", "3"}});
    part.protectedSettings = ctx.values.object({{"Password", ctx.translate.value(join.password)}});
    if (ctx.cluster.network->existing.set())
      ctx.need("network", ctx.shown(ctx.cluster.network->existing),
               ctx.name("the DNS servers of the virtual network resolve the domain ",
                        ctx.shown(join.name)),
               join.head);
  }

  /// MicrosoftDocs/azure-compute-docs, boot-integrity-monitoring-overview.md: an empty endpoint is
  /// the shared provider of the region.
  void integrity() {
    Value no = "", off = "false";
    part.settings = ctx.values.object(
        {{"AttestationConfig",
          ctx.values.object(
              {{"MaaSettings",
                ctx.values.object({{"maaEndpoint", no}, {"maaTenantName", "GuestAttestation"}})},
               {"AscSettings",
                ctx.values.object({{"ascReportingEndpoint", no}, {"ascReportingFrequency", no}})},
               {"useCustomToken", off},
               {"disableAlerts", off}})}});
  }

  /// The extension that installs only the health endpoint.
  void endpoint() {
    part.protectedSettings = ctx.values.object({{"commandToExecute", withEndpoint(nullptr, {})}});
    part.force = hashOf("", {});
  }

private:
  Value clientId() {
    if (const arm::UserAssignedIdentity *own = ctx.identityOf.lookup(&tier))
      return ctx.values.runtimeOf(*own, "clientId");
    Value existing = ctx.values.call(
        Function::Reference,
        {ctx.identityId(tier), arm::layoutOf<arm::UserAssignedIdentity>().apiVersion});
    return ctx.values.call(Function::Member, {existing, "clientId"});
  }

  static Value base64(ClusterLowering &ctx, const Open<Text> &text) {
    return text.known() ? ctx.values.text(llvm::encodeBase64(text.value()))
                        : ctx.values.call(Function::Base64, {ctx.translate.value(text)});
  }

  /// The base64 text of the configuration of the health endpoint.
  Value endpointConfig() {
    const Health &health = *tier.health.get();
    if (!dependsOnParameters(health))
      return ctx.values.text(llvm::encodeBase64(endpointConfiguration(health)));
    const HealthEndpoint &endpoint = *health.endpoint.get();
    auto list = [&](const Setting &setting) {
      return setting.set() ? ctx.translate.value(setting) : Value::list({});
    };
    Value config = ctx.values.object({{"port", ctx.translate.value(health.port)},
                                      {"path", ctx.translate.value(health.path)},
                                      {"timeout", ctx.translate.seconds(endpoint.timeout)},
                                      {"services", list(endpoint.services)},
                                      {"ports", list(endpoint.ports)},
                                      {"urls", list(endpoint.urls)}});
    return ctx.values.call(Function::Base64, {ctx.values.call(Function::String, {config})});
  }

  /// The commands of the program, after that which installs the endpoint. A script of Linux becomes
  /// a file beside `files`, as the extension itself makes it.
  Value withEndpoint(const Extend *extend, Value command) {
    const EndpointInstaller &installer = endpointInstaller(windows);
    auto text = [&](StringRef part) { return ctx.values.text(part); };
    Value install =
        ctx.values.concat({text(installer.start), endpointConfig(), text(installer.end)});
    if (!extend)
      return install;
    if (extend->script.set() && !windows)
      command = ctx.values.concat({linuxScriptStart, base64(ctx, extend->script), linuxScriptEnd});
    return ctx.values.concat({install, text(installer.then), command});
  }

  void customScript(const Extend &extend) {
    Value command = extend.secretRun.set() ? ctx.translate.value(extend.secretRun)
                                           : ctx.translate.value(extend.run);
    Value script;
    if (extend.script.set() && (windows || !endpointOf(tier)))
      (windows ? command : script) =
          windows ? ctx.values.concat(
                        {windowsScriptStart, base64(ctx, extend.script), windowsScriptEnd})
                  : base64(ctx, extend.script);
    if (endpointOf(tier))
      command = withEndpoint(&extend, command);
    Value identity;
    if (extend.useIdentity.value()) {
      identity = ctx.values.object({{"clientId", clientId()}});
      needRole(BuiltInRole::StorageBlobDataReader,
               "the Custom Script extension uses this identity to download its files", extend);
    }
    part.protectedSettings = ctx.values.object({{"commandToExecute", command},
                                                {"script", script},
                                                {"fileUris", ctx.translate.value(extend.files)},
                                                {"managedIdentity", identity}});
    part.force = tagOf(extend);
  }

  /// A text that changes with the script, so that Azure runs it again. It is not secret, so it does
  /// not depend on `run-secret`.
  Value tagOf(const Extend &extend) {
    const Open<Text> &text = extend.script.set() ? extend.script : extend.run;
    std::string known;
    llvm::SmallVector<Value, 2> open;
    if (text.known())
      known = text.value();
    else if (text.set())
      open.push_back(ctx.translate.value(text));
    if (extend.files.known())
      for (const Expr *each : extend.files.expr->operands)
        known += "\n" + each->text.str();
    else if (extend.files.set())
      open.push_back(ctx.values.call(Function::String, {ctx.translate.value(extend.files)}));
    return hashOf(std::move(known), std::move(open));
  }

  /// Also changes with the health endpoint.
  Value hashOf(std::string known, llvm::SmallVector<Value, 2> open) {
    if (endpointOf(tier)) {
      const EndpointInstaller &installer = endpointInstaller(windows);
      known += "\n" + installer.start + installer.end;
      Value config = endpointConfig();
      if (config.is(arm::ValueKind::Text))
        known += config.text();
      else
        open.push_back(config);
    }
    Value hash = ctx.values.text(llvm::utohexstr(llvm::xxh3_64bits(known), true, 16));
    if (open.empty())
      return hash;
    open.push_back(hash);
    return ctx.values.call(Function::UniqueString, open);
  }

  /// The role must exist before the extension starts. The instances wait for the roles of their
  /// `identity` block; other roles must exist before the deployment, and so must a new identity.
  void needRole(BuiltInRole role, StringRef use, const Extend &extend) {
    const Identity *identity = tier.identity.get();
    if (identity)
      for (const RoleBlock &each : identity->roles)
        if (each.role() == role && !each.when.set())
          return;
    StringRef title = Words<BuiltInRole>::words[size_t(role)].doc;
    if (const arm::UserAssignedIdentity *own = ctx.identityOf.lookup(&tier))
      ctx.need("role", ctx.name(own->name().text(), ": ", title),
               ctx.name(use,
                        "; before the first deployment, create the identity with this name in "
                        "the resource group and assign the role, or add the role to `identity`"),
               extend.head);
    else
      ctx.need("role", ctx.name(ClusterLowering::shown(identity->existing), ": ", title), use,
               extend.head);
  }

  /// iaas-antimalware-windows.md (2025-05-14): lists are separated by semicolons.
  void antimalware(const Extend &extend) {
    auto joined = [&](const Fixed<List<Text>> &list) {
      std::string text;
      for (size_t i = 0; list.set() && i < list.size(); ++i)
        text += (i ? ";" : "") + list[i].str();
      return text.empty() ? Value() : ctx.values.text(text);
    };
    bool scans = extend.scan.value() != Scan::None;
    Value scan = scans ? ctx.values.object({{"isEnabled", true},
                                            {"day", int64_t(extend.scanDay.value())},
                                            {"time", ctx.translate.value(extend.scanAt)},
                                            {"scanType", wireName(extend.scan.value())}})
                       : ctx.values.object({{"isEnabled", false}});
    part.settings = ctx.values.object(
        {{"AntimalwareEnabled", true},
         {"RealtimeProtectionEnabled", extend.realTime.value()},
         {"ScheduledScanSettings", scan},
         {"Exclusions", ctx.values.object({{"Extensions", joined(extend.excludeExtensions)},
                                           {"Paths", joined(extend.excludePaths)},
                                           {"Processes", joined(extend.excludeProcesses)}})}});
  }

  /// dsc-template.md (2025-08-20). Arguments can be secrets.
  void dsc(const Extend &extend) {
    part.settings = ctx.values.object(
        {{"wmfVersion", "latest"},
         {"configuration",
          ctx.values.object({{"url", ctx.translate.value(extend.archive)},
                             {"script", ctx.translate.value(extend.archiveScript)},
                             {"function", ctx.translate.value(extend.configuration)}})},
         {"privacy", ctx.values.object({{"dataCollection", "Disable"}})}});
    Value arguments = extend.arguments.set() ? ctx.translate.raw(*extend.arguments.expr) : Value();
    if (arguments.set() || extend.archiveToken.set())
      part.protectedSettings = ctx.values.object(
          {{"configurationArguments", arguments},
           {"configurationUrlSasToken", ctx.translate.value(extend.archiveToken)}});
  }

  /// Without the name of the identity, the agent fails on VMs that have several.
  void monitor() {
    Value identity = ctx.values.object(
        {{"identifier-name", "mi_res_id"}, {"identifier-value", ctx.identityId(tier)}});
    part.settings =
        ctx.values.object({{"authentication", ctx.values.object({{"managedIdentity", identity}})}});
  }

  /// MicrosoftDocs/azure-docs, chaos-studio: chaos-studio-tutorial-agent-based-cli.md (2021-11-10)
  /// and chaos-studio-fault-library.md. The target gives the agent its profile.
  void chaos(const Extend &extend) {
    auto &target = ctx.add<arm::ChaosTarget>(ctx.name(suffixOf(*machine), "-chaos"), extend,
                                             machine->component);
    target.names = {"Microsoft-Agent"};
    target.tags = {}; // it has none
    target.scope = ctx.values.idOf(*machine);
    target.identities = ctx.values.list(
        {ctx.values.object({{"type", "AzureManagedIdentity"},
                            {"clientId", clientId()},
                            {"tenantId", ctx.values.call(Function::TenantId, {})}})});
    for (size_t i = 0; i < extend.faults.size(); ++i) {
      auto &made = ctx.addChild<arm::ChaosCapability>(target, capability(extend.faults[i]), extend);
      made.scope = target.scope;
    }
    part.settings = ctx.values.object({{"profile", ctx.values.runtimeOf(target, "agentProfileId")},
                                       {"auth.msi.clientid", clientId()}});
  }

  StringRef capability(ChaosFault fault) const {
    if (fault == ChaosFault::Disk)
      return windows ? "DiskIOPressure-1.0" : "LinuxDiskIOPressure-1.0";
    return wireName(fault);
  }

  /// The symbol of a VM without its cluster.
  StringRef suffixOf(const arm::Resource &resource) const {
    return ctx.alone ? resource.symbol : resource.symbol.split('.').second;
  }

  /// azure-disk-enc-linux.md and azure-disk-enc-windows.md (schema without Microsoft Entra ID).
  void diskEncryption(const Extend &extend) {
    const arm::KeyVault &vault = *ctx.keyVaults[extend.vault.value()];
    const VaultKey *key = extend.wrappingKey.value();
    Value keyUri, keyVault, algorithm;
    if (key) {
      keyUri = ctx.values.runtimeOf(*ctx.keys[key], "keyUriWithVersion");
      keyVault = ctx.values.idOf(*ctx.keyVaults[llvm::cast<Vault>(key->parent)]);
      algorithm = "RSA-OAEP";
    }
    part.settings = ctx.values.object({{"EncryptionOperation", "EnableEncryption"},
                                       {"KeyVaultURL", ctx.values.runtimeOf(vault, "vaultUri")},
                                       {"KeyVaultResourceId", ctx.values.idOf(vault)},
                                       {"KeyEncryptionKeyURL", keyUri},
                                       {"KekVaultResourceId", keyVault},
                                       {"KeyEncryptionAlgorithm", algorithm},
                                       {"VolumeType", wireName(extend.volumes.value())},
                                       {"SequenceVersion", "1.0"}});
  }

  /// The definitions 1ec9c2c2 (Windows) and 4eb909e7 (Linux) of Azure Policy. The package is that
  /// of the subscription, which has one with a Defender for Servers plan.
  void defender(const Extend &extend) {
    Value package = ctx.values.call(
        Function::Reference,
        {ctx.values.call(Function::SubscriptionResourceId,
                         {"Microsoft.Security/mdeOnboardings", windows ? "Windows" : "Linux"}),
         "2021-10-01-preview"});
    StringRef member = windows ? "onboardingPackageWindows" : "onboardingPackageLinux";
    part.settings = ctx.values.object({{"azureResourceId", ctx.values.idOf(*machine)},
                                       {"vNextEnabled", windows ? Value("true") : Value()}});
    part.protectedSettings =
        ctx.values.object({{"defenderForEndpointOnboardingScript",
                            ctx.values.call(Function::Member, {package, member})}});
    ctx.need("defender-plan", "VirtualMachines",
             "Microsoft Defender for Servers is enabled for the subscription, with its integration "
             "with Microsoft Defender for Endpoint",
             extend.head);
  }

  void vmAccess(const Extend &extend) {
    Value user = ctx.translate.value(extend.user), password = ctx.translate.value(extend.password);
    if (windows) {
      part.settings = ctx.values.object({{"username", user}});
      part.protectedSettings = ctx.values.object({{"password", password}});
      return;
    }
    part.protectedSettings =
        ctx.values.object({{"username", user},
                           {"ssh_key", ctx.translate.value(extend.key)},
                           {"password", password},
                           {"remove_user", ctx.translate.value(extend.remove)}});
  }

  /// key-vault-linux.md (2025-04-29), key-vault-windows.md (2026-05-07). The extension must know
  /// which identity to use whenever the VM has a user-assigned one.
  void certificates(const Extend &extend) {
    Value store = ctx.translate.value(extend.store);
    auto observed = [&](auto &self, const Expr &list) -> Value {
      if (list.kind == ExprKind::Conditional)
        return ctx.values.choose(ctx.translate.value(*list.operands[0]),
                                 self(self, *list.operands[1]), self(self, *list.operands[2]));
      llvm::SmallVector<Value, 4> all;
      for (const Expr *uri : list.operands)
        all.push_back(
            windows
                ? ctx.values.object({{"url", ctx.translate.value(*uri)},
                                     {"certificateStoreName", store.set() ? store : "MY"},
                                     {"certificateStoreLocation", "LocalMachine"}})
                : ctx.values.object(
                      {{"url", ctx.translate.value(*uri)},
                       {"certificateStoreLocation",
                        store.set() ? store : "/var/lib/waagent/Microsoft.Azure.KeyVault.Store"}}));
      return ctx.values.list(all);
    };
    Value seconds = ctx.translate.seconds(extend.every);
    Value wait = !extend.wait.set() || extend.wait.value();
    part.settings = ctx.values.object(
        {{"secretsManagementSettings",
          ctx.values.object(
              {{"pollingIntervalInS", seconds.is(arm::ValueKind::Int)
                                          ? ctx.values.text(std::to_string(seconds.number()))
                                          : ctx.values.call(Function::String, {seconds})},
               {"requireInitialSync", windows ? Value() : wait},
               {"observedCertificates", observed(observed, *extend.certificates.expr)}})},
         {"authenticationSettings",
          ctx.values.object({{"msiEndpoint", windows ? "http://169.254.169.254/metadata/identity/"
                                                       "oauth2/token"
                                                     : "http://169.254.169.254/metadata/identity"},
                             {"msiClientId", clientId()}})}});
    needRole(BuiltInRole::KeyVaultSecretsUser,
             "the Key Vault extension uses this identity to read certificates, and the VMs must "
             "reach the vault",
             extend);
  }
};
} // namespace

void azcl::setExtension(ClusterLowering &ctx, const Tier &tier, const TierExtension &extension,
                        const arm::VirtualMachine *machine, arm::Extension &part) {
  ExtensionSettings settings{ctx, tier, machine, part};
  if (extension.extend)
    settings.set(*extension.extend);
  else if (extension.by->kind == BlockKind::TrustedLaunch)
    settings.integrity();
  else if (extension.by->kind == BlockKind::Join)
    settings.join(*static_cast<const Join *>(extension.by));
  else if (extension.isEndpoint())
    settings.endpoint();
  else if (extension.by->kind == BlockKind::Health)
    part.settings = healthSettings(ctx, *static_cast<const Health *>(extension.by));
}

/// Azure/azure-policy, AzureLinuxBaseline_AINE.json and AzureWindowsBaseline_AINE.json look for
/// assignments with these names.
void azcl::lowerBaseline(ClusterLowering &ctx, const Tier &tier, const arm::VirtualMachine &machine,
                         StringRef suffix, unsigned component) {
  for (const Extend &extend : tier.extensions) {
    if (extend.extension() != ExtensionKind::MachineConfiguration ||
        extend.baseline.value() == Baseline::None)
      continue;
    auto &made = ctx.add<arm::ConfigurationAssignment>(
        ctx.name(tier.label.text, suffix, "-baseline"), extend, component);
    made.configuration = isWindows(tier) ? "AzureWindowsBaseline" : "AzureLinuxBaseline";
    made.names = {made.configuration};
    made.tags = {}; // it has none
    made.scope = ctx.values.idOf(machine);
    made.after.push_back(ctx.agents.lookup({&machine, &extend}));
  }
}
