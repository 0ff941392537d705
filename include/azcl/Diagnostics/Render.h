// Diagnostics for people and for machines.
#pragma once

#include "azcl/Diagnostics/Engine.h"
#include "llvm/Support/raw_ostream.h"

namespace azcl {

enum class DiagFormat : uint8_t { Text, Short, Json, Sarif, GitHub };

/// What was said of one program. Several programs make one output.
struct DiagnosticSet {
  const SourceManager *sources;
  llvm::ArrayRef<Diagnostic> diagnostics;
};

struct RenderOptions {
  DiagFormat format = DiagFormat::Text;
  bool color = false;
  unsigned errorLimit = 20; ///< of each program; 0: all
};

/// Writes them all; nothing, in the formats for people, if there are none.
void render(llvm::ArrayRef<DiagnosticSet> sets, const RenderOptions &options,
            llvm::raw_ostream &out);

// One for each format, in a file of its own.
void renderText(llvm::ArrayRef<DiagnosticSet> sets, const RenderOptions &options,
                llvm::raw_ostream &out);
void renderShort(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out);
void renderJson(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out);
void renderSarif(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out);
void renderGitHub(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out);

} // namespace azcl
