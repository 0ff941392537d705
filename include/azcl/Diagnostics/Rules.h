// The rules of external template linters (arm-ttk, PSRule, checkov, trivy), and how azclc handles
// each.
#pragma once

#include "azcl/Diagnostics/Catalogue.h"

namespace azcl {

enum class Reviewer : uint8_t { ArmTtk, PSRule, Checkov, Trivy, TemplateAnalyzer };
llvm::StringRef toString(Reviewer reviewer);

enum class Answer : uint8_t {
  Covered, ///< an azclc diagnostic covers it
  Cannot,  ///< no azclc output violates it
  Open,    ///< a default of azclc, or a program, can violate it
  Unmade,  ///< it is about resources that azclc never generates
};
/// The text for the reference page: "no output breaks it"
llvm::StringRef toString(Answer answer);

/// One answer to one or more rules of one linter.
struct OutsideRule {
  Reviewer reviewer;
  Answer answer;
  llvm::StringRef names;  ///< in the spelling of the linter, separated by spaces; a trailing `*`
                          ///< matches any suffix
  llvm::StringRef reason; ///< in Markdown
  llvm::StringRef test;   ///< path below test/; "" if no test checks it
  llvm::ArrayRef<DiagId> diagnostics; ///< for Covered
};
llvm::ArrayRef<OutsideRule> outsideRules();
llvm::SmallVector<llvm::StringRef> namesOf(const OutsideRule &rule);

/// The rule name without the prefix `reviewer/`.
llvm::StringRef bareRule(llvm::StringRef name);
/// Finds rules by name, case-insensitive, with or without the prefix `reviewer/`.
llvm::SmallVector<const OutsideRule *, 1> findOutsideRules(llvm::StringRef name);
/// The rules that a diagnostic covers, formatted as "checkov:CKV_AZURE_10".
std::vector<std::string> coveredBy(const DiagInfo &about);

} // namespace azcl
