// Writes linked templates, parameter files and the manifest. Only this library produces template
// text and writes output files.
#pragma once

#include "azcl/Link/Link.h"
#include "llvm/Support/Error.h"

namespace azcl {

/// A generated file.
struct OutputFile {
  std::string path; ///< relative to the output folder, with forward slashes
  std::string content;
};

/// A file that the compiler read.
struct InputFile {
  std::string path; ///< relative to the folder of the first input
  llvm::StringRef content;
};

struct EmitOptions {
  LinkMode link = LinkMode::Relative;
  bool subscription = false; ///< also a template that creates the resource groups
  unsigned threads = 0;      ///< 0: one for each processor
};

/// A template or resource that exceeds Azure's size limit. Azure measures templates without
/// indentation (Azure/bicep-ptn-aiml-landing-zone#105), but some clients send the file unchanged
/// (Azure/bicep#5890). Therefore a template that exceeds the limit only with indentation is written
/// without it.
struct Oversized {
  std::string path;                        ///< of the template
  const arm::Resource *resource = nullptr; ///< null: the whole template
  size_t bytes = 0;                        ///< without indentation
  bool expression = false; ///< only an expression of the resource is too long: its characters
};

struct Templates {
  std::vector<OutputFile> files;
  std::vector<Oversized> oversized;
};

/// Writes main.json and templates/NAME.json; with LinkMode::Inline, main.json only.
Templates writeTemplates(const TemplateSet &set, const LinkLimits &limits,
                         const EmitOptions &options);

/// Writes main.parameters.json, and main.parameters.NAME.json for each environment. Omits
/// parameters without a value or default: Azure then prompts for them, whereas it would accept an
/// empty string as the value.
std::vector<OutputFile> writeParameterFiles(const TemplateSet &set);

/// What subscription.json declares beside the parameters of the program.
inline constexpr llvm::StringRef subscriptionParameters[] = {"groups", "locations"};

/// Writes subscription.json: a template for a subscription, which creates the resource groups and
/// deploys main.json, whose text is `main`.
OutputFile writeSubscriptionTemplate(const TemplateSet &set, llvm::StringRef main,
                                     const EmitOptions &options);

/// The SHA-256 digest of a file, as the manifest lists it.
std::string digestOf(llvm::StringRef content);
/// Writes manifest.json, which lists `outputs` with their digests.
OutputFile writeManifest(const TemplateSet &set, llvm::ArrayRef<InputFile> inputs,
                         llvm::ArrayRef<OutputFile> outputs, arm::Place place, LinkMode link);

/// Writes files below `folder`, all of them or none. Leaves files with unchanged content alone.
/// Writes the last file last, after it removes the files in `obsolete`. Returns the number of files
/// written.
llvm::Expected<unsigned> writeFiles(llvm::StringRef folder, llvm::ArrayRef<OutputFile> files,
                                    llvm::ArrayRef<std::string> obsolete = {});
/// The outputs listed in the manifest of `folder` that are not in `files`.
std::vector<std::string> obsoleteOutputs(llvm::StringRef folder, llvm::ArrayRef<OutputFile> files);
/// Writes one file atomically; leaves a file with unchanged content alone.
llvm::Error writeFile(llvm::StringRef path, llvm::StringRef content);

} // namespace azcl
