// The variables of rewrite rules.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// The name that Azure gives to the variable of a condition: "http_req_User-Agent".
inline std::string rewriteVariable(const RewriteCondition &condition) {
  std::string name = condition.name.known() ? condition.name.value().str() : "";
  switch (condition.variableOf()) {
  case RewriteVariable::Cookie: return "var_cookie_" + name;
  case RewriteVariable::RequestHeader: return "http_req_" + name;
  case RewriteVariable::ResponseHeader: return "http_resp_" + name;
  default: return Words<RewriteVariable>::words[condition.variant].wire.str();
  }
}

} // namespace azcl
