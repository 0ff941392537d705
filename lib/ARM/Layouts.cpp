// Instantiates the layouts of all resource types, so that no other file has to.
#include "azcl/ARM/Resources.h"

using namespace azcl::arm;

static const Layout *const layouts[] = {
#define RESOURCE(CLASS) &layoutOf<CLASS>(),
#include "azcl/ARM/Resources.def"
};

const Layout &Resource::layout() const {
  return *layouts[size_t(kind)];
}

llvm::StringRef Resource::type() const {
  return kind == Kind::OtherResource ? static_cast<const OtherResource *>(this)->spelledType
                                     : layout().type;
}

llvm::StringRef Resource::apiVersion() const {
  if (kind == Kind::OtherResource)
    return static_cast<const OtherResource *>(this)->spelledVersion;
  return sovereign ? layout().sovereignVersion : layout().apiVersion;
}

Value azcl::arm::scopeOf(const Resource &resource) {
  if (auto *other = llvm::dyn_cast<OtherResource>(&resource))
    return other->scope;
  if (auto *setting = llvm::dyn_cast<DiagnosticSetting>(&resource))
    return setting->scope;
  if (auto *association = llvm::dyn_cast<RuleAssociation>(&resource))
    return association->scope;
  if (auto *assignment = llvm::dyn_cast<MaintenanceAssignment>(&resource))
    return assignment->scope;
  return {};
}

llvm::ArrayRef<const Layout *> azcl::arm::allLayouts() {
  return layouts;
}
