// Stores of Azure App Configuration and their values.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

/// Whoever deploys reads and writes with their own identity, because no keys are allowed.
struct ConfigurationStore : ResourceOf<Kind::ConfigurationStore> {
  Value sku = "standard", keysDisabled = true, publicAccess = "Enabled";
  Value authentication = "Pass-through", delegation = "Disabled";
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.AppConfiguration/configurationStores", "2024-06-01",
                    field<&ConfigurationStore::sku>("sku.name").needed(),
                    field<&ConfigurationStore::keysDisabled>("properties.disableLocalAuth"),
                    field<&ConfigurationStore::publicAccess>("properties.publicNetworkAccess"),
                    field<&ConfigurationStore::authentication>(
                        "properties.dataPlaneProxy.authenticationMode"),
                    field<&ConfigurationStore::delegation>(
                        "properties.dataPlaneProxy.privateLinkDelegation"))
        .named(5, 50, false, false);
  }
};

struct ConfigurationValue : ResourceOf<Kind::ConfigurationValue> {
  Value contentType, value;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.AppConfiguration/configurationStores/keyValues", "2024-06-01",
                    field<&ConfigurationValue::contentType>("properties.contentType"),
                    field<&ConfigurationValue::value>("properties.value").needed())
        .placed();
  }
};

} // namespace azcl::arm
