// Compares the resources of a cluster with the controls of security frameworks. The result is
// evidence, not a certification: people, the tenant and the subscription do the rest.
#pragma once

#include "azcl/ARM/Module.h"
#include "azcl/Diagnostics/Engine.h"
#include "azcl/Program/Program.h"

namespace azcl {

enum class CheckState : uint8_t {
  Met,
  Unmet,
  Absent, ///< the cluster has no resource that the check is about
  Live    ///< only the subscription shows it
};

/// The result of a check for one cluster, with the resources that decided it.
struct CheckResult {
  const ComplianceCheck *check = nullptr;
  CheckState state = CheckState::Absent;
  std::vector<const arm::Resource *> met, unmet;

  bool holds() const { return state != CheckState::Unmet; }
};

enum class ControlState : uint8_t {
  Met,
  Unmet,
  Absent,  ///< the cluster has no resource that the control is about
  Outside, ///< this template cannot show it
  Excepted
};

struct ControlResult {
  const ComplianceControl *control;
  ControlState state;
  std::vector<const CheckResult *> checks; ///< those that decided: the unmet ones, or all
  const ComplianceException *exception = nullptr;
};

struct FrameworkResult {
  Framework framework;
  const ComplianceFramework *facts;
  std::vector<ControlResult> controls;

  size_t count(ControlState state) const;
};

struct ClusterCompliance {
  const Cluster *cluster;
  std::vector<CheckResult> checks; ///< in the order of the catalog
  std::vector<FrameworkResult> frameworks;
};

/// The result of each cluster that has a `compliance` block.
std::vector<ClusterCompliance> complianceOf(const Program &program, const arm::Module &module,
                                            const Catalog &catalog);

/// Reports unmet controls, each check once, and exceptions that are wrong.
void checkCompliance(llvm::ArrayRef<ClusterCompliance> results, const Catalog &catalog,
                     DiagnosticEngine &diags);

enum class ComplianceFormat : uint8_t { Text, Json, Sarif, Html };
void printCompliance(llvm::ArrayRef<ClusterCompliance> results, const Catalog &catalog,
                     ComplianceFormat format, arm::Place place, llvm::raw_ostream &out);

/// The day with which the ends of exceptions are compared: that of the newest data of the catalog.
/// The clock is not used, so that a program compiles in the same way on every day.
llvm::StringRef dayOf(const Catalog &catalog);

} // namespace azcl
