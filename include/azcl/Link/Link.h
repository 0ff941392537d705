// From one module to a root and the templates that it links: which resource stands where, what each
// template takes and gives, and what has to wait for what.
#pragma once

#include "azcl/ARM/Module.h"
#include "azcl/Diagnostics/Engine.h"
#include "llvm/ADT/DenseMap.h"

namespace azcl {

/// What ARM allows in one template; in the deployment that links them, the same.
struct LinkLimits {
  size_t resources = 800;
  size_t parameters = 256;
  size_t outputs = 64;
  size_t bytes = 4 << 20;         ///< of a template, without indentation
  size_t resourceBytes = 1 << 20; ///< of one resource in it
  size_t deployments = 800;       ///< in the history of a resource group
  size_t deploymentName = 64;     ///< characters
};

/// How the root reaches the templates that it links.
enum class LinkMode : uint8_t {
  Relative,  ///< beside itself: from a container or a template spec
  Artifacts, ///< below _artifactsLocation, as marketplaces want it
  Inline     ///< they stand in it
};

/// Something that exists only once a resource does, and is handed from template to template.
struct RuntimeValue {
  const arm::Resource *resource;
  llvm::StringRef path;
  std::string name; ///< of the output, and of the parameter that takes it
};

struct Template {
  std::string name;                        ///< "network": the file is templates/network.json
  std::string deployment;                  ///< "shop-network": what ARM calls it
  std::vector<llvm::StringRef> components; ///< what it is made of
  std::vector<const arm::Resource *> resources;
  std::vector<llvm::SmallVector<const arm::Resource *, 4>> after; ///< of each, in this template
  llvm::StringRef location; ///< or none: nothing in it stands anywhere
  std::vector<const arm::Parameter *> parameters;
  std::vector<RuntimeValue> gives, takes;
  std::vector<unsigned> waitsFor; ///< templates
  unsigned tier = 0;              ///< the longest way to here
};

struct TemplateSet {
  const arm::Module *module = nullptr;
  std::vector<Template> templates;                ///< none waits for a later one
  std::vector<const arm::Parameter *> parameters; ///< of the root
  llvm::DenseMap<const arm::Resource *, unsigned> templateOf;
  size_t deploymentHistory = 0; ///< how many deployments a resource group remembers
};

/// Judges each resource as it will be deployed, with its patches: elements that a path names,
/// required lists, parts that other resources refer to, what upgrades and repairs need, cycles,
/// names.
void checkModule(const arm::Module &module, DiagnosticEngine &diags);

TemplateSet link(const arm::Module &module, DiagnosticEngine &diags, const LinkLimits &limits = {});

} // namespace azcl
