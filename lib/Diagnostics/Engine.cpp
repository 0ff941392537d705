// Collects diagnostics: applies -W options and `azcl-allow` comments, drops duplicates, sorts.
#include "azcl/Diagnostics/Engine.h"
#include "azcl/Diagnostics/Syntax.h"
#include "llvm/ADT/STLExtras.h"
#include <tuple>

using namespace azcl;
using llvm::StringRef;

// Limits memory for programs with very many errors.
static constexpr size_t mostReports = 10000;

bool WarningOptions::add(StringRef text) {
  Rule rule{Rule::Action::Enable, std::nullopt, std::nullopt};
  bool negative = text.consume_front("no-");
  if (text == "error") {
    rule.action = negative ? Rule::Action::Demote : Rule::Action::Promote;
    rules.push_back(rule);
    return true;
  }
  if (text.consume_front("error="))
    rule.action = negative ? Rule::Action::Demote : Rule::Action::Promote;
  else if (negative)
    rule.action = Rule::Action::Disable;
  auto found = llvm::find_if(groups(), [&](const GroupInfo &group) { return group.name == text; });
  if (found != groups().end())
    rule.group = Group(found - groups().begin());
  else if (const DiagInfo *one = findDiagnostic(text))
    rule.code = one->code;
  else
    return false;
  rules.push_back(rule);
  return true;
}

std::optional<Severity> WarningOptions::severity(const DiagInfo &info) const {
  if (info.severity == Severity::Error)
    return info.severity;
  bool enabled = true, promoted = false;
  for (const Rule &rule : rules) {
    if ((rule.group && *rule.group != info.group) || (rule.code && *rule.code != info.code))
      continue;
    switch (rule.action) {
    case Rule::Action::Enable: enabled = true; break;
    case Rule::Action::Disable: enabled = false; break;
    case Rule::Action::Promote: promoted = true; break;
    case Rule::Action::Demote: promoted = false; break;
    }
  }
  if (!enabled)
    return std::nullopt;
  return promoted && info.severity == Severity::Warning ? Severity::Error : info.severity;
}

/// The place itself or, if it is in a standard preset, where the program uses the preset.
SourceRange DiagnosticEngine::placeInProgram(SourceRange range) const {
  for (const SourceFile *file = range.valid() ? sources.find(range) : nullptr;
       file && file->embedded(); file = sources.find(range)) // a preset can use another
    range = file->usedAt;
  return range;
}

Report DiagnosticEngine::add(SourceRange range, DiagId id,
                             llvm::function_ref<std::string()> message,
                             std::optional<Severity> as) {
  const DiagInfo &about = info(id);
  std::optional<Severity> severity = options.severity(about);
  if (!severity)
    return Report(nullptr);
  if (as)
    severity = as;
  if (all.size() >= mostReports) {
    errorCount += *severity == Severity::Error;
    return Report(nullptr);
  }
  if (about.severity != Severity::Error && !allowances.empty())
    for (SourceRange place = placeInProgram(range); Allowance & allowance : allowances)
      if (allowance.code == about.code && allowance.scope.contains(place.begin)) {
        allowance.used = true;
        return Report(nullptr);
      }
  errorCount += *severity == Severity::Error;
  // The text of a preset is bound at each use, so it can produce the same diagnostic repeatedly.
  std::string text = message();
  bool once = range.valid() || !values.empty();
  if (auto known = seen.find({range.begin, id, text}); once && known != seen.end()) {
    markValue(*known->second);
    return Report(nullptr);
  }
  all.push_back(std::make_unique<Diagnostic>(Diagnostic{id, *severity, range, text, {}, {}, {}}));
  Diagnostic &made = *all.back();
  seen[{range.begin, id, std::move(text)}] = &made;
  markValue(made);
  return Report(&made);
}

void DiagnosticEngine::markValue(const Diagnostic &diagnostic) {
  if (values.empty() || ended)
    return;
  llvm::SmallVector<size_t, 2> &own = reportedFor[&diagnostic];
  if (own.empty() || own.back() != values.size() - 1)
    own.push_back(values.size() - 1);
}

void DiagnosticEngine::sayValues(Diagnostic &diagnostic) const {
  auto own = reportedFor.find(&diagnostic);
  if (own == reportedFor.end() || own->second.size() == values.size())
    return;
  std::string list;
  for (size_t each : own->second)
    list += (list.empty() ? "" : each == own->second.back() ? " or " : ", ") + values[each];
  Report(&diagnostic).note({}, note::OnlyWhen, parameterOfValues, list);
}

/// A diagnostic in a standard preset also says where the program uses it. Nobody can edit the
/// preset, so it has no fixes.
void DiagnosticEngine::placeInProgram(Diagnostic &diagnostic) const {
  SourceRange used = placeInProgram(diagnostic.range);
  if (used == diagnostic.range)
    return;
  Report(&diagnostic).note(used, note::StandardPresetUsed);
  llvm::erase_if(diagnostic.suggestions, [&](const Suggestion &each) {
    return llvm::any_of(each.edits, [&](const Edit &edit) {
      return edit.range.valid() && placeInProgram(edit.range) != edit.range;
    });
  });
}

std::vector<Diagnostic> DiagnosticEngine::take() {
  // Errors prevent checks from running, so a warning can be missing because of them.
  bool complete = errorCount == 0;
  endValues(); // an unused allowance is so for all of them
  for (const Allowance &allowance : std::exchange(allowances, {}))
    if (!allowance.used && complete)
      report(allowance.comment, diag::AllowanceUnused, codeText(allowance.code));
  llvm::stable_sort(all, [](const auto &a, const auto &b) {
    return std::tuple(a->range.begin, info(a->id).code) <
           std::tuple(b->range.begin, info(b->id).code);
  });
  std::vector<Diagnostic> result;
  for (std::unique_ptr<Diagnostic> &each : all) {
    placeInProgram(*each);
    sayValues(*each);
    result.push_back(std::move(*each));
  }
  all.clear();
  seen.clear();
  values.clear();
  ended = false;
  reportedFor.clear();
  return result;
}
