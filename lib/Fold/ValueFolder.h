// Merges JSON values that differ between regions.
#pragma once

#include "../Support/Json.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace azcl {

/// A value in each region; null in regions that do not have it.
using Values = llvm::SmallVector<const Json *, 4>;

/// The member of each of these objects.
Values membersOf(const Values &objects, const std::string &name);
/// With the value of one of the regions in those that have none, where it does not matter.
Values completed(Values values);
/// The names of the members of all these objects, each after those that precede it in its object.
std::vector<std::string> namesIn(const Values &objects);

/// Merges the values of one template.
class ValueFolder {
public:
  /// `key` is an expression that is the name of the region at deployment.
  ValueFolder(llvm::ArrayRef<llvm::StringRef> regions, std::string key)
      : regions(regions), key(std::move(key)) {}
  /// Uses no variable, as the declarations of parameters require.
  void avoidVariables() { variables = false; }

  /// One value for all regions. A member that a region does not have is null there. `name` is what
  /// the value is called in `byRegion`.
  Json fold(const Values &values, llvm::StringRef name);
  /// The condition of what only some regions have, in addition to its own, which can be null.
  Json condition(const Values &values, const Json *own);

  /// The regions with their values, for the variable that expressions refer to; null for none.
  const Json &byRegion() const { return variable; }
  static constexpr llvm::StringRef variableName = "byRegion";
  /// Whether an expression uses the key.
  bool usesKey() const { return used; }

private:
  Json members(const Values &objects);
  bool zip(const Values &arrays, llvm::StringRef name, Json &result);
  Json constant(const Values &values, llvm::StringRef name);
  std::string joined(const Values &arrays);
  std::string around(const Values &values);
  std::string choice(const Values &values);
  std::string isIn(llvm::ArrayRef<size_t> which);

  llvm::ArrayRef<llvm::StringRef> regions;
  std::string key;
  bool used = false, variables = true;
  Json variable;
  llvm::StringMap<std::string> named; ///< the member of the variable with these values
  llvm::StringSet<> taken;            ///< the names of the members, in lower case
};

/// The text with each name of the region replaced by a null character.
std::string withoutRegion(llvm::StringRef text, llvm::StringRef region);

/// The value as an expression, without brackets.
std::string expressionOf(const Json &value);

} // namespace azcl
