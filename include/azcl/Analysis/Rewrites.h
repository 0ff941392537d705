// The variables of rewrite rules.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// Visits the names in braces in the value of a rewrite: "var_host" for `{var_host}`.
inline void forEachVariable(llvm::StringRef text, llvm::function_ref<void(llvm::StringRef)> visit) {
  while (!text.empty()) {
    auto [name, rest] = text.split('{').second.split('}');
    visit(name);
    text = rest;
  }
}

/// Whether only mutual TLS provides the variable.
inline bool isOfClientCertificate(llvm::StringRef variable) {
  return variable.starts_with("var_client_certificate");
}

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
