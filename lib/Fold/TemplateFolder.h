// Merges the templates of the regions of a program.
#pragma once

#include "ValueFolder.h"
#include <map>

namespace azcl {

/// Values that point to the documents; null for those that are null.
Values valuesOf(const std::vector<Json> &documents);

class TemplateFolder {
public:
  /// `parameter` is the parameter of the root that has the name of the region.
  TemplateFolder(std::string parameter, llvm::ArrayRef<llvm::StringRef> regions)
      : parameter(std::move(parameter)), regions(regions) {}

  /// Merges a linked template, which some of the roots deploy. Comes before root().
  void addLinked(const std::string &path, const std::vector<Json> &documents,
                 const std::vector<Json> &roots);
  const Json &linked(const std::string &path) const { return templates.at(path); }
  Json root(const Values &documents);
  /// The template around the root, which creates the resource groups.
  Json subscription(const Values &documents);

  /// Why one set of templates is not possible, or empty.
  const std::string &problem() const { return why; }

private:
  std::string keyIn(const Values &documents, const Values &deployments) const;
  Json nested(const Values &documents, const Values &deployments);
  Json body(const Values &documents, ValueFolder &folder);
  Json declarations(const Values &objects) const;
  Json outputs(const Values &objects, ValueFolder &folder);
  Json resources(const Values &arrays, ValueFolder &folder);
  bool isOpaque(const Values &resources) const;
  Json resource(const Values &given, ValueFolder &folder);
  Json deployment(const Values &members, const Values &deployments, ValueFolder &folder);
  Json arguments(const Values &given, const Json &declared, ValueFolder &folder);

  std::string parameter;
  llvm::ArrayRef<llvm::StringRef> regions;
  std::string rootKey;     ///< the region, as an expression of the root; empty in other templates
  bool aroundRoot = false; ///< the next nested template is the root
  std::map<std::string, Json> templates; ///< the linked ones, by their paths
  std::string why;
};

} // namespace azcl
