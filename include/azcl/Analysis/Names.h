// Names of the resources of a cluster.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// The prefix of the derived names of a cluster. Examines all other clusters, so call it once for
/// each cluster.
std::string nameBaseOf(const Program &program, const Cluster &cluster);

/// Returns CLUSTER-suffix, before characters that Azure does not allow are replaced. The prefix of
/// `naming` replaces the cluster's label.
std::string derivedName(llvm::StringRef nameBase, llvm::StringRef suffix);

/// The prefix of the computer names of a tier whose operating system is known. On Windows at most
/// nine characters: Azure appends six, and a computer name has at most 15.
std::string computerNameOf(const Tier &tier);
/// The longest DNS label to which a hyphen and the 13 characters of `uniqueString` can be added.
inline unsigned longestLabelStem() {
  return builtinLimit(LimitId::AddressLabel) - 14;
}

/// The name of an output in the template: with several clusters, the cluster's label comes first.
std::string outputName(const Program &program, const Output &output);

} // namespace azcl
