// From a checked program to files: the only place where output text is made, and where it is written.
#pragma once

#include "azcl/Link/Link.h"
#include "azcl/Program/Program.h"
#include "llvm/Support/Error.h"

namespace azcl {

/// A file of the result, below the output folder.
struct OutputFile {
  std::string path; ///< with forward slashes
  std::string content;
};

/// A file that the result was made from.
struct InputFile {
  std::string path; ///< relative to the folder of the first input
  llvm::StringRef content;
};

/// How the root reaches the templates that it links.
enum class LinkMode : uint8_t {
  Relative,  ///< beside itself: from a container or a template spec
  Artifacts, ///< below _artifactsLocation, as marketplaces want it
  Inline     ///< they stand in it
};

struct EmitOptions {
  LinkMode link = LinkMode::Relative;
  unsigned threads = 0; ///< 0: as many as the machine has
};

/// What `-o` writes: templates, parameter files, model.azc, and manifest.json, which names all the
/// others with their digests.
std::vector<OutputFile> emit(const Program &program, const TemplateSet &set,
                             llvm::ArrayRef<InputFile> inputs, arm::Place place,
                             const EmitOptions &options);

/// Writes files below `folder`, all of them or none; a file that has its content already is not
/// touched. Returns how many were written.
llvm::Expected<unsigned> writeFiles(llvm::StringRef folder, llvm::ArrayRef<OutputFile> files);
/// Writes one file, whole or not at all; leaves it alone if it has this content.
llvm::Error writeFile(llvm::StringRef path, llvm::StringRef content);

} // namespace azcl
