// The catalogue of diagnostics for readers: --explain, --list-diagnostics and pages of the
// reference.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <string>

namespace azcl {

/// Prose and examples of a diagnostic, or of what is done about a rule of an outside reviewer;
/// false if nothing has this name.
bool printExplanation(llvm::StringRef name, llvm::raw_ostream &out);
/// "`CKV_AZURE_9` or `CKV_AZURE_49`": what may have been meant, or "".
std::string nearestExplained(llvm::StringRef name);
/// A line for each diagnostic.
void listDiagnostics(llvm::raw_ostream &out);

/// docs/reference/diagnostics.md
void printDiagnosticReference(llvm::raw_ostream &out);
/// docs/reference/rules.md
void printRuleReference(llvm::raw_ostream &out);

} // namespace azcl
