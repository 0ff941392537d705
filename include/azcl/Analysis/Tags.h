// The tags of a cluster, by what the services of Azure take.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// The tags that its private DNS zones get: Azure DNS stores no tag whose name has a space, a
/// parenthesis, a colon or a bar, or begins with a digit, and at most 15 in all
/// (MicrosoftDocs/azure-docs azure-resource-manager/management/ tag-resources.md;
/// hashicorp/terraform-provider-azurerm#6129).
llvm::SmallVector<const Entry *, 8> tagsOfZones(const Cluster &cluster);

} // namespace azcl
