// Collects diagnostics and returns them in source order.
#pragma once

#include "azcl/Diagnostics/Catalogue.h"
#include "azcl/Support/Source.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <map>
#include <string>
#include <tuple>

namespace azcl {

/// A text about a source range.
struct Label {
  SourceRange range; ///< invalid for a note without a location
  std::string text;
};

struct Edit {
  SourceRange range;
  std::string text;
};

/// A suggested fix. --fix applies it only if it is certain.
struct Suggestion {
  std::string title;
  llvm::SmallVector<Edit, 1> edits;
  bool certain = false;
};

struct Diagnostic {
  DiagId id;
  Severity severity;
  SourceRange range;
  std::string message;
  std::vector<Label> labels; ///< additional source ranges to mark in the excerpt
  std::vector<Label> notes;
  std::vector<Suggestion> suggestions;

  std::string code() const { return codeText(info(id).code); }
};

/// The -W options, in command-line order.
struct WarningOptions {
  struct Rule {
    enum class Action : uint8_t { Enable, Disable, Promote, Demote } action;
    std::optional<Group> group;   ///< nullopt: all groups
    std::optional<uint16_t> code; ///< set: a single diagnostic
  };
  std::vector<Rule> rules;

  /// Parses the argument of -W: "error", "error=ranges", "no-ranges", "ranges", "no-error=AZC4003".
  /// Returns false if the group or code is unknown.
  bool add(llvm::StringRef text);
  /// The effective severity; nullopt if the diagnostic is disabled.
  std::optional<Severity> severity(const DiagInfo &info) const;
};

/// Adds labels, notes and suggestions to a diagnostic. Does nothing if the diagnostic is
/// suppressed.
class Report {
public:
  explicit Report(Diagnostic *diagnostic) : diagnostic(diagnostic) {}
  /// Marks an additional source range in the excerpt.
  template <class... Args>
  Report &label(SourceRange range, const Note<Args...> &n, std::type_identity_t<Args>... args) {
    if (diagnostic)
      diagnostic->labels.push_back({range, fmt::vformat(n.text, fmt::make_format_args(args...))});
    return *this;
  }
  /// Adds a note about a source range.
  template <class... Args>
  Report &note(SourceRange range, const Note<Args...> &n, std::type_identity_t<Args>... args) {
    if (diagnostic)
      diagnostic->notes.push_back({range, fmt::vformat(n.text, fmt::make_format_args(args...))});
    return *this;
  }
  /// Adds the one obvious fix, which `--fix` applies.
  template <class... Args>
  Report &fix(SourceRange range, std::string with, const Note<Args...> &n,
              std::type_identity_t<Args>... args) {
    return suggest({{{range, std::move(with)}}, true},
                   fmt::vformat(n.text, fmt::make_format_args(args...)));
  }
  /// Adds a possible fix, which is shown but never applied.
  template <class... Args>
  Report &idea(SourceRange range, std::string with, const Note<Args...> &n,
               std::type_identity_t<Args>... args) {
    return suggest({{{range, std::move(with)}}, false},
                   fmt::vformat(n.text, fmt::make_format_args(args...)));
  }

private:
  struct Repair {
    llvm::SmallVector<Edit, 1> edits;
    bool certain;
  };
  Report &suggest(Repair repair, std::string title) {
    if (diagnostic)
      diagnostic->suggestions.push_back(
          {std::move(title), std::move(repair.edits), repair.certain});
    return *this;
  }
  Diagnostic *diagnostic; ///< nullptr if suppressed
};

/// A comment `azcl-allow CODE: reason` and the statement that it applies to.
struct Allowance {
  uint16_t code;
  SourceRange comment;
  SourceRange scope;
  bool used = false;
};

class DiagnosticEngine {
public:
  DiagnosticEngine(const SourceManager &sources, const WarningOptions &options)
      : sources(sources), options(options) {}
  DiagnosticEngine(const DiagnosticEngine &) = delete;

  template <class... Args>
  Report report(SourceRange range, const Diag<Args...> &d, std::type_identity_t<Args>... args) {
    return add(range, d.id, [&] { return fmt::vformat(d.text, fmt::make_format_args(args...)); });
  }
  /// Reports a warning as an error, which options and `azcl-allow` can disable like the warning.
  template <class... Args>
  Report reportAsError(SourceRange range, const Diag<Args...> &d,
                       std::type_identity_t<Args>... args) {
    return add(
        range, d.id, [&] { return fmt::vformat(d.text, fmt::make_format_args(args...)); },
        Severity::Error);
  }
  /// Suppresses the warning of the allowance in its scope, for diagnostics reported after this
  /// call.
  void allow(Allowance allowance) { allowances.push_back(allowance); }

  /// What is reported from now on is about one value of a parameter. A diagnostic that is not
  /// reported for all of them says for which it is.
  void beginValue(llvm::StringRef parameter) {
    parameterOfValues = parameter.str();
    values.emplace_back();
  }
  /// Names the value, or withdraws it: it has been reported on before.
  void nameValue(std::string value) { values.back() = std::move(value); }
  void dropValue() { values.pop_back(); }
  /// What follows is about all values.
  void endValues() { ended = true; }

  unsigned errors() const { return errorCount; }
  /// Returns all diagnostics, sorted by file, offset and code and without duplicates. Also reports
  /// unused allowances. Empties the engine.
  std::vector<Diagnostic> take();
  const SourceManager &sourceManager() const { return sources; }

private:
  SourceRange placeInProgram(SourceRange range) const;
  void placeInProgram(Diagnostic &diagnostic) const;
  void markValue(const Diagnostic &diagnostic);
  void sayValues(Diagnostic &diagnostic) const;
  Report add(SourceRange range, DiagId id, llvm::function_ref<std::string()> message,
             std::optional<Severity> as = std::nullopt);

  const SourceManager &sources;
  const WarningOptions &options;
  std::vector<std::unique_ptr<Diagnostic>> all;
  std::map<std::tuple<uint32_t, DiagId, std::string>, Diagnostic *> seen;
  std::string parameterOfValues;
  std::vector<std::string> values;
  bool ended = false;
  /// The indices of the values for which it was reported.
  llvm::DenseMap<const Diagnostic *, llvm::SmallVector<size_t, 2>> reportedFor;
  std::vector<Allowance> allowances;
  unsigned errorCount = 0;
};

} // namespace azcl
