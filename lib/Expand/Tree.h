// The deployments of an expansion, with the order in which Azure deploys their resources.
#pragma once

#include "Json.h"
#include "azcl/Expand/Expand.h"

namespace azcl::expansion {

/// A resource or a nested deployment, which a deployment starts when the steps that it needs have
/// ended.
struct Step {
  std::string id, type, name, apiVersion;
  Json body;                    ///< the resource; null for a nested deployment
  std::optional<size_t> nested; ///< index of a nested deployment in the tree
  std::vector<size_t> needs;    ///< indices of steps of the same deployment
};

/// One deployment.
struct Branch {
  std::string id, name, scope;
  std::string location; ///< of the deployment itself, above the scope of a resource group
  std::string link;     ///< the file of a linked template; "" for an inline template
  std::string contentVersion;
  std::string mode; ///< "" for the main deployment, and for Incremental
  std::optional<size_t> parent;
  Json parameters; ///< name to {"type", "value"}; secure values are absent
  Json outputs;    ///< name to {"type", "value"}; secure values are absent
  std::vector<Step> steps;
};

/// Expands like expand(), and keeps the deployments. The main deployment is first.
llvm::Expected<std::vector<Branch>> expandTree(llvm::vfs::FileSystem &files, llvm::StringRef folder,
                                               const ExpandContext &context);

} // namespace azcl::expansion
