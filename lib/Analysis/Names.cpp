// Derives the names of resources.
#include "azcl/Analysis/Names.h"
#include "azcl/Analysis/Images.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::StringRef;

/// The prefix of the names of a cluster's resources.
static StringRef nameBase(const Cluster &cluster) {
  return cluster.naming && cluster.naming->prefix.known() ? cluster.naming->prefix.value()
                                                          : cluster.name;
}

static bool sharesNameBase(const Program &program, const Cluster &cluster) {
  for (const Cluster &other : program.clusters())
    if (&other != &cluster && nameBase(other).equals_insensitive(nameBase(cluster)))
      return true;
  return false;
}

std::string azcl::nameBaseOf(const Program &program, const Cluster &cluster) {
  std::string base = nameBase(cluster).str();
  // Number neither of two clusters by their order: reordering them would swap their resources.
  return sharesNameBase(program, cluster) ? base + "-" + cluster.name.str() : base;
}

std::string azcl::derivedName(StringRef nameBase, StringRef suffix) {
  return nameBase.str() + (suffix.empty() ? "" : "-") + suffix.str();
}

std::string azcl::outputName(const Program &program, const Output &output) {
  if (program.clusters().size() == 1)
    return output.label.text.str();
  return fmt::format("{}-{}", static_cast<const Cluster *>(output.parent)->name, output.label.text);
}

std::string azcl::computerNameOf(const Tier &tier) {
  if (tier.computerName.known())
    return tier.computerName.value().str();
  std::string name;
  for (char c : tier.label.text)
    if (llvm::isAlnum(c) || (c == '-' && !name.empty()))
      name += c;
  if (name.empty() || llvm::all_of(name, llvm::isDigit))
    name = "vm" + name;
  bool windows = isWindows(tier);
  name.resize(std::min<size_t>(name.size(), windows ? 9 : 50));
  while (name.back() == '-')
    name.pop_back();
  return name;
}
