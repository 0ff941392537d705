// A row of roles.json: a built-in role of Azure.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct Role {
  llvm::StringRef name;  ///< As in programs: "key-vault-secrets-user".
  llvm::StringRef title; ///< Azure's name of the role.
  llvm::StringRef id;    ///< The GUID of its definition, the same in all clouds.
  WordList types;        ///< The resource types in which the role permits something; empty: all.
  bool broad = false;    ///< It permits the management of any resource, or of access.
};

} // namespace azcl
