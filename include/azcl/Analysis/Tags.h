// The tags of a cluster that a particular Azure service accepts.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// The tags for the cluster's private DNS zones. Azure DNS does not store tags whose name contains
/// a space, parenthesis, colon or vertical bar or begins with a digit, and it stores at most 15
/// tags (MicrosoftDocs/azure-docs, azure-resource-manager/management/tag-resources.md;
/// hashicorp/terraform-provider-azurerm#6129).
llvm::SmallVector<const Entry *, 8> tagsOfZones(const Cluster &cluster);

} // namespace azcl
