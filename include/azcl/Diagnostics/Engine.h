// Collects what is found wrong and hands it out in order.
#pragma once

#include "azcl/Diagnostics/Catalogue.h"
#include "azcl/Support/Source.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <set>
#include <string>
#include <tuple>

namespace azcl {

/// A text at a place.
struct Label {
  SourceRange range; ///< "nowhere" for a note about no place
  std::string text;
};

struct Edit {
  SourceRange range;
  std::string text;
};

/// A repair. Only a certain one is applied by --fix; any other is shown.
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
  std::vector<Label> labels; ///< other places in the same excerpt
  std::vector<Label> notes;
  std::vector<Suggestion> suggestions;

  std::string code() const { return codeText(info(id).code); }
};

/// Which warnings count, and as what; in the order of the command line.
struct WarningOptions {
  struct Rule {
    enum class Action : uint8_t { Enable, Disable, Promote, Demote } action;
    std::optional<Group> group;   ///< none: all groups
    std::optional<uint16_t> code; ///< or a single diagnostic
  };
  std::vector<Rule> rules;

  /// Reads the text behind -W: "error", "error=ranges", "no-ranges", "ranges", "no-error=AZC4003".
  /// False if it names no group and no code.
  bool add(llvm::StringRef text);
  /// nullopt: not to be reported at all.
  std::optional<Severity> severity(const DiagInfo &info) const;
};

/// Takes what a report has beside its message. Holds nothing when the report was silenced.
class Report {
public:
  explicit Report(Diagnostic *it) : it(it) {}
  /// Marks a further place in the excerpt.
  template <class... Args>
  Report &label(SourceRange range, const Note<Args...> &n, std::type_identity_t<Args>... args) {
    if (it)
      it->labels.push_back({range, fmt::vformat(n.text, fmt::make_format_args(args...))});
    return *this;
  }
  /// Adds a remark, with the place that it is about.
  template <class... Args>
  Report &note(SourceRange range, const Note<Args...> &n, std::type_identity_t<Args>... args) {
    if (it)
      it->notes.push_back({range, fmt::vformat(n.text, fmt::make_format_args(args...))});
    return *this;
  }
  /// The one obvious repair: `--fix` applies it.
  template <class... Args>
  Report &fix(SourceRange range, std::string with, const Note<Args...> &n,
              std::type_identity_t<Args>... args) {
    return suggest({{{range, std::move(with)}}, true},
                   fmt::vformat(n.text, fmt::make_format_args(args...)));
  }
  /// A repair that would do; shown, never applied.
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
    if (it)
      it->suggestions.push_back({std::move(title), std::move(repair.edits), repair.certain});
    return *this;
  }
  Diagnostic *it;
};

/// A comment `azcl-allow CODE: reason` and the statement that it covers.
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
  /// From here on the allowance silences its warning inside its scope.
  void allow(Allowance allowance) { allowances.push_back(allowance); }

  unsigned errors() const { return errorCount; }
  /// Everything so far by file, offset and code, each thing said once; reports allowances that
  /// nothing used. Empties the engine.
  std::vector<Diagnostic> take();
  const SourceManager &sourceManager() const { return sources; }

private:
  Report add(SourceRange range, DiagId id, llvm::function_ref<std::string()> message);

  const SourceManager &sources;
  const WarningOptions &options;
  std::vector<std::unique_ptr<Diagnostic>> all;
  std::set<std::tuple<uint32_t, DiagId, std::string>> seen;
  std::vector<Allowance> allowances;
  unsigned errorCount = 0;
};

} // namespace azcl
