// The rules of other template checkers (arm-ttk, PSRule, checkov, trivy), and how AZCL meets them.
#pragma once

#include "azcl/Diagnostics/Catalogue.h"

namespace azcl {

enum class Reviewer : uint8_t { ArmTtk, PSRule, Checkov, Trivy, TemplateAnalyzer };
llvm::StringRef toString(Reviewer reviewer);

enum class Answer : uint8_t {
  Covered, ///< a diagnostic covers it
  Cannot,  ///< no output violates it
  Open,    ///< a default, or a program, can violate it
  Unmade,  ///< it concerns resources that AZCL never creates
};
/// For people: "no output violates it"
llvm::StringRef toString(Answer answer);

/// The answer to one or more rules of one tool.
struct OutsideRule {
  Reviewer reviewer;
  Answer answer;
  llvm::StringRef names;              ///< separated by spaces; `*` matches any suffix
  llvm::StringRef reason;             ///< in Markdown
  llvm::StringRef test;               ///< below test/; "" if there is none
  llvm::ArrayRef<DiagId> diagnostics; ///< of Covered
};
llvm::ArrayRef<OutsideRule> outsideRules();
llvm::SmallVector<llvm::StringRef> namesOf(const OutsideRule &rule);

/// The name without the prefix `reviewer/`.
llvm::StringRef bareRule(llvm::StringRef name);
/// Finds rules by name, ignoring case, with or without the prefix `reviewer/`.
llvm::SmallVector<const OutsideRule *, 1> findOutsideRules(llvm::StringRef name);
/// "checkov:CKV_AZURE_10": the rules that a diagnostic covers.
std::vector<std::string> coveredBy(const DiagInfo &about);

} // namespace azcl
