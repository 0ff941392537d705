// --diagnostics-format=sarif: SARIF 2.1.0 for code scanning services, one run for all programs.
#include "RenderParts.h"
#include "azcl/Diagnostics/Explain.h"
#include "azcl/Diagnostics/Rules.h"
#include "azcl/Support/JsonWriter.h"
#include "azcl/Support/Version.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include <map>

using namespace azcl;
using llvm::StringRef;

static constexpr StringRef schema = "https://json.schemastore.org/sarif-2.1.0.json";
static constexpr StringRef root = "%SRCROOT%";

namespace {

class SarifWriter {
public:
  SarifWriter(llvm::ArrayRef<DiagnosticSet> sets, std::string &out);
  void write();

private:
  void text(StringRef key, StringRef value) { json.attribute(key, validUtf8(value)); }
  void message(StringRef key, StringRef value);
  void driver();
  void rule(const DiagInfo &info);
  void results();
  void result(const Diagnostic &diagnostic);
  void artifact(const SourceFile &file);
  void region(StringRef key, const Place &place);
  void physicalLocation(const Place &place);
  void related(const Diagnostic &diagnostic);
  void fixes(llvm::ArrayRef<Suggestion> suggestions);
  void fix(const Suggestion &suggestion);
  void fingerprint(const Place &place);

  llvm::ArrayRef<DiagnosticSet> sets;
  JsonWriter json;
  std::map<uint16_t, int64_t> rules;               // code -> index
  std::optional<Locator> places;                   // of the current set
  std::map<const SourceFile *, LineHashes> hashes; // of the files that have results
};

} // namespace

SarifWriter::SarifWriter(llvm::ArrayRef<DiagnosticSet> sets, std::string &out)
    : sets(sets), json(out) {
  for (const DiagnosticSet &set : sets)
    for (const Diagnostic &each : set.diagnostics)
      rules[info(each.id).code];
  int64_t next = 0;
  for (auto &[code, index] : rules)
    index = next++;
}

void SarifWriter::message(StringRef key, StringRef value) {
  json.object(key, [&] { text("text", value); });
}

/// The explanation as Markdown, with a heading for each example.
static std::string helpOf(StringRef prose) {
  std::string result;
  llvm::SmallVector<StringRef> lines;
  prose.split(lines, '\n');
  for (StringRef line : lines) {
    if (line == "~~~azc bad")
      line = "\nWrong:\n\n~~~azc";
    else if (line == "~~~azc good")
      line = "\nRight:\n\n~~~azc";
    result += line.str() + '\n';
  }
  return result;
}

void SarifWriter::rule(const DiagInfo &about) {
  std::string code = codeText(about.code);
  json.element([&] {
    json.attribute("id", code);
    json.attribute("name", about.name);
    message("shortDescription", withoutPlaceholders(about.text));
    // The schema requires an absolute URI, and the address of the reference is unknown, so this is
    // a URN.
    json.attribute("helpUri", "urn:azcl:diagnostic:" + StringRef(code).lower());
    if (!about.prose.empty()) {
      message("fullDescription", about.prose.split("~~~").first.trim());
      json.object("help", [&] {
        text("text", about.prose);
        text("markdown", helpOf(about.prose));
      });
    }
    json.object("defaultConfiguration", [&] { json.attribute("level", toString(about.severity)); });
    json.object("properties", [&] {
      json.array("tags", [&] { json.value(info(about.group).name); });
      std::vector<std::string> elsewhere = coveredBy(about);
      if (!elsewhere.empty())
        json.array("elsewhere", [&] {
          for (const std::string &rule : elsewhere)
            json.value(rule);
        });
    });
  });
}

void SarifWriter::driver() {
  json.object("driver", [&] {
    json.attribute("name", "azclc");
    json.attribute("version", version().compiler);
    json.attribute("semanticVersion", version().compiler);
    json.array("rules", [&] {
      for (auto [code, index] : rules)
        rule(*findDiagnostic(codeText(code)));
    });
  });
}

/// Encodes a path for a URI; slashes are kept.
static std::string percentEncoded(StringRef path) {
  std::string result;
  for (char c : path)
    if (llvm::isAlnum(c) || StringRef("-._~/").contains(c))
      result += c;
    else
      result += fmt::format("%{:02X}", uint8_t(c));
  return result;
}

void SarifWriter::artifact(const SourceFile &file) {
  std::string path = llvm::sys::path::convert_to_slash(file.path);
  bool absolute = llvm::sys::path::is_absolute(path);
  StringRef local = llvm::sys::path::remove_leading_dotslash(path);
  json.object("artifactLocation", [&] {
    std::string uri = percentEncoded(local);
    if (absolute)
      uri = (local.starts_with("/") ? "file://" : "file:///") + uri;
    json.attribute("uri", uri);
    if (!absolute)
      json.attribute("uriBaseId", root);
  });
}

void SarifWriter::region(StringRef key, const Place &place) {
  json.object(key, [&] {
    json.attribute("startLine", place.first.line);
    json.attribute("startColumn", place.first.column);
    json.attribute("endLine", place.last.line);
    json.attribute("endColumn", place.last.column);
  });
}

/// A place without a file becomes the whole first file, because services reject results without
/// one.
void SarifWriter::physicalLocation(const Place &place) {
  const auto &files = places->sourceManager().files();
  if (!place.file && files.empty())
    return;
  json.object("physicalLocation", [&] {
    artifact(place.file ? *place.file : *files.front());
    if (place.file)
      region("region", place);
  });
}

void SarifWriter::related(const Diagnostic &diagnostic) {
  if (diagnostic.labels.empty() && diagnostic.notes.empty())
    return;
  Place own = places->find(diagnostic.range);
  int64_t id = 0;
  json.array("relatedLocations", [&] {
    for (const std::vector<Label> *labels : {&diagnostic.labels, &diagnostic.notes})
      for (const Label &label : *labels)
        json.element([&] {
          json.attribute("id", ++id);
          Place place = places->find(label.range);
          physicalLocation(place.file ? place : own);
          message("message", label.text);
        });
  });
}

void SarifWriter::fix(const Suggestion &suggestion) {
  std::vector<std::pair<const SourceFile *, std::vector<std::pair<Place, StringRef>>>> changes;
  for (const Edit &edit : suggestion.edits) {
    Place place = places->find(edit.range);
    if (!place.file)
      continue;
    auto same = llvm::find_if(changes, [&](auto &change) { return change.first == place.file; });
    if (same == changes.end())
      same = changes.insert(same, {place.file, {}});
    same->second.push_back({place, edit.text});
  }
  json.element([&] {
    message("description", suggestion.title);
    json.array("artifactChanges", [&] {
      for (auto &[file, edits] : changes)
        json.element([&, file = file, &edits = edits] {
          artifact(*file);
          json.array("replacements", [&] {
            for (auto &[place, inserted] : edits)
              json.element([&, &place = place, inserted = inserted] {
                region("deletedRegion", place);
                message("insertedContent", inserted);
              });
          });
        });
    });
    json.object("properties", [&] { json.attribute("certain", suggestion.certain); });
  });
}

static bool same(const Suggestion &a, const Suggestion &b) {
  return a.title == b.title && llvm::equal(a.edits, b.edits, [](const Edit &x, const Edit &y) {
           return x.range == y.range && x.text == y.text;
         });
}

void SarifWriter::fixes(llvm::ArrayRef<Suggestion> suggestions) {
  // SARIF requires that a fix changes something and that the fixes of a result differ.
  std::vector<const Suggestion *> real;
  for (const Suggestion &each : suggestions)
    if (llvm::any_of(each.edits, [&](const Edit &e) { return places->find(e.range).file; }) &&
        llvm::none_of(real, [&](const Suggestion *other) { return same(*other, each); }))
      real.push_back(&each);
  if (real.empty())
    return;
  json.array("fixes", [&] {
    for (const Suggestion *each : real)
      fix(*each);
  });
}

void SarifWriter::fingerprint(const Place &place) {
  const auto &files = places->sourceManager().files();
  if (!place.file && files.empty())
    return;
  const SourceFile &file = place.file ? *place.file : *files.front();
  auto known = hashes.try_emplace(&file, file.text).first;
  json.object("partialFingerprints", [&] {
    json.attribute("primaryLocationLineHash", known->second[place.file ? place.first.line : 1]);
  });
}

void SarifWriter::result(const Diagnostic &diagnostic) {
  Place place = places->find(diagnostic.range);
  json.element([&] {
    json.attribute("ruleId", diagnostic.code());
    json.attribute("ruleIndex", rules.at(info(diagnostic.id).code));
    json.attribute("level", toString(diagnostic.severity));
    message("message", diagnostic.message);
    json.array("locations", [&] { json.element([&] { physicalLocation(place); }); });
    related(diagnostic);
    fixes(diagnostic.suggestions);
    fingerprint(place);
  });
}

void SarifWriter::results() {
  json.array("results", [&] {
    for (const DiagnosticSet &set : sets) {
      places.emplace(*set.sources);
      for (const Diagnostic &each : set.diagnostics)
        result(each);
    }
  });
}

void SarifWriter::write() {
  json.object([&] {
    json.attribute("$schema", schema);
    json.attribute("version", "2.1.0");
    json.array("runs", [&] {
      json.element([&] {
        json.object("tool", [&] { driver(); });
        json.array("invocations",
                   [&] { json.element([&] { json.attribute("executionSuccessful", true); }); });
        json.object("originalUriBaseIds", [&] {
          json.object(root, [&] {
            message("description", "The folder that azclc ran in; paths are relative to it.");
          });
        });
        json.attribute("columnKind", "unicodeCodePoints");
        results();
      });
    });
  });
}

void azcl::renderSarif(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out) {
  std::string text;
  SarifWriter(sets, text).write();
  out << text << '\n';
}
