// Managed identities and their roles, key vaults, and what they encrypt.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

struct UserAssignedIdentity : ResourceOf<Kind::UserAssignedIdentity> {
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.ManagedIdentity/userAssignedIdentities", "2024-11-30")
        .named(3, 128, true, false);
  }
};

/// Gives a principal a role on the resource in its scope.
struct RoleAssignment : ResourceOf<Kind::RoleAssignment> {
  Value scope, role, principal;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Authorization/roleAssignments", "2022-04-01",
                    field<&RoleAssignment::scope>("scope").needed(),
                    field<&RoleAssignment::role>("properties.roleDefinitionId").needed(),
                    field<&RoleAssignment::principal>("properties.principalId").needed(),
                    field<&RoleAssignment::principalType>("properties.principalType"))
        .placed();
  }
  Value principalType = "ServicePrincipal"; ///< without it, Azure rejects a new identity
};

struct RoleDefinition : ResourceOf<Kind::RoleDefinition> {
  Value title, permissions, scopes;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Authorization/roleDefinitions", "2022-04-01",
                    field<&RoleDefinition::title>("properties.roleName").needed(),
                    field<&RoleDefinition::type>("properties.type").needed(),
                    field<&RoleDefinition::permissions>("properties.permissions").needed(),
                    field<&RoleDefinition::scopes>("properties.assignableScopes").needed())
        .placed();
  }
  Value type = "CustomRole";
};

/// Prevents the deletion of the resource in its scope.
struct Lock : ResourceOf<Kind::Lock> {
  Value scope;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Authorization/locks", "2020-05-01",
                    field<&Lock::scope>("scope").needed(),
                    field<&Lock::level>("properties.level").needed())
        .placed();
  }
  Value level = "CanNotDelete";
};

struct VaultAddress : Part {
  Value range;
  template <class = void> static constexpr auto layout() {
    return part(field<&VaultAddress::range>("value").needed());
  }
};
struct VaultSubnet : Part {
  Value id;
  template <class = void> static constexpr auto layout() {
    return part(field<&VaultSubnet::id>("id").needed());
  }
};
struct KeyVault : ResourceOf<Kind::KeyVault> {
  Value tenant, sku, createMode, forDisks, retention, publicAccess, standard;
  std::vector<VaultAddress> addresses;
  std::vector<VaultSubnet> subnets;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.KeyVault/vaults", "2026-02-01",
                    field<&KeyVault::tenant>("properties.tenantId").needed(),
                    field<&KeyVault::family>("properties.sku.family").needed(),
                    field<&KeyVault::sku>("properties.sku.name").needed(),
                    field<&KeyVault::createMode>("properties.createMode"),
                    field<&KeyVault::forDisks>("properties.enabledForDiskEncryption"),
                    field<&KeyVault::roles>("properties.enableRbacAuthorization").needed(),
                    field<&KeyVault::softDelete>("properties.enableSoftDelete").needed(),
                    field<&KeyVault::retention>("properties.softDeleteRetentionInDays").needed(),
                    field<&KeyVault::purgeProtection>("properties.enablePurgeProtection").needed(),
                    field<&KeyVault::publicAccess>("properties.publicNetworkAccess").needed(),
                    field<&KeyVault::bypass>("properties.networkAcls.bypass").needed(),
                    field<&KeyVault::standard>("properties.networkAcls.defaultAction").needed(),
                    field<&KeyVault::addresses>("properties.networkAcls.ipRules"),
                    field<&KeyVault::subnets>("properties.networkAcls.virtualNetworkRules"))
        .named(3, 24, false, false);
  }
  Value family = "A", roles = true, softDelete = true, purgeProtection = true,
        bypass = "AzureServices";
};
struct RotationTrigger : Part {
  Value after, action;
  template <class = void> static constexpr auto layout() {
    return part(field<&RotationTrigger::after>("trigger.timeAfterCreate").needed(),
                field<&RotationTrigger::action>("action.type").needed());
  }
};
struct KeyVaultKey : ResourceOf<Kind::KeyVaultKey> {
  Value type, size, validity;
  std::vector<RotationTrigger> rotation;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.KeyVault/vaults/keys", "2026-02-01",
               field<&KeyVaultKey::type>("properties.kty").needed(),
               field<&KeyVaultKey::size>("properties.keySize").needed(),
               field<&KeyVaultKey::validity>("properties.rotationPolicy.attributes.expiryTime"),
               field<&KeyVaultKey::rotation>("properties.rotationPolicy.lifetimeActions"))
        .placed()
        .named(1, 127, false, false);
  }
};
struct KeyVaultSecret : ResourceOf<Kind::KeyVaultSecret> {
  Value value, contentType, expires;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.KeyVault/vaults/secrets", "2026-02-01",
                    field<&KeyVaultSecret::value>("properties.value").needed().guarded(),
                    field<&KeyVaultSecret::contentType>("properties.contentType"),
                    field<&KeyVaultSecret::expires>("properties.attributes.exp"))
        .placed()
        .named(1, 127, false, false);
  }
};
/// Encrypts disks with a key of a vault.
struct DiskEncryptionSet : ResourceOf<Kind::DiskEncryptionSet> {
  Value vault, key, encryption;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Compute/diskEncryptionSets", "2025-01-02",
               field<&DiskEncryptionSet::identity>("identity.type").needed(),
               field<&DiskEncryptionSet::vault>("properties.activeKey.sourceVault.id").needed(),
               field<&DiskEncryptionSet::key>("properties.activeKey.keyUrl").needed(),
               field<&DiskEncryptionSet::encryption>("properties.encryptionType").needed(),
               field<&DiskEncryptionSet::rotation>("properties.rotationToLatestKeyVersionEnabled"))
        .named(1, 80, true, false)
        .sovereign("2024-03-02");
  }
  Value identity = "SystemAssigned", rotation = true;
};

/// A port that users can request. `source` and `sources` exclude each other.
struct JustInTimePort : Part {
  Value number, source, sources, longest;
  template <class = void> static constexpr auto layout() {
    return part(field<&JustInTimePort::number>("number").needed(),
                field<&JustInTimePort::protocol>("protocol").needed(),
                field<&JustInTimePort::source>("allowedSourceAddressPrefix"),
                field<&JustInTimePort::sources>("allowedSourceAddressPrefixes"),
                field<&JustInTimePort::longest>("maxRequestAccessDuration").needed());
  }
  Value protocol = "*";
};
struct JustInTimeMachine : Part {
  Value id;
  std::vector<JustInTimePort> ports;
  template <class = void> static constexpr auto layout() {
    return part(field<&JustInTimeMachine::id>("id").needed(),
                field<&JustInTimeMachine::ports>("ports").needed());
  }
};
/// Just-in-time access to VMs. Its parent is the region. The names of a policy and of one of its
/// VMs have at most 56 characters together (MicrosoftDocs/azure-docs,
/// defender-for-cloud/just-in-time-access-usage.yml, 2023-10-01).
struct JustInTimePolicy : ResourceOf<Kind::JustInTimePolicy> {
  std::vector<JustInTimeMachine> machines;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Security/locations/jitNetworkAccessPolicies", "2020-01-01",
                    field<&JustInTimePolicy::policyKind>("kind").needed(),
                    field<&JustInTimePolicy::machines>("properties.virtualMachines").needed())
        .placed()
        .named(1, 55, true, true);
  }
  Value policyKind = "Basic";
};

} // namespace azcl::arm
