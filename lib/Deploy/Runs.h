// The folders of runs and versions: {state}/runs/NAME/journal.jsonl and {state}/versions/HASH/.
#pragma once

#include "Job.h"
#include "Machine.h"
#include "azcl/Deploy/Commands.h"

namespace azcl::deploy {

/// A run as its journal tells it.
struct Run {
  Job job;
  Facts facts;
  Json parameters;
  std::vector<std::string> secrets;
  std::string started; ///< of the first record
};

std::string runFolder(llvm::StringRef state, llvm::StringRef run);
std::string journalOf(llvm::StringRef state, llvm::StringRef run);
Run runOf(const std::vector<Record> &records);
/// All runs, the latest first.
std::vector<Run> listRuns(llvm::StringRef state);
/// The name of a run; the latest one for "".
llvm::Expected<std::string> findRun(llvm::StringRef state, llvm::StringRef name);
/// The latest good version of a project in a group, other than `except`; "" if none is stored.
std::string lastGood(const World &world, const Job &job, llvm::StringRef except);

/// Reads a bundle and its parameters. Reports what is missing or unknown.
llvm::Expected<Version> readVersion(const Source &source, const World &world);
llvm::Error storeVersion(const Version &version, const World &world);
/// A version in one document, without its secrets, for other machines.
std::string sharedVersion(const Version &version);
bool isStored(llvm::StringRef hash, const World &world);
/// Stores a version that another machine has shared.
llvm::Error storeShared(llvm::StringRef hash, llvm::StringRef text, const World &world);
llvm::Expected<Version> loadVersion(llvm::StringRef hash, const World &world);
/// Adds the values of parameters that are not stored: from `given`, or from the environment.
llvm::Error addSecrets(Version &version, llvm::ArrayRef<std::string> given, const World &world);
std::string programName(const Bundle &bundle);
/// Stands for the values that are not stored, where only the names of resources matter. Such a
/// version must not be deployed.
void addPlaceholders(Version &version);
/// The name of the program or of the command line, for the names of deployments. A deployment to a
/// subscription that names its groups is another project than one with other groups.
std::string projectOf(const Source &source, const Version &version, bool isWide);

/// JSON for people, with a line break at the end.
std::string indented(const Json &json);
/// Prints an error about the input, and returns the exit code.
ExitCode complain(World &world, const std::string &text, ExitCode exit);
ExitCode complain(World &world, llvm::Error error, ExitCode exit);

} // namespace azcl::deploy
