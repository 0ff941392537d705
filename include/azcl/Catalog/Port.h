#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A well-known port.
struct Port {
  llvm::StringRef name; ///< "ssh"
  unsigned number;
  PortProtocol protocol;
  PortRole role;
  llvm::StringRef title; ///< "SQL Server", for messages.
  Support httpProbes;    ///< No where a load balancer does not probe it by HTTP.
};

} // namespace azcl
