// --diagnostics-format=text: messages with source excerpts, in the style of rustc.
#include "RenderParts.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::StringRef;

namespace {

/// Writes one diagnostic with its labels, notes and suggestions.
class TextWriter {
public:
  TextWriter(Locator &places, const Diagnostic &diagnostic, Pen pen);
  void write();

private:
  void heading(Style style, StringRef title, StringRef text);
  void excerpt(llvm::ArrayRef<Mark> marks);
  void primary();
  void note(const Place &place, StringRef text);
  void suggestion(const Suggestion &suggestion, llvm::ArrayRef<RepairRow> rows);
  void remark(StringRef title, StringRef text);
  /// Ends the excerpt above.
  void close();

  const Diagnostic &diagnostic;
  Pen pen;
  Place place;
  std::vector<Place> labels, notes;
  std::vector<std::vector<RepairRow>> repairs;
  bool open = false; ///< the previous output is an excerpt
};

} // namespace

TextWriter::TextWriter(Locator &places, const Diagnostic &diagnostic, Pen pen)
    : diagnostic(diagnostic), pen(pen), place(places.find(diagnostic.range)) {
  auto find = [&](const Label &label) { return places.find(label.range); };
  llvm::transform(diagnostic.labels, std::back_inserter(labels), find);
  llvm::transform(diagnostic.notes, std::back_inserter(notes), find);
  for (const Suggestion &suggestion : diagnostic.suggestions)
    repairs.push_back(showRepair(places, suggestion));
  unsigned most = place.first.line;
  for (const std::vector<Place> *all : {&labels, &notes})
    for (const Place &each : *all)
      most = std::max(most, each.first.line);
  for (const std::vector<RepairRow> &rows : repairs)
    for (const RepairRow &row : rows)
      most = std::max(most, row.number);
  this->pen.width = std::to_string(most).size();
}

/// Indents the lines after the first to align with it.
static std::string paragraph(StringRef text, size_t indent) {
  std::string result;
  llvm::SmallVector<StringRef> lines;
  text.split(lines, '\n');
  for (StringRef line : lines)
    result += (result.empty() ? "" : "\n" + std::string(indent, ' ')) + visible(line);
  return result;
}

void TextWriter::heading(Style style, StringRef title, StringRef text) {
  pen.write(style, title);
  pen.write(Style::Bold, ": " + paragraph(text, title.size() + 2));
  pen.out << '\n';
}

void TextWriter::close() {
  if (open)
    pen.row(0, '|', "");
  open = false;
}

void TextWriter::remark(StringRef title, StringRef text) {
  close();
  pen.write(Style::Gutter, std::string(pen.width + 1, ' ') + "= ");
  pen.write(Style::Bold, title);
  pen.out << ": " << paragraph(text, pen.width + title.size() + 5) << '\n';
}

static void writePath(Pen &pen, const Place &place) {
  pen.write(Style::Gutter, std::string(pen.width, ' ') + "--> ");
  pen.out << visible(place.file->path) << ':' << place.first.line << ':' << place.first.column
          << '\n';
}

void TextWriter::excerpt(llvm::ArrayRef<Mark> marks) {
  writePath(pen, marks.front().place);
  std::vector<Mark> leftOut = drawExcerpt(pen, marks);
  open = true;
  for (const Mark &mark : leftOut)
    note(mark.place, mark.text);
}

void TextWriter::primary() {
  std::string title = fmt::format("{}[{}]", toString(diagnostic.severity), diagnostic.code());
  heading(styleOf(diagnostic.severity), title, diagnostic.message);
  if (!place.file)
    return;
  std::vector<Mark> marks = {{place, "", styleOf(diagnostic.severity), '^'}};
  for (auto [label, at] : llvm::zip_equal(diagnostic.labels, labels))
    if (at.file == place.file)
      marks.push_back({at, label.text, Style::Gutter, '-'});
  excerpt(marks);
}

void TextWriter::note(const Place &at, StringRef text) {
  if (!at.file || (at.file == place.file && at.begin == place.begin && at.end == place.end)) {
    remark("note", text);
    return;
  }
  close();
  heading(Style::Good, "note", text);
  excerpt({{at, "", Style::Good, '^'}});
}

void TextWriter::suggestion(const Suggestion &suggestion, llvm::ArrayRef<RepairRow> rows) {
  if (rows.empty()) {
    remark("help", suggestion.title);
    return;
  }
  close();
  heading(Style::Good, "help", suggestion.title);
  while (!rows.empty()) {
    const SourceFile *file = rows.front().file;
    auto part = rows.take_while([&](const RepairRow &row) { return row.file == file; });
    if (file != place.file)
      writePath(pen, {file, 0, 0, {std::max(part.front().number, 1u), 1}, {}});
    drawRepair(pen, part);
    rows = rows.drop_front(part.size());
  }
  open = true;
}

void TextWriter::write() {
  primary();
  for (auto [label, at] : llvm::zip_equal(diagnostic.labels, labels))
    if (at.file != place.file || !place.file) // not to be seen in the excerpt
      note(at, label.text);
  for (auto [label, at] : llvm::zip_equal(diagnostic.notes, notes))
    note(at, label.text);
  for (auto [each, rows] : llvm::zip_equal(diagnostic.suggestions, repairs))
    suggestion(each, rows);
}

void azcl::renderText(Locator &places, const Diagnostic &diagnostic, bool color,
                      llvm::raw_ostream &out) {
  TextWriter(places, diagnostic, {out, color}).write();
}

static size_t countOf(llvm::ArrayRef<Diagnostic> diagnostics, Severity severity) {
  return llvm::count_if(diagnostics, [&](const Diagnostic &d) { return d.severity == severity; });
}

/// The diagnostics up to the last error that the limit allows; all if there are no more errors.
static llvm::ArrayRef<Diagnostic> limited(llvm::ArrayRef<Diagnostic> all, unsigned limit) {
  if (!limit || countOf(all, Severity::Error) <= limit)
    return all;
  size_t count = 0;
  for (unsigned errors = 0; errors < limit; ++count)
    errors += all[count].severity == Severity::Error;
  return all.take_front(count);
}

static void writeFooter(Pen &pen, const DiagnosticSet &set, size_t hidden) {
  size_t errors = countOf(set.diagnostics, Severity::Error);
  size_t warnings = countOf(set.diagnostics, Severity::Warning);
  if (!errors && !warnings)
    return;
  std::string path =
      set.sources->files().empty() ? "" : visible(set.sources->files().front()->path);
  std::string text = errors ? counted(errors, "error") : counted(warnings, "warning");
  if (errors && warnings)
    text += ", " + counted(warnings, "warning");
  if (hidden)
    text += fmt::format("; {} more {} not shown (--error-limit=0 shows all)", hidden,
                        hidden == 1 ? "error" : "errors");
  pen.write(errors ? Style::Error : Style::Warning, errors ? "error" : "warning");
  pen.write(Style::Bold,
            fmt::format(": {}`{}`: {}", errors ? "could not compile " : "", path, text));
  pen.out << "\n\n";
}

void azcl::renderText(llvm::ArrayRef<DiagnosticSet> sets, const RenderOptions &options,
                      llvm::raw_ostream &out) {
  Pen pen{out, options.color};
  const Diagnostic *firstError = nullptr;
  for (const DiagnosticSet &set : sets) {
    Locator places(*set.sources);
    auto shown = limited(set.diagnostics, options.errorLimit);
    for (const Diagnostic &each : shown) {
      renderText(places, each, options.color, out);
      out << '\n';
      if (!firstError && each.severity == Severity::Error)
        firstError = &each;
    }
    writeFooter(pen, set, countOf(set.diagnostics.drop_front(shown.size()), Severity::Error));
  }
  if (firstError)
    pen.write(Style::Bold, fmt::format("For more about an error, try `azclc --explain {}`.",
                                       firstError->code())),
        out << '\n';
}
