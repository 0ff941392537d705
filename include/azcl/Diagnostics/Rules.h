// What outside reviewers of templates ask (arm-ttk, PSRule, checkov, trivy), and our answer to
// each.
#pragma once

#include "azcl/Diagnostics/Catalogue.h"

namespace azcl {

enum class Reviewer : uint8_t { ArmTtk, PSRule, Checkov, Trivy, TemplateAnalyzer };
llvm::StringRef toString(Reviewer reviewer);

enum class Answer : uint8_t {
  Covered, ///< a diagnostic of ours says it
  Cannot,  ///< no output of ours breaks it
  Open,    ///< a default of ours, or a program, may break it
  Unmade,  ///< it is about what we never make
};
/// For readers: "no output breaks it"
llvm::StringRef toString(Answer answer);

/// One answer to one or more rules of one reviewer.
struct OutsideRule {
  Reviewer reviewer;
  Answer answer;
  llvm::StringRef names;  ///< as the reviewer writes them, between spaces; `*` is any end
  llvm::StringRef reason; ///< in Markdown
  llvm::StringRef test;   ///< below test/; "" if none holds it
  llvm::ArrayRef<DiagId> diagnostics; ///< of Covered
};
llvm::ArrayRef<OutsideRule> outsideRules();
llvm::SmallVector<llvm::StringRef> namesOf(const OutsideRule &rule);

/// The name alone, without `reviewer/` before it.
llvm::StringRef bareRule(llvm::StringRef name);
/// Rules by their name, in any case, with or without `reviewer/` before it.
llvm::SmallVector<const OutsideRule *, 1> findOutsideRules(llvm::StringRef name);
/// "checkov:CKV_AZURE_10": the rules that a diagnostic covers.
std::vector<std::string> coveredBy(const DiagInfo &about);

} // namespace azcl
