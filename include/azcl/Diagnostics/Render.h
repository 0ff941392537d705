// Renders diagnostics in all output formats.
#pragma once

#include "azcl/Diagnostics/Engine.h"
#include "llvm/Support/raw_ostream.h"

namespace azcl {

enum class DiagFormat : uint8_t { Text, Short, Json, Sarif, GitHub };

/// The diagnostics of one program. One output can cover several programs.
struct DiagnosticSet {
  const SourceManager *sources;
  llvm::ArrayRef<Diagnostic> diagnostics;
};

struct RenderOptions {
  DiagFormat format = DiagFormat::Text;
  bool color = false;
  unsigned errorLimit = 20; ///< per program; 0: no limit
};

/// Writes all diagnostics. If there are none, the text formats produce no output.
void render(llvm::ArrayRef<DiagnosticSet> sets, const RenderOptions &options,
            llvm::raw_ostream &out);

// One function per format, each in its own file.
void renderText(llvm::ArrayRef<DiagnosticSet> sets, const RenderOptions &options,
                llvm::raw_ostream &out);
void renderShort(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out);
void renderJson(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out);
void renderSarif(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out);
void renderGitHub(llvm::ArrayRef<DiagnosticSet> sets, llvm::raw_ostream &out);

} // namespace azcl
