// Parses the IDs of existing resources.
#include "azcl/Analysis/ResourceIds.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::ArrayRef;
using llvm::StringRef;

bool azcl::isGuid(StringRef text) {
  static constexpr size_t groups[] = {8, 4, 4, 4, 12};
  llvm::SmallVector<StringRef, 5> parts;
  text.split(parts, '-');
  if (parts.size() != std::size(groups))
    return false;
  for (size_t i = 0; i < parts.size(); ++i)
    if (parts[i].size() != groups[i] || !llvm::all_of(parts[i], llvm::isHexDigit))
      return false;
  return true;
}

ResourceId::ResourceId(StringRef id) {
  llvm::SmallVector<StringRef, 12> parts;
  id.split(parts, '/');
  read(ArrayRef<StringRef>(parts).drop_front(2)); // "" and "subscriptions"
}

void ResourceId::read(ArrayRef<StringRef> rest) {
  auto next = [&](StringRef word) {
    if (rest.size() < 2 || !rest[0].equals_insensitive(word) || rest[1].empty())
      return false;
    rest = rest.drop_front(2);
    return true;
  };
  if (!isGuid(rest[0])) {
    fault = rest[0].empty() ? "it has no subscription ID"
                            : fmt::format("the subscription ID `{}` is not a GUID", rest[0]);
    return;
  }
  rest = rest.drop_front();
  if (!next("resourceGroups"))
    fault = "it has no resource group";
  while (fault.empty() && rest.size() > 1 && rest[0].equals_insensitive("providers"))
    provided(rest);
  if (fault.empty() && (type.empty() || !rest.empty()))
    fault =
        type.empty() ? "it has no resource type" : "each resource type must be followed by a name";
}

/// `providers/NAMESPACE/TYPE/NAME(/TYPE/NAME)*`; if it occurs several times, the last determines
/// the type.
void ResourceId::provided(ArrayRef<StringRef> &rest) {
  type = rest[1].str();
  if (!rest[1].contains('.'))
    fault = fmt::format("`{}` is not a provider namespace", rest[1]);
  rest = rest.drop_front(2);
  size_t pairs = 0;
  for (; rest.size() > 1 && !rest[0].empty() && !rest[1].empty() &&
         !rest[0].equals_insensitive("providers");
       ++pairs) {
    type += "/" + rest[0].str();
    rest = rest.drop_front(2);
  }
  if (!pairs && fault.empty())
    fault = "each resource type must be followed by a name";
}
