// Deployments to other resource groups, and raw resources of the program: `resource NAME { type =
// ... }`.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

/// A deployment to another resource group. Without `evaluation`, its template is evaluated with the
/// parameters of the surrounding one.
struct GroupDeployment : ResourceOf<Kind::GroupDeployment> {
  Value subscription, group, evaluation, passed, declared, resources;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Resources/deployments", "2025-04-01",
               field<&GroupDeployment::subscription>("subscriptionId"),
               field<&GroupDeployment::group>("resourceGroup").needed(),
               field<&GroupDeployment::mode>("properties.mode").needed(),
               field<&GroupDeployment::evaluation>("properties.expressionEvaluationOptions.scope"),
               field<&GroupDeployment::passed>("properties.parameters"),
               field<&GroupDeployment::schema>("properties.template.$schema").needed(),
               field<&GroupDeployment::content>("properties.template.contentVersion").needed(),
               field<&GroupDeployment::declared>("properties.template.parameters"),
               field<&GroupDeployment::resources>("properties.template.resources").needed())
        .placed()
        .named(1, 64)
        .sovereign("2024-11-01");
  }
  Value mode = "Incremental",
        schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        content = "1.0.0.0";
};

struct OtherResource : ResourceOf<Kind::OtherResource> {
  llvm::StringRef spelledType, spelledVersion;
  Value scope, sku, flavour, properties;
  template <class = void> static constexpr auto layout() {
    return resource("", "", field<&OtherResource::scope>("scope"),
                    field<&OtherResource::sku>("sku"), field<&OtherResource::flavour>("kind"),
                    field<&OtherResource::properties>("properties").guarded())
        .named(1, 260);
  }
};

} // namespace azcl::arm
