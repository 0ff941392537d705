// The rows of compliance-checks.json, compliance-controls.json and compliance-frameworks.json.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// Something that a template must contain.
struct ComplianceCheck {
  llvm::StringRef name, rule, severity;
  llvm::StringRef repair; ///< What to write, or what to do outside of the template.
  WordList alternatives;  ///< Other checks of which one suffices.
};

/// A control of a framework that a template can influence.
struct ComplianceControl {
  llvm::StringRef name; ///< "hipaa.164_312_b_"
  llvm::StringRef framework, id, title;
  bool whole = false; ///< The control is a setting of the template.
  unsigned level = 1; ///< Of CIS.
  WordList required, supporting;
};

struct ComplianceFramework {
  llvm::StringRef name, title;
  llvm::StringRef outside; ///< The controls that no template can influence, separated by "; ".
};

} // namespace azcl
