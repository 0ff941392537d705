// Builds resource IDs.
#include "ResourceId.h"
#include "llvm/ADT/SmallVector.h"

using llvm::StringRef;

std::optional<std::string> azcl::expansion::resourceId(StringRef scope, StringRef type,
                                                       llvm::ArrayRef<StringRef> names) {
  llvm::SmallVector<StringRef> types;
  type.split(types, '/');
  if (types.size() != names.size() + 1)
    return std::nullopt;
  std::string id = scope.str() + "/providers/" + types[0].str();
  for (size_t i = 0; i < names.size(); ++i)
    id += "/" + types[i + 1].str() + "/" + names[i].str();
  return id;
}

std::optional<std::string> azcl::expansion::resourceId(StringRef scope, StringRef type,
                                                       StringRef name) {
  llvm::SmallVector<StringRef> names;
  name.split(names, '/');
  return resourceId(scope, type, names);
}
