// Merges the manifests of the regions of a program.
#pragma once

#include "../Support/Json.h"
#include "azcl/Emit/Emit.h"

namespace azcl {

/// The manifest of the program: what only some regions have says which, and `outputs` are its
/// files.
OutputFile foldManifests(llvm::ArrayRef<llvm::StringRef> regions,
                         const std::vector<Json> &manifests, llvm::ArrayRef<OutputFile> outputs);

} // namespace azcl
