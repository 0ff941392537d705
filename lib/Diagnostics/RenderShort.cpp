// --diagnostics-format=short: one line per diagnostic, for tools that parse `path:line:column:`.
#include "RenderParts.h"

using namespace azcl;
using llvm::StringRef;

static void writeLine(const Place &place, StringRef kind, StringRef text, StringRef code,
                      llvm::raw_ostream &out) {
  if (place.file)
    out << visible(place.file->path) << ':' << place.first.line << ':' << place.first.column
        << ": ";
  out << kind << ": " << visible(text);
  if (!code.empty())
    out << " [" << code << ']';
  out << '\n';
}

void azcl::renderShort(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out) {
  for (const DiagnosticSet &set : sets) {
    Locator places(*set.sources);
    for (const Diagnostic &each : set.diagnostics) {
      Place place = places.find(each.range);
      writeLine(place, toString(each.severity), each.message, each.code(), out);
      for (const Label &note : each.notes) {
        // A remark about no place of its own is about that of the diagnostic.
        Place own = places.find(note.range);
        writeLine(own.file ? own : place, "note", note.text, "", out);
      }
    }
  }
}
