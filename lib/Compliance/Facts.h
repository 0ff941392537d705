// What the checks ask about the resources of a cluster.
#pragma once

#include "azcl/ARM/Module.h"
#include "azcl/Compliance/Compliance.h"

namespace azcl {

/// A resource with its properties as one value; also a resource of a deployment to another group.
struct ResourceView {
  const arm::Resource *resource; ///< of the template
  llvm::StringRef type;
  arm::Value tree;
  arm::Value passed = {}; ///< the parameters of that deployment

  bool is(llvm::StringRef wanted) const { return type.equals_insensitive(wanted); }
  bool isVm() const { return is("Microsoft.Compute/virtualMachines"); }
  bool isSet() const { return is("Microsoft.Compute/virtualMachineScaleSets"); }
  /// The value at a path in the properties; of a scale set, in those of its instances.
  arm::Value ofMachine(llvm::StringRef path) const;
  arm::Value at(llvm::StringRef path) const;
  /// The value that a parameter of that deployment has.
  arm::Value given(const arm::Value &value) const;
};

/// An extension that a VM or a scale set has whenever it exists.
struct ExtensionView {
  const arm::Resource *machine;
  llvm::StringRef publisher, type;
};

struct ClusterFacts {
  ClusterFacts(const Program &program, const Cluster &cluster, const arm::Module &module,
               const Catalog &catalog, Arena &arena);

  const Program &program;
  const Catalog &catalog;
  Arena &arena;
  std::vector<ResourceView> resources;
  std::vector<ExtensionView> extensions;

  /// Whether the cluster always has a resource of the type.
  bool has(llvm::StringRef type) const;
  /// Whether a resource of the type refers to this resource whenever this one exists.
  bool isTargetOf(llvm::StringRef type, const arm::Resource &target) const;
};

/// Whether a value has a property for all parameter values. A parameter of the compiler counts as
/// its default.
bool always(const arm::Value &value, llvm::function_ref<bool(const arm::Value &)> holds);
bool isTrue(const arm::Value &value);
bool isText(const arm::Value &value, llvm::StringRef text);
/// The elements that a list can have.
std::vector<arm::Value> elements(const arm::Value &value);
/// The elements that a list always has.
std::vector<arm::Value> certainElements(const arm::Value &value);

/// Fills the result of a check.
using ComplianceTest = void (*)(const ClusterFacts &facts, CheckResult &result);
ComplianceTest testOf(llvm::StringRef check);

} // namespace azcl
