// Reads templates from blobs and template specs, as Azure Resource Manager does.
#pragma once

#include "Plan.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace azcl::sim {

/// The files of the main template and of the templates next to it.
struct Files {
  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> system;
  std::string main;  ///< the path of the main template, relative to `folder`
  std::string base;  ///< the URI of the folder; "" if templates are not in blobs
  std::string query; ///< without `?`
  Json templateLink;
};
constexpr const char *templateFolder = "/templates";

/// Reads the template that the properties of a deployment state.
std::variant<Files, Problem> readFiles(State &state, const Json &properties);
/// Downloads a linked template; the error InvalidContentLink if that fails at this time.
std::optional<Json> linkProblem(State &state, llvm::StringRef uri, llvm::StringRef query);

} // namespace azcl::sim
