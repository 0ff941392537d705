// Workflow commands: GitHub Actions makes annotations of them.
#include "RenderParts.h"

using namespace azcl;
using llvm::StringRef;

/// A command is one line; in its properties a colon and a comma mean something too.
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
        // Columns beside two different lines make the whole annotation invalid.
        if (at.first.line == at.last.line)
          out << ",col=" << at.first.column << ",endLine=" << at.last.line
              << ",endColumn=" << at.last.column << ',';
        else
          out << ",endLine=" << at.last.line << ',';
      }
      std::string text = each.message;
      for (const Label &note : each.notes) // an annotation has no place for them but its text
        text += "\nnote: " + note.text;
      out << "title=" << each.code() << "::" << escape(text, false) << '\n';
    }
  }
}
