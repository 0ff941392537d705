// The ruleTable of Rules.def and the lookup of a rule by its name.
#include "azcl/Diagnostics/Rules.h"
#include "azcl/Diagnostics/Access.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Operations.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct RuleRow {
  Reviewer reviewer;
  Answer answer;
  const char *names, *reason, *test;
  DiagId diagnostics[2];
  size_t count;
};
} // namespace

template <class... Diags>
static constexpr RuleRow row(Reviewer reviewer, Answer answer, const char *names,
                             const char *reason, const char *test, const Diags &...diags) {
  return {reviewer, answer, names, reason, test, {diags.id...}, sizeof...(diags)};
}

using namespace azcl::diag; // an unknown diagnostic does not compile
static constexpr RuleRow ruleTable[] = {
#define COVERED(TOOL, NAMES, REASON, ...)                                                          \
  row(Reviewer::TOOL, Answer::Covered, NAMES, REASON, "", __VA_ARGS__),
#define CANNOT(TOOL, NAMES, REASON, TEST) row(Reviewer::TOOL, Answer::Cannot, NAMES, REASON, TEST),
#define OPEN(TOOL, NAMES, REASON) row(Reviewer::TOOL, Answer::Open, NAMES, REASON, ""),
#define UNMADE(TOOL, NAMES, REASON) row(Reviewer::TOOL, Answer::Unmade, NAMES, REASON, ""),
#include "azcl/Diagnostics/Rules.def"
};

StringRef azcl::toString(Reviewer reviewer) {
  static constexpr StringRef names[] = {"arm-ttk", "PSRule", "checkov", "trivy",
                                        "template-analyzer"};
  return names[size_t(reviewer)];
}

StringRef azcl::toString(Answer answer) {
  static constexpr StringRef names[] = {"a diagnostic covers it", "no output violates it",
                                        "an output can violate it", "does not apply"};
  return names[size_t(answer)];
}

llvm::ArrayRef<OutsideRule> azcl::outsideRules() {
  static const std::vector<OutsideRule> rules = [] {
    std::vector<OutsideRule> made;
    for (const RuleRow &each : ruleTable)
      made.push_back({each.reviewer, each.answer, each.names, each.reason, each.test,
                      llvm::ArrayRef(each.diagnostics, each.count)});
    return made;
  }();
  return rules;
}

llvm::SmallVector<StringRef> azcl::namesOf(const OutsideRule &rule) {
  llvm::SmallVector<StringRef> names;
  rule.names.split(names, ' ');
  return names;
}

static bool fits(StringRef name, StringRef listed) {
  return listed.consume_back("*")
             ? name.size() > listed.size() && name.starts_with_insensitive(listed)
             : name.equals_insensitive(listed);
}

StringRef azcl::bareRule(StringRef name) {
  auto [reviewer, rest] = name.split('/');
  StringRef bare = rest.empty() ? name : rest;
  bare.consume_front_insensitive("AVD-"); // the former prefix of trivy
  return bare;
}

llvm::SmallVector<const OutsideRule *, 1> azcl::findOutsideRules(StringRef name) {
  StringRef reviewer = name.split('/').first, bare = bareRule(name);
  bool qualified = name.contains('/');
  llvm::SmallVector<const OutsideRule *, 1> found;
  for (const OutsideRule &rule : outsideRules())
    if ((!qualified || reviewer.equals_insensitive(toString(rule.reviewer))) &&
        llvm::any_of(namesOf(rule), [&](StringRef listed) { return fits(bare, listed); }))
      found.push_back(&rule);
  return found;
}

std::vector<std::string> azcl::coveredBy(const DiagInfo &about) {
  std::vector<std::string> names;
  for (const OutsideRule &rule : outsideRules())
    if (llvm::any_of(rule.diagnostics, [&](DiagId id) { return &info(id) == &about; }))
      for (StringRef name : namesOf(rule))
        names.push_back(fmt::format("{}:{}", toString(rule.reviewer), name));
  return names;
}
