// The standard presets: AZCL text that is part of the compiler.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

namespace azcl {

/// The presets of one name: one for each kind of block that it is for.
struct StandardPreset {
  llvm::StringRef name;
  llvm::StringRef doc; ///< one sentence
  llvm::StringRef text;
};

/// Sorted by name.
llvm::ArrayRef<StandardPreset> standardPresets();
/// Null if no standard preset has this name.
const StandardPreset *findStandardPreset(llvm::StringRef name);

/// --print-std: the text of one preset, or the names and descriptions of all. False if the name is
/// unknown.
bool printStandardPresets(llvm::StringRef name, llvm::raw_ostream &out);
/// Prints docs/reference/presets.md.
void printPresetReference(llvm::raw_ostream &out);

} // namespace azcl
