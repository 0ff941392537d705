// Prints the syntax tree for --emit=ast, one node per line.
#pragma once

#include "azcl/AST/Statements.h"
#include "llvm/Support/raw_ostream.h"

namespace azcl::ast {

void print(Body statements, const SourceFile &file, llvm::raw_ostream &out);

} // namespace azcl::ast
