// Prints diagnostics for --explain, --list-diagnostics and the reference pages.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <string>

namespace azcl {

/// The text of a message with "..." for its placeholders.
std::string withoutPlaceholders(llvm::StringRef text);

/// Prints the explanation of a diagnostic, or how azclc handles a rule of an external linter.
/// Returns false if the name is unknown.
bool printExplanation(llvm::StringRef name, llvm::raw_ostream &out);
/// Similar names, formatted as "`CKV_AZURE_9` or `CKV_AZURE_49`"; "" if there are none.
std::string nearestExplained(llvm::StringRef name);
/// Prints one line per diagnostic.
void listDiagnostics(llvm::raw_ostream &out);

/// Prints docs/reference/diagnostics.md.
void printDiagnosticReference(llvm::raw_ostream &out);
/// Prints docs/reference/rules.md.
void printRuleReference(llvm::raw_ostream &out);

} // namespace azcl
