// The block `identity` of a tier, and the roles of the identity.
#pragma once

#include "azcl/Program/Blocks/Compute/TierKind.h"

namespace azcl {

/// The built-in roles: rows of lib/Catalog/data/roles.json.
enum class BuiltInRole : uint8_t {
  AcrPull,
  AppConfigurationDataReader,
  Contributor,
  KeyVaultAdministrator,
  KeyVaultCertificateUser,
  KeyVaultCryptoServiceEncryptionUser,
  KeyVaultCryptoServiceReleaseUser,
  KeyVaultCryptoUser,
  KeyVaultReader,
  KeyVaultSecretsOfficer,
  KeyVaultSecretsUser,
  LogAnalyticsReader,
  ManagedIdentityOperator,
  MonitoringMetricsPublisher,
  MonitoringReader,
  NetworkContributor,
  Owner,
  Reader,
  RoleBasedAccessControlAdministrator,
  ServiceBusDataReceiver,
  StorageBlobDataContributor,
  StorageBlobDataReader,
  StorageQueueDataContributor,
  VirtualMachineAdministratorLogin,
  VirtualMachineContributor,
  VirtualMachineUserLogin
};
template <> struct Words<BuiltInRole> {
  static constexpr WordInfo words[] = {
      {"acr-pull", "AcrPull"},
      {"app-configuration-data-reader", "App Configuration Data Reader"},
      {"contributor", "Contributor"},
      {"key-vault-administrator", "Key Vault Administrator"},
      {"key-vault-certificate-user", "Key Vault Certificate User"},
      {"key-vault-crypto-service-encryption-user", "Key Vault Crypto Service Encryption User"},
      {"key-vault-crypto-service-release-user", "Key Vault Crypto Service Release User"},
      {"key-vault-crypto-user", "Key Vault Crypto User"},
      {"key-vault-reader", "Key Vault Reader"},
      {"key-vault-secrets-officer", "Key Vault Secrets Officer"},
      {"key-vault-secrets-user", "Key Vault Secrets User"},
      {"log-analytics-reader", "Log Analytics Reader"},
      {"managed-identity-operator", "Managed Identity Operator"},
      {"monitoring-metrics-publisher", "Monitoring Metrics Publisher"},
      {"monitoring-reader", "Monitoring Reader"},
      {"network-contributor", "Network Contributor"},
      {"owner", "Owner"},
      {"reader", "Reader"},
      {"role-based-access-control-administrator", "Role Based Access Control Administrator"},
      {"service-bus-data-receiver", "Azure Service Bus Data Receiver"},
      {"storage-blob-data-contributor", "Storage Blob Data Contributor"},
      {"storage-blob-data-reader", "Storage Blob Data Reader"},
      {"storage-queue-data-contributor", "Storage Queue Data Contributor"},
      {"virtual-machine-administrator-login", "Virtual Machine Administrator Login"},
      {"virtual-machine-contributor", "Virtual Machine Contributor"},
      {"virtual-machine-user-login", "Virtual Machine User Login"}};
  static constexpr Type type{TypeKind::Word, "role", "a role such as `key-vault-secrets-user`",
                             words};
};

/// A built-in role for the identity of a tier.
struct RoleBlock : BlockOf<BlockKind::RoleBlock> {
  Open<Any> on;

  BuiltInRole role() const { return BuiltInRole(variant); }

  template <class = void> static constexpr auto vocabulary() {
    return block("role",
                 "Gives the identity a built-in role of Azure. The instances are created after it.",
                 required<&RoleBlock::on>("on", "The resource that the role applies to: "
                                                "`vault.main`, `logs.main`, `resource.store`, "
                                                "or the ID of an existing resource."))
        .oneOf<BuiltInRole>();
  }
};

/// A role that the program defines, for the identity of a tier.
struct CustomRole : BlockOf<BlockKind::CustomRole> {
  Fixed<List<Text>> actions, notActions, dataActions, notDataActions;
  Open<Any> on;

  template <class = void> static constexpr auto vocabulary() {
    return block("custom-role",
                 "Defines a role in the resource group and gives it to the identity.",
                 optional<&CustomRole::actions>(
                     "actions", "The permitted operations of the control plane, such as "
                                "`[\"Microsoft.Compute/virtualMachines/read\"]`."),
                 optional<&CustomRole::notActions>("not-actions",
                                                   "Operations that `actions` does not include."),
                 optional<&CustomRole::dataActions>("data-actions",
                                                    "The permitted operations on data."),
                 optional<&CustomRole::notDataActions>(
                     "not-data-actions", "Operations that `data-actions` does not include."),
                 required<&CustomRole::on>(
                     "on", "The resource of this program that the role applies to: `vault.main` or "
                           "`resource.store`."))
        .named();
  }
};

struct Identity : BlockOf<BlockKind::Identity> {
  Open<Text> existing, principal;
  Fixed<List<Text>> further;
  Fixed<bool> system;
  Many<RoleBlock> roles;
  Many<CustomRole> customRoles;

  template <class = void> static constexpr auto vocabulary() {
    return block("identity", "The managed identity of the instances of a tier, and its roles.",
                 optional<&Identity::existing>("existing", "The resource ID of an existing "
                                                           "user-assigned managed identity.")
                     .derivedFrom("a new identity"),
                 optional<&Identity::principal>(
                     "principal-id",
                     "The object ID of the existing identity, which role assignments need."),
                 optional<&Identity::further>(
                     "further", "Resource IDs of more user-assigned managed identities."),
                 optional<&Identity::system>(
                     "system", "Whether the instances have a system-assigned identity as well.")
                     .defaultsTo("no")
                     .forKinds(TierKind::Uniform, TierKind::Machines),
                 child<&Identity::roles>("role"), child<&Identity::customRoles>("custom-role"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
