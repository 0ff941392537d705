// --diagnostics-format=json. docs/reference/diagnostics-json.md specifies the format.
#include "RenderParts.h"
#include "azcl/Support/JsonWriter.h"

using namespace azcl;
using llvm::StringRef;

static constexpr int64_t formatNumber = 1;

namespace {

class DiagnosticWriter {
public:
  DiagnosticWriter(Locator &places, JsonWriter &json) : places(places), json(json) {}
  void write(const Diagnostic &diagnostic);

private:
  void text(StringRef key, StringRef value) { json.attribute(key, validUtf8(value)); }
  void position(StringRef key, LineColumn position, uint32_t byte);
  void range(SourceRange range);
  void labels(StringRef key, llvm::ArrayRef<Label> labels);
  void suggestion(const Suggestion &suggestion);

  Locator &places;
  JsonWriter &json;
};

} // namespace

void DiagnosticWriter::position(StringRef key, LineColumn position, uint32_t byte) {
  json.object(key, [&] {
    json.attribute("line", position.line);
    json.attribute("column", position.column);
    json.attribute("byte", byte);
  });
}

void DiagnosticWriter::range(SourceRange range) {
  Place place = places.find(range);
  if (!place.file) {
    json.key("range");
    return json.null();
  }
  json.object("range", [&] {
    text("file", place.file->path);
    position("start", place.first, place.begin);
    position("end", place.last, place.end);
  });
}

void DiagnosticWriter::labels(StringRef key, llvm::ArrayRef<Label> labels) {
  json.array(key, [&] {
    for (const Label &label : labels)
      json.element([&] {
        text("message", label.text);
        range(label.range);
      });
  });
}

void DiagnosticWriter::suggestion(const Suggestion &suggestion) {
  json.element([&] {
    text("title", suggestion.title);
    json.attribute("certain", suggestion.certain);
    json.array("edits", [&] {
      for (const Edit &edit : suggestion.edits)
        json.element([&] {
          range(edit.range);
          text("text", edit.text);
        });
    });
  });
}

void DiagnosticWriter::write(const Diagnostic &diagnostic) {
  const DiagInfo &about = info(diagnostic.id);
  std::string rendered;
  llvm::raw_string_ostream out(rendered);
  renderText(places, diagnostic, false, out);
  json.element([&] {
    json.attribute("code", diagnostic.code());
    json.attribute("name", about.name);
    json.attribute("severity", toString(diagnostic.severity));
    json.attribute("group", info(about.group).name);
    text("message", diagnostic.message);
    range(diagnostic.range);
    labels("labels", diagnostic.labels);
    labels("notes", diagnostic.notes);
    json.array("suggestions", [&] {
      for (const Suggestion &each : diagnostic.suggestions)
        suggestion(each);
    });
    json.attribute("explain", "azclc --explain " + diagnostic.code());
    text("rendered", rendered);
  });
}

void azcl::renderJson(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out) {
  int64_t counts[3] = {}; // by severity
  for (const DiagnosticSet &set : sets)
    for (const Diagnostic &each : set.diagnostics)
      ++counts[size_t(each.severity)];
  std::string text;
  JsonWriter json(text);
  json.object([&] {
    json.attribute("format", formatNumber);
    json.attribute("errors", counts[size_t(Severity::Error)]);
    json.attribute("warnings", counts[size_t(Severity::Warning)]);
    json.array("diagnostics", [&] {
      for (const DiagnosticSet &set : sets) {
        Locator places(*set.sources);
        DiagnosticWriter writer(places, json);
        for (const Diagnostic &each : set.diagnostics)
          writer.write(each);
      }
    });
  });
  out << text << '\n';
}
