// What the checks of Traffic Manager, Front Door and global load balancers share.
#pragma once

#include "azcl/Analysis/Traffic.h"
#include "azcl/Passes/Passes.h"

namespace azcl {

/// For example `gateway.front`.
std::string nameOf(const Block &entry);

/// Checks that a service that sends clients to all regions reaches `to` in each of them. False if
/// it does not, or if this is unknown.
/// With `internal`, the service reaches load balancers without a public address.
bool checkTarget(const RegionalApplication &application, const Block &service, const Setting &to,
                 const Block *entry, PassContext &ctx, bool internal = false);

/// Offers the path with a leading slash, if the program contains it as a text.
void offerSlash(Report &report, SourceRange path, PassContext &ctx);

/// The first parts of the DNS names of one service, in all applications. The unique suffix is that
/// of the resource group, so it does not tell names of one deployment apart.
struct DnsNames {
  PassContext &ctx;
  llvm::StringMap<SourceRange> used{};

  void add(llvm::StringRef stem, SourceRange place);
};

} // namespace azcl
