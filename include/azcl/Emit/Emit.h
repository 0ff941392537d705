// From linked templates to files: the only place where output text is made, and where it is
// written.
#pragma once

#include "azcl/Link/Link.h"
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

struct EmitOptions {
  LinkMode link = LinkMode::Relative;
  unsigned threads = 0; ///< 0: as many as the machine has
};

/// What is larger than Azure allows. Azure measures templates without indentation
/// (Azure/bicep-ptn-aiml-landing-zone#105), some clients send a file as it is (Azure/bicep#5890):
/// so a template that is too large with indentation is written without it.
struct Oversized {
  std::string path;                        ///< of the template
  const arm::Resource *resource = nullptr; ///< or null: the whole template
  size_t bytes = 0;                        ///< without indentation
};

struct Templates {
  std::vector<OutputFile> files;
  std::vector<Oversized> oversized;
};

/// main.json and templates/NAME.json; with LinkMode::Inline main.json alone.
Templates writeTemplates(const TemplateSet &set, const LinkLimits &limits,
                         const EmitOptions &options);

/// main.parameters.json, and main.parameters.NAME.json for each environment. What has neither a
/// value nor a default is left out: Azure then asks for it, and an empty text would be taken as the
/// value.
std::vector<OutputFile> writeParameterFiles(const TemplateSet &set);

/// manifest.json: names `outputs` with their digests.
OutputFile writeManifest(const TemplateSet &set, llvm::ArrayRef<InputFile> inputs,
                         llvm::ArrayRef<OutputFile> outputs, arm::Place place, LinkMode link);

/// Writes files below `folder`, all of them or none; a file that has its content already is not
/// touched. The last file appears last, and after the files in `obsolete` are gone. Returns how
/// many were written.
llvm::Expected<unsigned> writeFiles(llvm::StringRef folder, llvm::ArrayRef<OutputFile> files,
                                    llvm::ArrayRef<std::string> obsolete = {});
/// The outputs that the manifest in `folder` lists and that are not among `files`.
std::vector<std::string> obsoleteOutputs(llvm::StringRef folder, llvm::ArrayRef<OutputFile> files);
/// Writes one file, whole or not at all; leaves it alone if it has this content.
llvm::Error writeFile(llvm::StringRef path, llvm::StringRef content);

} // namespace azcl
