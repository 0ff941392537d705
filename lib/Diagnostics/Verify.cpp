// --verify-diagnostics: compares the diagnostics with `expected-...` comments.
#include "azcl/Diagnostics/Verify.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <map>

using namespace azcl;
using llvm::StringRef;

namespace {

/// An expected diagnostic and how often it was found.
struct Expectation {
  Severity severity;
  StringRef text;
  int64_t line;
  unsigned count = 1, found = 0;
  unsigned column = 0, width = 0; ///< of the underlined text; 0: anywhere in the line
};

/// A line of the result with its sort keys.
struct Finding {
  size_t file;
  int64_t line;
  std::string text;
};

class Verifier {
public:
  explicit Verifier(const SourceManager &sources) : sources(sources) {}
  std::vector<std::string> run(llvm::ArrayRef<Diagnostic> diagnostics);

private:
  void scan(size_t file);
  bool scanUnderline(size_t file, int64_t line, StringRef text);
  void scanComment(size_t file, int64_t line, StringRef comment);
  /// Reads the text after `expected-`; false if it is malformed.
  bool readExpectation(StringRef &rest, int64_t line, Expectation &expectation);
  void match(const Diagnostic &diagnostic);
  void find(size_t file, int64_t line, StringRef text);

  const SourceManager &sources;
  std::map<std::pair<size_t, int64_t>, std::vector<Expectation>> expectations; // by file and line
  std::vector<Finding> findings;
  bool underlines = false; // some expectations have columns
};

} // namespace

static std::optional<Severity> consumeSeverity(StringRef &text) {
  for (Severity severity : {Severity::Error, Severity::Warning, Severity::Note})
    if (text.consume_front(toString(severity)))
      return severity;
  return std::nullopt;
}

/// `@+1`, `@-2`, `@7`; without it, the line of the comment.
static bool consumeLine(StringRef &text, int64_t &line) {
  if (!text.consume_front("@"))
    return true;
  bool forward = text.consume_front("+"), backward = !forward && text.consume_front("-");
  unsigned number;
  if (text.consumeInteger(10, number))
    return false;
  line = forward ? line + number : backward ? line - number : number;
  return line >= 1;
}

bool Verifier::readExpectation(StringRef &rest, int64_t line, Expectation &result) {
  result.line = line;
  rest = rest.ltrim();
  if (!consumeLine(rest, result.line))
    return false;
  rest = rest.ltrim();
  if (!rest.empty() && llvm::isDigit(rest.front()) &&
      (rest.consumeInteger(10, result.count) || result.count == 0))
    return false;
  rest = rest.ltrim();
  size_t end = rest.find("}}");
  if (!rest.consume_front("{{") || end == StringRef::npos)
    return false;
  end -= 2;
  while (rest.substr(end + 2).starts_with("}")) // the text itself can end with a brace
    ++end;
  result.text = rest.take_front(end);
  rest = rest.drop_front(end + 2);
  return true;
}

void Verifier::scanComment(size_t file, int64_t line, StringRef comment) {
  static constexpr StringRef word = "expected-";
  for (size_t at; (at = comment.find(word)) != StringRef::npos;) {
    bool whole = at == 0 || (!llvm::isAlnum(comment[at - 1]) && comment[at - 1] != '-');
    comment = comment.drop_front(at + word.size());
    std::optional<Severity> severity = whole ? consumeSeverity(comment) : std::nullopt;
    StringRef after = comment.drop_while(llvm::isAlpha).ltrim();
    bool misspelt = whole && !severity && (after.starts_with("@") || after.starts_with("{{"));
    if (!severity && !misspelt)
      continue;
    Expectation expectation{severity.value_or(Severity::Error), "", line};
    if (!misspelt && readExpectation(comment, line, expectation))
      expectations[{file, expectation.line}].push_back(expectation);
    else
      find(file, line, "invalid expectation; the form is `expected-error {{text}}`");
  }
}

/// `//   ^~~~ error AZC3001`: exactly these columns of the previous line.
bool Verifier::scanUnderline(size_t file, int64_t line, StringRef text) {
  StringRef rest = text.ltrim();
  if (!rest.consume_front("//"))
    return false;
  rest = rest.ltrim(' ');
  if (!rest.starts_with("^"))
    return false;
  Expectation expectation{Severity::Error, "", line};
  expectation.column = unsigned(rest.data() - text.data()) + 1;
  expectation.width = unsigned(rest.size() - rest.drop_front().ltrim('~').size());
  rest = rest.drop_front(expectation.width).trim();
  std::optional<Severity> severity = consumeSeverity(rest);
  if (!severity)
    return false;
  expectation.severity = *severity;
  expectation.text = rest.ltrim();
  expectations[{file, line}].push_back(expectation);
  underlines = true;
  return true;
}

void Verifier::scan(size_t file) {
  StringRef rest = sources.files()[file]->text;
  int64_t marked = 0; // the line that underlines refer to
  for (int64_t line = 1; !rest.empty(); ++line) {
    StringRef text;
    std::tie(text, rest) = rest.split('\n');
    if (scanUnderline(file, marked, text))
      continue;
    marked = line;
    if (size_t comment = text.find("//"); comment != StringRef::npos)
      scanComment(file, line, text.drop_front(comment + 2));
  }
}

void Verifier::find(size_t file, int64_t line, StringRef text) {
  StringRef path = file < sources.files().size() ? StringRef(sources.files()[file]->path) : "";
  findings.push_back({file, line, fmt::format("{}:{}: {}", path, line, text)});
}

void Verifier::match(const Diagnostic &diagnostic) {
  size_t file = 0;
  int64_t line = 1;
  unsigned column = 1, width = 0;
  if (const SourceFile *in = diagnostic.range.valid() ? sources.find(diagnostic.range) : nullptr) {
    file = llvm::find_if(sources.files(), [&](const auto &f) { return f.get() == in; }) -
           sources.files().begin();
    LineColumn begin = in->position(diagnostic.range.begin),
               end = in->position(diagnostic.range.end);
    line = begin.line;
    column = begin.column;
    width = end.line > begin.line ? unsigned(in->line(begin.line).size()) + 1 - column
                                  : end.column - column;
    width = std::max(width, 1u);
  }
  std::string text = fmt::format("{}: {}", diagnostic.code(), diagnostic.message);
  Expectation *best = nullptr; // the longest, so that a general one is left for another
  if (auto here = expectations.find({file, line}); here != expectations.end())
    for (Expectation &each : here->second)
      if (each.severity == diagnostic.severity && each.found < each.count &&
          (!each.column || (each.column == column && each.width == width)) &&
          StringRef(text).contains(each.text) && (!best || best->text.size() < each.text.size()))
        best = &each;
  if (best)
    ++best->found;
  else
    find(file, line,
         fmt::format("unexpected {} {}{}", toString(diagnostic.severity), text,
                     underlines ? fmt::format(" (columns {} to {})", column, column + width - 1)
                                : ""));
}

std::vector<std::string> Verifier::run(llvm::ArrayRef<Diagnostic> diagnostics) {
  for (size_t file = 0; file < sources.files().size(); ++file)
    scan(file);
  for (const Diagnostic &diagnostic : diagnostics)
    match(diagnostic);
  for (const auto &[place, here] : expectations)
    for (const Expectation &each : here)
      if (each.found == 0)
        find(place.first, place.second,
             fmt::format("expected {} {{{{{}}}}}{} was not reported", toString(each.severity),
                         each.text,
                         each.column ? fmt::format(" in columns {} to {}", each.column,
                                                   each.column + each.width - 1)
                                     : ""));
      else if (each.found < each.count)
        find(place.first, place.second,
             fmt::format("expected {} {{{{{}}}}} was reported {} of {} times",
                         toString(each.severity), each.text, each.found, each.count));
  llvm::stable_sort(findings, [](const Finding &a, const Finding &b) {
    return std::pair(a.file, a.line) < std::pair(b.file, b.line);
  });
  std::vector<std::string> result;
  for (Finding &finding : findings)
    result.push_back(std::move(finding.text));
  return result;
}

std::vector<std::string> azcl::verifyDiagnostics(const SourceManager &sources,
                                                 llvm::ArrayRef<Diagnostic> diagnostics) {
  return Verifier(sources).run(diagnostics);
}

std::vector<std::string> azcl::splitInput(StringRef text) {
  std::vector<std::string> parts(1);
  size_t lines = 0;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    StringRef line = text.take_front(end);
    text = text.drop_front(end);
    ++lines;
    if (line.rtrim() == "// -----")
      parts.emplace_back(lines, '\n');
    else
      parts.back() += line;
  }
  return parts;
}
