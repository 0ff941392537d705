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
  for (const Field &field : resource.layout().fields)
    if (field.path == "scope")
      return field.value(object(resource));
  return {};
}

llvm::ArrayRef<const Layout *> azcl::arm::allLayouts() {
  return layouts;
}
