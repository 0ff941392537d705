// Splits a module into a root template and linked templates: assigns each resource to a template
// and determines the parameters, outputs and dependencies of each template.
#pragma once

#include "azcl/ARM/Module.h"
#include "azcl/Diagnostics/Engine.h"
#include "llvm/ADT/DenseMap.h"

namespace azcl {

/// The ARM limits of one template. The root template has the same limits.
struct LinkLimits {
  size_t resources = 800;
  size_t parameters = 256;
  size_t outputs = 64;
  size_t bytes = 4 << 20;         ///< of a template, minified
  size_t resourceBytes = 1 << 20; ///< of one resource in a template
  size_t deployments = 800;       ///< in the deployment history of a resource group
  size_t deploymentName = 64;     ///< characters
  size_t variables = 256;
};

/// How the root template refers to the linked templates.
enum class LinkMode : uint8_t {
  Relative,  ///< by relative path: from a storage container or a template spec
  Artifacts, ///< below _artifactsLocation, as Azure Marketplace requires
  Inline     ///< nested in the root template
};

/// A property that exists only after a resource is deployed, and that one template passes to
/// another.
struct RuntimeValue {
  const arm::Resource *resource;
  llvm::StringRef path, type;
  std::string name; ///< of the output, and of the parameter that receives it
};

struct Template {
  std::string name;                        ///< "network" for the file templates/network.json
  std::string deployment;                  ///< name of the ARM deployment: "shop-network"
  std::vector<llvm::StringRef> components; ///< the components it contains
  std::vector<const arm::Resource *> resources;
  std::vector<llvm::SmallVector<const arm::Resource *, 4>> after; ///< dependencies of each resource
  llvm::StringRef location; ///< empty if no resource in it has a location
  llvm::StringRef group;    ///< the key of its resource group; empty: the root's
  std::vector<const arm::Parameter *> parameters;
  std::vector<RuntimeValue> gives, takes;
  std::vector<arm::Value> variables; ///< calls of Function::Variable, each name once
  std::vector<unsigned> waitsFor;    ///< indexes of templates
  unsigned tier = 0;                 ///< length of the longest dependency path to this template
};

struct TemplateSet {
  const arm::Module *module = nullptr;
  std::vector<Template> templates;                ///< in dependency order
  std::vector<const arm::Parameter *> parameters; ///< of the root template
  llvm::DenseMap<const arm::Resource *, unsigned> templateOf;
  size_t deploymentHistory = 0; ///< size of the deployment history of a resource group
};

/// Checks each resource with its patches applied: list elements that a patch path indexes, required
/// lists, subresources that other resources refer to, health signals for upgrades and repairs,
/// cycles, names.
void checkModule(const arm::Module &module, DiagnosticEngine &diags);

TemplateSet link(const arm::Module &module, DiagnosticEngine &diags, const LinkLimits &limits = {});

} // namespace azcl
