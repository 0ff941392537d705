// A row of ports.json: a well-known port.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct Port {
  llvm::StringRef name; ///< "ssh"
  unsigned number;
  PortProtocol protocol;
  PortRole role;
  llvm::StringRef title; ///< "SQL Server", for diagnostics.
  EnumSet<RuleSet> sets; ///< The rule sets that contain the port.
  Support httpProbes;    ///< No: a load balancer does not accept HTTP probes on this port.
};

} // namespace azcl
