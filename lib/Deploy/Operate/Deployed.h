// What a run has deployed, for the commands that read or change it in the names of the program.
#pragma once

#include "../Runner.h"
#include "../Runs.h"
#include "../Stages/Collect.h"

namespace azcl::deploy {

inline constexpr llvm::StringRef autoscaleVersion = "2022-10-01";

/// A resource of a tier, as the manifest names it.
struct OfTier {
  std::string tier, id, name, source;
};

struct Deployed {
  Job job;
  LegPtr leg;
  std::vector<OfTier> scaleSets, autoscales; ///< of the tier of the options, or of all
};

llvm::Expected<Deployed> deployedBy(const OperateOptions &options, const World &world);

using Questions = std::vector<Question>;
/// Asks Azure about what is deployed, and shows the answers.
ExitCode ask(const Deployed &deployed, World &world, std::function<Questions(Machine &)> questions,
             std::function<void(Machine &, Answers &)> show);
/// The same for what the options name, if it exists.
ExitCode ask(const OperateOptions &options, World &world,
             llvm::function_ref<Questions(Machine &, const Deployed &)> questions,
             llvm::function_ref<void(Machine &, const Deployed &, Answers &)> show);

/// The question for a resource, which may have been deleted.
Question read(Machine &machine, llvm::StringRef id, llvm::StringRef version);
/// A change of some properties of a resource.
Question change(Machine &machine, llvm::StringRef id, llvm::StringRef version, const Json &body);
/// The instances of a scale set with their states.
Question readInstances(Machine &machine, llvm::StringRef set);

/// Rows of a list: the same members in the table and in JSON.
void printRows(const Json &rows, llvm::ArrayRef<const char *> columns, bool json,
               llvm::raw_ostream &out);
/// Rows with many members, one below the other.
void printRecords(const Json &rows, bool json, llvm::raw_ostream &out);

/// How many instances of a list say that they are not healthy; null if nothing watches any.
Json unhealthyOf(const Json &instances);

} // namespace azcl::deploy
