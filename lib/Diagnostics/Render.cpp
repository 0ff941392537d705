// Dispatches to the renderer of the requested format.
#include "azcl/Diagnostics/Render.h"
#include "llvm/Support/ErrorHandling.h"

using namespace azcl;

void azcl::render(llvm::ArrayRef<DiagnosticSet> sets, const RenderOptions &options,
                  llvm::raw_ostream &out) {
  switch (options.format) {
  case DiagFormat::Text: return renderText(sets, options, out);
  case DiagFormat::Short: return renderShort(sets, out);
  case DiagFormat::Json: return renderJson(sets, out);
  case DiagFormat::Sarif: return renderSarif(sets, out);
  case DiagFormat::GitHub: return renderGitHub(sets, out);
  }
  llvm_unreachable("a format without a renderer");
}
