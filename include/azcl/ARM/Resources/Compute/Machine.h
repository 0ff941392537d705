// Single VMs, their network interfaces and extensions.
#pragma once

#include "azcl/ARM/Resources/Compute/MachineProfile.h"

namespace azcl::arm {

struct NetworkCardAddress : Part {
  Value name, version, subnet, publicAddress, securityGroups;
  std::vector<Reference> pools, gatewayPools;
  template <class = void> static constexpr auto layout() {
    return part(field<&NetworkCardAddress::name>("name").needed(),
                field<&NetworkCardAddress::primary>("properties.primary"),
                field<&NetworkCardAddress::version>("properties.privateIPAddressVersion"),
                field<&NetworkCardAddress::allocation>("properties.privateIPAllocationMethod"),
                field<&NetworkCardAddress::subnet>("properties.subnet.id").needed(),
                field<&NetworkCardAddress::publicAddress>("properties.publicIPAddress.id"),
                field<&NetworkCardAddress::securityGroups>("properties.applicationSecurityGroups"),
                field<&NetworkCardAddress::pools>("properties.loadBalancerBackendAddressPools"),
                field<&NetworkCardAddress::gatewayPools>(
                    "properties.applicationGatewayBackendAddressPools"));
  }
  Value primary = true, allocation = "Dynamic";
};
/// The network interface of a single VM; a scale set defines its own inline.
struct NetworkInterface : ResourceOf<Kind::NetworkInterface> {
  Value accelerated, forwarding;
  std::vector<NetworkCardAddress> addresses;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/networkInterfaces", "2025-01-01",
                    field<&NetworkInterface::accelerated>("properties.enableAcceleratedNetworking"),
                    field<&NetworkInterface::forwarding>("properties.enableIPForwarding"),
                    field<&NetworkInterface::addresses>("properties.ipConfigurations").needed());
  }
};

struct VirtualMachine : ResourceOf<Kind::VirtualMachine> {
  Value zones, identityType, identities, planName, planProduct, planPublisher;
  std::optional<MachineProfile> machine;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Compute/virtualMachines", "2025-04-01",
                    field<&VirtualMachine::zones>("zones").replaces(Replaces::Always,
                                                                    sources::terraformMachine),
                    field<&VirtualMachine::identityType>("identity.type"),
                    field<&VirtualMachine::identities>("identity.userAssignedIdentities"),
                    field<&VirtualMachine::planName>("plan.name")
                        .replaces(Replaces::Always, sources::terraformMachine),
                    field<&VirtualMachine::planProduct>("plan.product")
                        .replaces(Replaces::Always, sources::terraformMachine),
                    field<&VirtualMachine::planPublisher>("plan.publisher")
                        .replaces(Replaces::Always, sources::terraformMachine),
                    field<&VirtualMachine::machine>("properties"))
        .sovereign("2024-11-01")
        .named(1, 64);
  }
};

struct VirtualMachineExtension : ResourceOf<Kind::VirtualMachineExtension> {
  Value publisher, type, version, minor = true, automatic, force, settings, protectedSettings;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Compute/virtualMachines/extensions", "2025-04-01",
               field<&VirtualMachineExtension::publisher>("properties.publisher").needed(),
               field<&VirtualMachineExtension::type>("properties.type").needed(),
               field<&VirtualMachineExtension::version>("properties.typeHandlerVersion").needed(),
               field<&VirtualMachineExtension::minor>("properties.autoUpgradeMinorVersion"),
               field<&VirtualMachineExtension::automatic>("properties.enableAutomaticUpgrade"),
               field<&VirtualMachineExtension::force>("properties.forceUpdateTag"),
               field<&VirtualMachineExtension::settings>("properties.settings"),
               field<&VirtualMachineExtension::protectedSettings>("properties.protectedSettings")
                   .guarded())
        .sovereign("2024-11-01");
  }
};

/// Lets Azure Chaos Studio use the resource in its scope, or the agent of this VM. Only the target
/// of an agent has properties.
struct ChaosTarget : ResourceOf<Kind::ChaosTarget> {
  Value scope, identities, nothing;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Chaos/targets", "2025-01-01",
                    field<&ChaosTarget::scope>("scope").needed(),
                    field<&ChaosTarget::identities>("properties.identities"),
                    field<&ChaosTarget::nothing>("properties"));
  }
};
/// A fault that experiments can cause in the VM.
struct ChaosCapability : ResourceOf<Kind::ChaosCapability> {
  Value scope;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Chaos/targets/capabilities", "2025-01-01",
                    field<&ChaosCapability::scope>("scope").needed())
        .placed();
  }
};

/// A parameter of a run command.
struct RunParameter : Part {
  Value name, value;
  template <class = void> static constexpr auto layout() {
    return part(field<&RunParameter::name>("name").needed(),
                field<&RunParameter::value>("value").needed());
  }
};
struct RunSecret : Part {
  Value name, value;
  template <class = void> static constexpr auto layout() {
    return part(field<&RunSecret::name>("name").needed(),
                field<&RunSecret::value>("value").needed().guarded());
  }
};
struct MachineRunCommand : ResourceOf<Kind::MachineRunCommand> {
  Value script, user, password, seconds;
  std::vector<RunParameter> parameters;
  std::vector<RunSecret> secrets;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Compute/virtualMachines/runCommands", "2025-04-01",
                    field<&MachineRunCommand::script>("properties.source.script").needed(),
                    field<&MachineRunCommand::parameters>("properties.parameters"),
                    field<&MachineRunCommand::secrets>("properties.protectedParameters"),
                    field<&MachineRunCommand::user>("properties.runAsUser"),
                    field<&MachineRunCommand::password>("properties.runAsPassword").guarded(),
                    field<&MachineRunCommand::seconds>("properties.timeoutInSeconds"),
                    field<&MachineRunCommand::failing>("properties.treatFailureAsDeploymentFailure")
                        .needed())
        .sovereign("2024-11-01");
  }
  Value failing = true;
};

} // namespace azcl::arm
