// --diagnostics-format=github: workflow commands, which GitHub Actions shows as annotations.
#include "RenderParts.h"

using namespace azcl;
using llvm::StringRef;

/// Escapes line breaks, and in properties also colons and commas.
static std::string escape(StringRef text, bool property) {
  StringRef special = property ? "%\r\n:," : "%\r\n";
  std::string result;
  for (char c : text)
    if (special.contains(c))
      result += fmt::format("%{:02X}", c);
    else
      result += c;
  return result;
}

static StringRef commandOf(Severity severity) {
  static constexpr StringRef names[] = {"notice", "warning", "error"};
  return names[size_t(severity)];
}

void azcl::renderGitHub(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out) {
  for (const DiagnosticSet &set : sets) {
    Locator places(*set.sources);
    for (const Diagnostic &each : set.diagnostics) {
      out << "::" << commandOf(each.severity) << ' ';
      if (Place at = places.find(each.range); at.file) {
        out << "file=" << escape(at.file->path, true) << ",line=" << at.first.line;
        // Columns are invalid in an annotation of several lines.
        if (at.first.line == at.last.line)
          out << ",col=" << at.first.column << ",endLine=" << at.last.line
              << ",endColumn=" << at.last.column << ',';
        else
          out << ",endLine=" << at.last.line << ',';
      }
      std::string text = each.message;
      for (const Label &note : each.notes) // an annotation has no field for notes
        text += "\nnote: " + note.text;
      out << "title=" << each.code() << "::" << escape(text, false) << '\n';
    }
  }
}
