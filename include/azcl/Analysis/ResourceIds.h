// The IDs of existing resources.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace azcl {

/// How every ID begins.
inline constexpr llvm::StringLiteral idRoot = "/subscriptions/";

bool isGuid(llvm::StringRef text);

/// A resource ID, parsed. It must begin with `idRoot`.
struct ResourceId {
  std::string fault; ///< "" if the ID is valid
  std::string type;  ///< "Microsoft.Network/virtualNetworks"

  explicit ResourceId(llvm::StringRef id);

private:
  void read(llvm::ArrayRef<llvm::StringRef> rest);
  void provided(llvm::ArrayRef<llvm::StringRef> &rest);
};

} // namespace azcl
