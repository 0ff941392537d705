// Who is everybody, and what is not for them.
#pragma once

#include "azcl/Program/Program.h"
#include "azcl/Support/IpNetwork.h"

namespace azcl {

/// SSH, RDP, and WinRM with and without TLS.
inline constexpr int64_t managementPorts[] = {22, 3389, 5985, 5986};

/// As the tag of a rule.
inline bool isEverybody(llvm::StringRef tag) {
  return llvm::is_contained({"Internet", "*", "Any", "0.0.0.0/0"}, tag);
}

/// Does the list hold the whole internet, or may it?
inline bool hasEverybody(const Expr &expr) {
  auto isWhole = [](llvm::StringRef addresses) {
    std::optional<IpNetwork> network = IpNetwork::parse(addresses);
    return network && network->prefix == 0;
  };
  if (expr.kind == ExprKind::Text && isWhole(expr.text))
    return true;
  if (expr.kind == ExprKind::Param &&
      llvm::any_of(expr.param->domain.choices, [&](const Scalar &choice) { return isWhole(choice.text); }))
    return true;
  return llvm::any_of(expr.operands, [](const Expr *each) { return hasEverybody(*each); });
}

} // namespace azcl
